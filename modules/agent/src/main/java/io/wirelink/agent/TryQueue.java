package io.wirelink.agent;

import io.wirelink.agent.EndpointChoice.Candidate;
import io.wirelink.agent.EndpointSearch.Plan;
import io.wirelink.agent.Tries.Attempt;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who waits how long for its turn.
 *
 * @param best the best candidate, which stays set while none other has its turn
 * @param current what the device has; null if that is none of them
 * @param turnNanos since when what is set has its turn
 * @param onlyWay whether this is a router without which nobody is reached, or not somebody behind
 *     it
 * @param sameSite whether both are seen at the same address, so that private ones may lead there
 * @param recallNanos how long after its first call the best is called for the second time
 */
record TryQueue(
    Peer peer,
    Candidate best,
    @Nullable Candidate current,
    long turnNanos,
    boolean onlyWay,
    boolean sameSite,
    long recallNanos) {

  /** When the candidate may be tried. */
  long dueNanos(Candidate candidate) {
    Attempt attempt = peer.tries().of(candidate.endpoint());
    boolean isSet = candidate.equals(current);
    if (attempt == null) {
      return isSet ? turnNanos : turnNanos + shortTurnNanos(candidate);
    }
    if (candidate.equals(best)) {
      return isSet ? callAgainNanos(attempt) : returnNanos(attempt);
    }
    return isSet && attempt.count() == 1 && !isUnlikely(candidate)
        ? attempt.lastNanos() + Timing.CROSSED_TRY_NANOS
        : Math.max(againNanos(candidate, attempt), turnNanos + fullTurnNanos());
  }

  /**
   * What is tried next of a peer that most likely cannot be met: what was longest ago. What is
   * unlikely even so is left soon, for what stays set is called by WireGuard as well.
   */
  Plan seldom(List<Candidate> candidates) {
    if (current != null && isUnlikely(current)) {
      return new Plan(best, turnNanos + Timing.UNLIKELY_ENDPOINT_NANOS);
    }
    Candidate next =
        candidates.stream().min(Comparator.comparingLong(this::lastNanos)).orElse(best);
    return new Plan(next, peer.tries().seldomNanos(isUnlikely(next) ? 2 : 1));
  }

  private long lastNanos(Candidate candidate) {
    Attempt attempt = peer.tries().of(candidate.endpoint());
    return attempt == null ? Long.MIN_VALUE : attempt.lastNanos();
  }

  /** When the best, which is set, is called again. */
  private long callAgainNanos(Attempt attempt) {
    if (onlyWay && best.origin().isOwnKnowledge()) {
      return attempt.lastNanos() + Timing.ONLY_WAY_TRY_NANOS;
    }
    if (attempt.count() == 1) {
      return attempt.lastNanos() + recallNanos;
    }
    return best.origin() == EndpointOrigin.WORKED
        ? attempt.lastNanos() + Timing.WORKED_TRY_NANOS
        : attempt.dueNanos(Timing.ENDPOINT_TRY_NANOS);
  }

  /** When the best is set again. */
  private long returnNanos(Attempt attempt) {
    if (!isSteady()) {
      return turnNanos
          + (current != null && isUnlikely(current)
              ? Timing.UNLIKELY_ENDPOINT_NANOS
              : Timing.ENDPOINT_TRY_NANOS);
    }
    long pause = onlyWay ? Timing.ONLY_WAY_TRY_NANOS : Timing.WORKED_STAY_NANOS;
    if (peer.session().isHandshakeFresh()) {
      pause = Timing.SESSION_RETURN_NANOS;
    }
    return Math.max(turnNanos + shortTurnNanos(best), attempt.lastNanos() + pause);
  }

  /** Whether the best is so good that it is never left for long. */
  private boolean isSteady() {
    return best.origin() == EndpointOrigin.WORKED || (onlyWay && best.origin().isOwnKnowledge());
  }

  /** When another than the best has waited long enough. */
  private long againNanos(Candidate candidate, Attempt attempt) {
    if (!onlyWay) {
      return attempt.dueNanos(Timing.ENDPOINT_TRY_NANOS);
    }
    return candidate.origin().isOwnKnowledge()
        ? attempt.lastNanos() + Timing.ENDPOINT_TRY_NANOS
        : attempt.dueNanos(Timing.ONLY_WAY_DETOUR_NANOS);
  }

  /** How long what is set has until another is tried that was not tried yet. */
  private long shortTurnNanos(Candidate other) {
    if (peer.session().isHandshakeFresh()) {
      return Timing.SESSION_TRY_NANOS;
    }
    return isUnlikely(other) ? Timing.UNLIKELY_ENDPOINT_NANOS : Timing.UNTRIED_ENDPOINT_NANOS;
  }

  /** Whether it costs one of the handshakes that those need which are likelier. */
  private boolean isUnlikely(Candidate candidate) {
    return candidate.isUnlikelyBeside(best, sameSite);
  }

  /** How long it has when all were tried. */
  private long fullTurnNanos() {
    return isSteady() ? Timing.WORKED_STAY_NANOS : Timing.ENDPOINT_TRY_NANOS;
  }
}
