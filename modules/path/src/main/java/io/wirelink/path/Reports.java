package io.wirelink.path;

/** When a peer is to be told of the path by another way than this path. */
final class Reports {

  private long sinceNanos;
  private long untilNanos;
  private long nextNanos = Long.MAX_VALUE;
  private boolean asks;

  /**
   * Tells the peer now that the path is given up, until it says that it knows. Who sends nothing by
   * the path does not notice by itself, and takes nothing by another way; and what goes by that way
   * may be lost for a while. So after a few times it is asked to answer.
   */
  void tell(long nowNanos) {
    begin(nowNanos, PathTiming.REPORTS_NANOS, false);
  }

  /** Asks the peer now, and once, to look at the path as well. */
  void ask(long nowNanos) {
    begin(nowNanos, 0, true);
  }

  /** Answers a peer that asked now. */
  void answer(long nowNanos) {
    if (nextNanos == Long.MAX_VALUE) {
      begin(nowNanos, 0, false);
    }
    nextNanos = nowNanos;
  }

  private void begin(long nowNanos, long forNanos, boolean asking) {
    sinceNanos = nowNanos;
    untilNanos = nowNanos + forNanos;
    nextNanos = nowNanos;
    asks = asking;
  }

  void stop() {
    nextNanos = Long.MAX_VALUE;
  }

  /** Whether one is due; if so, it counts as sent. */
  boolean take(long nowNanos) {
    if (nowNanos < nextNanos) {
      return false;
    }
    long passed = nowNanos - sinceNanos;
    asks |= passed >= PathTiming.REPORTS * PathTiming.REPORT_INTERVAL_NANOS;
    long next = nowNanos + PathTiming.reportPauseNanos(passed);
    nextNanos = next < untilNanos ? next : Long.MAX_VALUE;
    return true;
  }

  /** Whether the peer is asked to look, and to say how the path is. */
  boolean asks() {
    return asks;
  }

  /** When the next is due; {@link Long#MAX_VALUE} if none is. */
  long nextNanos() {
    return nextNanos;
  }
}
