package io.wirelink.config;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.HostPort;
import io.wirelink.agent.InterfaceFilter;
import io.wirelink.agent.PeerConfig;
import io.wirelink.agent.Roles;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.trust.TrustLevel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proposes a first configuration for an interface as it is found: who this host is, the routers and
 * how far they are trusted, and on a router all its peers. A leaf's other peers are left to the
 * router, which may forget them again; what a file names stays.
 */
public final class InitialConfig {
  /** Networks within a host, whose addresses lead nowhere from outside. */
  private static final List<String> INNER_INTERFACES =
      List.of("docker*", "br-*", "veth*", "virbr*", "lxcbr*", "lxdbr*", "podman*", "cni*");

  private final DeviceState device;
  private final KnownPeers known;

  /**
   * A proposal for a device.
   *
   * @param device the device
   * @param known what else is known of its peers
   */
  public InitialConfig(DeviceState device, KnownPeers known) {
    this.device = device;
    this.known = known;
  }

  /** Whether this host is a router, as an agent would find it. */
  public boolean isSelfRouter() {
    return Roles.isSelfRouter(AgentConfig.DEFAULT, device);
  }

  /**
   * The configuration.
   *
   * @param hostName what this host is called
   * @param interfaces the interfaces of this host
   */
  public ConfigFile propose(String hostName, List<HostInterface> interfaces) {
    Map<PublicKey, PeerConfig> peers = new LinkedHashMap<>();
    PublicKey self = device.publicKey();
    if (self != null) {
      String name = known.of(self).name();
      peers.put(self, named(name.isEmpty() ? hostName : name));
    }
    for (PeerState peer : device.peers().values()) {
      if (Roles.isRouter(peer) || isSelfRouter()) {
        peers.put(peer.publicKey(), propose(peer));
      }
    }
    List<String> hide = hidden(interfaces);
    Settings settings =
        new Settings(
            null, port(), null, null, null, hide.isEmpty() ? null : hide, null, null, null);
    return new ConfigFile(settings, peers);
  }

  /** What is proposed for a peer. */
  public PeerConfig propose(PeerState peer) {
    PeerConfig before = known.of(peer.publicKey());
    Endpoint endpoint = peer.endpoint();
    if (!Roles.isRouter(peer)) {
      return new PeerConfig(before.name(), null, false, List.of(), List.of(), before.basic());
    }
    List<HostPort> endpoints =
        endpoint == null || !endpoint.address().isGlobalUnicast()
            ? List.of()
            : List.of(KnownPeers.hostPort(endpoint));
    return new PeerConfig(
        before.name(), TrustLevel.MEMBERSHIP, false, endpoints, List.of(), before.basic());
  }

  public static PeerConfig named(String name) {
    return new PeerConfig(name, null, false, List.of(), List.of(), false);
  }

  /**
   * The port of all agents, which by default follows from the listen port: of a leaf that listens
   * on another port than its router it must be that of the router's agent.
   */
  private @Nullable Integer port() {
    return device.peers().values().stream()
        .filter(Roles::isRouter)
        .map(PeerState::endpoint)
        .filter(endpoint -> endpoint != null && endpoint.port() != device.listenPort())
        .map(endpoint -> endpoint.port() + 1)
        .filter(port -> port <= Endpoint.MAX_PORT)
        .findFirst()
        .orElse(null);
  }

  private static List<String> hidden(List<HostInterface> interfaces) {
    return INNER_INTERFACES.stream()
        .filter(
            glob -> {
              InterfaceFilter filter = new InterfaceFilter(List.of(glob), List.of());
              return interfaces.stream().anyMatch(each -> filter.passes(each.name()));
            })
        .toList();
  }
}
