package io.wirelink.config;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.HostPort;
import io.wirelink.agent.PeerConfig;
import io.wirelink.agent.Roles;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceState;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.text.PeerFinder;
import io.wirelink.text.PeerLabels;
import io.wirelink.text.Printable;
import io.wirelink.text.Quotes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Works out how a host without an agent reaches the mesh: through this host, if it is a router, or
 * else through the routers that it knows. All of the mesh is routed to the first of them, since a
 * host without an agent finds no direct ways.
 */
public final class BasicSetup {
  /** What keeps the NATs open that there are (wg(8), "PersistentKeepalive"). */
  private static final int KEEPALIVE_SECONDS = 25;

  /** So many of those that could be meant are told. */
  private static final int MAX_TOLD = 5;

  private final AgentConfig config;
  private final DeviceState device;
  private final KnownPeers known;
  private final boolean router;

  /**
   * Adds to what is known what this host is itself.
   *
   * @param known what configuration and agent say, to which this adds what device and host say
   * @param interfaces the interfaces of this host
   */
  public BasicSetup(
      AgentConfig config, DeviceState device, List<HostInterface> interfaces, KnownPeers known) {
    this.config = config;
    this.device = device;
    this.known = known.addDevice(device);
    this.router = Roles.isSelfRouter(config, device);
    PublicKey self = device.publicKey();
    if (self != null) {
      known.add(self, endpoints(interfaces), networks(interfaces));
    }
  }

  private List<HostPort> endpoints(List<HostInterface> interfaces) {
    if (device.listenPort() == 0) {
      return List.of();
    }
    return interfaces.stream()
        .filter(each -> each.up() && !each.name().equals(device.name()))
        .filter(each -> config.interfaces().passes(each.name()))
        .flatMap(each -> each.addresses().stream())
        .map(address -> address.cidr().address())
        .filter(IpAddress::isGlobalUnicast)
        .map(address -> new HostPort(address.toString(), device.listenPort()))
        .toList();
  }

  private List<Cidr> networks(List<HostInterface> interfaces) {
    return interfaces.stream()
        .filter(each -> router && each.name().equals(device.name()))
        .flatMap(each -> each.addresses().stream())
        .map(InterfaceAddress::cidr)
        .filter(cidr -> cidr.address().isGlobalUnicast())
        .map(Cidr::masked)
        .toList();
  }

  /**
   * Finds the host that is meant, among all that are known but this one.
   *
   * @param word its name or its key, or the beginning of one
   * @throws ConfigFailure if there is none, or more than one
   */
  public PublicKey find(String word) {
    Map<PublicKey, String> names = names();
    return switch (new PeerFinder(names).find(word)) {
      case PeerFinder.Match.One(PublicKey key) -> key;
      case PeerFinder.Match.Several(List<PublicKey> keys) ->
          throw new ConfigFailure(
              "%s may be %s: write more of it, or the whole key"
                  .formatted(Quotes.quoted(word), list(keys)));
      case PeerFinder.Match.None(var nearest) -> {
        String advice =
            nearest
                .map(name -> "did you mean " + Printable.of(name) + "?")
                .orElse(
                    names.isEmpty()
                        ? "none is known at all: configure it, or run this on the router"
                        : "known are " + list(List.copyOf(names.keySet())));
        throw new ConfigFailure("no peer is called " + Quotes.quoted(word) + ": " + advice);
      }
    };
  }

  private String list(List<PublicKey> keys) {
    String shown = keys.stream().limit(MAX_TOLD).map(this::shown).collect(Collectors.joining(", "));
    int others = keys.size() - MAX_TOLD;
    return others <= 0 ? shown : shown + " and " + others + " more";
  }

  private Map<PublicKey, String> names() {
    Map<PublicKey, String> names = new LinkedHashMap<>();
    known
        .peers()
        .forEach(
            (key, peer) -> {
              if (!key.equals(device.publicKey())) {
                names.put(key, peer.name());
              }
            });
    return names;
  }

  /**
   * The file of a host.
   *
   * @param key the host
   * @param privateKey its private key in base64; null if it is not known
   * @param endpoint where the router is reached; null to take what is known
   * @throws ConfigFailure if the host runs an agent, or too little is known of it or of the mesh
   * @throws DeviceException if this host is the router and has no key
   */
  public WgQuickFile fileOf(PublicKey key, @Nullable String privateKey, @Nullable HostPort endpoint)
      throws DeviceException {
    PeerConfig peer = known.of(key);
    String shown = shown(key);
    if (!peer.basic()) {
      throw failed(
          shown
              + " is not known to run without an agent: give it \"Basic\": true in the"
              + " configuration of the router");
    }
    List<Cidr> addresses = peer.allowedIps().stream().filter(Cidr::isHost).toList();
    if (addresses.isEmpty()) {
      throw failed(
          "no address of %s is known: give it one in its AllowedIPs, such as 10.77.0.20/32"
              .formatted(shown));
    }
    List<HostPort> own = configuredEndpoints(key);
    // Who is reached at a configured place needs no NAT kept open, and has to listen there.
    boolean reachable = !own.isEmpty();
    return new WgQuickFile(
        peer.name(),
        key,
        privateKey,
        addresses,
        reachable ? own.getFirst().port() : 0,
        routers(key, endpoint, reachable ? 0 : KEEPALIVE_SECONDS));
  }

