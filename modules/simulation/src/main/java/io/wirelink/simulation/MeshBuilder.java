package io.wirelink.simulation;

import io.wirelink.agent.AgentConfig;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes a mesh: who is in it, where, and how well connected.
 *
 * <p>Routers and leaves are configured as by hand: a router has all leaves as peers, with one
 * address each; a leaf has the routers as peers, the first with the whole tunnel network and with
 * an endpoint. Nobody else is known to a leaf.
 */
public final class MeshBuilder {

  static final String INTERNET = "internet";

  /** The listen port of every host, so that NATs have something to collide on. */
  private static final int LISTEN_PORT = 51820;

  static final Cidr TUNNEL = Cidr.parse("10.77.0.0/24");
  private static final Cidr PUBLIC = Cidr.parse("203.0.113.0/24");
  private static final Cidr PRIVATE = Cidr.parse("192.168.0.0/16");

  /** Hosts and NATs are numbered from here, as many as a /24 holds. */
  private static final int FIRST = 1;

  private static final int LAST = 250;

  /**
   * The NAT's own host number on its LAN; hosts have their number in the mesh, which is another.
   */
  private static final int GATEWAY = 254;

  /** One host to be built; the LAN is null for a public address. */
  private record Plan(
      String name,
      boolean router,
      boolean admitted,
      @Nullable Lan lan,
      int number,
      PrivateKey key) {

    Cidr tunnelAddress() {
      return within(TUNNEL, number, TUNNEL.prefixLength());
    }
  }

  private record Lan(String name, NatKind kind, int number) {

    Cidr address(int host) {
      return within(PRIVATE, number << 8 | host, 24);
    }
  }

  private final Simulation simulation;
  private final Map<String, Plan> plans = new LinkedHashMap<>();
  private final Map<String, Lan> lans = new LinkedHashMap<>();
  private final Map<String, AgentConfig> configs = new HashMap<>();
  private LinkQuality internetQuality = LinkQuality.INTERNET;
  private WireGuardFlavor flavor = WireGuardFlavor.KERNEL;
  private int keepaliveSeconds;
  private Program.Starter starter = RealAgent::new;

  MeshBuilder(long seed) {
    simulation = new Simulation(seed);
  }

  /** A router on the internet. */
  public MeshBuilder router(String name) {
    return plan(name, true, true, null);
  }

  /** A leaf on the internet. */
  public MeshBuilder leaf(String name) {
    return plan(name, false, true, null);
  }

  /** A leaf on the internet that is no peer of the routers yet; see {@link Mesh#admit}. */
  public MeshBuilder strangeLeaf(String name) {
    return plan(name, false, false, null);
  }

  /** A leaf behind a NAT of its own that preserves ports. */
  public MeshBuilder leafBehindNat(String name) {
    return leafBehindNat(name, NatKind.PORT_PRESERVING);
  }

  /** A leaf behind a NAT of its own. */
  public MeshBuilder leafBehindNat(String name, NatKind kind) {
    return lan(name, kind).leafOnLan(name, name);
  }

  /** A LAN behind a NAT. */
  public MeshBuilder lan(String name, NatKind kind) {
    lans.put(name, new Lan(name, kind, number()));
    return this;
  }

  /** A leaf on a LAN that was described before. */
  public MeshBuilder leafOnLan(String name, String lan) {
    Lan place = lans.get(lan);
    if (place == null) {
      throw new IllegalArgumentException("describe the LAN " + lan + " before those who are on it");
    }
    return plan(name, false, true, place);
  }

  private MeshBuilder plan(String name, boolean router, boolean admitted, @Nullable Lan lan) {
    byte[] bytes = new byte[PublicKey.LENGTH];
    simulation.random().nextBytes(bytes);
    PrivateKey key = PrivateKey.ofBytes(bytes);
    plans.put(name, new Plan(name, router, admitted, lan, number(), key));
    return this;
  }

  private int number() {
    int number = FIRST + plans.size() + lans.size();
    if (number > LAST) {
      throw new IllegalStateException("a mesh has at most " + LAST + " hosts and NATs");
    }
    return number;
  }

  /** How the agent of a host shall behave; otherwise as without any configuration. */
  public MeshBuilder config(String name, AgentConfig config) {
    configs.put(name, config);
    return this;
  }

  /** How well the internet carries datagrams; LANs are always good. */
  public MeshBuilder internetQuality(LinkQuality quality) {
    internetQuality = quality;
    return this;
  }

