package io.wirelink.agent;

import io.wirelink.agent.NatDiscovery.Host;
import io.wirelink.agent.NatDiscovery.Witness;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.Source;
import io.wirelink.fact.StoredFact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The NATs before this host, as far as it shows in what others say and gateways give, and before
 * peers, as they say themselves.
 */
final class Nats {

  private static final Logger log = LoggerFactory.getLogger(Nats.class);

  /** How long a router has to be there to have said where it sees this host. */
  private static final long TOLD_NANOS = Duration.ofSeconds(10).toNanos();

  /** How often a host is looked at that is as it was for long, and of which nobody has news. */
  private static final long REST_NANOS = Duration.ofSeconds(30).toNanos();

  private final Mesh mesh;
  private final Sightings sightings = new Sightings();
  private final NatDiscovery discovery = new NatDiscovery();
  private long restsUntilNanos = Long.MIN_VALUE;
  private long lookedAtNews;
  private Host lookedAt = new Host(0, Set.of(), false);
  private List<HostInterface> lookedAtInterfaces = List.of();

  Nats(Mesh mesh) {
    this.mesh = mesh;
  }

  /**
   * The bit in a boot id of who understands what a member says of its NAT (docs/protocol.md,
   * "Capabilities").
   */
  static final int CAPABILITY = 256;

  /** Where others see this host. */
  Sightings sightings() {
    return sightings;
  }

  /** How the one before this host behaves, by the last look. */
  NatBehavior own() {
    return discovery.verdict();
  }

  /**
   * How the one before a peer behaves, by its own word: as it says to this host, or else as those
   * tell it on who are believed what they say of members, whoever of them says so last. Who says
   * nothing of it may not have heard it.
   */
  NatBehavior of(PublicKey key, long nowNanos) {
    Peer peer = mesh.peer(key);
    NatBehavior said = peer == null ? NatBehavior.UNKNOWN : peer.agent().nat(nowNanos);
    if (said.isTold()) {
      return said;
    }
    return mesh.store().about(key).stream()
        .filter(stored -> saidIn(stored).isTold() && !stored.isRemembered())
        .max(Comparator.comparingLong(StoredFact::peerExpiresNanos))
        .map(Nats::saidIn)
        .orElse(NatBehavior.UNKNOWN);
  }

  /** This host and a peer, and the NATs before both. */
  NatPair pairWith(Peer peer, long nowNanos) {
    NatBehavior here = own();
    NatBehavior there = of(peer.key(), nowNanos);
    // What else leads from one to the other matters to no other pair.
    return here.isUnpredictable() && there.isUnpredictable()
        ? wholePairWith(peer.key(), nowNanos)
        : new NatPair(here, there, Set.of(), Set.of(), port());
  }

  /** This host and a peer with all that leads from one to the other, whatever their NATs are. */
  NatPair wholePairWith(PublicKey key, long nowNanos) {
    return new NatPair(own(), of(key, nowNanos), reachable(), seenAt(nowNanos), port());
  }

  /** In which address families this host tells others where anybody reaches it. */
  private Set<IpAddress.Family> reachable() {
    return told().stream()
        .map(Endpoint::address)
        .filter(address -> !address.isPrivate())
        .map(IpAddress::family)
        .collect(Collectors.toSet());
  }

