package io.wirelink.agent;

import io.wirelink.agent.KeyCandidates.Candidate;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PresharedKeyPrint.Kind;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which preshared key a peer is to have on the device at what time, so that both sides have the
 * same whenever they shake hands (docs/protocol.md, "Preshared keys").
 *
 * <p>Both sides keep what they agree upon, and know how old the last handshake is. So they change
 * keys at the same age of it, and nothing has to be said when a new one does not work.
 */
final class PeerKeys {

  private static final long NEVER = Long.MAX_VALUE;

  /** The ages of a handshake at which something may be due. */
  private static final long[] AGES = {
    KeyTiming.URGE_AFTER_NANOS, KeyTiming.OLD_AFTER_NANOS, KeyTiming.NONE_AFTER_NANOS
  };

  private final HandshakeAge handshake = new HandshakeAge();
  private final KeyCandidates candidates = new KeyCandidates();
  private final KeyIntroduction introduction = new KeyIntroduction(candidates, handshake);
  private final KeyDoubt doubt;
  private final KeyChoice choice;
  private @Nullable Look last;
  private long dueNanos = NEVER;
  private long shownSinceNanos;
  private boolean healthy;
  private long steadySinceNanos = NEVER;
  private long goneSinceNanos = NEVER;
  private long retryNanos = Long.MIN_VALUE;

  private boolean urged;

  /**
   * What bears on which key a peer is to have.
   *
   * @param state what the device says of it
   * @param healthy whether the peer answers
   * @param steady whether its path is up, and its agent is alive
   * @param agrees whether both agents agree on keys
   * @param leads whether this host begins to, now
   */
  record Look(PeerState state, boolean healthy, boolean steady, boolean agrees, boolean leads) {}

  /**
   * Nothing is known yet.
   *
   * @param first whether this host's key is the lower one
   */
  PeerKeys(boolean first) {
    doubt = new KeyDoubt(first);
    choice = new KeyChoice(candidates, handshake, doubt);
  }

  /** Takes in what was kept when the agent ran before; the device may show something else. */
  void restore(KeptPresharedKey kept, Instant wall, long nowNanos) {
    candidates.restore(kept);
    Duration age = Duration.between(kept.since(), wall);
    // By a clock that was wrong then, or is now, it is as good as a key can be.
    boolean fits = !age.isNegative() && age.toNanos() <= KeyTiming.EVERY_NANOS;
    introduction.restore(nowNanos - (fits ? age.toNanos() : KeyTiming.EVERY_NANOS));
    goneSinceNanos = nowNanos;
  }

  /** Whether something else is to be kept than when that was asked for last. */
  boolean isToKeep() {
    return candidates.isToKeep();
  }

  /** Whether something is kept, or about to be. */
  boolean isKept() {
    return candidates.isKept();
  }

  /** What is to be kept, in copies; empty if there is no key. */
  Optional<KeptPresharedKey> keep(PublicKey peer, Instant wall, long nowNanos) {
    long since = introduction.nanos();
    return candidates.keep(
        peer, since == Long.MIN_VALUE ? wall : wall.minusNanos(nowNanos - since));
  }

  /**
   * Takes note that what was to be kept when that was asked for last is on the disk.
   *
   * @return whether a key may be set for that
   */
  boolean kept() {
    return candidates.kept();
  }

  /** Whether anything follows from a look, or from the time that has passed. */
  boolean isNews(Look look, long nowNanos) {
    return nowNanos >= dueNanos || !look.equals(last);
  }

