package io.wirelink.kem;

import java.security.InvalidKeyException;

/**
 * A key encapsulation mechanism with keys and ciphertexts as long as those of ML-KEM-768 (FIPS 203,
 * table 3). May be used by any thread, and takes a millisecond or so.
 */
public interface KeyEncapsulation {

  /** How many bytes an encapsulation key has. */
  int KEY_LENGTH = 1184;

  /** How many bytes a ciphertext has. */
  int CIPHERTEXT_LENGTH = 1088;

  /** How many bytes a shared secret has. */
  int SECRET_LENGTH = 32;

  /** Makes a key for one exchange. */
  DecapsulationKey generate();

  /**
   * Makes a secret that only the owner of a key finds out.
   *
   * @param encapsulationKey the key, which somebody else has sent
   * @throws InvalidKeyException if it is none (FIPS 203, 7.2)
   */
  Encapsulated encapsulate(byte[] encapsulationKey) throws InvalidKeyException;

  /**
   * Finds a secret out. A ciphertext that was made for another key, or altered, gives a secret too,
   * which nobody else has (FIPS 203, 7.3).
   *
   * @throws InvalidKeyException if the ciphertext has another length, or the key is of another
   *     mechanism
   */
  byte[] decapsulate(DecapsulationKey key, byte[] ciphertext) throws InvalidKeyException;
}
