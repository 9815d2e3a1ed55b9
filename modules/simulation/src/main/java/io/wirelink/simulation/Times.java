package io.wirelink.simulation;

import java.util.Locale;

/** Units of time in nanoseconds, and their text. */
final class Times {

  static final long MILLISECOND = 1_000_000L;
  static final long SECOND = 1_000 * MILLISECOND;

  private Times() {}

  /** Seconds with six decimals. */
  static String text(long nanos) {
    return String.format(Locale.ROOT, "%.6f s", nanos / 1e9);
  }
}
