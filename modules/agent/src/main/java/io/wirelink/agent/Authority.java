package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.trust.TrustLevel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who decides on membership: those whom the configuration trusts with it; without any, the routers.
 *
 * @param mesh what is known of everybody
 */
record Authority(Mesh mesh) {

  /**
   * Whether somebody who decides on membership has been healthy and alive for so long, and was
   * heard within the last 90 s.
   */
  boolean hasTold(long forNanos, long nowNanos) {
    return mesh.peers().stream()
        .anyMatch(peer -> peer.agent().hasTold(forNanos, nowNanos) && decides(peer));
  }

  /**
   * Whether those who may give networks have told everything: what nobody says now, nobody says any
   * more. Who answers, and whose agent fell silent, takes nothing back by that.
   */
  boolean hasToldNetworks(long nowNanos) {
    List<Peer> sources =
        mesh.peers().stream()
            .filter(peer -> mesh.trust().levelOf(peer.key()).atLeast(TrustLevel.ALLOWED_IPS))
            .toList();
    return sources.stream().anyMatch(peer -> peer.agent().hasTold(Timing.TOLD_ALL_NANOS, nowNanos))
        && sources.stream()
            .noneMatch(peer -> peer.isHealthy() && peer.agent().hasFallenSilent(nowNanos));
  }

  /** Whether this host does, so that others go by what it says. */
  boolean decidesItself() {
    return mesh.trust().membershipConfigured()
        ? mesh.selfTrust().atLeast(TrustLevel.MEMBERSHIP)
        : mesh.isSelfRouter();
  }

  /** All who do. */
  Set<PublicKey> deciding() {
    if (!mesh.trust().membershipConfigured()) {
      return mesh.routers().deciding();
    }
    Set<PublicKey> deciding = new LinkedHashSet<>();
    // A loop, since this is asked of each of a thousand peers.
    for (Peer peer : mesh.peers()) {
      if (decides(peer)) {
        deciding.add(peer.key());
      }
    }
    return deciding;
  }

  /** Whether the peer does. */
  boolean decides(Peer peer) {
    TrustLevel configured = LocalFacts.configOf(mesh.config(), peer.key()).trust();
    return mesh.trust().membershipConfigured()
        ? configured != null && configured.atLeast(TrustLevel.MEMBERSHIP)
        : mesh.routers().decides(peer);
  }
}
