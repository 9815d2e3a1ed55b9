package io.wirelink.simulation;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentView;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A simulated mesh: a router or more, leaves that know only routers, and the networks between them.
 *
 * <pre>{@code
 * var mesh = Mesh.builder(seed).router("r").leafBehindNat("a").leafBehindNat("b").build();
 * mesh.startAll();
 * mesh.runUntil(() -> mesh.direct("a", "b"), Duration.ofSeconds(3));
 * }</pre>
 */
public final class Mesh {

  /**
   * How long a ping is waited for: longer than any path here takes, and shorter than a handshake is
   * retried.
   */
  private static final Duration PING_LIMIT = Duration.ofSeconds(1);

  private final Network network;
  private final Map<String, Segment> segments;
  private final Map<String, Nat> nats;
  private final Map<String, Member> members;
  private final List<Host> hosts;

  /**
   * A host and what runs on it.
   *
   * @param host the host
   * @param router whether it was described as a router
   * @param config how its agent shall behave
   * @param starter what runs as its agent
   */
  record Member(Host host, boolean router, AgentConfig config, Program.Starter starter) {}

  Mesh(
      Network network,
      Map<String, Segment> segments,
      Map<String, Nat> nats,
      Map<String, Member> members) {
    this.network = network;
    this.segments = Collections.unmodifiableMap(new LinkedHashMap<>(segments));
    this.nats = Collections.unmodifiableMap(new LinkedHashMap<>(nats));
    this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    this.hosts = members.values().stream().map(Member::host).toList();
  }

  /** Begins to describe a mesh in which everything follows from the seed. */
  public static MeshBuilder builder(long seed) {
    return new MeshBuilder(seed);
  }

  /** Time, chance and the trace. */
  public Simulation simulation() {
    return network.simulation();
  }

  /** The public internet. */
  public Segment internet() {
    return segment(Wiring.INTERNET);
  }

  /** A LAN, by the name of the LAN or of the only leaf behind a NAT. */
  public Segment segment(String name) {
    return known(segments, name);
  }

  /** All networks. */
  public Collection<Segment> segments() {
    return segments.values();
  }

  /** A NAT, by the name of the LAN or of the only leaf behind it. */
  public Nat nat(String name) {
    return known(nats, name);
  }

  /** A host. */
  public Host host(String name) {
    return known(members, name).host();
  }

  /** All hosts, in the order in which they were described. */
  public Collection<Host> hosts() {
    return hosts;
  }

  /** Whether a host was described as a router. */
  public boolean isRouter(Host host) {
    return known(members, host.name()).router();
  }

  private static <T> T known(Map<String, T> things, String name) {
    T thing = things.get(name);
    if (thing == null) {
      throw new IllegalArgumentException("there is no " + name + " among " + things.keySet());
    }
    return thing;
  }

  /** What a host is called in traces; the key itself for a stranger. */
  public String nameOf(PublicKey key) {
    return hosts.stream()
        .filter(host -> host.publicKey().equals(key))
        .map(Host::name)
        .findFirst()
        .orElseGet(key::toString);
  }

  /** Lets somebody watch all agents from now on. */
  public void observe(Observer observer) {
    network.observe(observer);
  }

  // Agents

  /** Starts the agents of all hosts, in their order and at the same instant. */
  public void startAll() {
    members.keySet().forEach(this::start);
  }

  /** Starts the agent of a host, or starts it anew if one runs. */
  public void start(String name) {
    Member member = known(members, name);
    member.host().startAgent(member.config(), member.starter());
  }

  /** Stops the agent of a host at once. */
  public void stop(String name) {
    host(name).stopAgent();
  }

  /**
   * What the agent of a host knows and does.
   *
   * @throws IllegalStateException unless the real agent runs there
   */
  public AgentView view(String name) {
    return host(name)
        .program()
        .filter(RealAgent.class::isInstance)
        .map(RealAgent.class::cast)
        .orElseThrow(() -> new IllegalStateException("no agent runs on " + name))
        .view(host(name).clock().time());
  }

