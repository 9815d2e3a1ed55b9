package io.wirelink.agent;

/**
 * How long a path that broke is kept from traffic after it answers again: 2 s after the first
 * break, four times as long after each that follows within ten minutes, ten minutes at most. So a
 * path that comes and goes takes little traffic with it, however long that lasts.
 */
final class ReturnPause {

  private int breaks;
  private long brokeNanos = Long.MIN_VALUE;
  private long untilNanos = Long.MIN_VALUE;
  private long newsNanos = Long.MIN_VALUE;

  /** Takes note of a break. */
  void broke(long nowNanos) {
    if (breaks > 0 && nowNanos - Timing.FLAP_MEMORY_NANOS >= brokeNanos) {
      breaks = 0;
    }
    breaks++;
    brokeNanos = nowNanos;
    untilNanos = nowNanos + pauseNanos();
  }

  private long pauseNanos() {
    long pause = Timing.FIRST_PAUSE_NANOS;
    for (int i = 1; i < breaks && pause < Timing.LONGEST_PAUSE_NANOS; i++) {
      pause *= Timing.PAUSE_GROWTH;
    }
    return Math.min(pause, Timing.LONGEST_PAUSE_NANOS);
  }

  /**
   * Takes note that something is new about the path, so that what broke before says nothing of it.
   * At most once a minute, or who flaps would only have to look new each time.
   */
  void news(long nowNanos) {
    if (newsNanos == Long.MIN_VALUE || nowNanos - Timing.PAUSE_NEWS_NANOS >= newsNanos) {
      newsNanos = nowNanos;
      breaks = Math.min(breaks, 1);
      untilNanos = Math.min(untilNanos, nowNanos);
    }
  }

  /** Until when the path is kept from traffic; in the past if it is not. */
  long untilNanos() {
    return untilNanos;
  }

  /** How often the path broke, each time within ten minutes of the time before. */
  int breaks() {
    return breaks;
  }

  /** How many large probes must be answered in a row before the path gets traffic. */
  int echoesNeeded() {
    return breaks == 0 ? 1 : Timing.ECHOES_AFTER_BREAK;
  }
}
