package io.wirelink.gossip;

/**
 * How much somebody may make this host do: a few things at once, and so many a second from then on.
 * Time that passes fills it up.
 */
public final class Allowance {

  private final int most;
  private final long intervalNanos;
  private long fullNanos = Long.MIN_VALUE;

  /**
   * An allowance that is full.
   *
   * @param most how many things at once
   * @param intervalNanos how long it takes until there is one more
   */
  public Allowance(int most, long intervalNanos) {
    this.most = most;
    this.intervalNanos = intervalNanos;
  }

  /** Takes one, if there is one left. */
  public boolean take(long nowNanos) {
    boolean allowed = allows(nowNanos);
    if (allowed) {
      spend(nowNanos);
    }
    return allowed;
  }

  /** Whether there is one left. */
  boolean allows(long nowNanos) {
    return Math.max(fullNanos, nowNanos) - nowNanos <= (most - 1) * intervalNanos;
  }

  /** When there will be one; in the past if there is one, or has always been. */
  public long readyNanos() {
    return fullNanos == Long.MIN_VALUE ? fullNanos : fullNanos - (most - 1) * intervalNanos;
  }

  /** Takes one that may not be there yet; it lends as many as it holds. */
  void spend(long nowNanos) {
    long mostLent = nowNanos + (2L * most - 1) * intervalNanos;
    fullNanos = Math.clamp(fullNanos, nowNanos, mostLent) + intervalNanos;
  }
}
