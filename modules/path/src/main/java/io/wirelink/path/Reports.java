package io.wirelink.path;

/** When a peer is to be told of the path by another way than this path. */
final class Reports {

  private int left;
  private long nextNanos = Long.MAX_VALUE;
  private boolean asks;

  /** Tells the peer now that the path is given up, several times unless it says that it knows. */
  void tell(long nowNanos) {
    left = PathTiming.REPORTS;
    asks = false;
    nextNanos = nowNanos;
  }

  /** Asks the peer now, and once, to look at the path as well. */
  void ask(long nowNanos) {
    left = 1;
    asks = true;
    nextNanos = nowNanos;
  }

  /** Answers a peer that asked now, if it is not about to be told anyway. */
  void answer(long nowNanos) {
    if (left == 0) {
      left = 1;
      asks = false;
      nextNanos = nowNanos;
    }
  }

  void stop() {
    left = 0;
    nextNanos = Long.MAX_VALUE;
  }

  /** Whether one is due; if so, it counts as sent. */
  boolean take(long nowNanos) {
    if (left == 0 || nowNanos < nextNanos) {
      return false;
    }
    left--;
    nextNanos = left == 0 ? Long.MAX_VALUE : nowNanos + PathTiming.REPORT_INTERVAL_NANOS;
    return true;
  }

  /** Whether the peer is asked to look. */
  boolean asks() {
    return asks;
  }

  /** When the next is due; {@link Long#MAX_VALUE} if none is. */
  long nextNanos() {
    return nextNanos;
  }
}
