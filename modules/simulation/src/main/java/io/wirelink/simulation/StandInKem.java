package io.wirelink.simulation;

import io.wirelink.kem.DecapsulationKey;
import io.wirelink.kem.Encapsulated;
import io.wirelink.kem.KeyEncapsulation;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Key encapsulation that hides nothing and costs nothing, in the sizes and with the behaviour of
 * ML-KEM-768: what was altered gives another secret, and no error.
 */
final class StandInKem implements KeyEncapsulation {

  private final RandomGenerator random;

  private record Own(byte[] encapsulationKey) implements DecapsulationKey {}

  StandInKem(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public DecapsulationKey generate() {
    return new Own(bytes(KEY_LENGTH));
  }

  @Override
  public Encapsulated encapsulate(byte[] encapsulationKey) throws InvalidKeyException {
    if (encapsulationKey.length != KEY_LENGTH) {
      throw new InvalidKeyException(encapsulationKey.length + " bytes");
    }
    byte[] ciphertext = bytes(CIPHERTEXT_LENGTH);
    return new Encapsulated(ciphertext, secret(encapsulationKey, ciphertext));
  }

  @Override
  public byte[] decapsulate(DecapsulationKey key, byte[] ciphertext) throws InvalidKeyException {
    if (ciphertext.length != CIPHERTEXT_LENGTH) {
      throw new InvalidKeyException(ciphertext.length + " bytes");
    }
    return secret(key.encapsulationKey(), ciphertext);
  }

  private static byte[] secret(byte[] key, byte[] ciphertext) {
    byte[] secret = new byte[SECRET_LENGTH];
    Arrays.fill(secret, (byte) (31 * Arrays.hashCode(key) + Arrays.hashCode(ciphertext)));
    for (int i = 0; i < SECRET_LENGTH; i++) {
      secret[i] ^= (byte) (key[i] + ciphertext[i]);
    }
    return secret;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
