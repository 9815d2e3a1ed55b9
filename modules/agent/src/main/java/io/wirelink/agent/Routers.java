package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactStore;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.StoredFact;
import io.wirelink.gossip.PathMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which peers are routers, and which of them are another way to a peer. */
final class Routers {

  private final FactStore store;
  private final Peers peers;
  private final PeerNetworks networks;
  private Set<PublicKey> routersByMemory = Set.of();

  Routers(FactStore store, Peers peers, PeerNetworks networks) {
    this.store = store;
    this.peers = peers;
    this.networks = networks;
  }

  boolean isRouter(PublicKey key) {
    Peer peer = peers.get(key);
    return peer != null && isRouter(peer);
  }

  private static boolean isRouter(Peer peer) {
    return peer.routes().isRouter() || (peer.state() != null && peer.lent().areOfRouter());
  }

  /**
   * Whether the peer is a router, or would be one if it had all that it offers: this host may go by
   * another one.
   */
  boolean leads(Peer peer) {
    return isRouter(peer) || networks.hasNetworkBehind(peer);
  }

  /**
   * Takes note of a peer of which the device or itself may have said something else, so that who is
   * a router is a question to few.
   */
  void note(Peer peer) {
    if (peer.routes().isRouter() || peer.agent().wasRouter() || !peer.lent().all().isEmpty()) {
      peers.everRouters().add(peer);
    }
  }

  /** Whether any peer is one, or has ever said so. */
  boolean any() {
    for (Peer peer : peers.everRouters()) {
      if (peer.agent().wasRouter() || isRouter(peer)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether anybody beside the peer may be a router, for all that is known: who leads somewhere,
   * says so, or has never shown that it is a leaf.
   *
   * @param early whether others may only not have had the time to say anything
   */
  boolean mayBeBeside(Peer peer, boolean early) {
    return peers.all().stream()
        .filter(other -> other != peer)
        .anyMatch(
            other ->
                leads(other) || (other.bootId() == null ? !early : !other.agent().isLeafForSure()));
  }

  /** Whether the path to any router may keep traffic. */
  boolean isAnyFit() {
    return peers.all().stream().anyMatch(peer -> peer.pathState().isFit() && leads(peer));
  }

  /**
   * Takes note of those who were no routers on the device at the start, and may only become such
   * because this host remembers networks of them.
   */
  void setRoutersByMemory(Set<PublicKey> keys) {
    routersByMemory = Set.copyOf(keys);
  }

  /**
   * Whether the peer decides on who belongs to the mesh where the configuration names nobody who
   * does: a router does. Not who is one only because this host remembers that it was, since who was
   * expelled while this host was off must have no say; nor who has shown that it is a leaf, and is
   * a router to this host because there is a network behind it.
   */
  boolean decides(Peer peer) {
    return isRouter(peer)
        && !peer.agent().isLeafForSure()
        && (!routersByMemory.contains(peer.key()) || Roles.isRouter(saidNetworks(peer.key())));
  }

  /** All who do. */
  Set<PublicKey> deciding() {
    return peers.everRouters().stream()
        .filter(this::decides)
        .map(Peer::key)
        .collect(Collectors.toSet());
  }

  /** Whether the key is that of a peer who does. */
  boolean decides(PublicKey key) {
    Peer peer = peers.get(key);
    return peer != null && decides(peer);
  }

  private List<Cidr> saidNetworks(PublicKey key) {
    List<Cidr> said = new ArrayList<>();
    for (StoredFact stored : store.about(key)) {
      if (!stored.isRemembered()
          && stored.fact().value() instanceof FactValue.AllowedCidr(var cidr)) {
        said.add(cidr);
      }
    }
    return said;
  }

  /** Whether there is a healthy router that is not this peer, and so another way to it. */
  boolean hasHealthyRouterBeside(Peer peer) {
    return peers.all().stream().anyMatch(other -> isHealthyRouterBeside(other, peer));
  }

  /**
   * Routers beside the peer that can pass a packet on to it.
   *
   * @param most how many are enough
   */
  List<Peer> passingRouters(Peer peer, int most) {
    return peers.all().stream()
        .filter(other -> other != peer && other.isHealthy())
        .filter(other -> isRouter(other) || other.understands(Outbox.ROUTER))
        .filter(other -> other.understands(PathMessage.PASSING))
        .limit(most)
        .toList();
  }

  private boolean isHealthyRouterBeside(Peer other, Peer peer) {
    return other != peer && other.isHealthy() && isRouter(other);
  }

  /**
   * The healthy router whose AllowedIPs take in what is known of the peer's networks, the narrowest
   * if there are several; any healthy router where none does; null if there is none.
   */
  @Nullable PublicKey routerTo(Peer peer) {
    Set<Cidr> believed = networks.believedNetworks(peer.key());
    return peers.all().stream()
        .filter(other -> isHealthyRouterBeside(other, peer))
        .max(Comparator.comparingInt(router -> longestMatch(router, believed)))
        .map(Peer::key)
        .orElse(null);
  }

  private static int longestMatch(Peer router, Set<Cidr> networks) {
    PeerState state = router.state();
    return state == null
        ? -1
        : state.allowedIps().stream()
            .filter(route -> networks.stream().anyMatch(each -> route.contains(each.address())))
            .mapToInt(Cidr::prefixLength)
            .max()
            .orElse(-1);
  }
}