  /** Takes in what the device says now. */
  void read(Look look, Instant wall, long nowNanos) {
    PeerState before = last == null ? null : last.state();
    PeerState now = look.state();
    last = look;
    goneSinceNanos = NEVER;
    if (candidates.show(now.presharedKey())) {
      shownSinceNanos = nowNanos;
    }
    boolean shaken = handshake.read(before, now, wall, nowNanos);
    doubt.read(before, now, shaken, handshake.ageNanos(nowNanos), nowNanos);
    doubt.setPath(look.healthy(), look.steady(), nowNanos);
    healthy = look.healthy();
    steadySinceNanos = look.steady() ? Math.min(steadySinceNanos, nowNanos) : NEVER;
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
      introduction.forget();
      last = null;
      dueNanos = NEVER;
      candidates.show(PresharedKeyPrint.NONE);
      healthy = false;
      steadySinceNanos = NEVER;
      doubt.setPath(false, false, nowNanos);
    }
    return candidates.isAny() && nowNanos - goneSinceNanos < KeyTiming.GONE_NANOS;
  }

  /** Whether the last handshake is too old for its session to be renewed in time. */
  boolean isOver(long nowNanos) {
    return choice.isOver(nowNanos);
  }

  /** Takes a key that both sides have, as the one that begins, and sets it when there is time. */
  void agreed(PresharedKey key, long nowNanos) {
    introduction.agreed(key, nowNanos);
    considerWaiting(nowNanos);
  }

  private void considerWaiting(long nowNanos) {
    if (isByHand()) {
      introduction.forget();
    } else if (introduction.consider(healthy, nowNanos)) {
      retryNanos = nowNanos;
    }
  }

  /**
   * Takes a key that the other side has set.
   *
   * @return whether it is set here too, in a moment
   */
  boolean take(PresharedKey key, long nowNanos) {
    boolean taken = !isByHand() && introduction.take(key, healthy, nowNanos);
    retryNanos = taken ? nowNanos : retryNanos;
    return taken;
  }

  /** Whether a key is set now of which the other side is to hear; once for each. */
  boolean takeIntroduced() {
    return introduction.takeIntroduced();
  }

  /** Takes back a key that was set, and of which the other side does not say that it has. */
  void withdraw() {
    introduction.withdraw();
  }

  /** Takes note that the other side has no preshared key any more. */
  void dropped() {
    introduction.forget();
    candidates.drop();
  }

  /** The key that is to be on the device; empty if none is, or it is not this agent's to set. */
  Optional<PresharedKey> wanted(long nowNanos) {
    PresharedKey key = isByHand() ? null : choice.wanted(nowNanos).key();
    return Optional.ofNullable(key).filter(each -> each != PresharedKey.NONE);
  }

  /** What is to be set on the device now; empty if that stays as it is. */
  Optional<PresharedKey> change(long nowNanos) {
    Candidate wanted = choice.wanted(nowNanos);
    PresharedKey key = wanted.key();
    boolean may = goneSinceNanos == NEVER && !isByHand() && nowNanos >= retryNanos;
    if (!may || key == null || candidates.isShown(wanted)) {
      return Optional.empty();
    }
    retryNanos = nowNanos + KeyTiming.RETRY_NANOS;
    doubt.changed();
    return Optional.of(key);
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

  /**
   * From when on another key is to be agreed upon; {@link Long#MAX_VALUE} if none is to be.
   *
   * @param used whether there was traffic within the time for which a key is good
   */
  long wantedFromNanos(boolean used, long nowNanos) {
    if (isByHand()
        || !candidates.isSettled()
        || introduction.isWaiting()
        || steadySinceNanos == NEVER
        || isOver(nowNanos)) {
      return NEVER;
    }
    long start = steadySinceNanos + KeyTiming.STEADY_NANOS;
    if (!candidates.isOwn()) {
      return start;
    }
    return used ? Math.max(start, introduction.nanos() + KeyTiming.EVERY_NANOS) : NEVER;
  }

  /** When the key was set; {@link Long#MIN_VALUE} if that is not known, or there is none. */
  long introducedNanos() {
    return candidates.isOwnSet() ? introduction.nanos() : Long.MIN_VALUE;
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

  /** When the device is to be read for the sake of this at the latest, as was planned last. */
  long dueNanos() {
    return dueNanos;
  }

  /** Plans that, after all that is to be done now. */
  void plan(long nowNanos) {
    dueNanos = deadlineNanos(nowNanos);
  }

  private long deadlineNanos(long nowNanos) {
    if (!candidates.isAny() || isByHand() || goneSinceNanos != NEVER) {
      return NEVER;
    }
    long due = choice.untilNanos(nowNanos);
    if (!candidates.isShown(choice.wanted(nowNanos))) {
      due = Math.min(due, Math.max(retryNanos, nowNanos));
    }
    for (long age : AGES) {
      long at = handshake.after(age);
      if (at > nowNanos) {
        return Math.min(due, at);
      }
    }
    return due;
  }
}
