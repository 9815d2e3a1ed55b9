package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerState;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.StoredFact;
import java.util.List;

/**
 * Whether this host's UDP gets through to anybody but routers, by what its tries have shown
 * (docs/nat.md, "What follows from it").
 *
 * @param mesh what the agent knows
 * @param ownPort the WireGuard port of this host
 * @param movedNanos since when this host is in the network in which it is now
 */
record DirectReach(Mesh mesh, int ownPort, long movedNanos) {

  /** Twice: the first call may have come before the other knew this host. */
  private static final int VAIN_TRIES = 2;

  /** How long whoever was called has to answer, from anywhere on earth. */
  private static final long ANSWERED_NANOS = 2 * Timing.ANSWER_NANOS;

  /**
   * Whether it does not: it hears nobody else, not even who lets everybody in, and has called such
   * a one in vain that a router sees.
   */
  boolean isBlocked(long nowNanos) {
    if (mesh.isSelfRouter()) {
      return false;
    }
    boolean vain = false;
    for (Peer peer : mesh.peers()) {
      if (mesh.routers().leads(peer)) {
        continue;
      }
      if (isHeardFromAfar(peer)) {
        return false;
      }
      vain =
          vain
              || (!peer.isHealthy()
                  && wasCalledInVain(peer, nowNanos)
                  && letsEverybodyIn(peer, nowNanos));
    }
    return vain;
  }

  private boolean isHeardFromAfar(Peer peer) {
    PeerState state = peer.state();
    return peer.history().heardNanos() > movedNanos
        && (state == null || state.endpoint() == null || !state.endpoint().address().isPrivate());
  }

  private boolean letsEverybodyIn(Peer peer, long nowNanos) {
    List<Endpoint> seen =
        mesh.store().about(peer.key()).stream()
            .filter(stored -> isSeen(stored, nowNanos))
            .map(stored -> ((FactValue.AtEndpoint) stored.fact().value()).endpoint())
            .toList();
    return CallOrder.of(seen, ownPort) == CallOrder.OPEN;
  }

  /** Whether a router says it of somebody whom it sees. */
  private boolean isSeen(StoredFact stored, long nowNanos) {
    long seenNanos = stored.peerExpiresNanos() - Timing.FACT_TTL_NANOS;
    return stored.fact().value() instanceof FactValue.AtEndpoint
        && stored.peer() != null
        && mesh.routers().isRouter(stored.peer().key())
        && seenNanos + Timing.VOUCH_NANOS >= nowNanos;
  }

  private boolean wasCalledInVain(Peer peer, long nowNanos) {
    int tries = 0;
    for (Endpoint endpoint : peer.history().triedEndpoints()) {
      PeerHistory.Tries each = peer.history().triesOf(endpoint);
      if (each != null
          && !endpoint.address().isPrivate()
          && each.lastNanos() > movedNanos
          && nowNanos - each.lastNanos() >= ANSWERED_NANOS) {
        tries += each.count();
      }
    }
    return tries >= VAIN_TRIES;
  }
}