  /** Makes a host a peer of all routers, as their administrator does. */
  public void admit(String name) {
    Host host = host(name);
    var peer =
        PeerChange.add(host.publicKey()).withAllowedIps(Set.of(Cidr.host(host.tunnelAddress())));
    configureRouters(peer);
  }

  /** Removes a host from the peers of all routers, as their administrator does. */
  public void expel(String name) {
    var peer = PeerChange.remove(host(name).publicKey());
    configureRouters(peer);
  }

  private void configureRouters(PeerChange change) {
    hosts.stream()
        .filter(this::isRouter)
        .forEach(router -> router.wireGuard().apply(DeviceChange.ofPeers(List.of(change))));
  }

  // Faults

  /** Lets nothing through between two hosts any more, in both directions, outside of the tunnel. */
  public void cut(String one, String other) {
    cutOneWay(one, other);
    cutOneWay(other, one);
  }

  /** Lets nothing through any more from one host to another. */
  public void cutOneWay(String from, String to) {
    impair(from, to, Impairment.CUT);
  }

  /** Makes the way from one host to another a bad one, outside of the tunnel. */
  public void impair(String from, String to, Impairment impairment) {
    network.impair(from, to, impairment);
  }

  /** What is wrong with the way from one host to another. */
  public Optional<Impairment> impairment(String from, String to) {
    return network.impairment(from, to);
  }

  /** Undoes what is wrong with the ways between two hosts, in both directions. */
  public void heal(String one, String other) {
    network.heal(one, other);
    network.heal(other, one);
  }

  /** Undoes all that is wrong between any two hosts. */
  public void healAll() {
    network.healAll();
  }

  /** Switches hosts off, as a power failure at their site does. */
  public void powerOff(String... names) {
    for (String name : names) {
      host(name).powerOff();
    }
  }

  /** Switches hosts on again, with their agents. */
  public void powerOn(String... names) {
    for (String name : names) {
      host(name).powerOn();
      start(name);
    }
  }

  /** Lets all networks carry datagrams in another quality from now on. */
  public void setQuality(LinkQuality quality) {
    segments.values().forEach(segment -> segment.setQuality(quality));
  }

  /** Begins background traffic from one host to another. */
  public Flow flow(String from, String to, TrafficPattern pattern) {
    return flow(from, to, host(to).tunnelAddress(), pattern);
  }

  /**
   * Begins background traffic from a host to somebody in a network behind a router.
   *
   * @param to the router that reaches it at first
   */
  public Flow flow(String from, String to, IpAddress destination, TrafficPattern pattern) {
    return new Flow(host(from), host(to), destination, pattern);
  }

  // Time

  /** Lets time pass. */
  public void runFor(Duration duration) {
    simulation().runFor(duration);
  }

  /**
   * Lets time pass until something is so, and says how long that took.
   *
   * @throws AssertionError with the seed and the end of the trace, if it is not so within the limit
   */
  public Duration runUntil(BooleanSupplier condition, Duration limit) {
    return simulation().runUntil(condition, limit);
  }

  // What is so

  /** Whether one host sends what is for the other straight to it, in a session that stands. */
  public boolean direct(String from, String to) {
    Host there = host(to);
    return host(from).wireGuard().reachesBy(there.publicKey(), there.tunnelAddress());
  }

  /** Whether every host on which an agent runs reaches every other such host directly. */
  public boolean allDirect() {
    List<String> running =
        hosts.stream().filter(host -> host.program().isPresent()).map(Host::name).toList();
    return running.stream()
        .allMatch(from -> running.stream().allMatch(to -> from.equals(to) || direct(from, to)));
  }

  /**
   * Pings one host from another by their tunnel addresses, and lets time pass until the answer, at
   * most a second.
   */
  public Ping ping(String from, String to) {
    Ping ping = host(from).ping(host(to).tunnelAddress());
    simulation().await(ping::isAnswered, PING_LIMIT);
    return ping;
  }
}
