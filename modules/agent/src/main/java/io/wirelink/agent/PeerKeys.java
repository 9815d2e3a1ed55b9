package io.wirelink.agent;

import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which preshared key a peer has on the device, and which it is to have at what time, so that both
 * sides have the same whenever they shake hands (docs/protocol.md, "Preshared keys").
 *
 * <p>Both sides know how old the last handshake is. So they change keys at the same age of it, and
 * nothing has to be said when a new one does not work.
 */
final class PeerKeys {

  private static final long NEVER = Long.MAX_VALUE;

  /** A key that the peer may have: known, or only seen on the device. */
  private record Candidate(PresharedKeyPrint print, @Nullable PresharedKey key) {

    private static final Candidate NONE = new Candidate(PresharedKeyPrint.NONE, PresharedKey.NONE);

    private static Candidate of(PresharedKey key) {
      return new Candidate(key.print(), key);
    }

    private boolean isNone() {
      return print.equals(PresharedKeyPrint.NONE);
    }

    private void clear() {
      if (key != null && !isNone()) {
        key.clear();
      }
    }
  }

  private final HandshakeAge handshake = new HandshakeAge();
  private final KeyDoubt doubt;

  /** What the last handshake that says anything was made with. */
  private Candidate current = Candidate.NONE;

  /** What the next one is to be made with; null if that is the same. */
  private @Nullable Candidate next;

  /** A key that both have, and that waits for a handshake that is young enough. */
  private @Nullable PresharedKey waiting;

  private long waitingSinceNanos;

