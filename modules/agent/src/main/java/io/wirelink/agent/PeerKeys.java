package io.wirelink.agent;

import io.wirelink.agent.KeyCandidates.Candidate;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PresharedKeyPrint.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which preshared key a peer is to have on the device at what time, so that both sides have the
 * same whenever they shake hands (docs/protocol.md, "Preshared keys").
 *
 * <p>Both sides know how old the last handshake is. So they change keys at the same age of it, and
 * nothing has to be said when a new one does not work.
 */
final class PeerKeys {

  private static final long NEVER = Long.MAX_VALUE;

  /** The ages of a handshake at which something may be due. */
  private static final long[] AGES = {
    KeyTiming.URGE_AFTER_NANOS, KeyTiming.OLD_AFTER_NANOS, KeyTiming.NONE_AFTER_NANOS
  };

  private final HandshakeAge handshake = new HandshakeAge();
  private final KeyCandidates candidates = new KeyCandidates();
  private final KeyDoubt doubt;

  /** A key that both have, and that waits for a handshake that is young enough. */
  private @Nullable PresharedKey waiting;

  private long waitingSinceNanos;
  private @Nullable PeerState state;
  private long shownSinceNanos;
  private boolean healthy;
  private long steadySinceNanos = NEVER;
  private long goneSinceNanos = NEVER;
  private long introducedNanos = Long.MIN_VALUE;
  private long retryNanos = Long.MIN_VALUE;
  private boolean introduced;
  private boolean urged;

  /**
   * Nothing is known yet.
   *
   * @param first whether this host's key is the lower one, so that it is the first to doubt
   */
  PeerKeys(boolean first) {
    doubt = new KeyDoubt(first);
  }

  /**
   * Takes in what the device says now.
   *
   * @param nowHealthy whether the peer answers
   * @param steady whether its path is up, and its agent is alive
   */
  void read(PeerState now, boolean nowHealthy, boolean steady, Instant wall, long nowNanos) {
    PeerState before = state;
    state = now;
    goneSinceNanos = NEVER;
    if (candidates.show(now.presharedKey())) {
      shownSinceNanos = nowNanos;
    }
    boolean shaken = handshake.read(before, now, wall, nowNanos);
    doubt.setLost(isLost(nowNanos), nowNanos);
    doubt.read(before, now, shaken, handshake.ageNanos(nowNanos), nowNanos);
    doubt.setHealthy(nowHealthy, nowNanos);
    healthy = nowHealthy;
    steadySinceNanos = steady ? Math.min(steadySinceNanos, nowNanos) : NEVER;
    if (shaken) {
      urged = false;
      candidates.shaken(handshake.nanos() - shownSinceNanos >= KeyTiming.SETTLE_NANOS);
    }
    considerWaiting(nowNanos);
  }

  /**
   * Takes note that the device does not have the peer.
   *
   * @return whether it may come back, and have a key then that only this host knows
   */
  boolean gone(long nowNanos) {
    if (goneSinceNanos == NEVER) {
      goneSinceNanos = nowNanos;
      forgetWaiting();
      state = null;
      candidates.show(PresharedKeyPrint.NONE);
      healthy = false;
      steadySinceNanos = NEVER;
      doubt.setHealthy(false, nowNanos);
      doubt.setLost(false, nowNanos);
    }
    return candidates.isAny() && nowNanos - goneSinceNanos < KeyTiming.GONE_NANOS;
  }

  private boolean isLost(long nowNanos) {
    return handshake.ageNanos(nowNanos) >= KeyTiming.NONE_AFTER_NANOS;
  }

  /** Takes a key that both sides have, as the one that begins, and sets it when there is time. */
  void agreed(PresharedKey key, long nowNanos) {
    forgetWaiting();
    waiting = key;
    waitingSinceNanos = nowNanos;
    considerWaiting(nowNanos);
  }

  private void considerWaiting(long nowNanos) {
    PresharedKey key = waiting;
    if (key == null) {
      return;
    }
    if (isByHand() || nowNanos - waitingSinceNanos >= KeyTiming.WAIT_NANOS) {
      forgetWaiting();
    } else if (mayIntroduce(KeyTiming.SET_WITHIN_NANOS, nowNanos)) {
      waiting = null;
      introduce(key, nowNanos);
      introduced = true;
    }
  }

  private void forgetWaiting() {
    if (waiting != null) {
      waiting.clear();
    }
    waiting = null;
  }

  private boolean mayIntroduce(long withinNanos, long nowNanos) {
    return candidates.isSettled()
        && healthy
        && !isByHand()
        && handshake.ageNanos(nowNanos) <= withinNanos;
  }

