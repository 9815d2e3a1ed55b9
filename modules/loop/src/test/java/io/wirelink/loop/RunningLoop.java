package io.wirelink.loop;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.FactNotice;
import io.wirelink.agent.StateStore;
import io.wirelink.device.DeviceException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A loop on a thread of its own, and what its agent tells. Nothing here has a limit of time: a loop
 * that hangs is stopped by that of the test.
 */
final class RunningLoop implements AgentListener, AutoCloseable {
  /** Longer than any test. */
  private static final long NEVER = TimeUnit.DAYS.toNanos(1);

  /** More than a loop has. */
  private static final int MAX_THREADS = 16;

  final FakeHost host;
  final AgentLoop loop;

  /** What all threads that the loop has are in, its own among them. */
  private final ThreadGroup group = new ThreadGroup("loop");

  /** What the agent did not take. */
  final LinkedBlockingQueue<FactNotice> rejections = new LinkedBlockingQueue<>();

  /** How many rejections waited to be taken from there at the end of each step. */
  final LinkedBlockingQueue<Integer> steps = new LinkedBlockingQueue<>();

  private final CountDownLatch started = new CountDownLatch(1);
  private final FutureTask<@Nullable Void> run;
  private final Thread thread;

  private RunningLoop(FakeHost host, AgentConfig config, StateStore state, long answerNanos) {
    this.host = host;
    loop = new AgentLoop(config, host, host, this, state, host, answerNanos);
    Callable<@Nullable Void> running =
        () -> {
          loop.run();
          return null;
        };
    run = new FutureTask<>(running);
    thread = new Thread(group, run, "agent");
    thread.setDaemon(true);
  }

  /** An agent that is about to take its first step. */
  static RunningLoop on(FakeHost host) throws InterruptedException {
    return on(host, StateStore.NONE, NEVER);
  }

  /** The same with a memory, whose answers may take so long. */
  static RunningLoop on(FakeHost host, StateStore state, long answerNanos)
      throws InterruptedException {
    RunningLoop running = new RunningLoop(host, AgentConfig.DEFAULT, state, answerNanos);
    running.thread.start();
    running.started.await();
    return running;
  }

  @Override
  public void started() {
    started.countDown();
  }

  @Override
  public void happened(Supplier<FactNotice> notice) {
    FactNotice told = notice.get();
    if (told.kind() == FactNotice.Kind.REJECTED) {
      rejections.add(told);
    }
  }

  @Override
  public void stepped(long nanos) {
    steps.add(rejections.size());
  }

  /** Asks until the answer is this one; each question makes the loop turn. */
  AgentView until(Predicate<AgentView> wanted) throws Exception {
    AgentView view = loop.view();
    while (!wanted.test(view)) {
      view = loop.view();
    }
    return view;
  }

  /** Has the loop stand still where it looks at the host, until the gate is opened. */
  FakeHost.Gate stall() throws InterruptedException {
    FakeHost.Gate gate = new FakeHost.Gate();
    host.gate = gate;
    host.changed.run();
    gate.reached().await();
    return gate;
  }

  /** Lets it go on. */
  void release(FakeHost.Gate gate) {
    host.gate = null;
    gate.opened().countDown();
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Returns when the run has ended without an error. */
  void ended() throws Exception {
    run.get();
  }

  /** What the run fails with. */
  Throwable failure() {
    return assertThrows(ExecutionException.class, run::get).getCause();
  }

  /** What the run fails with when it is the device's fault. */
  DeviceException deviceFailure() {
    return (DeviceException) failure();
  }

  /** The names of the threads that the loop has now. */
  Set<String> threads() {
    return alive().map(Thread::getName).collect(Collectors.toSet());
  }

  /** Returns when no thread is left. */
  void allThreadsEnded() throws InterruptedException {
    for (Thread each : alive().toList()) {
      each.join();
    }
  }

  private Stream<Thread> alive() {
    Thread[] all = new Thread[MAX_THREADS];
    return Arrays.stream(all, 0, group.enumerate(all));
  }

  @Override
  public void close() {
    loop.stop();
  }
}
