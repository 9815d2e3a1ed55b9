package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactChange;
import io.wirelink.fact.FactStore;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.Limits;
import io.wirelink.fact.Source;
import io.wirelink.fact.StoredFact;
import io.wirelink.gossip.PathMessage;
import io.wirelink.trust.TrustLevel;
import io.wirelink.trust.TrustModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that the agent knows of the mesh at the moment, and the questions that its parts ask of it.
 */
final class Mesh {

  private AgentConfig config;
  private final PublicKey self;
  private final FactStore store = new FactStore(Limits.DEFAULT, Timing.FACT_TTL_NANOS);
  private final Map<PublicKey, Peer> peers = new LinkedHashMap<>();
  private final Map<IpAddress, Peer> byLinkLocal = new HashMap<>();
  private final NetworkIndex networkIndex = new NetworkIndex();
  private final PathDeadlines pathDeadlines = new PathDeadlines();
  private final Set<Peer> changedPaths = new LinkedHashSet<>();
  private final Map<String, List<IpAddress>> resolved = new HashMap<>();
  private Trust trust;

  private @Nullable DeviceState device;
  private List<HostInterface> interfaces = List.of();
  private TunnelNetworks networks = TunnelNetworks.NONE;
  private boolean router;
  private Set<PublicKey> routersByMemory = Set.of();

  /** Until when what nobody says may only have to be said again. */
  private long retoldNanos = Long.MIN_VALUE;

  Mesh(AgentConfig config, PublicKey self) {
    this.config = config;
    this.self = self;
    this.trust = trustBy(config.trustLevels());
  }

  /** What follows from the levels of a configuration. */
  private record Trust(TrustModel model, TrustLevel self, boolean membershipConfigured) {}

  private Trust trustBy(Map<PublicKey, TrustLevel> levels) {
    return new Trust(
        TrustModel.standard(levels, this::isRouterForSure, this::isDevicePeer),
        levels.getOrDefault(self, TrustLevel.UNTRUSTED),
        levels.values().stream().anyMatch(level -> level.atLeast(TrustLevel.MEMBERSHIP)));
  }

  /**
   * Takes another configuration. Where it trusts others than before, what peers said is judged
   * again. The host's own word has to be given anew in any case.
   *
   * @return whether it trusts others than before, so that what was rejected may be worth hearing
   */
  boolean setConfig(AgentConfig other) {
    Map<PublicKey, TrustLevel> levels = other.trustLevels();
    boolean trustChanged = !levels.equals(config.trustLevels());
    config = other;
    if (device != null) {
      router = Roles.isSelfRouter(config, device);
    }
    if (trustChanged) {
      trust = trustBy(levels);
      reevaluate();
    }
    return trustChanged;
  }

  /** Forgets what peers say that they are not trusted with any more. */
  void reevaluate() {
    store.reevaluate(
        (fact, source, standing) -> {
          TrustLevel level = trust().levelOf(source);
          return TrustModel.accepts(level, fact, this::isKnown)
              && standing == level.standing(fact.subject().equals(source));
        });
  }

  AgentConfig config() {
    return config;
  }

  PublicKey self() {
    return self;
  }

  FactStore store() {
    return store;
  }

  /** The device as it was read last; null before the first time. */
  @Nullable DeviceState device() {
    return device;
  }

  TunnelNetworks networks() {
    return networks;
  }

  List<HostInterface> interfaces() {
    return interfaces;
  }

  boolean isSelfRouter() {
    return router;
  }

  TrustLevel selfTrust() {
    return trust.self();
  }

  TrustModel trust() {
    return trust.model();
  }

  /** Takes over a reading of the device, except for what each peer remembers of it. */
  void setDevice(DeviceState state) {
    device = state;
    router = Roles.isSelfRouter(config, state);
  }

  void setInterfaces(List<HostInterface> all, String wireGuardInterface) {
    interfaces = all;
    networks = TunnelNetworks.of(wireGuardInterface, all);
  }

  /**
   * Keeps what a name resolved to; an answer without addresses does not replace one that had some.
   */
  void setResolved(String host, List<IpAddress> addresses) {
    if (!addresses.isEmpty()) {
      resolved.put(host, addresses);
    }
  }

  /** The peers that the agent cares about: those of the device, and those that are to be added. */
  Collection<Peer> peers() {
    return peers.values();
  }

  @Nullable Peer peer(PublicKey key) {
    return peers.get(key);
  }

  Peer peerOrNew(PublicKey key) {
    return peers.computeIfAbsent(
        key,
        each -> {
          Peer peer = new Peer(each, changedPaths::add, pathDeadlines::handled);
          byLinkLocal.put(peer.linkLocal(), peer);
          believedNetworks(each).forEach(cidr -> networkIndex.add(cidr, peer));
          return peer;
        });
  }

