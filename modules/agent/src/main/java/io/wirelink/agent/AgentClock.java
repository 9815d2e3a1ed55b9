package io.wirelink.agent;

import java.time.Duration;
import java.time.Instant;

/**
 * The agent's own time, made from both clocks: nanoseconds that never go back and that pass while
 * the host sleeps, when the monotonic clock stands still. It notices when the agent may have missed
 * something.
 */
final class AgentClock {

  /**
   * Where the agent's time begins; more than 0, so that "never" and "just before the start" can be
   * told apart.
   */
  static final long ORIGIN_NANOS = Duration.ofHours(24).toNanos();

  /**
   * How much older a sleep makes the agent at most; longer than any fact lives, so that nothing is
   * kept wrongly. A wall clock that is set for the first time jumps by decades, and again after
   * each restart of its battery: counted in full, that would soon be more than a number holds.
   */
  private static final long MAX_SLEEP_NANOS = Duration.ofDays(1).toNanos();

  private final long toleranceNanos;
  private Time last;
  private long nowNanos = ORIGIN_NANOS;
  private long skippedNanos;

  /**
   * A clock that starts now.
   *
   * @param toleranceNanos how long the agent may be away, or the clocks apart, without missing
   *     anything
   */
  AgentClock(Time start, long toleranceNanos) {
    this.last = start;
    this.toleranceNanos = toleranceNanos;
  }

  /** The agent's time. */
  long nowNanos() {
    return nowNanos;
  }

  /** The monotonic clock at the last reading. */
  long monotonicNanos() {
    return last.monotonicNanos();
  }

  /** The wall clock at the last reading. */
  Instant wall() {
    return last.wall();
  }

  /**
   * Takes a new reading.
   *
   * @return whether something may have been missed: the wall clock went back, or more time passed
   *     than should
   */
  boolean advance(Time time) {
    long monotonic = Math.max(0, time.monotonicNanos() - last.monotonicNanos());
    long wall = saturatedNanos(Duration.between(last.wall(), time.wall()));
    boolean slept = wall - monotonic > toleranceNanos;
    boolean jumped = slept || wall < -toleranceNanos || monotonic > toleranceNanos;
    // What others said before a sleep has aged by all of it.
    long passed = slept ? Math.min(wall, Math.max(monotonic, MAX_SLEEP_NANOS)) : monotonic;
    nowNanos += passed;
    skippedNanos = passed - monotonic;
    last = time;
    return jumped;
  }

  /**
   * How much the last reading has added to what the monotonic clock says: the host slept, or its
   * wall clock was set ahead, which nobody can tell apart.
   */
  long skippedNanos() {
    return skippedNanos;
  }

  /** The moment of the wall clock that a moment of the agent's time stands for. */
  Instant wallAt(long nanos) {
    return last.wall().plusNanos(nanos - nowNanos);
  }

  private static long saturatedNanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return duration.isNegative() ? Long.MIN_VALUE / 4 : Long.MAX_VALUE / 4;
    }
  }
}
