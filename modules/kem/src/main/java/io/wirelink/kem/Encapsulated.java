package io.wirelink.kem;

/**
 * A secret, and what its recipient needs to find it out.
 *
 * @param ciphertext for the recipient: {@link KeyEncapsulation#CIPHERTEXT_LENGTH} bytes
 * @param secret for nobody else: {@link KeyEncapsulation#SECRET_LENGTH} bytes
 */
public record Encapsulated(byte[] ciphertext, byte[] secret) {

  /** The secret is not shown. */
  @Override
  public String toString() {
    return "(encapsulated secret)";
  }
}
