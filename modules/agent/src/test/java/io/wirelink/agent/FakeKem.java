package io.wirelink.agent;

import io.wirelink.kem.DecapsulationKey;
import io.wirelink.kem.Encapsulated;
import io.wirelink.kem.KeyEncapsulation;
import java.util.Arrays;
import java.util.Random;

/** Key encapsulation that hides nothing: what was altered gives another secret. */
final class FakeKem implements KeyEncapsulation {

  private final Random random;

  private record Own(byte[] encapsulationKey) implements DecapsulationKey {}

  FakeKem(long seed) {
    random = new Random(seed);
  }

  @Override
  public DecapsulationKey generate() {
    return new Own(bytes(KEY_LENGTH));
  }

  @Override
  public Encapsulated encapsulate(byte[] encapsulationKey) {
    byte[] ciphertext = bytes(CIPHERTEXT_LENGTH);
    return new Encapsulated(ciphertext, secret(encapsulationKey, ciphertext));
  }

  @Override
  public byte[] decapsulate(DecapsulationKey key, byte[] ciphertext) {
    return secret(key.encapsulationKey(), ciphertext);
  }

  private static byte[] secret(byte[] key, byte[] ciphertext) {
    byte[] secret = new byte[SECRET_LENGTH];
    new Random(31L * Arrays.hashCode(key) + Arrays.hashCode(ciphertext)).nextBytes(secret);
    return secret;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
