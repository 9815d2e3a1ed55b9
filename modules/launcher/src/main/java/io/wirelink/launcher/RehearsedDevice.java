package io.wirelink.launcher;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A WireGuard device in memory, all of whose peers answer at once at whatever endpoint. */
final class RehearsedDevice implements WireGuard {
  static final int PORT = 51_820;

  private final String name;
  private final PrivateKey key;
  private final Map<PublicKey, PeerState> peers = new LinkedHashMap<>();

  /** When it is by the wall clock of who uses it. */
  private Instant now = Instant.now();

  /** A device without peers. */
  RehearsedDevice(String name, PrivateKey key) {
    this.name = name;
    this.key = key;
  }

  /** Sets its clock. */
  void setTime(Instant time) {
    now = time;
  }

  /** Adds a peer that has answered there. */
  void add(PublicKey peer, Endpoint endpoint, Cidr allowed) {
    peers.put(peer, new PeerState(peer, endpoint, now, 1, 1, 0, Set.of(allowed)));
  }

  @Override
  public String interfaceName() {
    return name;
  }

  @Override
  public String backend() {
    return "memory";
  }

  /** Each reading finds that each peer with an endpoint has been heard once more. */
  @Override
  public DeviceState read() {
    peers.replaceAll(
        (peer, old) ->
            old.endpoint() == null
                ? old
                : new PeerState(
                    peer,
                    old.endpoint(),
                    old.lastHandshake(),
                    old.receivedBytes() + 1,
                    old.sentBytes() + 1,
                    old.keepaliveSeconds(),
                    old.allowedIps(),
                    old.presharedKey()));
    return new DeviceState(name, key.publicKey(), PORT, 0, peers);
  }

  @Override
  public PrivateKey privateKey() {
    return key;
  }

  @Override
  public void configure(DeviceChange change) {
    for (PeerChange each : change.peers()) {
      if (each.remove()) {
        peers.remove(each.publicKey());
      } else {
        peers.compute(each.publicKey(), (peer, old) -> changed(each, old));
      }
    }
  }

  private PeerState changed(PeerChange change, PeerState old) {
    Set<Cidr> allowed = new HashSet<>(change.allowedIps());
    if (old != null && !change.replaceAllowedIps()) {
      allowed.addAll(old.allowedIps());
    }
    Endpoint endpoint =
        change.endpoint() != null || old == null ? change.endpoint() : old.endpoint();
    return new PeerState(
        change.publicKey(),
        endpoint,
        endpoint == null ? null : now,
        old == null ? 0 : old.receivedBytes(),
        old == null ? 0 : old.sentBytes(),
        0,
        allowed,
        change.presharedKey() == null ? PresharedKeyPrint.NONE : change.presharedKey().print());
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
