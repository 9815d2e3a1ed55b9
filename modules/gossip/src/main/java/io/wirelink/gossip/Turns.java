package io.wirelink.gossip;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to be told something, and when (docs/protocol.md, "What is sent, to whom").
 *
 * <p>Whoever has something due has one turn after the other, in the order in which that came up. A
 * turn is a few packets, and whoever needs fewer takes a turn all the same: so news travels at once
 * while it is little, and when it is much, more of it comes together until everybody's next turn.
 * All recipients together have a budget of turns. Only what is urgent does not wait for it.
 *
 * <p>Times are nanoseconds of the caller's monotonic clock, not negative.
 */
final class Turns {

  /** How long news waits for other news to travel with. */
  static final long COALESCE_NANOS = 40_000_000L;

  /** How long the rest waits when there was more than that. */
  static final long PACE_NANOS = 20_000_000L;

  /**
   * How many turns all recipients together have in a second; with {@link
   * FactPacketBuilder#MAX_PACKETS} that is 4,000 packets.
   */
  static final int PER_SECOND = 1000;

  /** How many of them may be taken at once: as many as a small mesh has hosts. */
  static final int BURST = 32;

  private record Wake(long nanos, Recipient recipient) {}

  private final Allowance budget = new Allowance(BURST, 1_000_000_000L / PER_SECOND);
  private final ArrayDeque<Recipient> waiting = new ArrayDeque<>();
  private final ArrayDeque<Recipient> urgent = new ArrayDeque<>();
  private final PriorityQueue<Wake> wakes =
      new PriorityQueue<>(Comparator.comparingLong(Wake::nanos));
  private long nextNanos = Long.MAX_VALUE;

  /** How many have a turn in this round, if the budget allows. */
  private int left;

  /** When the next round is; {@link Long#MAX_VALUE} if nobody waits for one. */
  long deadlineNanos() {
    Wake next = wakes.peek();
    return Math.min(nextNanos, next == null ? Long.MAX_VALUE : next.nanos());
  }

  /** Gives somebody a turn soon, when other news has had the time to come up. */
  void soon(Recipient recipient, long nowNanos) {
    at(recipient, nowNanos + COALESCE_NANOS);
  }

  /** Gives somebody a turn then, or in an earlier round. */
  void at(Recipient recipient, long nanos) {
    if (!recipient.isWaiting()) {
      recipient.setWaiting(true);
      waiting.add(recipient);
    }
    nextNanos = Math.min(nextNanos, nanos);
  }

  /** Gives somebody a turn now, whatever the budget says. */
  void now(Recipient recipient, long nowNanos) {
    urgent.add(recipient);
    nextNanos = nowNanos;
  }

  /** Gives somebody a turn at a time that is only known for now: an earlier one replaces it. */
  void wake(Recipient recipient, long nanos) {
    if (nanos < recipient.wakeNanos()) {
      recipient.setWakeNanos(nanos);
      wakes.add(new Wake(nanos, recipient));
    }
  }

  /** Begins a round if it is time for one, and says whether it is. */
  boolean begin(long nowNanos) {
    while (!wakes.isEmpty() && wakes.peek().nanos() <= nowNanos) {
      Wake wake = wakes.poll();
      // One that was planned earlier since then has a wake of its own.
      if (wake.recipient().wakeNanos() == wake.nanos()) {
        wake.recipient().setWakeNanos(Long.MAX_VALUE);
        at(wake.recipient(), nowNanos);
      }
    }
    left = waiting.size();
    return nextNanos <= nowNanos;
  }

  /** Whose turn it is; null if the round is over. */
  @Nullable Recipient next(long nowNanos) {
    Recipient first = urgent.poll();
    if (first != null) {
      return first;
    }
    if (left > 0 && budget.allows(nowNanos)) {
      left--;
      Recipient recipient = waiting.remove();
      recipient.setWaiting(false);
      return recipient;
    }
    return null;
  }

  /** Takes note that somebody who had a turn was sent something. */
  void taken(long nowNanos) {
    budget.spend(nowNanos);
  }

  /** Ends the round; who is left waits for the next. */
  void end(long nowNanos) {
    nextNanos =
        waiting.isEmpty() ? Long.MAX_VALUE : Math.max(budget.readyNanos(), nowNanos + PACE_NANOS);
  }

  /** Gives somebody no more turns, not even those that were planned. */
  void forget(Recipient recipient) {
    recipient.setWakeNanos(Long.MAX_VALUE);
    urgent.remove(recipient);
    if (recipient.isWaiting()) {
      recipient.setWaiting(false);
      waiting.remove(recipient);
    }
  }
}
