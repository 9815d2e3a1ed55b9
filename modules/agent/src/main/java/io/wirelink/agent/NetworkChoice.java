package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of several peers that offer the same network gets it (docs/protocol.md, "Several ways to
 * one network").
 *
 * <p>Where members of the mesh are in the network all hosts must come to the same choice: WireGuard
 * takes packets only from the peer that it would send the answer to. There the order is the same
 * for everybody. Behind other networks each host takes the way that is best for itself.
 *
 * @param mesh what is known of everybody
 */
record NetworkChoice(Mesh mesh) {

  /** How much sooner an answer must come for traffic to be moved, beside a third of the time. */
  private static final Duration WORTH_MOVING = Duration.ofMillis(10);

  /** The fit peer beside this one that has the network and keeps it; empty if there is none. */
  Optional<Peer> holderBeside(Peer peer, Cidr cidr, long nowNanos) {
    for (Peer other : mesh.peerNetworks().having(cidr)) {
      if (other != peer && holds(other, cidr, nowNanos) && !isBetter(peer, other, cidr, nowNanos)) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }

  private boolean holds(Peer peer, Cidr cidr, long nowNanos) {
    PeerState state = peer.state();
    return state != null
        && peer.pathState().isFit()
        && state.allowedIps().contains(cidr)
        && (mesh.peerNetworks().networksOf(peer).contains(cidr) || mesh.isBeingRetold(nowNanos));
  }

  /** Whether the network is to move to the peer from the one that has it now. */
  private boolean isBetter(Peer peer, Peer holder, Cidr cidr, long nowNanos) {
    int order =
        Comparator.comparing((Peer each) -> !isThere(each, nowNanos))
            .thenComparing(Peer::isDraining)
            .thenComparingInt(each -> metric(each.key()))
            .compare(peer, holder);
    if (order != 0) {
      return order < 0;
    }
    if (hasMembers(cidr)) {
      return mesh.routers().leads(peer)
          && mesh.routers().leads(holder)
          && peer.key().compareTo(holder.key()) < 0;
    }
    // While others say again who is a member, it is not known that there is none.
    return !mesh.isBeingRetold(nowNanos)
        && isFaster(peer.roundTrip().comparable(nowNanos), holder.roundTrip().comparable(nowNanos));
  }

  private boolean isThere(Peer peer, long nowNanos) {
    // Whose word has only aged by a jump of time is asked for it, and gives way to nobody
    // meanwhile.
    return peer.isAlive(nowNanos) || mesh.isBasic(peer.key()) || mesh.isBeingRetold(nowNanos);
  }

  private int metric(PublicKey key) {
    return LocalFacts.configOf(mesh.config(), key).metric();
  }

  /** Whether members beside routers have addresses in the network. */
  private boolean hasMembers(Cidr cidr) {
    return mesh.peers().stream()
        .filter(peer -> !mesh.isRouter(peer.key()))
        .anyMatch(
            peer ->
                mesh.peerNetworks().networksOf(peer).stream()
                    .anyMatch(each -> each.isHost() && cidr.contains(each.address())));
  }

  private static boolean isFaster(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return false;
    }
    Duration gain = other.minus(one);
    return gain.compareTo(WORTH_MOVING) >= 0 && gain.multipliedBy(3).compareTo(other) >= 0;
  }
}