  private void introduce(PresharedKey key, long nowNanos) {
    candidates.introduce(key);
    introducedNanos = nowNanos;
    retryNanos = nowNanos;
  }

  /** Whether a key was set that the other side is to set as well; once for each. */
  boolean takeIntroduced() {
    boolean taken = introduced;
    introduced = false;
    return taken;
  }

  /**
   * Takes a key that the other side has set.
   *
   * @return whether it is set here too
   */
  boolean take(PresharedKey key, long nowNanos) {
    boolean may = mayIntroduce(KeyTiming.TAKE_WITHIN_NANOS, nowNanos);
    if (may) {
      introduce(key, nowNanos);
    }
    return may;
  }

  /** Takes note that the other side has no preshared key any more. */
  void dropped() {
    forgetWaiting();
    candidates.drop();
  }

  /** What is to be set on the device now; empty if that stays as it is. */
  Optional<PresharedKey> change(long nowNanos) {
    Candidate wanted = wanted(nowNanos);
    PresharedKey key = wanted.key();
    if (goneSinceNanos != NEVER
        || isByHand()
        || key == null
        || candidates.isShown(wanted)
        || nowNanos < retryNanos) {
      return Optional.empty();
    }
    retryNanos = nowNanos + KeyTiming.RETRY_NANOS;
    doubt.changed();
    return Optional.of(key);
  }

  private Candidate wanted(long nowNanos) {
    if (!candidates.isAny()) {
      return Candidate.NONE;
    }
    boolean lost = isLost(nowNanos);
    boolean gone = lost || doubt.isLong(nowNanos);
    List<Candidate> choice = candidates.choice(gone);
    int trial = lost ? doubt.trial(nowNanos) : -1;
    if (trial >= 0 && choice.size() > 1) {
      return choice.get(1 + trial % (choice.size() - 1));
    }
    int steps = doubt.steps(nowNanos);
    if (steps > 0) {
      return choice.get(steps % choice.size());
    }
    boolean old =
        !gone
            && !candidates.isSettled()
            && handshake.ageNanos(nowNanos) >= KeyTiming.OLD_AFTER_NANOS;
    return old ? candidates.old() : choice.getFirst();
  }

  /** Where the one that the device has comes from. */
  Kind kind() {
    return candidates.kind();
  }

  /** Whether somebody else has set one. */
  boolean isByHand() {
    return kind() == Kind.BY_HAND;
  }

  /** Whether no key is set that has yet to prove itself. */
  boolean isSettled() {
    return candidates.isSettled();
  }

  /** Whether the peer answers. */
  boolean isHealthy() {
    return healthy;
  }

  /**
   * From when on another key is to be agreed upon; {@link Long#MAX_VALUE} if none is to be.
   *
   * @param used whether there was traffic within the time for which a key is good
   */
  long wantedFromNanos(boolean used, long nowNanos) {
    if (isByHand()
        || !candidates.isSettled()
        || waiting != null
        || steadySinceNanos == NEVER
        || isLost(nowNanos)) {
      return NEVER;
    }
    long start = steadySinceNanos + KeyTiming.STEADY_NANOS;
    if (!candidates.isOwn()) {
      return start;
    }
    return used ? Math.max(start, introducedNanos + KeyTiming.EVERY_NANOS) : NEVER;
  }

  /** When the key was set; {@link Long#MIN_VALUE} if that is not known, or there is none. */
  long introducedNanos() {
    return candidates.isOwnSet() ? introducedNanos : Long.MIN_VALUE;
  }

  /** Whether something is to be said so that WireGuard shakes hands; once after each handshake. */
  boolean takeUrge(long nowNanos) {
    boolean due =
        healthy
            && !urged
            && candidates.isAny()
            && nowNanos >= handshake.after(KeyTiming.URGE_AFTER_NANOS);
    urged |= due;
    return due;
  }

  /** When the device is to be read for the sake of this at the latest. */
  long deadlineNanos(long nowNanos) {
    if (!candidates.isAny() || isByHand() || goneSinceNanos != NEVER) {
      return NEVER;
    }
    long due = doubt.deadlineNanos(nowNanos);
    if (!candidates.isShown(wanted(nowNanos))) {
      due = Math.min(due, Math.max(retryNanos, nowNanos));
    }
    for (long age : AGES) {
      long at = handshake.after(age);
      if (at > nowNanos) {
        return Math.min(due, at);
      }
    }
    return Math.min(due, doubt.trialEdgeNanos(nowNanos));
  }
}