  private @Nullable PeerState state;
  private PresharedKeyPrint shown = PresharedKeyPrint.NONE;
  private long shownSinceNanos;
  private boolean healthy;
  private long steadySinceNanos = NEVER;
  private long introducedNanos = Long.MIN_VALUE;
  private long retryNanos = Long.MIN_VALUE;
  private boolean urged;
  private long goneSinceNanos = NEVER;
  private boolean introduced;

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
    notePrint(now.presharedKey(), nowNanos);
    boolean shaken = handshake.read(before, now, wall, nowNanos);
    goneSinceNanos = NEVER;
    doubt.setLost(handshake.ageNanos(nowNanos) >= KeyTiming.NONE_AFTER_NANOS, nowNanos);
    doubt.read(before, now, shaken, handshake.ageNanos(nowNanos), nowNanos);
    doubt.setHealthy(nowHealthy, nowNanos);
    healthy = nowHealthy;
    steadySinceNanos = steady ? Math.min(steadySinceNanos, nowNanos) : NEVER;
    if (shaken) {
      urged = false;
      judge();
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
      shown = PresharedKeyPrint.NONE;
      healthy = false;
      steadySinceNanos = NEVER;
      doubt.setHealthy(false, nowNanos);
      doubt.setLost(false, nowNanos);
    }
    return hasKey() && nowNanos - goneSinceNanos < KeyTiming.GONE_NANOS;
  }

  private void notePrint(PresharedKeyPrint print, long nowNanos) {
    if (print.equals(shown)) {
      return;
    }
    shown = print;
    shownSinceNanos = nowNanos;
    boolean own = print.equals(current.print) || (next != null && print.equals(next.print));
    if (print.kind() != PresharedKeyPrint.Kind.NONE && !own) {
      // Somebody has set it, or an agent that ran here before.
      forget();
      boolean agreed = print.kind() == PresharedKeyPrint.Kind.AGREED;
      current = agreed ? new Candidate(print, null) : Candidate.NONE;
    }
  }

  /** Concludes from a new handshake which key works. */
  private void judge() {
    if (handshake.nanos() - shownSinceNanos < KeyTiming.SETTLE_NANOS) {
      suppose();
      return;
    }
    Candidate latest = next;
    if (latest != null && shown.equals(latest.print)) {
      current.clear();
      current = latest;
      next = null;
    } else if (shown.equals(current.print)) {
      if (latest != null) {
        latest.clear();
      }
      next = null;
    } else if (shown.equals(PresharedKeyPrint.NONE)) {
      forget();
    }
  }

  /**
   * Goes on with what the device has: the handshake was most likely made with that, but may have
   * begun before it was set. The next one will show it.
   */
  private void suppose() {
    Candidate latest = next;
    if (latest == null ? shown.equals(current.print) : shown.equals(latest.print)) {
      return;
    }
    if (latest != null && shown.equals(current.print)) {
      next = current;
      current = latest;
    } else if (shown.equals(PresharedKeyPrint.NONE)) {
      if (latest != null && current.isNone()) {
        current = latest;
      } else if (latest != null) {
        latest.clear();
      }
      next = Candidate.NONE;
    }
  }

  private void forget() {
    current.clear();
    current = Candidate.NONE;
    if (next != null) {
      next.clear();
    }
    next = null;
    forgetWaiting();
  }

  private void forgetWaiting() {
    if (waiting != null) {
      waiting.clear();
    }
    waiting = null;
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

  private boolean mayIntroduce(long withinNanos, long nowNanos) {
    return next == null && healthy && !isByHand() && handshake.ageNanos(nowNanos) <= withinNanos;
  }

  private void introduce(PresharedKey key, long nowNanos) {
    next = Candidate.of(key);
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
    if (next != null && !next.isNone()) {
      boolean isSet = shown.equals(next.print);
      (isSet ? current : next).clear();
      current = isSet ? next : current;
      next = null;
    }
    if (!current.isNone()) {
      next = Candidate.NONE;
    }
  }

  /** What is to be set on the device now; empty if that stays as it is. */
  Optional<PresharedKey> change(long nowNanos) {
    Candidate wanted = wanted(nowNanos);
    if (goneSinceNanos != NEVER
        || isByHand()
        || wanted.key == null
        || wanted.print.equals(shown)
        || nowNanos < retryNanos) {
      return Optional.empty();
    }
    retryNanos = nowNanos + KeyTiming.RETRY_NANOS;
    return Optional.of(wanted.key);
  }

  private Candidate wanted(long nowNanos) {
    if (!hasKey()) {
      return Candidate.NONE;
    }
    long age = handshake.ageNanos(nowNanos);
    boolean lost = age >= KeyTiming.NONE_AFTER_NANOS;
    List<Candidate> choice = new ArrayList<>();
    if (next != null) {
      choice.add(next);
    }
    choice.add(current);
    choice.removeIf(each -> each.isNone() || (each.key == null && !each.print.equals(shown)));
    boolean noneFirst = lost || (next != null && next.isNone());
    choice.add(noneFirst ? 0 : choice.size(), Candidate.NONE);
    if (lost) {
      // One that is only seen on the device could not be set again, and ends with the session.
      choice.removeIf(each -> each.key == null);
    }
    int trial = lost ? doubt.trial(nowNanos) : -1;
    if (trial >= 0 && choice.size() > 1) {
      return choice.get(1 + trial % (choice.size() - 1));
    }
    int doubts = doubt.doubts(lost, nowNanos);
    if (doubts > 0) {
      return choice.get(doubts % choice.size());
    }
    boolean old = !lost && next != null && age >= KeyTiming.OLD_AFTER_NANOS;
    if (old) {
      return choice.contains(current) ? current : Candidate.NONE;
    }
    return choice.getFirst();
  }

  /** Whether there is or was a key, of whose other end nothing else is known. */
  private boolean hasKey() {
    return !current.isNone() || (next != null && !next.isNone());
  }

  /** Where the one that the device has comes from. */
  PresharedKeyPrint.Kind viewedKind() {
    return shown.kind();
  }

  /** Whether somebody else has set one. */
  boolean isByHand() {
    return shown.kind() == PresharedKeyPrint.Kind.BY_HAND;
  }

  /** Whether the device has one on which agents have agreed. */
  boolean isAgreed() {
    return shown.kind() == PresharedKeyPrint.Kind.AGREED;
  }

  /** Whether no key is set that has yet to prove itself. */
  boolean isSettled() {
    return next == null;
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
        || next != null
        || waiting != null
        || steadySinceNanos == NEVER
        || handshake.ageNanos(nowNanos) >= KeyTiming.NONE_AFTER_NANOS) {
      return NEVER;
    }
    long start = steadySinceNanos + KeyTiming.STEADY_NANOS;
    boolean own = !current.isNone() && current.key != null;
    if (!own) {
      return start;
    }
    return used ? Math.max(start, introducedNanos + KeyTiming.EVERY_NANOS) : NEVER;
  }

  /** When the key was set; {@link Long#MIN_VALUE} if that is not known, or there is none. */
  long introducedNanos() {
    boolean own = isAgreed() && (next == null ? current : next).key != null;
    return own ? introducedNanos : Long.MIN_VALUE;
  }

  /** Whether something is to be said so that WireGuard shakes hands; once after each handshake. */
  boolean takeUrge(long nowNanos) {
    boolean due = healthy && !urged && hasKey() && nowNanos >= urgeNanos();
    urged |= due;
    return due;
  }

  private long urgeNanos() {
    return handshake.after(KeyTiming.URGE_AFTER_NANOS);
  }

  /** When the device is to be read for the sake of this at the latest. */
  long deadlineNanos(long nowNanos) {
    if (!hasKey() || isByHand() || goneSinceNanos != NEVER) {
      return NEVER;
    }
    long due = doubt.deadlineNanos(nowNanos);
    if (!wanted(nowNanos).print.equals(shown)) {
      due = Math.min(due, Math.max(retryNanos, nowNanos));
    }
    for (long after :
        new long[] {
          KeyTiming.URGE_AFTER_NANOS, KeyTiming.OLD_AFTER_NANOS, KeyTiming.NONE_AFTER_NANOS
        }) {
      long at = handshake.after(after);
      if (at > nowNanos) {
        return Math.min(due, at);
      }
    }
    return Math.min(due, doubt.trialEdgeNanos(nowNanos));
  }
}
