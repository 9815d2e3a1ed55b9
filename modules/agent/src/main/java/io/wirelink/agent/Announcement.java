package io.wirelink.agent;

/**
 * When it is to be said that something is so, or is so no more: some times at once, then ever again
 * until all have heard it, and as long as it is so from time to time.
 */
final class Announcement {

  private final int atOnce;
  private boolean on = true;
  private int times;
  private long sinceNanos;
  private long nextNanos;

  /**
   * Something that is so from now on.
   *
   * @param atOnce how often it is said in a row if nobody hears it
   */
  Announcement(int atOnce, long nowNanos) {
    this.atOnce = atOnce;
    begin(true, nowNanos);
  }

  /** Notes whether it is so: it is to be said now. */
  void begin(boolean now, long nowNanos) {
    on = now;
    times = 0;
    sinceNanos = nowNanos;
    nextNanos = nowNanos;
  }

  /** Whether it is so. */
  boolean isOn() {
    return on;
  }

  boolean isDue(long nowNanos) {
    return nextNanos <= nowNanos;
  }

  /**
   * Whether all are to be told now that it is so still, whatever they have heard; once each time.
   */
  boolean renew(long nowNanos) {
    boolean due = on && nowNanos - sinceNanos >= Timing.DETOUR_REFRESH_NANOS;
    sinceNanos = due ? nowNanos : sinceNanos;
    return due;
  }

  /** Counts that it is said, or that nobody had to be told. */
  void said(long nowNanos) {
    times++;
    nextNanos =
        nowNanos + (times < atOnce ? Timing.DETOUR_AGAIN_NANOS : Timing.DETOUR_UNHEARD_NANOS);
    if (on) {
      nextNanos = Math.min(nextNanos, Math.max(nowNanos, sinceNanos + Timing.DETOUR_REFRESH_NANOS));
    } else if (nextNanos - sinceNanos >= Timing.DETOUR_NANOS) {
      // Who has not heard it has forgotten it by now.
      nextNanos = Long.MAX_VALUE;
    }
  }

  /** Takes in that all have heard it who are to. */
  void heard() {
    times = atOnce;
    nextNanos = on ? sinceNanos + Timing.DETOUR_REFRESH_NANOS : Long.MAX_VALUE;
  }

  /** Has it said now to who has not heard it. */
  void again(long nowNanos) {
    nextNanos = nowNanos;
  }

  /** Whether it is over, and nobody is left who has to be told. */
  boolean isDone() {
    return !on && nextNanos == Long.MAX_VALUE;
  }

  /** When it is due; {@link Long#MAX_VALUE} if it is not. */
  long nextNanos() {
    return nextNanos;
  }
}
