package io.wirelink.kem;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869). The JDK has its own only since 25. */
final class Hkdf {

  private static final String MAC = "HmacSHA256";

  /** The most blocks that may be made of one secret (RFC 5869, 2.3). */
  private static final int MAX_BLOCKS = 255;

  private static final int BLOCK_LENGTH = 32;

  private Hkdf() {}

  /**
   * Derives so many bytes from a secret.
   *
   * @param salt at least one byte; need not be secret
   * @param secret what is to be known to derive the same
   * @param info what the bytes are for
   * @throws IllegalArgumentException if there are more than 8160 bytes to be derived
   */
  static byte[] derive(byte[] salt, byte[] secret, byte[] info, int length) {
    if (length > MAX_BLOCKS * BLOCK_LENGTH) {
      throw new IllegalArgumentException("no " + length + " bytes follow from one secret");
    }
    byte[] pseudorandom = mac(salt).doFinal(secret);
    Mac mac = mac(pseudorandom);
    Arrays.fill(pseudorandom, (byte) 0);
    byte[] derived = new byte[length];
    byte[] block = new byte[0];
    for (int at = 0, number = 1; at < length; at += BLOCK_LENGTH, number++) {
      mac.update(block);
      mac.update(info);
      block = mac.doFinal(new byte[] {(byte) number});
      System.arraycopy(block, 0, derived, at, Math.min(BLOCK_LENGTH, length - at));
    }
    Arrays.fill(block, (byte) 0);
    return derived;
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new AssertionError("every Java platform has " + MAC, e);
    }
  }
}
