package io.wirelink.metrics;

import io.wirelink.agent.AgentView;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets all who want a view of an agent at nearly the same time have the same one, so that the agent
 * is asked once a second at most, however many ask.
 */
final class SharedView {

  private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Callable<AgentView> agent;
  private final LongSupplier nanoClock;
  private @Nullable Asked last;

  /** A question to the agent, put or answered. */
  private record Asked(FutureTask<AgentView> question, long atNanos) {}

  /**
   * A view that nobody has looked at yet.
   *
   * @param agent asks the agent, which takes its time
   * @param nanoClock the time
   */
  SharedView(Callable<AgentView> agent, LongSupplier nanoClock) {
    this.agent = agent;
    this.nanoClock = nanoClock;
  }

  /**
   * The view, a second old at most.
   *
   * @throws ExecutionException if the agent does not answer
   */
  AgentView get() throws InterruptedException, ExecutionException {
    FutureTask<AgentView> question = question();
    question.run(); // does nothing if somebody else has begun with it
    return question.get();
  }

  private synchronized FutureTask<AgentView> question() {
    long now = nanoClock.getAsLong();
    if (last == null || (last.question().isDone() && now - last.atNanos() >= MAX_AGE_NANOS)) {
      last = new Asked(new FutureTask<>(agent), now);
    }
    return last.question();
  }
}
