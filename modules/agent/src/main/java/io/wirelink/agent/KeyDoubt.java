package io.wirelink.agent;

import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.path.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * What speaks for the other side having another preshared key, or none, since its host or its agent
 * has lost the one that both had.
 */
final class KeyDoubt {

  private static final long NEVER = Long.MAX_VALUE;

  private final boolean first;

  /** Since when a call of the peer has led to no handshake; {@link #NEVER} if none has. */
  private long calledNanos = NEVER;

  /** How many of its calls in a row have led to none. */
  private int unanswered;

  private int steps;

  private long stepUntilNanos;

  /** Whether the key was changed since the device was read. */
  private boolean changed;

  private long unhealthySinceNanos = NEVER;
  private long lostSinceNanos = NEVER;

  /** In which round of trials the peer has called in vain, so that it does not have the key. */
  private int vainRound = -1;

  /**
   * Nothing speaks for that yet.
   *
   * @param first whether this host is the first of the two to try a key where none is: if both
   *     changed at once, they would miss each other for ever
   */
  KeyDoubt(boolean first) {
    this.first = first;
  }

  /**
   * Takes in what the device says now.
   *
   * @param shaken whether there was another handshake
   * @param ageNanos how old the last one is
   */
  void read(
      @Nullable PeerState before, PeerState now, boolean shaken, long ageNanos, long nowNanos) {
    boolean none = now.presharedKey().equals(PresharedKeyPrint.NONE);
    long received = before == null ? 0 : now.receivedBytes() - before.receivedBytes();
    boolean called = Traffic.areManyInitiations(received);
    if (shaken || Traffic.areData(received)) {
      // What comes by a session shows that the peer has one.
      calledNanos = NEVER;
      unanswered = 0;
      steps = 0;
    } else if (calledNanos != NEVER && nowNanos - calledNanos >= KeyTiming.CALL_ANSWERED_NANOS) {
      calledNanos = NEVER;
      unanswered++;
      int round = trial(nowNanos);
      if (round >= 0) {
        vainRound = round;
      } else {
        note(none, ageNanos, nowNanos);
      }
    }
    if (called && !shaken && !changed && calledNanos == NEVER) {
      calledNanos = nowNanos;
    }
    changed = false;
  }

  /** Takes note that the key is changed now: calls from before say nothing of it. */
  void changed() {
    changed = true;
    calledNanos = NEVER;
  }

  private void note(boolean none, long ageNanos, long nowNanos) {
    if (unanswered >= enough(none, ageNanos)) {
      unanswered = 0;
      steps = steps(nowNanos) + 1;
      stepUntilNanos = nowNanos + (none ? KeyTiming.TRIAL_NANOS : KeyTiming.STEP_NANOS);
    }
  }

  /**
   * How many calls in a row must have led to no handshake until something else is tried.
   *
   * @param none whether the device has no key now
   */
  private int enough(boolean none, long ageNanos) {
    if (none && ageNanos >= KeyTiming.NONE_AFTER_NANOS) {
      return KeyTiming.VAIN_CALLS;
    }
    boolean due = unhealthySinceNanos == NEVER && ageNanos >= KeyTiming.CALL_DUE_NANOS;
    return due || (none && !first) ? KeyTiming.VAIN_DUE_CALLS : 1;
  }

  /** Takes note of whether the peer answers. */
  void setHealthy(boolean healthy, long nowNanos) {
    if (healthy && unhealthySinceNanos != NEVER) {
      steps = 0;
    }
    unhealthySinceNanos = healthy ? NEVER : Math.min(unhealthySinceNanos, nowNanos);
  }

  /** How far down the list of keys that the other side may have this host is to go. */
  int steps(long nowNanos) {
    return nowNanos < stepUntilNanos ? steps : 0;
  }

  /** Whether the peer has not answered for so long that its host has most likely lost all. */
  boolean isLong(long nowNanos) {
    return unhealthySinceNanos != NEVER
        && nowNanos - unhealthySinceNanos >= KeyTiming.DOUBT_AFTER_NANOS;
  }

  /** Takes note of whether there is no session any more. */
  void setLost(boolean lost, long nowNanos) {
    if (lost && lostSinceNanos == NEVER) {
      steps = 0;
    }
    lostSinceNanos = lost ? Math.min(lostSinceNanos, nowNanos) : NEVER;
    vainRound = lost ? vainRound : -1;
  }

  /**
   * Whether a key is to be tried that the peer may have though there is no session any more, and in
   * which round of them that is: 0 for the first, less if none is to be tried now.
   */
  int trial(long nowNanos) {
    long since = sinceFirstTrialNanos(nowNanos);
    int round = (int) (since / KeyTiming.TRIAL_EVERY_NANOS);
    boolean is = since >= 0 && since % KeyTiming.TRIAL_EVERY_NANOS < KeyTiming.TRIAL_NANOS;
    return is && round != vainRound ? round : -1;
  }

  private long sinceFirstTrialNanos(long nowNanos) {
    boolean may = unhealthySinceNanos != NEVER && lostSinceNanos != NEVER;
    return may ? nowNanos - lostSinceNanos - KeyTiming.TRIAL_AFTER_NANOS : Long.MIN_VALUE;
  }

  /** When the next trial begins, or this one ends; {@link Long#MAX_VALUE} if there is none. */
  long trialEdgeNanos(long nowNanos) {
    long since = sinceFirstTrialNanos(nowNanos);
    if (since < 0) {
      return since == Long.MIN_VALUE ? NEVER : nowNanos - since;
    }
    long in = since % KeyTiming.TRIAL_EVERY_NANOS;
    boolean inside = in < KeyTiming.TRIAL_NANOS;
    return nowNanos - in + (inside ? KeyTiming.TRIAL_NANOS : KeyTiming.TRIAL_EVERY_NANOS);
  }

  /** When the device is to be read for the sake of this at the latest. */
  long deadlineNanos(long nowNanos) {
    return calledNanos == NEVER
        ? NEVER
        : Math.max(calledNanos + KeyTiming.CALL_ANSWERED_NANOS, nowNanos);
  }
}
