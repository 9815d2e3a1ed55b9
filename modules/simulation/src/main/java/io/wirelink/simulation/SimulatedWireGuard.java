package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A WireGuard device without cryptography: peers, handshakes, timers, roaming and cryptokey routing
 * behave as those of Linux do, in virtual time.
 */
public final class SimulatedWireGuard implements WireGuard {

  /** Stamps are cut to about 16 ms, so that they tell less about the sender's clock. */
  private static final long STAMP_STEP_NANOS = 1 << 24;

  private static final int LOWEST_RANDOM_PORT = 32_768;
  private static final int HIGHEST_RANDOM_PORT = 60_999;

  private final Underlay underlay;
  private final String interfaceName;
  private final WireGuardFlavor flavor;
  private final Map<PublicKey, SimulatedPeer> peers = new LinkedHashMap<>();
  private final AllowedIpTable allowedIps = new AllowedIpTable();
  private @Nullable PrivateKey privateKey;
  private @Nullable PublicKey publicKey;
  private IpAddress linkLocal = IpAddress.parse("::");
  private int listenPort;
  private int firewallMark;
  private boolean refusing;
  private long receivedBytes;
  private long sentBytes;

  SimulatedWireGuard(Underlay underlay, String interfaceName, WireGuardFlavor flavor) {
    this.underlay = underlay;
    this.interfaceName = interfaceName;
    this.flavor = flavor;
    this.listenPort = randomPort();
  }

  @Override
  public String interfaceName() {
    return interfaceName;
  }

  @Override
  public String backend() {
    return "simulated";
  }

  @Override
  public DeviceState read() {
    Map<PublicKey, PeerState> states = new LinkedHashMap<>();
    peers.forEach((key, peer) -> states.put(key, peer.state()));
    return new DeviceState(interfaceName, publicKey, listenPort, firewallMark, states);
  }

  /** The address that follows from its key, which it must have. */
  IpAddress linkLocalAddress() {
    return linkLocal;
  }

  @Override
  public PrivateKey privateKey() throws DeviceException {
    if (privateKey == null) {
      throw new DeviceException(
          DeviceException.Reason.FAILED,
          interfaceName + " has no private key; set one with `wg set`");
    }
    return privateKey;
  }

  @Override
  public void configure(DeviceChange change) throws DeviceException {
    if (refusing) {
      throw new DeviceException(
          DeviceException.Reason.FAILED, interfaceName + " could not be changed; try it again");
    }
    apply(change);
  }

  /** Lets every change fail from now on, or no change any more. */
  public void refuseChanges(boolean nowRefusing) {
    refusing = nowRefusing;
  }

  /** Applies a change that is not refused. */
  void apply(DeviceChange change) {
    if (change.privateKey() != null) {
      setPrivateKey(change.privateKey());
    }
    if (change.listenPort() != null) {
      listenPort = change.listenPort() == 0 ? randomPort() : change.listenPort();
    }
    if (change.firewallMark() != null) {
      firewallMark = change.firewallMark();
    }
    if (change.replacePeers()) {
      Set<PublicKey> gone = new LinkedHashSet<>(peers.keySet());
      change.peers().forEach(peer -> gone.remove(peer.publicKey()));
      gone.forEach(this::remove);
    }
    change.peers().forEach(this::apply);
  }

  private void setPrivateKey(PrivateKey key) {
    privateKey = key;
    publicKey = key.publicKey();
    linkLocal = publicKey.linkLocalAddress();
    remove(publicKey);
    peers.values().forEach(SimulatedPeer::keyChanged);
  }

  private void apply(PeerChange change) {
    note("is configured:", new DescribedChange(change));
    PublicKey key = change.publicKey();
    SimulatedPeer peer = peers.get(key);
    if (change.remove()) {
      remove(key);
      return;
    }
    if (peer == null) {
      if (change.updateOnly() || key.equals(publicKey)) {
        return;
      }
      peer = new SimulatedPeer(this, underlay, key);
      peers.put(key, peer);
    }
    if (change.replaceAllowedIps()) {
      allowedIps.removeAll(key);
    }
    change.allowedIps().stream().sorted().forEach(network -> allowedIps.put(network, key));
    peer.configure(change);
    peer.sendStaged();
  }

