package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A WireGuard device that is made up, and does with changes what the kernel does. */
final class FakeDevice {

  static final int LISTEN_PORT = 51820;
  static final String INTERFACE = "wg0";

  /** A peer of the device, as it is there. */
  static final class DevicePeer {
    @Nullable Endpoint endpoint;
    @Nullable Instant lastHandshake;
    long received;
    long sent;
    Set<Cidr> allowedIps = new LinkedHashSet<>();

    /** Whether it shakes hands and answers as often as it should. */
    boolean healthy;
  }

  final Map<PublicKey, DevicePeer> peers = new LinkedHashMap<>();
  private final PublicKey self;

  FakeDevice(PublicKey self) {
    this.self = self;
  }

  /** A peer, which nobody has shaken hands with if it is new. */
  DevicePeer peer(PublicKey key, String... allowedIps) {
    DevicePeer peer = peers.computeIfAbsent(key, each -> new DevicePeer());
    Arrays.stream(allowedIps).map(Cidr::parse).forEach(peer.allowedIps::add);
    return peer;
  }

  /** What it says now; who is healthy has just shaken hands. */
  DeviceState read(Instant wall) {
    Map<PublicKey, PeerState> states = new LinkedHashMap<>();
    peers.forEach(
        (key, peer) -> {
          if (peer.healthy) {
            peer.lastHandshake = wall.minusSeconds(1);
            peer.received += 100;
          }
          states.put(
              key,
              new PeerState(
                  key,
                  peer.endpoint,
                  peer.lastHandshake,
                  peer.received,
                  peer.sent,
                  0,
                  peer.allowedIps));
        });
    return new DeviceState(INTERFACE, self, LISTEN_PORT, 0, states);
  }

  void apply(PeerChange change) {
    if (change.remove()) {
      peers.remove(change.publicKey());
      return;
    }
    if (change.updateOnly() && !peers.containsKey(change.publicKey())) {
      return;
    }
    DevicePeer peer = peer(change.publicKey());
    if (change.endpoint() != null) {
      peer.endpoint = change.endpoint();
    }
    if (change.replaceAllowedIps()) {
      peer.allowedIps.clear();
    }
    peers.values().forEach(other -> other.allowedIps.removeAll(change.allowedIps()));
    peer.allowedIps.addAll(change.allowedIps());
  }
}
