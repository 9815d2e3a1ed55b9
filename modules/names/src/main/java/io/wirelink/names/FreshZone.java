package io.wirelink.names;

import io.wirelink.agent.AgentListener;
import io.wirelink.agent.FactNotice;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the zone as fresh as queries need it. While nobody asks, the agent is not asked either;
 * while somebody does, it is asked twice a second at most for what nobody tells of, and sooner when
 * it has told of a change. An agent that is busy keeps nobody waiting for long: what was known
 * before is answered meanwhile.
 */
final class FreshZone implements Queries.Answers, AgentListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FreshZone.class);

  /** A change of which the agent tells nobody is answered after this, within a second for sure. */
  private static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** What a mesh in which everything changes costs the agent at most: ten views a second. */
  private static final long MIN_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * How long a query waits for an agent that is busy, and none after it until there is an answer.
   */
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Callable<Zone> zone;
  private final LongSupplier nanoClock;
  private final long patienceNanos;
  private final ExecutorService asking =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("names-zone").factory());
  private volatile boolean changed;
  private volatile @Nullable Made made;
  private @Nullable Future<?> asked;

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
  public void happened(Supplier<FactNotice> notice) {
    changed = true;
  }

  @Override
  public @Nullable Answerer now() throws InterruptedException {
    if (isStale(nanoClock.getAsLong())) {
      ask();
    }
    Made last = made;
    return last == null ? null : last.answerer();
  }

  private boolean isStale(long nowNanos) {
    Made last = made;
    return last == null || nowNanos - last.atNanos() >= (changed ? MIN_AGE_NANOS : MAX_AGE_NANOS);
  }

  private void ask() throws InterruptedException {
    Future<?> question = asked;
    try {
      if (question == null || question.isDone()) {
        question = asking.submit(this::make);
        asked = question;
      } else if (made != null) {
        return;
      }
      question.get(patienceNanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | RejectedExecutionException e) {
      log.debug("The agent is busy: what was known before is answered");
    } catch (ExecutionException e) {
      log.debug("The agent does not say what it knows", e);
    }
  }

  private @Nullable Void make() throws Exception {
    long at = nanoClock.getAsLong();
    // Before it is asked: what happens from now on may not be in its answer.
    changed = false;
    made = new Made(new Answerer(zone.call()), at);
    return null;
  }

  /** Lets go of the thread. Idempotent. */
  @Override
  public void close() {
    asking.shutdownNow();
  }
}
