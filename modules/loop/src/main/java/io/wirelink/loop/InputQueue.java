package io.wirelink.loop;

import io.wirelink.agent.Agent;
import io.wirelink.agent.Event;
import io.wirelink.device.IpAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What waits for the loop's thread: what happened, and questions. Any thread puts in, without ever
 * waiting for room; the loop's thread alone takes out.
 */
final class InputQueue {

  /**
   * Packets that wait; more than this within one step is a flood, and the rest is dropped: of each
   * sender what is beyond its fair share.
   */
  static final int MAX_WAITING_PACKETS = 1024;

  /** Everything else that waits: it is little, and has its own bounds. */
  static final int MAX_WAITING = MAX_WAITING_PACKETS + 512;

  /** Events per step, so that a flood cannot keep deadlines from being met. */
  static final int MAX_EVENTS_PER_STEP = 128;

  private final long answerNanos;
  private final LinkedBlockingQueue<Input> inputs = new LinkedBlockingQueue<>(MAX_WAITING);
  private final FairShare<IpAddress> places = new FairShare<>(MAX_WAITING_PACKETS);
  private final AtomicLong dropped = new AtomicLong();

  private sealed interface Input {
    record Happened(Event event) implements Input {}

    record Asked<T>(Function<Agent, T> question, CompletableFuture<T> answer) implements Input {
      void answer(Agent agent) {
        try {
          answer.complete(question.apply(agent));
        } catch (RuntimeException e) {
          // The agent's state is not to suffer from a question.
          answer.completeExceptionally(e);
        }
      }
    }

    /** Only to end the sleep. */
    record Wake() implements Input {}
  }

  /**
   * An empty queue.
   *
   * @param answerNanos how long an answer to a question may take
   */
  InputQueue(long answerNanos) {
    this.answerNanos = answerNanos;
  }

  /** Puts in a packet, unless too many of its sender wait, or of all; whether there was room. */
  boolean packetArrived(IpAddress source, byte[] packet) {
    boolean room = places.take(source);
    if (room && !inputs.offer(new Input.Happened(new Event.PacketArrived(source, packet)))) {
      places.giveBack(source);
      room = false;
    }
    if (!room) {
      dropped.incrementAndGet();
    }
    return room;
  }

  /** For how many packets there was no room. */
  long packetsDropped() {
    return dropped.get();
  }

  /** Puts in what happened; it is lost when there is no room. */
  void happened(Event event) {
    inputs.offer(new Input.Happened(event));
  }

  /** Ends the sleep of the loop's thread; when there is no room it does not sleep. */
  void wake() {
    inputs.offer(new Input.Wake());
  }

  /** Has the loop's thread do this and waits for nothing; it is not done when there is no room. */
  void tell(Consumer<Agent> wish) {
    inputs.offer(new Input.Asked<>(done(wish), new CompletableFuture<>()));
  }

  /**
   * Has the loop's thread do this, and waits until it is done.
   *
   * @throws TimeoutException if there is no room, or it takes too long
   * @throws IllegalStateException if it fails
   */
  void have(Consumer<Agent> wish) throws InterruptedException, TimeoutException {
    ask(done(wish));
  }

  private static Function<Agent, Boolean> done(Consumer<Agent> wish) {
    return agent -> {
      wish.accept(agent);
      return true;
    };
  }

  /**
   * Has the loop's thread answer a question, and waits for the answer.
   *
   * @throws TimeoutException if there is no room, or the answer takes too long
   * @throws IllegalStateException if the question fails
   */
  <T> T ask(Function<Agent, T> question) throws InterruptedException, TimeoutException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!inputs.offer(new Input.Asked<>(question, answer))) {
      throw new TimeoutException("the agent has too much to do");
    }
    try {
      return answer.get(answerNanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the agent cannot answer", e.getCause());
    }
  }

  /** A question that the agent may refuse to answer. */
  interface Refusable<T, X extends Exception> {
    T answer(Agent agent) throws X;
  }

  /** What came of one, from the thread that knows to the one that asks. */
  private sealed interface Outcome<T, X extends Exception> {
    record Answered<T, X extends Exception>(T answer) implements Outcome<T, X> {}

    record Refused<T, X extends Exception>(X why) implements Outcome<T, X> {}
  }

  /**
   * Has the loop's thread answer a question that may be refused, and waits for the answer.
   *
   * @param refusal the kind of refusal
   * @throws X if it is refused
   * @throws TimeoutException if there is no room, or the answer takes too long
   */
  <T, X extends Exception> T ask(Refusable<T, X> question, Class<X> refusal)
      throws X, InterruptedException, TimeoutException {
    Outcome<T, X> outcome = ask(agent -> outcome(agent, question, refusal));
    return switch (outcome) {
      case Outcome.Answered<T, X>(T answer) -> answer;
      case Outcome.Refused<T, X>(X why) -> throw why;
    };
  }

  private static <T, X extends Exception> Outcome<T, X> outcome(
      Agent agent, Refusable<T, X> question, Class<X> refusal) {
    try {
      return new Outcome.Answered<>(question.answer(agent));
    } catch (Exception e) {
      if (refusal.isInstance(e)) {
        return new Outcome.Refused<>(refusal.cast(e));
      }
      throw new IllegalStateException("the agent cannot answer", e);
    }
  }

  /**
   * Waits so long for something to be there (not at all if that is negative), answers the questions
   * and adds the events that wait, up to {@link #MAX_EVENTS_PER_STEP} in all.
   */
  void await(long waitNanos, Agent agent, List<Event> events) throws InterruptedException {
    Input input = inputs.poll(Math.max(0, waitNanos), TimeUnit.NANOSECONDS);
    while (input != null) {
      switch (input) {
        case Input.Happened(Event event) -> {
          if (event instanceof Event.PacketArrived arrived) {
            places.giveBack(arrived.source());
          }
          events.add(event);
        }
        case Input.Asked<?> asked -> asked.answer(agent);
        case Input.Wake() -> {}
      }
      input = events.size() < MAX_EVENTS_PER_STEP ? inputs.poll() : null;
    }
  }
}