  private void remove(PublicKey key) {
    SimulatedPeer peer = peers.remove(key);
    if (peer != null) {
      peer.stop();
      allowedIps.removeAll(key);
    }
  }

  /** Lets go of nothing: the device stays as it is. */
  @Override
  public void close() {}

  /**
   * Sends a packet through the tunnel to the peer that its destination is routed to, and says
   * whether it was taken.
   */
  boolean send(InnerPacket packet) {
    SimulatedPeer peer = peers.get(allowedIps.lookup(packet.destination()));
    if (peer == null) {
      note("has no peer for", packet);
      return false;
    }
    return peer.send(packet);
  }

  /** Takes a message that arrived at the listen port. */
  void receive(Message message, Endpoint from) {
    switch (message) {
      case Message.Initiation initiation -> {
        SimulatedPeer peer = peers.get(initiation.sender());
        if (peer != null && initiation.recipient().equals(publicKey)) {
          peer.receive(initiation, from);
        }
      }
      case Message.Response response ->
          owner(response.receiverIndex(), message).ifPresent(peer -> peer.receive(response, from));
      case Message.Transport transport ->
          owner(transport.receiverIndex(), message)
              .ifPresent(peer -> peer.receive(transport, from));
    }
  }

  void countReceived(int bytes) {
    receivedBytes += bytes;
  }

  void countSent(int bytes) {
    sentBytes += bytes;
  }

  /**
   * What the interface received from all peers since it was made, in bytes; those that were removed
   * included.
   */
  public long receivedBytes() {
    return receivedBytes;
  }

  /** What the interface sent to all peers since it was made, in bytes. */
  public long sentBytes() {
    return sentBytes;
  }

  /**
   * How many nanoseconds ago something authentic came from a peer; empty if nothing did since it
   * was added.
   */
  OptionalLong heardAgoNanos(PublicKey key) {
    SimulatedPeer peer = peers.get(key);
    return peer == null || peer.heardNanos() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(underlay.clock().bootNanos() - peer.heardNanos());
  }

  /** How often this host and a peer have initiated at the same time, so that both had to wait. */
  int crossings(PublicKey key) {
    SimulatedPeer peer = peers.get(key);
    return peer == null ? 0 : peer.crossings();
  }

  private Optional<SimulatedPeer> owner(long index, Message message) {
    for (SimulatedPeer peer : peers.values()) {
      if (peer.owns(index)) {
        return Optional.of(peer);
      }
    }
    note("does not wait for", message);
    return Optional.empty();
  }

  /** Whether packets to the address go to this peer, and a session is there to send them with. */
  boolean reachesBy(PublicKey peer, IpAddress address) {
    SimulatedPeer there = peers.get(peer);
    return there != null && there.hasSession() && peer.equals(lookup(address));
  }

  /** What the kernel does before the host falls asleep. */
  void suspending() {
    if (flavor == WireGuardFlavor.KERNEL) {
      peers.values().forEach(SimulatedPeer::forgetSessions);
    }
  }

  /** Ends all that goes on, for a host that is switched off. */
  void shutDown() {
    peers.values().forEach(SimulatedPeer::stop);
    peers.clear();
  }

  WireGuardFlavor flavor() {
    return flavor;
  }

  @Nullable PublicKey publicKey() {
    return publicKey;
  }

  int listenPort() {
    return listenPort;
  }

  Set<Cidr> allowedIps(PublicKey peer) {
    return allowedIps.of(peer);
  }

  @Nullable PublicKey lookup(IpAddress address) {
    return allowedIps.lookup(address);
  }

  /** The stamp of an initiation that is sent now. */
  long stamp() {
    Instant wall = underlay.clock().wall();
    long nanos = wall.getNano() / STAMP_STEP_NANOS * STAMP_STEP_NANOS;
    return wall.getEpochSecond() * Times.SECOND + nanos;
  }

  private void note(String what, Object detail) {
    underlay.clock().simulation().note(underlay.name(), what, detail);
  }

  private int randomPort() {
    return underlay.clock().simulation().random().nextInt(LOWEST_RANDOM_PORT, HIGHEST_RANDOM_PORT);
  }
}