  /** The addresses at which others see this host. */
  Set<IpAddress> seenAt(long nowNanos) {
    return sightings.at(nowNanos).stream()
        .map(Endpoint::address)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** How this host stands towards others, by what they hear of it. */
  CallOrder callOrder(long nowNanos) {
    Set<Endpoint> known = new LinkedHashSet<>(sightings.at(nowNanos));
    known.addAll(told());
    return CallOrder.of(known, port());
  }

  /** Where this host tells others that it is. */
  private Set<Endpoint> told() {
    Set<Endpoint> told = new LinkedHashSet<>();
    for (StoredFact stored : mesh.store().about(mesh.self())) {
      if (stored.source().equals(Source.LOCAL)
          && stored.fact().value() instanceof FactValue.AtEndpoint(Endpoint endpoint)) {
        told.add(endpoint);
      }
    }
    return told;
  }

  private static NatBehavior saidIn(StoredFact stored) {
    return stored.fact().value() instanceof FactValue.Membership(var metadata)
        ? metadata.nat()
        : NatBehavior.UNKNOWN;
  }

  /** Looks how the one before this host behaves. */
  void look(long nowNanos) {
    if (nowNanos < restsUntilNanos && !isNews(nowNanos)) {
      return;
    }
    Host host = host(nowNanos);
    NatBehavior before = own();
    List<Witness> witnesses = new ArrayList<>();
    for (Sightings.Sighting each : counting(nowNanos)) {
      boolean router = leads(each.by());
      witnesses.add(new Witness(each.by(), router, each.endpoint(), each.saidNanos()));
    }
    Optional<Endpoint> own = ownEndpoint();
    if (own.isPresent()) {
      agreeing(nowNanos)
          .map(peer -> new Witness(peer.key(), leads(peer.key()), own.get(), nowNanos))
          .forEach(witnesses::add);
    }
    NatBehavior now = discovery.look(host, witnesses, nowNanos);
    lookedAt = host;
    lookedAtInterfaces = mesh.interfaces();
    lookedAtNews = sightings.news();
    restsUntilNanos = discovery.isSettled(nowNanos) ? nowNanos + REST_NANOS : Long.MIN_VALUE;
    if (before.mapping() != now.mapping() && now.mapping() != NatBehavior.Mapping.UNKNOWN) {
      log.info("The NAT before this host: {}", now.mapping().words());
    }
  }

  private boolean isNews(long nowNanos) {
    return sightings.news() != lookedAtNews
        || port() != lookedAt.port()
        || isNested(nowNanos) != lookedAt.nested()
        || !mesh.interfaces().equals(lookedAtInterfaces);
  }

  /** What those say who answer: others may not have heard of it if the NAT has other ports now. */
  private List<Sightings.Sighting> counting(long nowNanos) {
    return sightings.current(nowNanos).stream()
        .filter(
            each -> {
              Peer peer = mesh.peer(each.by());
              return peer != null && peer.isHealthy();
            })
        .toList();
  }

  /**
   * Those who tell this host facts and see it at an address of its own. They know that it knows
   * that one, and so say nothing.
   */
  private Stream<Peer> agreeing(long nowNanos) {
    return mesh.peers().stream()
        .filter(
            peer ->
                peer.isHealthy()
                    && peer.understands(Sightings.CAPABILITY)
                    && peer.agent().hasTold(TOLD_NANOS, nowNanos)
                    && (mesh.isSelfRouter() || leads(peer.key()))
                    && !sightings.isSeenBy(peer.key(), nowNanos))
        .limit(Sightings.MAX_OBSERVERS);
  }

  /** Whether a peer is a router, also while another one has its network. */
  private boolean leads(PublicKey key) {
    Peer peer = mesh.peer(key);
    return peer != null && mesh.routers().leads(peer);
  }

  /** An address of its own at which others may see it; one in public, if there is any. */
  private Optional<Endpoint> ownEndpoint() {
    return addresses().stream()
        .min(Comparator.comparing(IpAddress::isPrivate).thenComparing(Comparator.naturalOrder()))
        .map(address -> new Endpoint(address, port()));
  }

  private Host host(long nowNanos) {
    return new Host(port(), addresses(), isNested(nowNanos));
  }

  /** Whether the NAT before this host is behind another one, as far as its gateways tell. */
  private boolean isNested(long nowNanos) {
    PortMappings gateways = mesh.portMappings();
    return gateways.isAnyBehindAnotherNat()
        || (gateways.isAnyWithoutAddress()
            && seenAt(nowNanos).stream().anyMatch(address -> !address.isPrivate()));
  }

  private int port() {
    DeviceState device = mesh.device();
    return device == null ? 0 : device.listenPort();
  }

  /** The addresses that packets to peers may come from. */
  private Set<IpAddress> addresses() {
    DeviceState device = mesh.device();
    String tunnel = device == null ? "" : device.name();
    return mesh.interfaces().stream()
        .filter(each -> each.up() && !each.name().equals(tunnel))
        .map(HostInterface::addresses)
        .flatMap(List::stream)
        .filter(InterfaceAddress::usable)
        .map(address -> address.cidr().address())
        .filter(IpAddress::isGlobalUnicast)
        .collect(Collectors.toSet());
  }

  /**
   * How it is at a moment.
   *
   * @param wallAt gives the wall time of a time of the agent
   */
  NatView at(long nowNanos, LongFunction<Instant> wallAt) {
    int port = port();
    List<NatView.Seen> seen = new ArrayList<>();
    for (Sightings.Sighting each : counting(nowNanos)) {
      Instant since = wallAt.apply(each.sinceNanos());
      Instant until = wallAt.apply(each.expiresNanos());
      seen.add(new NatView.Seen(each.by(), leads(each.by()), each.endpoint(), since, until));
    }
    agreeing(nowNanos)
        .forEach(
            peer -> seen.add(new NatView.Seen(peer.key(), leads(peer.key()), null, null, null)));
    return new NatView(
        own(),
        addresses().stream().map(address -> new Endpoint(address, port)).sorted().toList(),
        seen,
        hairpinTo(nowNanos));
  }

  /** Who is reached at the address outside of the NAT that stands before this host. */
  private @Nullable PublicKey hairpinTo(long nowNanos) {
    Set<IpAddress> outside = seenAt(nowNanos);
    outside.removeAll(addresses());
    return mesh.peers().stream()
        .filter(peer -> peer.isHealthy() && isAt(peer.state(), outside))
        .map(Peer::key)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static boolean isAt(@Nullable PeerState state, Set<IpAddress> addresses) {
    Endpoint endpoint = state == null ? null : state.endpoint();
    return endpoint != null
        && endpoint.address().family() == IpAddress.Family.V4
        && addresses.contains(endpoint.address());
  }
}
