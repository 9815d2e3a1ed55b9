package io.wirelink.agent;

import io.wirelink.device.PresharedKey;
import org.jspecify.annotations.Nullable;

/**
 * When a preshared key that both sides have becomes the one with which the next handshake is to be
 * made: both are to have time until then to hear of it (docs/protocol.md, "When a key is set").
 */
final class KeyIntroduction {

  private static final long NEVER = Long.MIN_VALUE;

  private final KeyCandidates candidates;
  private final HandshakeAge handshake;

  /** A key that both have, and that waits for a handshake that is young enough. */
  private @Nullable PresharedKey waiting;

  private long waitingSinceNanos;
  private long introducedNanos = NEVER;

  /** Whether the other side is to hear that a key is set. */
  private boolean announcing;

  KeyIntroduction(KeyCandidates candidates, HandshakeAge handshake) {
    this.candidates = candidates;
    this.handshake = handshake;
  }

  /** Takes note that the latest was introduced then. */
  void restore(long nanos) {
    introducedNanos = nanos;
  }

  /** When the latest was; {@link Long#MIN_VALUE} if none was. */
  long nanos() {
    return introducedNanos;
  }

  /** Whether a key waits. */
  boolean isWaiting() {
    return waiting != null;
  }

  /** Takes a key that both sides have, as the one that begins, in place of one that waits. */
  void agreed(PresharedKey key, long nowNanos) {
    forget();
    waiting = key;
    waitingSinceNanos = nowNanos;
  }

  /** Clears a key that waits. */
  void forget() {
    if (waiting != null) {
      waiting.clear();
    }
    waiting = null;
  }

  /**
   * Introduces the key that waits, if there is time, or clears it, if it has waited for too long.
   *
   * @param answers whether the peer does
   * @return whether it is introduced
   */
  boolean consider(boolean answers, long nowNanos) {
    PresharedKey key = waiting;
    if (key == null) {
      return false;
    }
    if (nowNanos - waitingSinceNanos >= KeyTiming.WAIT_NANOS) {
      forget();
      return false;
    }
    boolean may = may(answers, KeyTiming.SET_WITHIN_NANOS, nowNanos);
    if (may) {
      waiting = null;
      introduce(key, nowNanos);
    }
    return may;
  }

  /**
   * Introduces a key that the other side has set, if there is time.
   *
   * @return whether it is introduced
   */
  boolean take(PresharedKey key, boolean answers, long nowNanos) {
    boolean may = may(answers, KeyTiming.TAKE_WITHIN_NANOS, nowNanos);
    if (may) {
      introduce(key, nowNanos);
    }
    return may;
  }

  private boolean may(boolean answers, long withinNanos, long nowNanos) {
    return candidates.isSettled() && answers && handshake.ageNanos(nowNanos) <= withinNanos;
  }

  private void introduce(PresharedKey key, long nowNanos) {
    candidates.introduce(key);
    introducedNanos = nowNanos;
    announcing = true;
  }

  /** Whether a key is set now of which the other side is to hear; once for each. */
  boolean takeIntroduced() {
    boolean taken = announcing && candidates.isNextShown();
    announcing &= !taken;
    return taken;
  }

  /** Takes back a key that was set, and of which the other side does not say that it has. */
  void withdraw() {
    candidates.withdraw();
    announcing = false;
  }
}
