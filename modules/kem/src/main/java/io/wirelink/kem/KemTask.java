package io.wirelink.kem;

import java.security.InvalidKeyException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be computed for an exchange at once, somewhere else than where packets are handled.
 *
 * @param own the key of this host; null to make one
 * @param theirKey the encapsulation key of the other, to make a secret for it; null for none
 * @param ciphertext what the other has made for {@code own}, to find out its secret; null for none
 */
public record KemTask(
    @Nullable DecapsulationKey own, byte @Nullable [] theirKey, byte @Nullable [] ciphertext) {

  /** Makes a key. */
  public static final KemTask BEGIN = new KemTask(null, null, null);

  /**
   * What came of it.
   *
   * @param own the key of this host
   * @param sent the secret for the other; null if none was to be made
   * @param opened the secret from the other; null if none was to be found out
   */
  public record Answer(
      DecapsulationKey own, @Nullable Encapsulated sent, byte @Nullable [] opened) {

    /** The secrets are not shown. */
    @Override
    public String toString() {
      return "(secrets of an exchange)";
    }
  }

  /** Makes a key, and a secret for who has sent this one. */
  public static KemTask respond(byte[] theirKey) {
    return new KemTask(null, theirKey, null);
  }

  /** Finds out the other's secret, and makes one for it. */
  public static KemTask finish(DecapsulationKey own, byte[] theirKey, byte[] ciphertext) {
    return new KemTask(own, theirKey, ciphertext);
  }

  /** Finds out the other's secret. */
  public static KemTask conclude(DecapsulationKey own, byte[] ciphertext) {
    return new KemTask(own, null, ciphertext);
  }

  /**
   * Computes it.
   *
   * @throws InvalidKeyException if what the other has sent is no key or no ciphertext
   */
  public Answer run(KeyEncapsulation kem) throws InvalidKeyException {
    DecapsulationKey key = Objects.requireNonNullElseGet(own, kem::generate);
    Encapsulated sent = theirKey == null ? null : kem.encapsulate(theirKey);
    byte[] opened = ciphertext == null ? null : kem.decapsulate(key, ciphertext);
    return new Answer(key, sent, opened);
  }
}
