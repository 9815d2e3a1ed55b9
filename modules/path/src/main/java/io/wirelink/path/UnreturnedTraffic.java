package io.wirelink.path;

/** Since when traffic goes out by a path that nothing comes back for. */
final class UnreturnedTraffic {

  private long sinceNanos = Long.MAX_VALUE;

  /** Takes in a look at the device; what went out since the one before may have done so then. */
  void looked(Sample sample, long lastLookNanos) {
    if (sample.received()) {
      forget();
    } else if (sample.sent() && sinceNanos == Long.MAX_VALUE) {
      sinceNanos = lastLookNanos;
    }
  }

  /** Something came back, or what went out before counts no more. */
  void forget() {
    sinceNanos = Long.MAX_VALUE;
  }

  /** Whether it lasts so long that the peer is to be asked. */
  boolean isLong(long nowNanos) {
    return sinceNanos != Long.MAX_VALUE && nowNanos - sinceNanos >= PathTiming.UNRETURNED_NANOS;
  }

  /** When it began; {@link Long#MAX_VALUE} if traffic is returned. */
  long sinceNanos() {
    return sinceNanos;
  }
}
