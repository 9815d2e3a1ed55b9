package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.HostInterface;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactStore;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.Limits;
import io.wirelink.fact.StoredFact;
import io.wirelink.trust.TrustLevel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the agent knows of the mesh at the moment, and the questions that its parts ask of it.
 */
final class Mesh {

  private AgentConfig config;
  private final PublicKey self;
  private final FactStore store = new FactStore(Limits.DEFAULT, Timing.FACT_TTL_NANOS);
  private final Peers peers = new Peers();
  private final PeerNetworks peerNetworks = new PeerNetworks(store, peers);
  private final Routers routers = new Routers(store, peers, peerNetworks);
  private final EndpointSources endpoints = new EndpointSources(store, peers, routers);
  private final RemovedKeys removedKeys = new RemovedKeys();
  private final Detours detours = new Detours(peers, peerNetworks);
  private Trust trust;

  private @Nullable DeviceState device;
  private List<HostInterface> interfaces = List.of();
  private TunnelNetworks networks = TunnelNetworks.NONE;
  private final PortMappings portMappings = new PortMappings();
  private boolean router;
  private Map<PublicKey, String> invitedNames = Map.of();

  /** Until when what nobody says may only have to be said again. */
  private long retoldNanos = Long.MIN_VALUE;

  Mesh(AgentConfig config, PublicKey self) {
    this.config = config;
    this.self = self;
    this.trust = trustBy(config.trustLevels());
  }

  private Trust trustBy(Map<PublicKey, TrustLevel> levels) {
    return Trust.by(levels, self, routers::decides, peers::isDevicePeer);
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
      judgeAgain();
    }
    return trustChanged;
  }

  /** Forgets what peers said that is not believed any more, and says whether there was any. */
  boolean judgeAgain() {
    return trust.reevaluate(store, this::isKnown);
  }

  /** Takes the names of those who came by invitation. */
  void setInvitedNames(Map<PublicKey, String> names) {
    invitedNames = Map.copyOf(names);
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

  /** Whether somebody has exactly this network on the device. */
  boolean isOnDevice(Cidr cidr) {
    return device != null
        && device.peers().values().stream().anyMatch(each -> each.allowedIps().contains(cidr));
  }

  TunnelNetworks networks() {
    return networks;
  }

  List<HostInterface> interfaces() {
    return interfaces;
  }

  PortMappings portMappings() {
    return portMappings;
  }

  boolean isSelfRouter() {
    return router;
  }

  TrustLevel selfTrust() {
    return trust.self();
  }

  Trust trust() {
    return trust;
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

  /** The peers that the agent cares about: those of the device, and those that are to be added. */
  Collection<Peer> peers() {
    return peers.all();
  }

  @Nullable Peer peer(PublicKey key) {
    return peers.get(key);
  }

  Peer peerOrNew(PublicKey key) {
    Peer known = peers.get(key);
    if (known != null) {
      return known;
    }
    Peer peer = peers.add(key);
    peerNetworks.added(peer);
    return peer;
  }

  void forgetPeer(PublicKey key) {
    Peer peer = peers.remove(key);
    if (peer != null) {
      peerNetworks.removed(peer);
    }
  }

  /** Whose path has become another one since this was asked last. */
  List<Peer> takeChangedPaths() {
    return peers.takeChangedPaths();
  }

  /** When whose path is to be looked at. */
  PathDeadlines pathDeadlines() {
    return peers.pathDeadlines();
  }

  /** The peer of the device that a tunnel address belongs to. */
  @Nullable Peer devicePeerAt(IpAddress linkLocal) {
    return peers.devicePeerAt(linkLocal);
  }

  boolean isDevicePeer(PublicKey key) {
    return peers.isDevicePeer(key);
  }

  boolean isRouter(PublicKey key) {
    return routers.isRouter(key);
  }

  /** Which peers are routers, and which of them lead to whom. */
  Routers routers() {
    return routers;
  }

  /** Which networks the peers have. */
  PeerNetworks peerNetworks() {
    return peerNetworks;
  }

  /** Which members are reached by which router only. */
  Detours detours() {
    return detours;
  }

  /** Where peers may be reached. */
  EndpointSources endpoints() {
    return endpoints;
  }

  /** Whether facts about the key are about somebody known: a peer of the device, or this host. */
  boolean isKnown(PublicKey key) {
    return key.equals(self) || isDevicePeer(key);
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

  /** The MTU of the tunnel in bytes, as far as it is known. */
  int tunnelMtu() {
    return networks.mtu();
  }

  boolean isConfigured(PublicKey key) {
    return config.peers().containsKey(key);
  }

  /** Whether a key is kept out of the mesh: as was said, unless the configuration names it. */
  boolean isRemoved(PublicKey key) {
    return removedKeys.contains(key) && !isConfigured(key);
  }

  /** Which keys are kept out, as was said. */
  RemovedKeys removedKeys() {
    return removedKeys;
  }

  /** Whether it is configured, or somebody who is believed says that it is a member of the mesh. */
  boolean isValid(PublicKey key) {
    if (key.equals(self) || isConfigured(key)) {
      return true;
    }
    if (isRemoved(key)) {
      return false;
    }
    for (StoredFact stored : store.about(key)) {
      if (stored.fact().attribute().isMembership()) {
        return true;
      }
    }
    return false;
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

  LocalFacts localFacts() {
    return new LocalFacts(config, router, selfTrust(), invitedNames);
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
