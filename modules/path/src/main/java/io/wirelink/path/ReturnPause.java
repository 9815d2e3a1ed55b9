package io.wirelink.path;

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
  private int failures;

  /** Takes note of a break; several within 10 s, as each end sees them, are one. */
  void broke(long nowNanos) {
    if (breaks > 0 && nowNanos - PathTiming.FLAP_MEMORY_NANOS >= brokeNanos) {
      breaks = 0;
    }
    if (breaks == 0 || nowNanos - PathTiming.INCIDENT_NANOS >= brokeNanos) {
      breaks++;
    }
    brokeNanos = nowNanos;
    untilNanos = nowNanos + pauseNanos();
  }

  /**
   * Takes note that a path that carried no traffic failed to prove itself: it is asked again after
   * 5 s, and after twice as long each time that it fails, ten minutes at most.
   */
  void failed(long nowNanos) {
    long pause =
        PathTiming.FIRST_PROOF_RETRY_NANOS << Math.min(failures, PathTiming.PROOF_DOUBLINGS);
    failures++;
    untilNanos = nowNanos + Math.min(pause, PathTiming.LONGEST_PAUSE_NANOS);
  }

  /** Takes note that the path has proven itself. */
  void proved() {
    failures = 0;
  }

  private long pauseNanos() {
    long pause = PathTiming.FIRST_PAUSE_NANOS;
    for (int i = 1; i < breaks && pause < PathTiming.LONGEST_PAUSE_NANOS; i++) {
      pause *= PathTiming.PAUSE_GROWTH;
    }
    return Math.min(pause, PathTiming.LONGEST_PAUSE_NANOS);
  }

  /**
   * Takes note that something is new about the path, so that what broke before says nothing of it.
   * At most once a minute, or who flaps would only have to look new each time.
   */
  void news(long nowNanos) {
    if (newsNanos == Long.MIN_VALUE || nowNanos - PathTiming.PAUSE_NEWS_NANOS >= newsNanos) {
      newsNanos = nowNanos;
      breaks = Math.min(breaks, 1);
      failures = 0;
      untilNanos = Math.min(untilNanos, nowNanos);
    }
  }

  /** Ends the pause, since there is no other path to keep traffic on meanwhile. */
  void end(long nowNanos) {
    untilNanos = Math.min(untilNanos, nowNanos);
  }

  /**
   * Takes note that this host slept. What came to an end meanwhile, as each peer tells it now, says
   * nothing of a path: it is no further break.
   */
  void slept(long nowNanos) {
    news(nowNanos);
    brokeNanos = nowNanos;
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
    return breaks == 0 ? 1 : PathTiming.ECHOES_AFTER_BREAK;
  }
}