  private List<WgQuickFile.Peer> routers(
      PublicKey key, @Nullable HostPort endpoint, int keepaliveSeconds) throws DeviceException {
    List<PublicKey> routers = routers(key);
    if (endpoint != null && routers.size() > 1) {
      throw failed(
          "there are several routers, and --endpoint cannot be right for all: run this on one of"
              + " them");
    }
    Set<Cidr> taken = new LinkedHashSet<>();
    List<WgQuickFile.Peer> peers = new ArrayList<>();
    for (PublicKey each : routers) {
      List<Cidr> own = known.of(each).allowedIps();
      Stream<Cidr> others = taken.isEmpty() ? behindRouters(key, routers) : Stream.empty();
      List<Cidr> networks = widest(Stream.concat(own.stream(), others).filter(taken::add).toList());
      if (!networks.isEmpty()) {
        HostPort reached = endpoint == null ? endpoint(each) : endpoint;
        peers.add(
            new WgQuickFile.Peer(known.of(each).name(), each, reached, networks, keepaliveSeconds));
      }
    }
    return peers;
  }

  /** This host alone, if it is a router, or else the routers that it knows. */
  private List<PublicKey> routers(PublicKey asking) throws DeviceException {
    PublicKey self = device.publicKey();
    if (router && self == null) {
      throw DeviceException.noPrivateKey(device.name());
    }
    if (router && self != null) {
      return List.of(self);
    }
    List<PublicKey> routers =
        known.peers().entrySet().stream()
            .filter(peer -> Roles.isRouter(peer.getValue().allowedIps()))
            .map(Map.Entry::getKey)
            .filter(key -> !key.equals(asking) && !key.equals(self))
            .toList();
    if (routers.isEmpty()) {
      throw failed(
          "no router is known on "
              + device.name()
              + ", and a host without an agent needs one: run this on the router");
    }
    return routers;
  }

  /** What is routed to the other hosts, but for what the routers have anyway. */
  private Stream<Cidr> behindRouters(PublicKey asking, List<PublicKey> routers) {
    List<Cidr> theirs =
        routers.stream().flatMap(each -> known.of(each).allowedIps().stream()).toList();
    return known.peers().entrySet().stream()
        .filter(peer -> !peer.getKey().equals(asking))
        .flatMap(peer -> peer.getValue().allowedIps().stream())
        .filter(network -> theirs.stream().noneMatch(wider -> wider.contains(network)));
  }

  /** The networks that lie in none of the others, in order. */
  private static List<Cidr> widest(Collection<Cidr> networks) {
    return networks.stream()
        .filter(
            network ->
                networks.stream()
                    .noneMatch(other -> !other.equals(network) && other.contains(network)))
        .sorted()
        .toList();
  }

  /**
   * What is configured; or else a public address rather than a private one, and of several the one
   * that this host itself uses rather than what others say.
   */
  private HostPort endpoint(PublicKey router) {
    return Stream.concat(
            configuredEndpoints(router).stream(),
            known.of(router).endpoints().stream()
                .sorted(
                    Comparator.comparing(BasicSetup::isPrivate)
                        .thenComparing(endpoint -> !works(router, endpoint))))
        .findFirst()
        .orElseThrow(
            () ->
                failed(
                    "it is not known where %s is reached: say so with --endpoint HOST:PORT"
                        .formatted(shown(router))));
  }

  private List<HostPort> configuredEndpoints(PublicKey key) {
    PeerConfig configured = config.peers().get(key);
    return configured == null ? List.of() : configured.endpoints();
  }

  /** Whether this host has had a handshake with the peer and sends to this endpoint of it. */
  private boolean works(PublicKey key, HostPort endpoint) {
    PeerState peer = device.peers().get(key);
    return peer != null
        && peer.lastHandshake() != null
        && peer.endpoint() != null
        && KnownPeers.hostPort(peer.endpoint()).equals(endpoint);
  }

  private static boolean isPrivate(HostPort endpoint) {
    try {
      return IpAddress.parse(endpoint.host()).isPrivate();
    } catch (IllegalArgumentException e) {
      return false; // a name, and so a configured one
    }
  }

  private String shown(PublicKey key) {
    return PeerLabels.nameOrKey(known.of(key).name(), key);
  }

  private static ConfigFailure failed(String sentence) {
    return new ConfigFailure(sentence);
  }
}
