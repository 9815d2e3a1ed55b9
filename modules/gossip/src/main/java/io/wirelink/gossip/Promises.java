package io.wirelink.gossip;

import io.wirelink.fact.Fact;
import io.wirelink.fact.TimedFact;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What this host has told one peer and renews until it says otherwise. */
final class Promises {

  /** How often a peer may ask in the long run, and how often at once. */
  private static final long NANOS_PER_ANSWER = 30_000_000_000L;

  private static final int ANSWERS = 4;

  /** More than that a question finds out as well. */
  private static final int MAX_WITHDRAWN = 256;

  private final Ledger told = new Ledger();
  private final ArrayDeque<TimedFact> withdrawn = new ArrayDeque<>();
  private final Allowance answers = new Allowance(ANSWERS, NANOS_PER_ANSWER);
  private OptionalLong answer = OptionalLong.empty();
  private int look;
  private int leastSeconds = Integer.MAX_VALUE;

  Ledger told() {
    return told;
  }

  /** Lets the peer know that a fact is not renewed any more, or is to end at once. */
  void withdraw(Fact fact, boolean atOnce) {
    if (withdrawn.size() < MAX_WITHDRAWN) {
      withdrawn.add(new TimedFact(fact, atOnce ? Renewal.TAKEN_BACK_SECONDS : 0));
    }
  }

  /** The next fact to be taken back; null if there is none. */
  @Nullable TimedFact withdrawn() {
    return withdrawn.peek();
  }

  void wasWithdrawn() {
    withdrawn.remove();
  }

  /** Whether the peer may be answered. */
  boolean takeQuestion(long nowNanos) {
    return answers.take(nowNanos);
  }

  void answer(long buckets) {
    answer = OptionalLong.of(buckets);
  }

  OptionalLong takeAnswer() {
    OptionalLong taken = answer;
    answer = OptionalLong.empty();
    return taken;
  }

  /** Takes note of until when a fact lasts that was told after everything was looked at. */
  void note(int untilSeconds, int atLook) {
    leastSeconds = atLook == look ? Math.min(leastSeconds, untilSeconds) : untilSeconds;
    look = atLook;
  }

  /** Until when the facts last that were told since then. */
  int leastSeconds(int atLook) {
    return atLook == look ? leastSeconds : Integer.MAX_VALUE;
  }

  void clear() {
    told.clear();
    withdrawn.clear();
    answer = OptionalLong.empty();
  }
}
