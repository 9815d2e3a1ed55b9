package io.wirelink.agent;

/** When the device is read again because something happened; times are those of the agent. */
final class ReadSchedule {

  private long nextNanos = Long.MAX_VALUE;
  private long lastNanos = Long.MIN_VALUE;

  /** It is to be read soon, but not right after it was. */
  void soon(long nowNanos) {
    by(
        lastNanos == Long.MIN_VALUE
            ? nowNanos
            : Math.max(nowNanos, lastNanos + Timing.DEVICE_READ_NANOS));
  }

  /** It is to be read at that time at the latest. */
  void by(long nanos) {
    nextNanos = Math.min(nextNanos, nanos);
  }

  /** Notes that it is read now. */
  void reading(long nowNanos) {
    nextNanos = Long.MAX_VALUE;
    lastNanos = nowNanos;
  }

  /** When it is to be read; {@link Long#MAX_VALUE} if nothing happened. */
  long nextNanos() {
    return nextNanos;
  }
}
