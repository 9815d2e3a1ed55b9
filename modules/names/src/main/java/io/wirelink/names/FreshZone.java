package io.wirelink.names;

import io.wirelink.agent.AgentListener;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the zone as fresh as queries need it: what is answered is what the agent knew a second ago
 * or later. All that an agent learns it learns in a step, so while it makes none, nothing is old;
 * and while nobody asks, it is not asked either. An agent that is busy keeps nobody waiting for
 * long: what was known before is answered meanwhile.
 */
final class FreshZone implements Queries.Answers, AgentListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FreshZone.class);

  /** What is older, if the agent has made a step since, is not answered any more. */
  private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What is younger is not asked for again: a busy mesh and resolver cost ten views a second. */
  private static final long MIN_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How long a query waits for an agent that is busy; those after it do not. */
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Callable<Zone> zone;
  private final LongSupplier nanoClock;
  private final long patienceNanos;
  private final ExecutorService asking =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("names-zone").factory());
  private volatile boolean changed;
  private volatile @Nullable Made made;
  private @Nullable Future<?> asked;

  /** Whether somebody has waited in vain for what is asked. */
  private boolean waited;

  /** Answers, and the time when the agent was asked for what they are made of. */
  private record Made(Answerer answerer, long atNanos) {}

  /**
   * A zone that nobody has asked for yet.
   *
   * @param zone asks the agent, which takes its time, and throws if it does not answer
   * @param nanoClock the time
   * @param patienceNanos how long a query waits for an agent that is busy
   */
  FreshZone(Callable<Zone> zone, LongSupplier nanoClock, long patienceNanos) {
    this.zone = zone;
    this.nanoClock = nanoClock;
    this.patienceNanos = patienceNanos;
  }

  @Override
  public void stepped(long nanos) {
    changed = true;
  }

  @Override
  public @Nullable Answerer now() throws InterruptedException {
    // Before what is known is read: an answer that comes after this is not asked for once more.
    boolean underway = asked != null && !asked.isDone();
    Made known = made;
    long age = known == null ? 0 : nanoClock.getAsLong() - known.atNanos();
    if (known == null || (changed && age >= MAX_AGE_NANOS)) {
      ask(underway);
      await();
      known = made;
    } else if (changed && age >= MIN_AGE_NANOS) {
      ask(underway);
    }
    return known == null ? null : known.answerer();
  }

  /** Asks the agent, unless that is underway. */
  private void ask(boolean underway) {
    if (underway) {
      return;
    }
    try {
      asked = asking.submit(this::make);
      waited = false;
    } catch (RejectedExecutionException e) {
      log.debug("The agent is not asked any more");
    }
  }

  /** Waits for what the agent says, if nobody has waited for it in vain. */
  private void await() throws InterruptedException {
    Future<?> question = asked;
    if (question == null || (waited && made != null)) {
      return;
    }
    try {
      question.get(patienceNanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      waited = true;
      log.debug("The agent is busy: what was known before is answered");
    } catch (ExecutionException e) {
      log.debug("The agent does not say what it knows", e);
    }
  }

  private @Nullable Void make() throws Exception {
    long at = nanoClock.getAsLong();
    // Before it is asked: what happens from now on may not be in its answer.
    changed = false;
    boolean answered = false;
    try {
      made = new Made(new Answerer(zone.call()), at);
      answered = true;
    } finally {
      changed |= !answered;
    }
    return null;
  }

  /** Lets go of the thread. Idempotent. */
  @Override
  public void close() {
    asking.shutdownNow();
  }
}
