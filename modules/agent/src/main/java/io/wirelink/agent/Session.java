package io.wirelink.agent;

import io.wirelink.device.PeerState;
import io.wirelink.gossip.PathMessage;
import io.wirelink.path.Sample;
import io.wirelink.path.Traffic;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What passes between this host and a peer: when the last handshake was, what moved, and for how
 * long nothing has come back.
 */
final class Session {

  /**
   * How old the last handshake is when what is sent does make a new one: 120 s, and the precision
   * of the timer.
   */
  private static final long REKEYED_NANOS = Duration.ofSeconds(121).toNanos();

  private final PeerHistory history;
  private final Traffic traffic = new Traffic();
  private final PathRest rest = new PathRest();
  private boolean handshakeFresh;
  private boolean handshakeNew;

  /** When the last handshake was; {@link Long#MIN_VALUE} if there was none. */
  private long handshakeNanos = Long.MIN_VALUE;

  /**
   * When the oldest packet was sent to which nothing came back so far; {@link Long#MAX_VALUE} if
   * there is none.
   */
  private long unansweredNanos = Long.MAX_VALUE;

  /** When there was traffic last; {@link Long#MIN_VALUE} if there was none. */
  private long usedNanos = Long.MIN_VALUE;

  /**
   * A session that does not exist yet.
   *
   * @param history is told when something was heard
   */
  Session(PeerHistory history) {
    this.history = history;
  }

  /** Takes note that the device does not have the peer any more. */
  void gone() {
    handshakeFresh = false;
    handshakeNew = false;
    rest.interrupted();
    handshakeNanos = Long.MIN_VALUE;
    unansweredNanos = Long.MAX_VALUE;
  }

  /**
   * Takes in what the device says of it now.
   *
   * @return what that says of the path
   */
  Sample read(@Nullable PeerState before, PeerState now, Instant wall, long nowNanos) {
    boolean rekeying =
        handshakeNanos != Long.MIN_VALUE && nowNanos - Timing.REKEY_NANOS >= handshakeNanos;
    Traffic.Moved moved = traffic.between(before, now, rekeying);
    boolean shaken = noteHandshake(before, now, wall, nowNanos);
    handshakeNew = shaken;
    usedNanos = moved.sent() ? nowNanos : usedNanos;
    rest.read(moved.sentBytes(), moved.received(), nowNanos);
    long received = before == null ? 0 : now.receivedBytes() - before.receivedBytes();
    boolean onlyCalls = !shaken && Traffic.areInitiations(received);
    if (before == null || (received != 0 && !onlyCalls)) {
      // A counter that fell is one of a peer that was removed and added again.
      unansweredNanos = Long.MAX_VALUE;
    } else if (now.sentBytes() - before.sentBytes() > Traffic.UNANSWERED_BYTES) {
      // Others on this host speak to the peer too, and more often than the agent does.
      sent(nowNanos);
    }
    boolean overdue = nowNanos - Timing.SILENCE_NANOS >= unansweredNanos;
    if (received > 0) {
      history.heard(nowNanos);
    }
    return new Sample(
        handshakeFresh,
        shaken,
        moved.sentBytes(),
        moved.sent(),
        moved.received(),
        received > 0 && !onlyCalls,
        overdue);
  }

  /**
   * Takes note of the last handshake. Its age passes by the agent's own time: the wall clock, which
   * the device stamps it with, may be set at any time.
   */
  private boolean noteHandshake(
      @Nullable PeerState before, PeerState now, Instant wall, long nowNanos) {
    Instant handshake = now.lastHandshake();
    boolean shaken = false;
    if (handshake == null) {
      handshakeNanos = Long.MIN_VALUE;
    } else if (before != null
        && before.lastHandshake() != null
        && handshake.isAfter(before.lastHandshake())) {
      // However the wall clock was set meanwhile, it came about since the last look.
      shaken = true;
      handshakeNanos = nowNanos;
    } else if (before == null || !handshake.equals(before.lastHandshake())) {
      Duration age = Duration.between(handshake, wall);
      boolean old = age.compareTo(Timing.HANDSHAKE_VALIDITY) >= 0;
      shaken = before != null && !old;
      Duration counted = old ? Timing.HANDSHAKE_VALIDITY : shaken ? Duration.ZERO : age;
      handshakeNanos = nowNanos - Math.max(0, counted.toNanos());
    }
    handshakeFresh =
        now.endpoint() != null
            && handshakeNanos != Long.MIN_VALUE
            && nowNanos - Timing.HANDSHAKE_VALIDITY.toNanos() < handshakeNanos;
    return shaken;
  }

  /** Notes that a packet goes to the peer through the tunnel. */
  void sent(int payload, long nowNanos) {
    traffic.sent(payload);
    rest.sent(nowNanos);
    sent(nowNanos);
  }

  private void sent(long nowNanos) {
    if (handshakeFresh && unansweredNanos == Long.MAX_VALUE) {
      unansweredNanos = nowNanos;
    }
  }

  /** Notes that a packet came from the peer through the tunnel. */
  void heard(int payload, long nowNanos) {
    traffic.received(payload);
    rest.heard(nowNanos);
    unansweredNanos = Long.MAX_VALUE;
    history.heard(nowNanos);
  }

  /** What the pauses of the path show. */
  PathRest rest() {
    return rest;
  }

  /** Notes that the peer says by another way how its side of the path is. */
  void reported(PathMessage.Word word, long nowNanos) {
    if (word.asks()) {
      rest.asked(nowNanos);
    }
  }

  /** Whether there was traffic within that time. */
  boolean isUsed(long withinNanos, long nowNanos) {
    return usedNanos != Long.MIN_VALUE && nowNanos - usedNanos < withinNanos;
  }

  /** Whether the last reading showed a handshake that the one before did not. */
  boolean isHandshakeNew() {
    return handshakeNew;
  }

  /**
   * From when on packets to the peer make WireGuard shake hands anew, if this host has made the
   * last handshake; {@link Long#MIN_VALUE} if there was none.
   */
  long rekeyNanos() {
    return handshakeNanos == Long.MIN_VALUE ? Long.MIN_VALUE : handshakeNanos + REKEYED_NANOS;
  }

  /** Whether there was a handshake so lately that packets need no new one. */
  boolean isHandshakeFresh() {
    return handshakeFresh;
  }

  /**
   * When the oldest packet was sent to which nothing came back so far; {@link Long#MAX_VALUE} if
   * there is none.
   */
  long unansweredNanos() {
    return unansweredNanos;
  }

  /**
   * Takes note that time has jumped.
   *
   * @param skippedNanos how far the agent's time went ahead: nothing was sent in it, and no answer
   *     is late for it
   */
  void missedSomething(long skippedNanos) {
    rest.interrupted();
    if (handshakeNanos != Long.MIN_VALUE) {
      handshakeNanos += skippedNanos;
    }
    if (unansweredNanos != Long.MAX_VALUE) {
      unansweredNanos += skippedNanos;
    }
  }
}