  /** Whose path has become another one since this was asked last. */
  List<Peer> takeChangedPaths() {
    List<Peer> taken = List.copyOf(changedPaths);
    changedPaths.clear();
    return taken;
  }

  /** When whose path is to be looked at. */
  PathDeadlines pathDeadlines() {
    return pathDeadlines;
  }

  void forgetPeer(PublicKey key) {
    Peer peer = peers.remove(key);
    if (peer != null) {
      changedPaths.remove(peer);
      pathDeadlines.forget(peer);
      networksOf(peer).forEach(cidr -> networkIndex.remove(cidr, peer));
      byLinkLocal.remove(peer.linkLocal());
    }
  }

  /** The peer of the device that a tunnel address belongs to. */
  @Nullable Peer devicePeerAt(IpAddress linkLocal) {
    Peer peer = byLinkLocal.get(linkLocal);
    return peer != null && peer.state() != null ? peer : null;
  }

  boolean isDevicePeer(PublicKey key) {
    Peer peer = peers.get(key);
    return peer != null && peer.state() != null;
  }

  /** Whether facts about the key are about somebody known: a peer of the device, or this host. */
  boolean isKnown(PublicKey key) {
    return key.equals(self) || isDevicePeer(key);
  }

  boolean isRouter(PublicKey key) {
    Peer peer = peers.get(key);
    return peer != null
        && peer.state() != null
        && (Roles.isRouter(peer.state()) || Roles.isRouter(peer.lent()));
  }

