package io.wirelink.agent;

import java.time.Duration;

/**
 * When something is said again to one other agent that has not answered: after half a second, and
 * then each time after twice as long, up to a minute.
 */
final class Retry {

  /** How many are told in one step, and when the next are: a thousand within half a second. */
  static final int MOST_AT_ONCE = 64;

  static final long PACE_NANOS = Duration.ofMillis(20).toNanos();

  private static final long FIRST_NANOS = Duration.ofMillis(500).toNanos();

  private static final long MAX_NANOS = Duration.ofMinutes(1).toNanos();

  /** More than it takes to come to the longest pause. */
  private static final int MAX_TIMES = 16;

  private int times;
  private long nextNanos;

  /** Something that is to be said now. */
  Retry(long nowNanos) {
    nextNanos = nowNanos;
  }

  /** Lets it be said now, whatever was before. */
  void begin(long nowNanos) {
    times = 0;
    nextNanos = nowNanos;
  }

  /** Takes note that it is said now. */
  void said(long nowNanos) {
    nextNanos = nowNanos + Math.min(FIRST_NANOS << times, MAX_NANOS);
    times = Math.min(times + 1, MAX_TIMES);
  }

  /** Lets it not be said again. */
  void stop() {
    nextNanos = Long.MAX_VALUE;
  }

  boolean isStopped() {
    return nextNanos == Long.MAX_VALUE;
  }

  boolean isDue(long nowNanos) {
    return nextNanos <= nowNanos;
  }

  /** When it is to be said; {@link Long#MAX_VALUE} if it is not. */
  long nextNanos() {
    return nextNanos;
  }
}
