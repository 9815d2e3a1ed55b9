package io.wirelink.portmap;

/**
 * What a gateway said its clock shows, which begins anew when it has lost its mappings (RFC 6886,
 * 3.6; RFC 6887, 8.5).
 *
 * @param heardNanos when that was heard, in the time of the steps
 * @param seconds what the clock showed, 0 to 2^32 - 1
 */
record Epoch(long heardNanos, long seconds) {

  /** How much two clocks may differ over a short time: an answer may be late, and seconds round. */
  private static final long TOLERANCE_SECONDS = 2;

  /** How far a gateway's clock may go wrong: by one part in this. */
  private static final long DRIFT = 16;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** Whether a gateway that said this, and now that, can have kept its mappings in between. */
  boolean goesOnAs(Epoch later) {
    long here = (later.heardNanos - heardNanos) / NANOS_PER_SECOND;
    long there = later.seconds - seconds;
    return there >= -1
        && here + TOLERANCE_SECONDS >= there - there / DRIFT
        && there + TOLERANCE_SECONDS >= here - here / DRIFT;
  }
}
