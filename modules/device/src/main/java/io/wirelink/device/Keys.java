package io.wirelink.device;

import java.util.Base64;

/** The text form that public and private keys share. */
final class Keys {

  /**
   * The length of 32 bytes in base64, padding and all ({@code WG_KEY_LEN_BASE64} of wg, less its
   * NUL).
   */
  private static final int BASE64_LENGTH = 44;

  private Keys() {}

  /**
   * The 32 bytes behind 44 characters of base64; the message never repeats the text, it may be a
   * secret.
   */
  static byte[] decode(String base64) {
    // The JDK's decoder also takes text without its padding.
    if (base64.length() != BASE64_LENGTH) {
      throw notAKey();
    }
    try {
      return checked(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw notAKey();
    }
  }

  private static byte[] checked(byte[] bytes) {
    if (bytes.length != PublicKey.LENGTH) {
      throw notAKey();
    }
    return bytes;
  }

  private static IllegalArgumentException notAKey() {
    return new IllegalArgumentException(
        "a WireGuard key is 44 characters of base64, as `wg` prints it");
  }
}
