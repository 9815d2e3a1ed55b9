package io.wirelink.agent;

import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.Opened;
import io.wirelink.gossip.Sealer;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** The keys of peers that are made up, and what is sealed with them. */
final class FakeKeys {

  private final Map<PublicKey, Sealer> sealers = new HashMap<>();

  static PrivateKey privateKey(int number) {
    byte[] bytes = new byte[PublicKey.LENGTH];
    Arrays.fill(bytes, (byte) number);
    bytes[1] += (byte) (number >> Byte.SIZE);
    return PrivateKey.ofBytes(bytes);
  }

  /** A key that packets can be sealed with. */
  PublicKey key(int number) {
    PrivateKey key = privateKey(number);
    sealers.computeIfAbsent(key.publicKey(), each -> new Sealer(key, new Random(number)));
    return key.publicKey();
  }

  byte[] sealed(PublicKey from, PublicKey recipient, byte[] inner) {
    try {
      return sealers.get(from).sealLarge(recipient, inner);
    } catch (InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  byte[] opened(PublicKey recipient, byte[] packet) {
    return ((Opened.Accepted) sealers.get(recipient).open(packet)).inner();
  }
}
