package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.trust.TrustLevel;
import java.util.LinkedHashSet;
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
