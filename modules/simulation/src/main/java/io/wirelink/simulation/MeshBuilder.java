package io.wirelink.simulation;

import io.wirelink.agent.AgentConfig;
import io.wirelink.device.Cidr;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Hosts and NATs are numbered from here, as many as a /24 holds. */
  private static final int FIRST = 1;

  private static final int LAST = 250;

  /** A second way to the internet; the LAN is null for a public address. */
  private record Uplink(String host, @Nullable Lan lan, int number) {}

  private final Simulation simulation;
  private final Map<String, HostPlan> plans = new LinkedHashMap<>();
  private final Map<String, Lan> lans = new LinkedHashMap<>();
  private final List<Uplink> uplinks = new ArrayList<>();
  private final Map<String, AgentConfig> configs = new HashMap<>();
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
    byte[] bytes = new byte[PublicKey.LENGTH];
    simulation.random().nextBytes(bytes);
    PrivateKey key = PrivateKey.ofBytes(bytes);
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
    Map<String, Segment> segments = new LinkedHashMap<>();
    Map<String, Nat> nats = new LinkedHashMap<>();
    var internet = new Segment(simulation, INTERNET, true, internetQuality);
    segments.put(INTERNET, internet);
    for (Lan lan : lans.values()) {
      var segment = new Segment(simulation, "lan " + lan.name(), false, LinkQuality.LAN);
      segments.put(lan.name(), segment);
      NatKind kind = lan.kind();
      if (kind != null) {
        nats.put(lan.name(), nat(lan, kind, segment, internet));
      }
    }
    var wgQuick = new WgQuick(plans.values(), keepaliveSeconds);
    Map<String, Mesh.Member> members = new LinkedHashMap<>();
    for (HostPlan plan : plans.values()) {
      var host = new Host(network, plan, flavor, wgQuick.device(plan));
      AgentConfig own = configs.getOrDefault(plan.name(), AgentConfig.DEFAULT);
      members.put(
          plan.name(),
          new Mesh.Member(
              host,
              plan.router(),
              configuredPeers.config(plan, plans.values(), own),
              starters.getOrDefault(plan.name(), starter)));
      plugIn(host, "eth0", plan.lan(), plan.number(), internet, segments);
    }
    for (Uplink uplink : uplinks) {
      Mesh.Member member = members.get(uplink.host());
      if (member == null) {
        throw new IllegalArgumentException("there is no " + uplink.host() + " to have an uplink");
      }
      plugIn(member.host(), "eth1", uplink.lan(), uplink.number(), internet, segments);
    }
    members.values().forEach(member -> member.host().powerOn());
    return new Mesh(network, segments, nats, members);
  }

  private void plugIn(
      Host host,
      String nic,
      @Nullable Lan lan,
      int number,
      Segment internet,
      Map<String, Segment> segments) {
    if (lan == null) {
      host.addInterface(nic, internet, HostPlan.publicAddress(number), null);
      return;
    }
    Segment segment = segments.getOrDefault(lan.name(), internet);
    Cidr address = lan.address(number);
    Cidr gateway = lan.gateway(number);
    host.addInterface(nic, segment, address, gateway.address());
    if (lan.kind() == null) {
      Cidr outside = HostPlan.publicAddress(number);
      new StaticNat(
          simulation, "nat " + host.name(), segment, gateway, address.address(), internet, outside);
    }
  }

  private Nat nat(Lan lan, NatKind kind, Segment inside, Segment internet) {
    Cidr outside = HostPlan.publicAddress(lan.number());
    Cidr gateway = lan.gateway(lan.number());
    return new Nat(simulation, "nat " + lan.name(), kind, inside, gateway, internet, outside);
  }
}
