package io.wirelink.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time and chance: what happens next, and how the dice fall.
 *
 * <p>Events run one by one, in the order of their time and then of their scheduling. Nothing sleeps
 * and nothing reads a real clock, and all chance comes from one seed: the same seed and the same
 * program give the same trace. A failure names the seed, so that it can be run again.
 */
public final class Simulation {

  /** What the clock on the wall shows when a simulation begins. */
  public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * More than any mesh needs at one instant: who gets here reschedules himself without time
   * passing.
   */
  private static final int MAX_EVENTS_PER_INSTANT = 100_000;

  private final long seed;
  private final SplittableRandom random;
  private final Trace trace = new Trace();
  private final PriorityQueue<Appointment> queue = new PriorityQueue<>();
  private long nowNanos;
  private long sequence;
  private long lastIndex;
  private int eventsAtThisInstant;

  /** A simulation in which everything follows from the seed. */
  public Simulation(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** Something that will happen unless it is cancelled. */
  public static final class Appointment implements Comparable<Appointment> {

    private final long nanos;
    private final long sequence;
    private final Runnable what;
    private boolean cancelled;

    private Appointment(long nanos, long sequence, Runnable what) {
      this.nanos = nanos;
      this.sequence = sequence;
      this.what = what;
    }

    /** Takes care that it does not happen. Idempotent. */
    public void cancel() {
      cancelled = true;
    }

    /** When it happens, in nanoseconds since the simulation began. */
    long nanos() {
      return nanos;
    }

    @Override
    public int compareTo(Appointment other) {
      int order = Long.compare(nanos, other.nanos);
      return order != 0 ? order : Long.compare(sequence, other.sequence);
    }
  }

  /** The seed that everything follows from. */
  public long seed() {
    return seed;
  }

  /**
   * Nanoseconds since the simulation began. They are the same for all hosts and never stand still.
   */
  public long nowNanos() {
    return nowNanos;
  }

  /** How long the simulation has run, in virtual time. */
  public Duration elapsed() {
    return Duration.ofNanos(nowNanos);
  }

  /** The one source of chance. */
  public RandomGenerator random() {
    return random;
  }

  /** A source of chance for somebody whose draws must not disturb anybody else's. */
  RandomGenerator newRandom() {
    return random.split();
  }

  /** A number that nobody was given before. */
  long newIndex() {
    return ++lastIndex;
  }

  /** What happened so far. */
  public Trace trace() {
    return trace;
  }

  /**
   * Lets something happen after a delay; one that is not positive means: next, at this very
   * instant.
   */
  public Appointment schedule(long delayNanos, Runnable what) {
    var appointment = new Appointment(nowNanos + Math.max(0, delayNanos), sequence++, what);
    queue.add(appointment);
    return appointment;
  }

  /**
   * Writes to the trace what somebody did, or what befell him. The detail is turned into text only
   * when it is read.
   */
  void note(String who, String what, Object detail) {
    trace.add(nowNanos, who, what, detail);
  }

  /**
   * Lets time pass.
   *
   * @throws AssertionError if what happens throws
   */
  public void runFor(Duration duration) {
    long end = nowNanos + duration.toNanos();
    while (!queue.isEmpty() && queue.peek().nanos <= end) {
      runNextInstant();
    }
    advanceTo(end);
  }

  /**
   * Lets time pass until something is so, and says how long that took.
   *
   * @throws AssertionError if it is not so within the limit, or if what happens throws
   */
  public Duration runUntil(BooleanSupplier condition, Duration limit) {
    long start = nowNanos;
    if (!await(condition, limit)) {
      throw failure("it is not so after " + Times.text(limit.toNanos()), null);
    }
    return Duration.ofNanos(nowNanos - start);
  }

  /**
   * Lets time pass until something is so, at most as long as the limit, and says whether it is so.
   *
   * @throws AssertionError if what happens throws
   */
  public boolean await(BooleanSupplier condition, Duration limit) {
    long end = nowNanos + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (queue.isEmpty() || queue.element().nanos > end) {
        advanceTo(end);
        return condition.getAsBoolean();
      }
      runNextInstant();
    }
    return true;
  }

  /** An error that says how to see it again, with the end of the trace. */
  AssertionError failure(String message, @Nullable Throwable cause) {
    return new AssertionError(
        "seed " + seed + " at " + Times.text(nowNanos) + ": " + message + "\n" + trace.tail(),
        cause);
  }

  private void advanceTo(long nanos) {
    if (nanos > nowNanos) {
      nowNanos = nanos;
      eventsAtThisInstant = 0;
    }
  }

  private void runNextInstant() {
    long instant = queue.element().nanos;
    while (!queue.isEmpty() && queue.peek().nanos == instant) {
      Appointment next = queue.remove();
      if (next.cancelled) {
        continue;
      }
      advanceTo(next.nanos);
      if (++eventsAtThisInstant > MAX_EVENTS_PER_INSTANT) {
        throw failure(
            "time stands still: " + MAX_EVENTS_PER_INSTANT + " events at one instant", null);
      }
      try {
        next.what.run();
      } catch (RuntimeException e) {
        throw failure(e.toString(), e);
      }
    }
  }
}
