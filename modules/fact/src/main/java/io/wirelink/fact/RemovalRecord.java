package io.wirelink.fact;

import io.wirelink.device.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * The last word on whether a key is kept out of the mesh (docs/protocol.md, "Removing"). Unlike a
 * fact it does not run out: it holds until there is a later one.
 *
 * @param subject the key
 * @param number which of two is the later one; not negative
 * @param removed whether the key is kept out; if not, it may be a member again
 */
public record RemovalRecord(PublicKey subject, long number, boolean removed) {

  /** The length of one on the wire: the key, the number, and one byte. */
  public static final int LENGTH = PublicKey.LENGTH + Long.BYTES + 1;

  /** Checks the number. */
  public RemovalRecord {
    if (number < 0) {
      throw new IllegalArgumentException("the number " + number + " is negative");
    }
  }

  /**
   * Whether it takes the place of another about the same key: the higher number does, and of the
   * same number the one that removes, so that all hosts come to the same in whatever order they
   * hear.
   */
  public boolean supersedes(@Nullable RemovalRecord other) {
    return other == null
        || number > other.number
        || (number == other.number && removed && !other.removed);
  }
}
