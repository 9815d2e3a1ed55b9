package io.wirelink.loop;

import io.wirelink.agent.Action;
import io.wirelink.agent.Event;
import io.wirelink.kem.KemTask;
import io.wirelink.kem.KeyEncapsulation;
import java.security.InvalidKeyException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes what exchanges of preshared keys need, on a thread of its own that is there only for as
 * long as there is something to compute.
 */
final class Encapsulation implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Encapsulation.class);

  /** What may wait; what there is no room for is begun again later. */
  static final int MAX_WAITING = 64;

  private static final long IDLE_SECONDS = 1;

  private final Optional<KeyEncapsulation> kem;
  private final Consumer<Event.Encapsulated> answers;
  private final ThreadPoolExecutor thread;

  /** By that mechanism, if there is one; answers go there, from any thread. */
  Encapsulation(Optional<KeyEncapsulation> kem, Consumer<Event.Encapsulated> answers) {
    this.kem = kem;
    this.answers = answers;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("preshared-keys").factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /** Whether there is anything to compute with. */
  boolean isPossible() {
    return kem.isPresent();
  }

  /** Computes it, and says what came of it. */
  void compute(Action.Encapsulate asked) {
    try {
      thread.execute(() -> answer(asked, run(asked.task())));
    } catch (RejectedExecutionException e) {
      answer(asked, Optional.empty());
    }
  }

  private Optional<KemTask.Answer> run(KemTask task) {
    try {
      return kem.isEmpty() ? Optional.empty() : Optional.of(task.run(kem.get()));
    } catch (InvalidKeyException e) {
      log.debug("No key for an exchange of preshared keys: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private void answer(Action.Encapsulate asked, Optional<KemTask.Answer> answer) {
    answers.accept(new Event.Encapsulated(asked.peer(), asked.id(), answer));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
