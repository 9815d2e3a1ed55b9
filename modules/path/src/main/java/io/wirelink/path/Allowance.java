package io.wirelink.path;

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
    long full = Math.max(fullNanos, nowNanos);
    if (full - nowNanos > (most - 1) * intervalNanos) {
      return false;
    }
    fullNanos = full + intervalNanos;
    return true;
  }
}
