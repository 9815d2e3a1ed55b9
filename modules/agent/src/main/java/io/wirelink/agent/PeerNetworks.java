package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactChange;
import io.wirelink.fact.FactStore;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.StoredFact;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which networks the peers have, on the device or by what is said, and who carries them. */
final class PeerNetworks {

  private final FactStore store;
  private final Peers peers;
  private final NetworkIndex networkIndex = new NetworkIndex();

  PeerNetworks(FactStore store, Peers peers) {
    this.store = store;
    this.peers = peers;
  }

  /** Takes note of a peer that is new. */
  void added(Peer peer) {
    believedNetworks(peer.key()).forEach(cidr -> networkIndex.add(cidr, peer));
  }

  /** Takes note of a peer that is forgotten. */
  void removed(Peer peer) {
    networksOf(peer).forEach(cidr -> networkIndex.remove(cidr, peer));
  }

  /** Takes note of what the device routes to a peer now, and did before. */
  void noteNetworks(Peer peer, Set<Cidr> before, Set<Cidr> now) {
    if (!before.equals(now)) {
      before.forEach(cidr -> reindex(peer, cidr));
      now.forEach(cidr -> reindex(peer, cidr));
    }
  }

  /** Takes note of a change of what is believed. */
  void noteNetworks(FactChange change) {
    Fact fact = change.stored().fact();
    Peer peer = peers.get(fact.subject());
    if (peer != null && fact.value() instanceof FactValue.AllowedCidr(Cidr cidr)) {
      reindex(peer, cidr.masked());
    }
  }

  private void reindex(Peer peer, Cidr cidr) {
    PeerState state = peer.state();
    if (cidr.address().isLinkLocal()) {
      // Everybody's own address: nobody asks who else has it.
      return;
    }
    if ((state != null && state.allowedIps().contains(cidr)) || networksOf(peer).contains(cidr)) {
      networkIndex.add(cidr, peer);
    } else {
      networkIndex.remove(cidr, peer);
    }
  }

  /** Who has exactly this network on the device, or by what is said. */
  List<Peer> having(Cidr cidr) {
    return networkIndex.having(cidr);
  }

  /**
   * Whether traffic for the network goes by a fit peer beside this one that is not about to be
   * maintained, as soon as this one does not have it any more.
   */
  boolean isCarriedBeside(Peer peer, Cidr cidr) {
    return covering(peer, cidr).anyMatch(other -> other.pathState().isFit() && !other.isDraining());
  }

  /**
   * The same of a peer that answers, even if its path is kept from traffic: where no path is good,
   * that of a router is the one that others go by as well.
   */
  boolean hasAnswererBeside(Peer peer, Cidr cidr) {
    return covering(peer, cidr).anyMatch(Peer::isHealthy);
  }

  /** Whether a fit peer beside this one has the network or a wider one, or is about to get it. */
  boolean isOfferedBeside(Peer peer, Cidr cidr) {
    return networkIndex.covering(cidr).stream()
        .anyMatch(other -> other != peer && other.state() != null && other.pathState().isFit());
  }

  /** Who beside the peer has the network or a wider one on the device. */
  private Stream<Peer> covering(Peer peer, Cidr cidr) {
    return networkIndex.covering(cidr).stream()
        .filter(other -> other != peer)
        .filter(
            other ->
                other.state() != null
                    && other.state().allowedIps().stream().anyMatch(each -> each.contains(cidr)));
  }

  /** The networks that the peer may have: what facts give it, and what this host took from it. */
  Set<Cidr> networksOf(Peer peer) {
    Set<Cidr> networks = believedNetworks(peer.key());
    networks.addAll(peer.lent().all());
    return networks;
  }

  /** Whether one of them is more than a single address. */
  boolean hasNetworkBehind(Peer peer) {
    // A loop without a list, since this is asked of each of a thousand peers.
    for (StoredFact stored : store.about(peer.key())) {
      if (stored.fact().value() instanceof FactValue.AllowedCidr(Cidr cidr)
          && !cidr.isHost()
          && Roles.isNetwork(cidr.masked())) {
        return true;
      }
    }
    return peer.lent().areOfRouter();
  }

  /** The networks that facts give to the peer. */
  Set<Cidr> believedNetworks(PublicKey key) {
    Set<Cidr> cidrs = new LinkedHashSet<>();
    for (StoredFact stored : store.about(key)) {
      if (stored.fact().value() instanceof FactValue.AllowedCidr(Cidr cidr)) {
        cidrs.add(cidr.masked());
      }
    }
    return cidrs;
  }
}
