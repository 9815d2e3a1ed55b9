package io.wirelink.device;

import java.util.Base64;

/** The text form that public and private keys share. */
final class Keys {

  private Keys() {}

  /** The 32 bytes behind 44 characters of base64; the message never repeats the text, it may be a secret. */
  static byte[] decode(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      bytes = new byte[0];
    }
    if (bytes.length != PublicKey.LENGTH) {
      throw new IllegalArgumentException("a WireGuard key is 44 characters of base64, as `wg pubkey` prints it");
    }
    return bytes;
  }
}
