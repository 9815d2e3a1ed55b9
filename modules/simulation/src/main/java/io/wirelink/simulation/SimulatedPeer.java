package io.wirelink.simulation;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One peer of a simulated WireGuard device: its handshakes, sessions and queue.
 *
 * <p>As in the real one there is room for one handshake only. When both sides initiate at once,
 * each gives up its own initiation for the other's, each gets a response that it no longer waits
 * for, and neither may send before one of them tries again, five seconds later.
 */
final class SimulatedPeer {

  private final SimulatedWireGuard device;
  private final Underlay underlay;
  private final PublicKey key;
  private final PeerTimers timers;
  private final Sessions sessions = new Sessions();
  private final StagedPackets staged = new StagedPackets();
  private @Nullable Endpoint endpoint;
  private int keepaliveSeconds;
  private long receivedBytes;
  private long sentBytes;
  private long heardNanos;
  private @Nullable Instant lastHandshake;
  private final Handshake handshake = new Handshake();
  private long lastHandshakeSentNanos;
  private boolean tookLastChance;
  private int crossings;

  SimulatedPeer(SimulatedWireGuard device, Underlay underlay, PublicKey key) {
    this.device = device;
    this.underlay = underlay;
    this.key = key;
    this.timers = new PeerTimers(this, underlay.clock(), underlay.clock().simulation().random());
    this.lastHandshakeSentNanos = now() - PeerTimers.REKEY_TIMEOUT_NANOS;
  }

  int keepaliveSeconds() {
    return keepaliveSeconds;
  }

  PeerState state() {
    return new PeerState(
        key,
        endpoint,
        lastHandshake,
        receivedBytes,
        sentBytes,
        keepaliveSeconds,
        device.allowedIps(key),
        handshake.presharedKey());
  }

  /** Takes over what a change says of the peer alone; a session goes on as it is. */
  void configure(PeerChange change) {
    endpoint = change.endpoint() == null ? endpoint : change.endpoint();
    handshake.configure(change);
    if (change.keepaliveSeconds() != null) {
      setKeepaliveSeconds(change.keepaliveSeconds());
    }
  }

  private void setKeepaliveSeconds(int seconds) {
    boolean turnedOn = keepaliveSeconds == 0 && seconds > 0;
    keepaliveSeconds = seconds;
    if (turnedOn) {
      sendKeepalive();
    } else if (seconds == 0) {
      timers.keepaliveTurnedOff();
    }
  }

  /** Whether there is a session that packets can be sent with at once. */
  boolean hasSession() {
    Session session = sessions.current();
    return session != null && session.maySend(now());
  }

  /** How often it gave up its own initiation for the other's. */
  int crossings() {
    return crossings;
  }

  boolean owns(long localIndex) {
    return handshake.isInitiated(localIndex) || sessions.find(localIndex) != null;
  }

  /**
   * Sends a packet as soon as there is a session, sees to it that there is one, and says whether it
   * was taken.
   */
  boolean send(InnerPacket packet) {
    if (endpoint == null && device.flavor() == WireGuardFlavor.KERNEL) {
      note("has no endpoint for", packet);
      return false;
    }
    staged.add(packet);
    sendStaged();
    return true;
  }

  void sendKeepalive() {
    if (staged.isEmpty()) {
      staged.add(InnerPacket.KEEPALIVE);
    }
    sendStaged();
  }

  void sendStaged() {
    if (staged.isEmpty()) {
      return;
    }
    Session session = sessions.current();
    if (session == null || !session.maySend(now())) {
      initiate(false);
      return;
    }
    while (!staged.isEmpty()) {
      transmit(session, staged.take());
    }
  }

  private void transmit(Session session, InnerPacket packet) {
    boolean sent =
        sendMessage(new Message.Transport(session.remoteIndex(), session.takeCounter(), packet));
    if (sent && !packet.isKeepalive()) {
      timers.dataSent();
    }
    if (session.isInitiator() && session.ageNanos(now()) >= Session.REKEY_AFTER_NANOS) {
      initiate(false);
    }
  }

