package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.StoredFact;
import io.wirelink.invitation.FreeAddresses;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.InvitationRefusedException;
import io.wirelink.invitation.Invitations;
import io.wirelink.invitation.JoinMessage;
import io.wirelink.invitation.RouterEndpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where there is room for a newcomer in the mesh, and how it gets there: from what a router knows.
 *
 * @param mesh what it knows
 * @param invitations what it has promised already
 */
record NewcomerPlace(Mesh mesh, Invitations invitations) {

  /**
   * The line for a newcomer.
   *
   * @param oneTimeKey under which it is let in
   * @param seen where others see this router
   * @throws InvitationRefusedException if this host is no router, or there is no room for it
   */
  InvitationLine line(
      InvitationWish wish, PrivateKey oneTimeKey, Instant expires, Set<Endpoint> seen)
      throws InvitationRefusedException {
    DeviceState device = mesh.device();
    if (device == null || !mesh.isSelfRouter()) {
      throw new InvitationRefusedException(
          "this host is no router, and only a router can let others in: run this on the router");
    }
    if (routes().isEmpty()) {
      throw new InvitationRefusedException("nothing is routed to this router");
    }
    return new InvitationLine(
        mesh.self(),
        oneTimeKey,
        expires,
        mesh.config().portBeside(device.listenPort()),
        wish.name(),
        addresses(wish.addresses()),
        wish.endpoints().isEmpty() ? endpoints(seen) : wish.endpoints());
  }

  /** The networks of the tunnel, each with an address of this router in it. */
  private List<Cidr> networks() {
    return mesh.networks().tunnel().stream()
        .filter(cidr -> cidr.address().isGlobalUnicast() && !cidr.isHost())
        .limit(InvitationLine.MAX_ADDRESSES)
        .toList();
  }

  /**
   * What is free.
   *
   * @param butOf whose own addresses do not count: those of hosts, or of one-time keys
   */
  FreeAddresses free(Set<PublicKey> butOf) {
    Set<Cidr> taken = new LinkedHashSet<>(invitations.addresses(butOf));
    TreeSet<PublicKey> routers = new TreeSet<>(Set.of(mesh.self()));
    for (Peer peer : mesh.peers()) {
      PeerState state = peer.state();
      if (state != null && !butOf.contains(peer.key())) {
        taken.addAll(state.allowedIps());
      }
      boolean router = peer.agent().wasRouter() || mesh.isRouter(peer.key());
      if (router && !peer.agent().isLeafForSure()) {
        routers.add(peer.key());
      }
    }
    for (StoredFact stored : mesh.store().all()) {
      if (stored.fact().value() instanceof FactValue.AllowedCidr(Cidr cidr)
          && !butOf.contains(stored.fact().subject())) {
        taken.add(cidr);
      }
    }
    int share = routers.headSet(mesh.self()).size();
    return new FreeAddresses(networks(), taken, share, routers.size());
  }

  /**
   * Of what was routed to somebody who was away, that which nobody has by now. A network that is no
   * part of the tunnel's is somebody's only where the device routes just it: routers may share one.
   */
  Set<Cidr> stillFree(PublicKey key, Set<Cidr> networks) {
    FreeAddresses free = free(Set.of(key));
    Set<Cidr> routed = new HashSet<>();
    for (Peer peer : mesh.peers()) {
      PeerState state = peer.state();
      if (state != null && !peer.key().equals(key)) {
        routed.addAll(state.allowedIps());
      }
    }
    return networks.stream()
        .filter(each -> free.isFree(each) && !routed.contains(each))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The addresses for a newcomer, each with the length of its network.
   *
   * @param wished those that the operator wants; empty to choose
   * @throws InvitationRefusedException if they are not free, or none is
   */
  private List<Cidr> addresses(List<IpAddress> wished) throws InvitationRefusedException {
    FreeAddresses free = free(Set.of());
    if (free.networks().isEmpty()) {
      throw new InvitationRefusedException(
          "the interface of this router has no network that a newcomer could get an address of");
    }
    if (wished.isEmpty()) {
      return free.next()
          .orElseThrow(() -> new InvitationRefusedException("no address is free any more"));
    }
    List<Cidr> addresses = new ArrayList<>();
    for (IpAddress each : wished) {
      if (!free.isInside(each)) {
        throw new InvitationRefusedException(each + " is in no network of this router's interface");
      }
      if (!free.isFree(each)) {
        throw new InvitationRefusedException(each + " is somebody's already");
      }
      free.networks().stream()
          .filter(network -> network.contains(each))
          .forEach(network -> addresses.add(new Cidr(each, network.prefixLength())));
    }
    if (addresses.size() > InvitationLine.MAX_ADDRESSES) {
      throw new InvitationRefusedException("these are too many addresses");
    }
    return addresses;
  }

  /**
   * Where a newcomer reaches this router: what is configured for it, its addresses, and where
   * others see it; public ones before private ones, since a router in a cloud knows only the
   * latter.
   *
   * @param seen where others see it
   * @throws InvitationRefusedException if that is not known
   */
  private List<RouterEndpoint> endpoints(Set<Endpoint> seen) throws InvitationRefusedException {
    Stream<RouterEndpoint> configured =
        LocalFacts.configOf(mesh.config(), mesh.self()).endpoints().stream()
            .map(each -> new RouterEndpoint(each.host(), each.port()));
    Stream<Endpoint> own =
        mesh.store().about(mesh.self()).stream()
            .flatMap(
                stored ->
                    stored.fact().value() instanceof FactValue.AtEndpoint(Endpoint endpoint)
                        ? Stream.of(endpoint)
                        : Stream.empty())
            .sorted(
                Comparator.comparing((Endpoint each) -> each.address().family())
                    .thenComparing(Comparator.naturalOrder()));
    Stream<RouterEndpoint> found =
        Stream.concat(own, seen.stream().sorted())
            .sorted(Comparator.comparing(each -> each.address().isPrivate()))
            .map(each -> RouterEndpoint.of(each));
    List<RouterEndpoint> all =
        Stream.concat(configured, found).distinct().limit(InvitationLine.MAX_ENDPOINTS).toList();
    if (all.isEmpty()) {
      throw new InvitationRefusedException("it is not known where this router is reached");
    }
    return all;
  }

  /** What is routed to this router, so that a newcomer reaches everybody by it. */
  List<Cidr> routes() {
    return mesh.store().about(mesh.self()).stream()
        .flatMap(
            stored ->
                stored.fact().value() instanceof FactValue.AllowedCidr(Cidr cidr)
                    ? Stream.of(cidr.masked())
                    : Stream.empty())
        .distinct()
        .sorted()
        .limit(JoinMessage.MAX_NETWORKS)
        .toList();
  }
}
