package io.wirelink.agent;

import io.wirelink.device.PeerState;
import io.wirelink.path.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * What speaks for the other side having another preshared key, or none, though both keep what they
 * agree upon: its disk was lost, or nobody looks after its device any more.
 */
final class KeyDoubt {

  private static final long NEVER = Long.MAX_VALUE;

  /** For how many calls it stays with what is tried. */
  private final int patience;

  /** How often something is tried of who does not answer. */
  private final long everyNanos;

  /** Since when a call of the peer has led to no handshake; {@link #NEVER} if none has. */
  private long calledNanos = NEVER;

  /** How many of its calls in a row have led to none, with what the device has. */
  private int unanswered;

  /** How often something else was tried for such calls, in vain. */
  private int tries;

  /** How far down the list of keys that the other side may have this host goes for now. */
  private int steps;

  private long stepUntilNanos;

  /** Whether the key was changed since the device was read. */
  private boolean changed;

  private long heardNanos = Long.MIN_VALUE;
  private boolean steady;

  /** When the peer spoke last by a session that should have been renewed long before. */
  private long oneWayNanos = Long.MIN_VALUE;

  private long unhealthySinceNanos = NEVER;

  /** In which round of trials the peer has called in vain, so that it does not have the key. */
  private int vainRound = -1;

  /**
   * Nothing speaks for that yet.
   *
   * @param first whether this host is the one of the two that stays longer with what it tries, and
   *     tries less often: two that both have what the other one has not are to do without at once
   */
  KeyDoubt(boolean first) {
    patience = first ? KeyTiming.FIRST_PATIENCE : 1;
    everyNanos = first ? KeyTiming.FIRST_TRIAL_EVERY_NANOS : KeyTiming.TRIAL_EVERY_NANOS;
  }

  /**
   * Takes in what the device says now.
   *
   * @param shaken whether there was another handshake
   * @param ageNanos how old the last one is
   */
  void read(
      @Nullable PeerState before, PeerState now, boolean shaken, long ageNanos, long nowNanos) {
    long received = before == null ? 0 : now.receivedBytes() - before.receivedBytes();
    if (shaken || Traffic.areData(received)) {
      // What comes by a session shows that the peer has one.
      heardNanos = nowNanos;
      boolean old = !shaken && ageNanos >= KeyTiming.NONE_AFTER_NANOS;
      oneWayNanos = old ? nowNanos : shaken ? Long.MIN_VALUE : oneWayNanos;
      calledNanos = NEVER;
      unanswered = 0;
      tries = 0;
      steps = 0;
    } else if (calledNanos != NEVER && nowNanos - calledNanos >= KeyTiming.CALL_ANSWERED_NANOS) {
      calledNanos = NEVER;
      noteVainCall(nowNanos);
    }
    if (Traffic.areManyInitiations(received) && !shaken && !changed && calledNanos == NEVER) {
      calledNanos = nowNanos;
    }
    changed = false;
  }

  /** Takes note that the key is changed now: calls from before say nothing of it. */
  void changed() {
    changed = true;
    calledNanos = NEVER;
    unanswered = 0;
  }

  private void noteVainCall(long nowNanos) {
    if (oneWayNanos != Long.MIN_VALUE && nowNanos - oneWayNanos < KeyTiming.ONE_WAY_NANOS) {
      return;
    }
    unanswered++;
    int round = round(nowNanos);
    if (round >= 0) {
      if (unanswered >= patience) {
        vainRound = round;
        unanswered = 0;
      }
    } else if (steps(nowNanos) > 0) {
      if (unanswered >= patience) {
        step((steps + 1) % (KeyTiming.MAX_STEPS + 1), nowNanos);
      }
    } else if (unanswered >= KeyTiming.VAIN_CALLS << 2 * tries) {
      tries = Math.min(tries + 1, KeyTiming.MAX_TRIES);
      step(1, nowNanos);
    }
  }

  private void step(int to, long nowNanos) {
    steps = to;
    unanswered = 0;
    stepUntilNanos = nowNanos + patience * KeyTiming.STEP_NANOS;
  }

  /**
   * Takes note of how the path is.
   *
   * @param healthy whether the peer answers
   * @param nowSteady whether it is up, both ways
   */
  void setPath(boolean healthy, boolean nowSteady, long nowNanos) {
    steady = nowSteady;
    unhealthySinceNanos = healthy ? NEVER : Math.min(unhealthySinceNanos, nowNanos);
    if (healthy) {
      vainRound = -1;
    }
  }

  /** How far down the list of keys that the other side may have this host is to go. */
  int steps(long nowNanos) {
    return nowNanos < stepUntilNanos ? steps : 0;
  }

  /** Whether the path is good, and the peer's host is heard by the session that there is. */
  boolean isHeard(long nowNanos) {
    return steady && heardNanos != Long.MIN_VALUE && nowNanos - heardNanos < KeyTiming.HEARD_NANOS;
  }

  /** Until when it counts as heard if nothing more comes; {@link Long#MAX_VALUE} if it does not. */
  long heardUntilNanos(long nowNanos) {
    return isHeard(nowNanos) ? heardNanos + KeyTiming.HEARD_NANOS : NEVER;
  }

  /**
   * In which round of trials this is, of a peer that does not answer: 0 for the first, less if
   * nothing is to be tried now.
   */
  int round(long nowNanos) {
    long since = sinceFirstRoundNanos(nowNanos);
    int round = (int) (since / everyNanos);
    boolean is = since >= 0 && since % everyNanos < patience * KeyTiming.STEP_NANOS;
    return is && round != vainRound ? round : -1;
  }

  private long sinceFirstRoundNanos(long nowNanos) {
    return unhealthySinceNanos == NEVER
        ? Long.MIN_VALUE
        : nowNanos - unhealthySinceNanos - everyNanos;
  }

  /**
   * When something else is to be set at the earliest, or what the device says is to be looked at;
   * {@link Long#MAX_VALUE} if nothing of that is to be expected.
   */
  long deadlineNanos(long nowNanos) {
    long due =
        calledNanos == NEVER
            ? NEVER
            : Math.max(calledNanos + KeyTiming.CALL_ANSWERED_NANOS, nowNanos);
    if (steps(nowNanos) > 0) {
      due = Math.min(due, stepUntilNanos);
    }
    return Math.min(due, roundEdgeNanos(nowNanos));
  }

  /** When the next trial begins, or this one ends. */
  private long roundEdgeNanos(long nowNanos) {
    long since = sinceFirstRoundNanos(nowNanos);
    if (since < 0) {
      return since == Long.MIN_VALUE ? NEVER : nowNanos - since;
    }
    long in = since % everyNanos;
    long length = patience * KeyTiming.STEP_NANOS;
    return nowNanos - in + (in < length ? length : everyNanos);
  }
}
