package io.wirelink.simulation;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.PresharedKeyMode;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PrivateKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Describes a mesh: who is in it, where, and how well connected.
 *
 * <p>Routers and leaves are configured as by hand: a router has all leaves as peers, with one
 * address each; a leaf has the routers as peers, the first with the whole tunnel network and with
 * an endpoint. Nobody else is known to a leaf.
 */
public final class MeshBuilder {

  /** Hosts and NATs are numbered from here, as many as a /24 holds. */
  private static final int FIRST = 1;

  private static final int LAST = 250;

  /** A second way to the internet; the LAN is null for a public address. */
  private record Uplink(String host, @Nullable Lan lan, int number) {}

  private final Simulation simulation;
  private final Map<String, HostPlan> plans = new LinkedHashMap<>();
  private final Map<String, Lan> lans = new LinkedHashMap<>();
  private final Set<String> mapping = new HashSet<>();
  private final List<Uplink> uplinks = new ArrayList<>();
  private final Map<String, AgentConfig> configs = new HashMap<>();
  private PresharedKeyMode presharedKeys = PresharedKeyMode.AUTO;
  private final Map<String, Program.Starter> starters = new HashMap<>();
  private ConfiguredPeers configuredPeers = ConfiguredPeers.NONE;
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

  /**
   * A router in a cloud: it has a private address only, and a 1:1 NAT gives it a public one, which
   * is where others know it.
   */
  public MeshBuilder routerInCloud(String name) {
    return plan(name, true, true, addLan(name, null));
  }

  /**
   * A leaf in the cloud of a router, with a public address of its own by a 1:1 NAT. It knows the
   * router at its private address, and so is seen by it at its own private one.
   */
  public MeshBuilder leafInCloud(String name, String router) {
    return plan(name, false, true, knownLan(router));
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
    addLan(name, kind);
    return this;
  }

  /**
   * Lets the NAT of a LAN, or of the only leaf behind it, map ports to hosts that ask for it; that
   * of the home if there is a carrier's beyond it.
   */
  public MeshBuilder portMapping(String lan) {
    mapping.add(knownLan(lan).name());
    return this;
  }

  /** A leaf on a LAN that was described before. */
  public MeshBuilder leafOnLan(String name, String lan) {
    return plan(name, false, true, knownLan(lan));
  }

  /**
   * A second interface of a host, with a public address of its own; it is used when the first is
   * down.
   */
  public MeshBuilder secondUplink(String host) {
    uplinks.add(new Uplink(host, null, number()));
    return this;
  }

  /** A second interface of a host, on a LAN that was described before. */
  public MeshBuilder secondUplink(String host, String lan) {
    uplinks.add(new Uplink(host, knownLan(lan), number()));
    return this;
  }

  /** A network behind a router that was described before; there may be others who reach it. */
  public MeshBuilder networkBehind(String router, Cidr network) {
    plans.computeIfPresent(router, (name, plan) -> plan.withNetworkBehind(network));
    return this;
  }

  private Lan addLan(String name, @Nullable NatKind kind) {
    var lan = new Lan(name, kind, number());
    lans.put(name, lan);
    return lan;
  }

  private Lan knownLan(String name) {
    Lan lan = lans.get(name);
    if (lan == null) {
      throw new IllegalArgumentException(
          "describe the LAN " + name + " before those who are on it");
    }
    return lan;
  }

  private MeshBuilder plan(String name, boolean router, boolean admitted, @Nullable Lan lan) {
    PrivateKey key = PrivateKey.generate(simulation.random());
    plans.put(name, new HostPlan(name, router, admitted, lan, number(), key, List.of()));
    return this;
  }

  private int number() {
    int number = FIRST + plans.size() + lans.size() + uplinks.size();
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

  /** Has no agent agree on preshared keys whose configuration is not set otherwise. */
  public MeshBuilder withoutPresharedKeys() {
    presharedKeys = PresharedKeyMode.OFF;
    return this;
  }

  /** What all agents' configurations say of peers. */
  public MeshBuilder configuredPeers(ConfiguredPeers peers) {
    configuredPeers = peers;
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

  /** What runs as the agent of one host. */
  public MeshBuilder program(String host, Program.Starter newStarter) {
    starters.put(host, newStarter);
    return this;
  }

  /** Builds the mesh; all hosts are on, and no agent runs. */
  public Mesh build() {
    var network = new Network(simulation);
    var wiring = new Wiring(simulation, internetQuality, lans.values(), mapping, routers());
    var wgQuick = new WgQuick(plans.values(), keepaliveSeconds);
    AgentConfig standard = AgentConfig.DEFAULT.withPresharedKeys(presharedKeys);
    Map<String, Mesh.Member> members = new LinkedHashMap<>();
    for (HostPlan plan : plans.values()) {
      var host = new Host(network, plan, flavor, wgQuick.device(plan));
      AgentConfig own = configs.getOrDefault(plan.name(), standard);
      members.put(
          plan.name(),
          new Mesh.Member(
              host,
              plan.router(),
              configuredPeers.config(plan, plans.values(), own),
              starters.getOrDefault(plan.name(), starter)));
      wiring.plugIn(host, "eth0", plan.lan(), plan.number());
    }
    for (Uplink uplink : uplinks) {
      Mesh.Member member = members.get(uplink.host());
      if (member == null) {
        throw new IllegalArgumentException("there is no " + uplink.host() + " to have an uplink");
      }
      wiring.plugIn(member.host(), "eth1", uplink.lan(), uplink.number());
    }
    members.values().forEach(member -> member.host().powerOn());
    return new Mesh(network, wiring.segments(), wiring.nats(), members);
  }

  /** Where routers are called. */
  private Set<Endpoint> routers() {
    return plans.values().stream()
        .filter(HostPlan::router)
        .map(HostPlan::publicEndpoint)
        .collect(Collectors.toUnmodifiableSet());
  }
}
