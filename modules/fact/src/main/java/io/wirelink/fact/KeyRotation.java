package io.wirelink.fact;

import io.wirelink.device.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * That a host takes another key (docs/protocol.md, "Rotating").
 *
 * @param from the key that it has had
 * @param to the key that it has from now on; the same if it stays with the one that it has
 * @param number which of two about the same key is the later one; not negative
 */
public record KeyRotation(PublicKey from, PublicKey to, long number) {

  /** The length of one on the wire: both keys and the number. */
  public static final int LENGTH = 2 * PublicKey.LENGTH + Long.BYTES;

  /** Checks the number. */
  public KeyRotation {
    if (number < 0) {
      throw new IllegalArgumentException("the number " + number + " is negative");
    }
  }

  /** Whether it says that the host stays with the key that it has. */
  public boolean isWithdrawal() {
    return from.equals(to);
  }

  /** Whether it takes the place of another about the same key: the higher number does. */
  public boolean supersedes(@Nullable KeyRotation other) {
    return other == null || number > other.number;
  }
}
