package io.wirelink.gossip;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) where there is nothing to encrypt: it computes
 * and verifies tags of additional data.
 *
 * <p>The tag is compared by the JDK, in constant time. The ciphers are looked up once and kept, so
 * this is not safe for use by several threads at once.
 */
final class XChaCha20Poly1305 {

  /** The length of a nonce in bytes: long enough to be drawn at random for every packet. */
  static final int NONCE_LENGTH = 24;

  /** The length of a tag in bytes. */
  static final int TAG_LENGTH = 16;

  private static final String ALGORITHM = "ChaCha20-Poly1305";

  /** The inner nonce (RFC 8439, 2.8): four zeroes, then what HChaCha20 left of the long one. */
  private static final int INNER_NONCE_LENGTH = 12;

  private static final int INNER_NONCE_ZEROES = 4;

  private final Cipher sealing = cipher();
  private final Cipher opening = cipher();

  private static Cipher cipher() {
    try {
      return Cipher.getInstance(ALGORITHM);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK of this project's level has " + ALGORITHM, e);
    }
  }

  /** The tag of the data under a key of 32 and a nonce of 24 bytes. */
  byte[] tag(byte[] key, byte[] nonce, byte[] data) {
    try {
      initialize(sealing, Cipher.ENCRYPT_MODE, key, nonce);
      sealing.updateAAD(data);
      return sealing.doFinal();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("keys and nonces of these lengths are valid", e);
    }
  }

  /** Whether this is the tag of the data. */
  boolean verifies(byte[] key, byte[] nonce, byte[] data, byte[] tag) {
    try {
      initialize(opening, Cipher.DECRYPT_MODE, key, nonce);
      opening.updateAAD(data);
      opening.doFinal(tag);
      return true;
    } catch (AEADBadTagException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("keys, nonces and tags of these lengths are valid", e);
    }
  }

  private static void initialize(Cipher cipher, int mode, byte[] key, byte[] nonce)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    byte[] subkey = HChaCha20.subkey(key, nonce);
    byte[] innerNonce = new byte[INNER_NONCE_LENGTH];
    System.arraycopy(
        nonce,
        HChaCha20.NONCE_LENGTH,
        innerNonce,
        INNER_NONCE_ZEROES,
        NONCE_LENGTH - HChaCha20.NONCE_LENGTH);
    cipher.init(mode, new SecretKeySpec(subkey, ALGORITHM), new IvParameterSpec(innerNonce));
    Arrays.fill(subkey, (byte) 0);
  }
}
