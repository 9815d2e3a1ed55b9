package io.wirelink.gossip;

/**
 * How much may be done in what time: a token bucket, told as a time. Each token takes its share of
 * time to come back, and a bucket that nobody takes from is full again after the burst's share.
 *
 * <p>Times are nanoseconds of the caller's monotonic clock, not negative.
 */
final class Budget {

  private final long nanosPerToken;
  private final long burstNanos;

  /** Until when all that was taken has come back, but for a full burst. */
  private long readyNanos;

  /**
   * A full bucket.
   *
   * @param nanosPerToken after what time a token comes back
   * @param burst how many it holds
   */
  Budget(long nanosPerToken, int burst) {
    this.nanosPerToken = nanosPerToken;
    burstNanos = nanosPerToken * burst;
  }

  /** Whether there is a token to take. */
  boolean allows(long nowNanos) {
    return readyNanos <= nowNanos;
  }

  /** When there will be one. */
  long readyNanos() {
    return readyNanos;
  }

  /** Takes a token, also one that is not there yet; of those it lends a burst at most. */
  void take(long nowNanos) {
    long full = nowNanos - burstNanos + nanosPerToken;
    readyNanos = Math.clamp(readyNanos, full, nowNanos + burstNanos) + nanosPerToken;
  }
}
