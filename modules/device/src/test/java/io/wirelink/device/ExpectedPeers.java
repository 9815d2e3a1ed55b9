package io.wirelink.device;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The peers that a device must have after changes, in the plainest way to say it. */
final class ExpectedPeers {

  private final Map<PublicKey, PeerState> peers = new LinkedHashMap<>();

  Map<PublicKey, PeerState> peers() {
    return peers;
  }

  void apply(DeviceChange change) {
    if (change.replacePeers()) {
      peers.clear();
    }
    change.peers().forEach(this::apply);
  }

  private void apply(PeerChange change) {
    PublicKey key = change.publicKey();
    PeerState old = peers.get(key);
    if (change.remove()) {
      peers.remove(key);
    } else if (old != null || !change.updateOnly()) {
      peers.replaceAll((k, p) -> k.equals(key) ? p : without(p, change.allowedIps()));
      peers.put(key, changed(old, change));
    }
  }

  private static PeerState changed(PeerState old, PeerChange change) {
    Set<Cidr> networks = new HashSet<>(change.allowedIps());
    if (old != null && !change.replaceAllowedIps()) {
      networks.addAll(old.allowedIps());
    }
    Endpoint endpoint = old == null ? null : old.endpoint();
    int keepalive = old == null ? 0 : old.keepaliveSeconds();
    return new PeerState(
        change.publicKey(),
        change.endpoint() == null ? endpoint : change.endpoint(),
        null,
        0,
        0,
        change.keepaliveSeconds() == null ? keepalive : change.keepaliveSeconds(),
        networks);
  }

  private static PeerState without(PeerState peer, Collection<Cidr> moved) {
    Set<Cidr> networks = new HashSet<>(peer.allowedIps());
    networks.removeAll(moved);
    return new PeerState(
        peer.publicKey(), peer.endpoint(), null, 0, 0, peer.keepaliveSeconds(), networks);
  }
}
