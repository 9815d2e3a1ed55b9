package io.wirelink.agent;

import java.time.Duration;

/**
 * What the pauses of a path show of the time for which a NAT before this host keeps a mapping that
 * nobody uses (docs/nat.md, "How long a mapping lives"). Nothing is sent for it.
 *
 * <p>Who hears the other side first after a pause has a mapping that outlived it. Who speaks first
 * does not know: what it sends makes a new one. But the agent of the other side answers at once,
 * unless it has spoken itself just before; so who gets nothing but WireGuard's own answer has
 * missed that.
 */
final class PathRest {

  /** A pause that is longer than any between two words that are said as often as usual. */
  private static final long REST_NANOS = Duration.ofSeconds(31).toNanos();

  /**
   * When the peer is heard that had to make a handshake to speak, and whose first call did not come
   * in: WireGuard repeats it after 5 s. Who speaks sooner has answered, or was not called itself.
   */
  private static final long CALLED_AGAIN_NANOS = Duration.ofSeconds(4).toNanos();

  private static final long NOT_CALLED_AGAIN_NANOS = Duration.ofSeconds(7).toNanos();

  /** How soon a path works again whose mapping this host has just made anew, when asked to. */
  private static final long WOKEN_NANOS = Duration.ofSeconds(5).toNanos();

  /** WireGuard's answer to a handshake that the peer has begun. */
  private static final long RESPONSE_BYTES = 92;

  /**
   * From when on something that comes is no answer to a handshake, but WireGuard's keepalive, 10 s
   * after data came that its host had no answer to.
   */
  private static final long KEEPALIVE_NANOS = Duration.ofSeconds(9).toNanos();

  /** When what comes says nothing any more: the path was asked, and has answered, before. */
  private static final long LATE_NANOS = Duration.ofSeconds(30).toNanos();

  /** How often something was missed until that is no chance: packets may have got lost. */
  private static final int MISSES = 3;

  /** For how long that counts, until it is tried again. */
  static final long SHORT_NANOS = Duration.ofHours(1).toNanos();

  private static final long NEVER = Long.MIN_VALUE;

  /** When something went either way last, as far as that was seen; {@link #NEVER} if nothing. */
  private long movedNanos = NEVER;

  /** The pause at the end of which the peer was heard first; 0 if there is none to be judged. */
  private long heardAfterNanos;

  /** When this host spoke first after a pause; {@link #NEVER} if nothing is to be learned of it. */
  private long spokeNanos = NEVER;

  /** When the peer asked by another way why it does not hear this host; {@link #NEVER} likewise. */
  private long askedNanos = NEVER;

  /** The pause before either. */
  private long pauseNanos;

  private boolean first;
  private int missed;
  private long outlivedNanos;
  private long outlivedAtNanos = NEVER;
  private long endedNanos;
  private long endedAtNanos = NEVER;

  /** Takes note that the agent sends something. */
  void sent(long nowNanos) {
    if (isPause(nowNanos)) {
      // What was said before the last pause is answered by nothing that comes now.
      spokeNanos = nowNanos;
      pauseNanos = nowNanos - movedNanos;
      first = true;
    }
    movedNanos = nowNanos;
  }

  /** Takes note that something came from the peer's agent. */
  void heard(long nowNanos) {
    if (isPause(nowNanos)) {
      heardAfterNanos = nowNanos - movedNanos;
      first = false;
    }
    if (spokeNanos != NEVER
        && nowNanos - spokeNanos >= CALLED_AGAIN_NANOS
        && nowNanos - spokeNanos <= NOT_CALLED_AGAIN_NANOS) {
      missed(spokeNanos, nowNanos);
    }
    spokeNanos = NEVER;
    if (askedNanos != NEVER && nowNanos - askedNanos <= WOKEN_NANOS) {
      missed(askedNanos, nowNanos);
    }
    askedNanos = NEVER;
    movedNanos = nowNanos;
  }

  /** Takes note that the peer says by way of a router that it does not hear this host. */
  void asked(long nowNanos) {
    if (isPause(nowNanos)) {
      askedNanos = nowNanos;
      pauseNanos = nowNanos - movedNanos;
    }
  }

  /**
   * Takes in a reading of the device.
   *
   * @param sentBytes what was sent since the last but for the agent's packets
   * @param received whether anything came but for those
   */
  void read(long sentBytes, boolean received, long nowNanos) {
    boolean shaken = heardAfterNanos > 0 && received && sentBytes == RESPONSE_BYTES;
    if (shaken) {
      // The handshake came first, by the same mapping.
      outlived(heardAfterNanos, nowNanos);
    }
    if (sentBytes > 0 || received) {
      // It may have been before what was heard.
      heardAfterNanos = 0;
      if (received && spokeNanos != NEVER && nowNanos - spokeNanos >= KEEPALIVE_NANOS) {
        missed(spokeNanos, nowNanos);
        spokeNanos = NEVER;
      }
      movedNanos = nowNanos;
    } else if (heardAfterNanos > 0) {
      outlived(heardAfterNanos, nowNanos);
      heardAfterNanos = 0;
    }
  }

  private void outlived(long forNanos, long nowNanos) {
    // A pause that was shorter says nothing of a longer one.
    missed = forNanos >= pauseNanos ? 0 : missed;
    endedAtNanos = forNanos >= endedNanos ? NEVER : endedAtNanos;
    if (forNanos >= outlivedNanos || nowNanos - outlivedAtNanos >= SHORT_NANOS) {
      outlivedNanos = forNanos;
      outlivedAtNanos = nowNanos;
    }
  }

  /** Forgets what was not judged yet: nobody saw what moved meanwhile. */
  void interrupted() {
    movedNanos = NEVER;
    heardAfterNanos = 0;
    spokeNanos = NEVER;
    askedNanos = NEVER;
  }

  private boolean isPause(long nowNanos) {
    return movedNanos != NEVER && nowNanos - movedNanos >= REST_NANOS;
  }

  private void missed(long sinceNanos, long nowNanos) {
    if (nowNanos - sinceNanos <= LATE_NANOS && ++missed >= MISSES) {
      missed = 0;
      endedNanos = pauseNanos;
      endedAtNanos = nowNanos;
      outlivedNanos = outlivedNanos >= endedNanos ? 0 : outlivedNanos;
    }
  }

  /** Whether this host spoke first after the last pause. */
  boolean wasFirst() {
    return first;
  }

  /** The longest pause of late that a mapping outlived; 0 if none did since then. */
  long outlivedNanos(long sinceNanos) {
    return outlivedAtNanos > sinceNanos ? outlivedNanos : 0;
  }

  /** When a mapping had ended in a pause last; {@link Long#MIN_VALUE} if never. */
  long endedAtNanos() {
    return endedAtNanos;
  }

  /** The pause in which one had; 0 if none had. */
  long endedNanos() {
    return endedNanos;
  }

  /** Whether one had lately, so that the next would as well. */
  boolean isShort(long nowNanos) {
    return endedAtNanos != NEVER && nowNanos - endedAtNanos < SHORT_NANOS;
  }
}
