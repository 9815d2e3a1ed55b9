package io.wirelink.portmap;

import java.util.concurrent.TimeUnit;

/**
 * What a gateway said its clock shows, which begins anew when it has lost its mappings (RFC 6886,
 * 3.6; RFC 6887, 8.5).
 *
 * @param heardNanos when that was heard, in the time of the steps
 * @param seconds what the clock showed, 0 to 2^32 - 1
 */
record Epoch(long heardNanos, long seconds) {

  /**
   * How much two clocks may differ over a short time: a second, since whole ones are told, and what
   * an answer may be late. That is less than the standards have: who is wrong here asks once more
   * for what it has, and else would not see that a gateway has started twice within two seconds.
   */
  private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1250);

  /** How far a gateway's clock may go wrong: by one part in this. */
  private static final long DRIFT = 16;

  /** Whether a gateway that said this, and now that, can have kept its mappings in between. */
  boolean goesOnAs(Epoch later) {
    long here = later.heardNanos - heardNanos;
    long there = TimeUnit.SECONDS.toNanos(later.seconds - seconds);
    return Math.abs(there - here) <= TOLERANCE_NANOS + here / DRIFT;
  }
}
