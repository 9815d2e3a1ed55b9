package io.wirelink.simulation;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.TimedFact;
import io.wirelink.gossip.Opened;
import io.wirelink.gossip.Sealer;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Seals a full packet of plain facts again and again, or opens one and reads what it says. */
final class PacketWork {

  /** How many endpoints of IPv4 fill a packet. */
  static final int FACTS = 26;

  private static final int TTL_SECONDS = 255;

  private final PublicKey recipient = key(2).publicKey();
  private final Sealer sender = new Sealer(key(1), new Random(1));
  private final Sealer receiver = new Sealer(key(2), new Random(2));
  private final byte[] inner =
      FactCodec.encode(
          IntStream.range(0, FACTS)
              .mapToObj(i -> Fact.endpoint(new PublicKey(i, i, i, i), endpoint(i)))
              .map(fact -> new TimedFact(fact, TTL_SECONDS))
              .toList());
  private final byte[] packet = seal();

  private static PrivateKey key(int number) {
    byte[] bytes = new byte[PublicKey.LENGTH];
    Arrays.fill(bytes, (byte) number);
    return PrivateKey.ofBytes(bytes);
  }

  private static Endpoint endpoint(int number) {
    return new Endpoint(IpAddress.v4(0xc633_6400 + number), 51820);
  }

  int innerBytes() {
    return inner.length;
  }

  /** Makes a packet. */
  byte[] seal() {
    try {
      return sender.seal(recipient, inner);
    } catch (InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  /** Opens a packet and says how many facts are in it. */
  int open() {
    try {
      return receiver.open(packet) instanceof Opened.Accepted(var from, byte[] facts)
          ? FactCodec.decode(facts).size()
          : 0;
    } catch (MalformedFactException e) {
      throw new AssertionError(e);
    }
  }
}
