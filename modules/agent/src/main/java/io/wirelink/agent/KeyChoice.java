package io.wirelink.agent;

import io.wirelink.agent.KeyCandidates.Candidate;
import java.util.List;

/**
 * Chooses which of the keys that the other side may have the device is to have (docs/protocol.md,
 * "When a key is set").
 *
 * @param candidates those that there are
 * @param handshake how old the last handshake is
 * @param doubt what speaks for the other side having something else
 */
record KeyChoice(KeyCandidates candidates, HandshakeAge handshake, KeyDoubt doubt) {

  /** Whether the last handshake is too old for its session to be renewed in time. */
  boolean isOver(long nowNanos) {
    return handshake.ageNanos(nowNanos) >= KeyTiming.NONE_AFTER_NANOS;
  }

  /** The one that the device is to have now. */
  Candidate wanted(long nowNanos) {
    boolean over = isOver(nowNanos);
    List<Candidate> choice = candidates.choice(over);
    long age = handshake.ageNanos(nowNanos);
    if (doubt.isHeard(nowNanos)) {
      // The path is good, so that it is for the key if there is no handshake. Nothing comes by a
      // session that is so old: time has jumped.
      boolean due = age < KeyTiming.SESSION_NANOS;
      if (due && over) {
        return Candidate.NONE;
      }
      boolean old = due && age >= KeyTiming.OLD_AFTER_NANOS;
      return old && !candidates.isSettled() ? candidates.old() : choice.getFirst();
    }
    int steps = doubt.steps(nowNanos);
    int place = steps > 0 ? steps : tried(choice, doubt.round(nowNanos));
    return choice.get(place < choice.size() ? place : 0);
  }

  /** The place of the one that is tried in a round of trials. */
  private int tried(List<Candidate> choice, int round) {
    // That none has worked last is another thing than that all may be lost.
    boolean lastResort = candidates.isSettled() || !choice.getLast().equals(candidates.old());
    int others = choice.size() - (lastResort && round < KeyTiming.NONE_FROM_ROUND ? 2 : 1);
    return round < 0 || others <= 0 ? 0 : 1 + round % others;
  }

  /** Until when nothing else is wanted if nothing happens. */
  long untilNanos(long nowNanos) {
    boolean old = handshake.ageNanos(nowNanos) >= KeyTiming.OLD_AFTER_NANOS;
    long until = doubt.deadlineNanos(nowNanos);
    return old ? Math.min(until, doubt.heardUntilNanos(nowNanos)) : until;
  }
}