  /**
   * Whether the peer is a router, or would be one if it had all that it offers: this host may go by
   * another one.
   */
  boolean leads(Peer peer) {
    return isRouter(peer.key()) || Roles.isRouter(networksOf(peer));
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
                    && other.state().allowedIps().stream()
                        .anyMatch(
                            each ->
                                each.prefixLength() <= cidr.prefixLength()
                                    && each.contains(cidr.address())));
  }

  /**
   * Whether somebody who is trusted so far has told everything: what nobody says now, nobody says
   * any more.
   */
  boolean hasToldAll(TrustLevel level, long nowNanos) {
    return peers.values().stream()
        .anyMatch(
            peer ->
                trust().levelOf(peer.key()).atLeast(level)
                    && peer.hasTold(Timing.TOLD_ALL_NANOS, nowNanos));
  }

  /**
   * Notes that time has jumped, so that what others said has aged and must be said again; or that
   * the agent has just started, and others have said nothing yet.
   */
  void missedSomething(long nowNanos) {
    retoldNanos = nowNanos + Timing.RETOLD_NANOS;
  }

  /** Whether others have not had the time yet to say what was known before. */
  boolean isBeingRetold(long nowNanos) {
    return nowNanos < retoldNanos;
  }

  /**
   * Takes note of those who were no routers on the device at the start, and may only become such
   * because this host remembers networks of them.
   */
  void setRoutersByMemory(Set<PublicKey> keys) {
    routersByMemory = Set.copyOf(keys);
  }

  /**
   * Whether the peer is a router, and not only because this host remembers that it was one. Who was
   * expelled while this host was off must have no say in who belongs to the mesh.
   */
  boolean isRouterForSure(PublicKey key) {
    return isRouter(key) && (!routersByMemory.contains(key) || Roles.isRouter(saidNetworks(key)));
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
    return peers.values().stream().anyMatch(other -> isHealthyRouterBeside(other, peer));
  }

  /**
   * Routers beside the peer that can pass a packet on to it.
   *
   * @param most how many are enough
   */
  List<Peer> passingRouters(Peer peer, int most) {
    return peers.values().stream()
        .filter(other -> isHealthyRouterBeside(other, peer))
        .filter(other -> other.understands(PathMessage.PASSING))
        .limit(most)
        .toList();
  }

  /** The MTU of the tunnel in bytes, as far as it is known. */
  int tunnelMtu() {
    String name = device == null ? "" : device.name();
    return interfaces.stream()
        .filter(each -> each.name().equals(name) && each.mtu() > 0)
        .mapToInt(HostInterface::mtu)
        .findFirst()
        .orElse(Timing.MTU);
  }

  private boolean isHealthyRouterBeside(Peer other, Peer peer) {
    return other != peer && other.isHealthy() && isRouter(other.key());
  }

  /**
   * The healthy router whose AllowedIPs take in what is known of the peer's networks, the narrowest
   * if there are several; any healthy router where none does; null if there is none.
   */
  @Nullable PublicKey routerTo(Peer peer) {
    Set<Cidr> networks = believedNetworks(peer.key());
    return peers.values().stream()
        .filter(other -> isHealthyRouterBeside(other, peer))
        .max(Comparator.comparingInt(router -> longestMatch(router, networks)))
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

  boolean isConfigured(PublicKey key) {
    return config.peers().containsKey(key);
  }

  /**
   * Whether the peer belongs to the mesh: it is configured, or somebody who is believed says so.
   */
  boolean isValid(PublicKey key) {
    return key.equals(self)
        || isConfigured(key)
        || store.about(key).stream().anyMatch(fact -> fact.fact().attribute().isMembership());
  }

  boolean isBasic(PublicKey key) {
    return LocalFacts.configOf(config, key).basic()
        || store.about(key).stream()
            .anyMatch(
                stored ->
                    stored.fact().value() instanceof FactValue.Membership(var metadata)
                        && metadata.isBasic());
  }

  /**
   * Whether others may hear of the subject: this host itself, or a peer that is alive or healthy.
   */
  boolean mayTell(PublicKey subject, long nowNanos) {
    Peer peer = peers.get(subject);
    return subject.equals(self) || (peer != null && (peer.isHealthy() || peer.isAlive(nowNanos)));
  }

  /** Whether the configuration names somebody who decides on membership; if not, routers do. */
  boolean isMembershipConfigured() {
    return trust.membershipConfigured();
  }

  LocalFacts localFacts() {
    return new LocalFacts(config, router, selfTrust());
  }

  /** The networks that the peer may have: what facts give it, and what this host took from it. */
  Set<Cidr> networksOf(Peer peer) {
    Set<Cidr> networks = believedNetworks(peer.key());
    networks.addAll(peer.lent());
    return networks;
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

  /** All endpoints of the peer that anybody knows, each with the best that speaks for it. */
  Map<Endpoint, EndpointOrigin> knownEndpoints(Peer peer) {
    Map<Endpoint, EndpointOrigin> known = new LinkedHashMap<>();
    if (peer.tries().workedLast() != null) {
      known.put(peer.tries().workedLast(), EndpointOrigin.WORKED);
    }
    if (peer.tries().found() != null) {
      known.putIfAbsent(peer.tries().found(), EndpointOrigin.FOUND);
    }
    peer.tries().remembered().forEach(e -> known.putIfAbsent(e, EndpointOrigin.REMEMBERED));
    configuredEndpoints(peer.key()).forEach(e -> known.putIfAbsent(e, EndpointOrigin.CONFIGURED));
    for (StoredFact stored : store.about(peer.key())) {
      if (stored.fact().value() instanceof FactValue.AtEndpoint(Endpoint endpoint)) {
        known.putIfAbsent(endpoint, originOf(stored, peer.key()));
      }
    }
    return known;
  }

  private EndpointOrigin originOf(StoredFact stored, PublicKey subject) {
    if (stored.isRemembered()) {
      return EndpointOrigin.REMEMBERED;
    }
    Source.Peer by = stored.peer();
    if (by == null) {
      return EndpointOrigin.CONFIGURED;
    }
    if (by.key().equals(subject)) {
      return EndpointOrigin.OWN_WORD;
    }
    return isRouter(by.key()) ? EndpointOrigin.ROUTER : EndpointOrigin.THIRD_PARTY;
  }

  /** The endpoints that the configuration gives to the peer, as far as their names are resolved. */
  List<Endpoint> configuredEndpoints(PublicKey key) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (HostPort each : LocalFacts.configOf(config, key).endpoints()) {
      for (IpAddress address : resolved.getOrDefault(each.host(), List.of())) {
        endpoints.add(new Endpoint(address, each.port()));
      }
    }
    return endpoints;
  }

  /** The addresses of endpoints that work from here. */
  List<IpAddress> reachableAddresses() {
    List<IpAddress> addresses = new ArrayList<>();
    for (Peer peer : peers.values()) {
      PeerState state = peer.state();
      if (peer.isHealthy() && state != null && state.endpoint() != null) {
        addresses.add(state.endpoint().address());
      }
    }
    return addresses;
  }

  /** What the key is called: as configured, as somebody says who is believed, or by itself. */
  String nameOf(PublicKey key) {
    String configured = LocalFacts.configOf(config, key).name();
    if (!configured.isEmpty()) {
      return configured;
    }
    for (StoredFact stored : store.about(key)) {
      if (stored.fact().value() instanceof FactValue.Membership(var metadata)
          && metadata.name().isPresent()) {
        return metadata.name().get();
      }
    }
    return key.toString();
  }
}
