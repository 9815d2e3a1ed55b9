package io.wirelink.simulation;

import java.util.random.RandomGenerator;

/** The timers of one peer (drivers/net/wireguard/timers.c; WireGuard whitepaper, 6). */
final class PeerTimers {

  /**
   * How long to wait for a response, and the least time between two initiations ({@code
   * REKEY_TIMEOUT}).
   */
  static final long REKEY_TIMEOUT_NANOS = 5 * Times.SECOND;

  /**
   * So that two hosts do not go on initiating at the same time ({@code
   * REKEY_TIMEOUT_JITTER_MAX_JIFFIES}).
   */
  static final long MAX_JITTER_NANOS = 333 * Times.MILLISECOND;

  /** How long a receiver may be silent ({@code KEEPALIVE_TIMEOUT}). */
  static final long KEEPALIVE_NANOS = 10 * Times.SECOND;

  /** {@code MAX_TIMER_HANDSHAKES}: 90 s of attempts, one each 5 s. */
  static final int MAX_ATTEMPTS = 18;

  private final SimulatedPeer peer;
  private final RandomGenerator random;
  private final HostTimer retransmitHandshake;
  private final HostTimer newHandshake;
  private final HostTimer sendKeepalive;
  private final HostTimer persistentKeepalive;
  private boolean needAnotherKeepalive;
  private int attempts;

  PeerTimers(SimulatedPeer peer, HostClock clock, RandomGenerator random) {
    this.peer = peer;
    this.random = random;
    retransmitHandshake = clock.newTimer(this::expiredRetransmitHandshake);
    newHandshake = clock.newTimer(() -> peer.initiate(false));
    sendKeepalive = clock.newTimer(this::expiredSendKeepalive);
    persistentKeepalive = clock.newTimer(peer::sendKeepalive);
  }

  void dataSent() {
    if (!newHandshake.isPending()) {
      newHandshake.setIn(KEEPALIVE_NANOS + REKEY_TIMEOUT_NANOS + jitter());
    }
  }

  void dataReceived() {
    if (sendKeepalive.isPending()) {
      needAnotherKeepalive = true;
    } else {
      sendKeepalive.setIn(KEEPALIVE_NANOS);
    }
  }

  void anySent() {
    sendKeepalive.cancel();
  }

  void anyReceived() {
    newHandshake.cancel();
  }

  void anyTraversal() {
    if (peer.keepaliveSeconds() > 0) {
      persistentKeepalive.setIn(peer.keepaliveSeconds() * Times.SECOND);
    }
  }

  /** Starts counting attempts from the beginning: not we, but a packet asks for a handshake. */
  void resetAttempts() {
    attempts = 0;
  }

  void handshakeInitiated() {
    retransmitHandshake.setIn(REKEY_TIMEOUT_NANOS + jitter());
  }

  void handshakeComplete() {
    retransmitHandshake.cancel();
    attempts = 0;
  }

  void stop() {
    retransmitHandshake.cancel();
    newHandshake.cancel();
    sendKeepalive.cancel();
    persistentKeepalive.cancel();
  }

  void keepaliveTurnedOff() {
    persistentKeepalive.cancel();
  }

  private void expiredRetransmitHandshake() {
    if (attempts > MAX_ATTEMPTS) {
      sendKeepalive.cancel();
      peer.giveUp();
    } else {
      attempts++;
      peer.initiate(true);
    }
  }

  private void expiredSendKeepalive() {
    peer.sendKeepalive();
    if (needAnotherKeepalive) {
      needAnotherKeepalive = false;
      sendKeepalive.setIn(KEEPALIVE_NANOS);
    }
  }

  private long jitter() {
    return random.nextLong(MAX_JITTER_NANOS);
  }
}