  /** Which WireGuard all hosts run. */
  public MeshBuilder flavor(WireGuardFlavor newFlavor) {
    flavor = newFlavor;
    return this;
  }

  /**
   * The persistent keepalive interval of leaves towards routers, in seconds; 0, as at first, for
   * off.
   */
  public MeshBuilder keepaliveSeconds(int seconds) {
    keepaliveSeconds = seconds;
    return this;
  }

  /** What runs as the agent of all hosts, instead of the real one. */
  public MeshBuilder program(Program.Starter newStarter) {
    starter = newStarter;
    return this;
  }

  /** Builds the mesh; all hosts are on, and no agent runs. */
  public Mesh build() {
    var network = new Network(simulation);
    Map<String, Segment> segments = new LinkedHashMap<>();
    Map<String, Nat> nats = new LinkedHashMap<>();
    var internet = new Segment(simulation, INTERNET, true, internetQuality);
    segments.put(INTERNET, internet);
    for (Lan lan : lans.values()) {
      var segment = new Segment(simulation, "lan " + lan.name(), false, LinkQuality.LAN);
      segments.put(lan.name(), segment);
      nats.put(lan.name(), nat(lan, segment, internet));
    }
    Map<String, Host> hosts = new LinkedHashMap<>();
    for (Plan plan : plans.values()) {
      Host host = host(network, plan);
      hosts.put(plan.name(), host);
      Lan lan = plan.lan();
      if (lan == null) {
        host.addInterface("eth0", internet, publicAddress(plan.number()), null);
      } else {
        IpAddress gateway = lan.address(GATEWAY).address();
        Segment segment = segments.getOrDefault(lan.name(), internet);
        host.addInterface("eth0", segment, lan.address(plan.number()), gateway);
      }
    }
    hosts.values().forEach(Host::powerOn);
    return new Mesh(network, starter, segments, nats, hosts, routerNames(), configs);
  }

  private Nat nat(Lan lan, Segment inside, Segment internet) {
    Cidr outside = publicAddress(lan.number());
    return new Nat(
        simulation,
        "nat " + lan.name(),
        lan.kind(),
        inside,
        lan.address(GATEWAY),
        internet,
        outside);
  }

  private Host host(Network network, Plan plan) {
    List<PeerChange> peers = plan.router() ? peersOfRouter(plan) : peersOfLeaf();
    var boot = new DeviceChange(plan.key(), LISTEN_PORT, null, true, peers);
    return new Host(
        network,
        plan.name(),
        plan.key(),
        flavor,
        plan.router(),
        List.of(plan.tunnelAddress()),
        boot);
  }

  private List<PeerChange> peersOfRouter(Plan router) {
    List<PeerChange> peers = new ArrayList<>();
    for (Plan plan : plans.values()) {
      if (plan.admitted() && !plan.equals(router)) {
        PeerChange peer =
            PeerChange.add(plan.key().publicKey())
                .withAllowedIps(Set.of(Cidr.host(plan.tunnelAddress().address())));
        peers.add(plan.router() ? peer.withEndpoint(publicEndpoint(plan)) : peer);
      }
    }
    return peers;
  }

  private List<PeerChange> peersOfLeaf() {
    List<PeerChange> peers = new ArrayList<>();
    for (Plan plan : plans.values()) {
      if (plan.router()) {
        Cidr network = peers.isEmpty() ? TUNNEL : Cidr.host(plan.tunnelAddress().address());
        peers.add(
            PeerChange.add(plan.key().publicKey())
                .withEndpoint(publicEndpoint(plan))
                .withKeepalive(keepaliveSeconds)
                .withAllowedIps(Set.of(network)));
      }
    }
    return peers;
  }

  private static Endpoint publicEndpoint(Plan plan) {
    return new Endpoint(publicAddress(plan.number()).address(), LISTEN_PORT);
  }

  private static Cidr publicAddress(int number) {
    return within(PUBLIC, number, PUBLIC.prefixLength());
  }

  private Set<String> routerNames() {
    Set<String> names = new LinkedHashSet<>();
    plans.values().stream().filter(Plan::router).map(Plan::name).forEach(names::add);
    return names;
  }

  /** The address of a network with this host number. */
  private static Cidr within(Cidr network, int host, int prefixLength) {
    return new Cidr(IpAddress.v4((int) network.address().low() + host), prefixLength);
  }
}