  /** Begins a handshake, unless one was begun or answered less than five seconds ago. */
  void initiate(boolean retry) {
    if (!retry) {
      timers.resetAttempts();
    }
    PublicKey self = device.publicKey();
    if (self == null || now() - lastHandshakeSentNanos < PeerTimers.REKEY_TIMEOUT_NANOS) {
      return;
    }
    lastHandshakeSentNanos = now();
    long index = handshake.initiate(newIndex());
    sendMessage(new Message.Initiation(self, key, index, device.stamp()));
    timers.handshakeInitiated();
  }

  /** Nobody answered for long: what waits is dropped, until new packets ask for a handshake. */
  void giveUp() {
    note("gives up the handshake with", endpoint == null ? key : endpoint);
    staged.clear();
  }

  void receive(Message.Initiation initiation, Endpoint from) {
    if (!handshake.isLatest(initiation)) {
      note("has seen a later initiation than", initiation);
      return;
    }
    crossings += handshake.forget() ? 1 : 0;
    lastHandshakeSentNanos = now();
    endpoint = from;
    var session = new Session(false, newIndex(), initiation.senderIndex(), now());
    sessions.add(session);
    count(initiation);
    sendMessage(handshake.response(session));
    authenticated();
  }

  void receive(Message.Response response, Endpoint from) {
    if (!handshake.isInitiated(response.receiverIndex())) {
      note("does not wait for", response);
      return;
    }
    if (!response.presharedKey().equals(handshake.presharedKey())) {
      note("cannot open", response);
      return;
    }
    handshake.forget();
    endpoint = from;
    sessions.add(new Session(true, response.receiverIndex(), response.senderIndex(), now()));
    count(response);
    handshakeComplete();
    sendKeepalive();
    authenticated();
  }

  void receive(Message.Transport transport, Endpoint from) {
    Session session = sessions.find(transport.receiverIndex());
    if (session == null || !session.isUsable(now()) || !session.isNew(transport.counter())) {
      note("cannot open", transport);
      return;
    }
    endpoint = from;
    if (sessions.confirm(session)) {
      handshakeComplete();
      sendStaged();
    }
    renewBeforeItIsTooLate();
    authenticated();
    if (transport.packet().isKeepalive()) {
      count(transport);
      return;
    }
    timers.dataReceived();
    boolean accepted = key.equals(device.lookup(transport.packet().source()));
    // The kernel does not count what it does not accept (drivers/net/wireguard/receive.c,
    // wg_packet_consume_data_done); wireguard-go does.
    if (accepted || device.flavor() == WireGuardFlavor.USERSPACE) {
      count(transport);
    }
    if (accepted) {
      underlay.received(transport.packet());
    } else {
      note("does not accept from this peer", transport.packet());
    }
  }

  private void renewBeforeItIsTooLate() {
    Session session = sessions.current();
    if (!tookLastChance && session != null && session.isLastChance(now())) {
      tookLastChance = true;
      initiate(false);
    }
  }

  private void handshakeComplete() {
    timers.handshakeComplete();
    tookLastChance = false;
    lastHandshake = underlay.clock().wall();
    note("has a session with", endpoint == null ? key : endpoint);
  }

  private void authenticated() {
    heardNanos = now();
    timers.anyReceived();
    timers.anyTraversal();
  }

  private void count(Message message) {
    receivedBytes += message.length();
    device.countReceived(message.length());
  }

  /** Sends a message, counts it if there was a way, and says whether there was. */
  private boolean sendMessage(Message message) {
    Endpoint to = endpoint;
    timers.anyTraversal();
    timers.anySent();
    if (to == null || !underlay.send(to, device.listenPort(), message)) {
      return false;
    }
    sentBytes += message.length();
    device.countSent(message.length());
    return true;
  }

  /** When something authentic came from it last; zero if never. */
  long heardNanos() {
    return heardNanos;
  }

  /** Ends all that goes on, for a peer that is removed. */
  void stop() {
    timers.stop();
    staged.clear();
    forgetSessions();
  }

  /** This host has another key. */
  void keyChanged() {
    sessions.expire();
    handshake.forget();
    lastHandshakeSentNanos = now() - PeerTimers.REKEY_TIMEOUT_NANOS;
  }

  void forgetSessions() {
    sessions.clear();
    handshake.forget();
  }

  private void note(String what, Object detail) {
    underlay.clock().simulation().note(underlay.name(), what, detail);
  }

  private long newIndex() {
    return underlay.clock().simulation().newIndex();
  }

  private long now() {
    return underlay.clock().bootNanos();
  }
}
