package io.wirelink.agent;

import io.wirelink.agent.NatDiscovery.Host;
import io.wirelink.agent.NatDiscovery.Witness;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.StoredFact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
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
  private final OwnEndpoints own;
  private final Sightings sightings = new Sightings();
  private final NatDiscovery discovery = new NatDiscovery();
  private MappingLife life = MappingLife.UNKNOWN;
  private boolean blocked;
  private long restsUntilNanos = Long.MIN_VALUE;
  private long lookedAtNews;
  private Host lookedAt = new Host(0, Set.of(), false);
  private List<HostInterface> lookedAtInterfaces = List.of();

  Nats(Mesh mesh) {
    this.mesh = mesh;
    this.own = new OwnEndpoints(mesh);
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
    return discovery.verdict().withUdpBlocked(blocked);
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
        : new NatPair(here, there, Set.of(), Set.of(), own.port());
  }

  /** This host and a peer with all that leads from one to the other, whatever their NATs are. */
  NatPair wholePairWith(PublicKey key, long nowNanos) {
    return new NatPair(own(), of(key, nowNanos), own.reachable(), seenAt(nowNanos), own.port());
  }

  /** The addresses at which others see this host. */
  Set<IpAddress> seenAt(long nowNanos) {
    return sightings.at(nowNanos).stream()
        .map(Endpoint::address)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /**
   * Whether a router sees this host elsewhere than before, and has not for long, so that the one
   * before it may have lost its mappings. What others say of it would let them make it speak.
   */
  boolean isMoved(long nowNanos) {
    for (Sightings.Sighting each : sightings.current(nowNanos)) {
      if (each.moved()
          && nowNanos - each.sinceNanos() < NatDiscovery.SETTLE_NANOS
          && leads(each.by())) {
        return true;
      }
    }
    return false;
  }

  /** For how long the one before this host keeps a mapping, by the last look. */
  MappingLife life() {
    return life;
  }

  /** The WireGuard port of this host; 0 if there is no device. */
  int ownPort() {
    return own.port();
  }

  /** How this host stands towards others, by what they hear of it. */
  CallOrder callOrder(long nowNanos) {
    Set<Endpoint> known = new LinkedHashSet<>(sightings.at(nowNanos));
    known.addAll(own.told());
    return CallOrder.of(known, own.port());
  }

  private static NatBehavior saidIn(StoredFact stored) {
    return stored.fact().value() instanceof FactValue.Membership(var metadata)
        ? metadata.nat()
        : NatBehavior.UNKNOWN;
  }

  /** Looks how the one before this host behaves. */
  void look(long nowNanos) {
    life = MappingLife.of(mesh, discovery.movedNanos(), nowNanos);
    blocked = new DirectReach(mesh, own.port(), discovery.movedNanos()).isBlocked(nowNanos);
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
    agreeing(nowNanos)
        .forEach(
            peer ->
                own.seenBy(peer)
                    .ifPresent(
                        at ->
                            witnesses.add(
                                new Witness(peer.key(), leads(peer.key()), at, nowNanos))));
    NatBehavior now = discovery.look(host, witnesses, nowNanos);
    lookedAt = host;
    lookedAtInterfaces = mesh.interfaces();
    lookedAtNews = sightings.news();
    restsUntilNanos = discovery.isSettled(nowNanos) ? nowNanos + REST_NANOS : Long.MIN_VALUE;
    if (before.mapping() != now.mapping() && now.mapping() != NatBehavior.Mapping.UNKNOWN) {
      log.info("The NAT before this host: {}", now.mapping().words());
    }
  }

  /** Whether there is something to look at that was not there at the last look. */
  boolean isNews(long nowNanos) {
    return sightings.news() != lookedAtNews
        || own.port() != lookedAt.port()
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
   * Those who tell this host facts and see it where it says itself that it is. They know that it
   * knows that one, and so say nothing.
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

  private Host host(long nowNanos) {
    return new Host(own.port(), own.addresses(), isNested(nowNanos));
  }

  /** Whether the NAT before this host is behind another one, as far as its gateways tell. */
  private boolean isNested(long nowNanos) {
    PortMappings gateways = mesh.portMappings();
    return gateways.isAnyBehindAnotherNat()
        || (gateways.isAnyWithoutAddress()
            && seenAt(nowNanos).stream().anyMatch(address -> !address.isPrivate()));
  }

  /**
   * How it is at a moment.
   *
   * @param wallAt gives the wall time of a time of the agent
   */
  NatView at(long nowNanos, LongFunction<Instant> wallAt) {
    int port = own.port();
    List<NatView.Seen> seen = new ArrayList<>();
    for (Sightings.Sighting each : counting(nowNanos)) {
      Instant since = wallAt.apply(each.sinceNanos());
      Instant until = wallAt.apply(each.expiresNanos());
      seen.add(new NatView.Seen(each.by(), leads(each.by()), each.endpoint(), since, until));
    }
    agreeing(nowNanos)
        .forEach(
            peer -> {
              Endpoint at =
                  own.seenBy(peer)
                      .filter(each -> !own.addresses().contains(each.address()))
                      .orElse(null);
              seen.add(new NatView.Seen(peer.key(), leads(peer.key()), at, null, null));
            });
    return new NatView(
        own(),
        life,
        own.addresses().stream().map(address -> new Endpoint(address, port)).sorted().toList(),
        seen,
        hairpinTo(nowNanos));
  }

  /** Who is reached at the address outside of the NAT that stands before this host. */
  private @Nullable PublicKey hairpinTo(long nowNanos) {
    Set<IpAddress> outside = seenAt(nowNanos);
    outside.removeAll(own.addresses());
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
