package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A box that lends its one outside address to all hosts inside. */
public final class Nat implements Node {

  /** How long an unanswered mapping lives ({@code nf_conntrack_udp_timeout}). */
  static final long UNREPLIED_NANOS = 30 * Times.SECOND;

  /**
   * How long an answered one lives after its last packet ({@code nf_conntrack_udp_timeout_stream}).
   */
  static final long REPLIED_NANOS = 120 * Times.SECOND;

  private static final int LOWEST_RANDOM_PORT = 1024;
  private static final int PORTS = 65_536;

  /** Where the block begins that sequential ports are taken from. */
  private static final int FIRST_OF_BLOCK = 40_000;

  private final Simulation simulation;
  private final RandomGenerator random;
  private final String name;
  private final NatKind kind;
  private final Nic inside;
  private final Nic outside;
  private final List<NatMapping> mappings = new ArrayList<>();

  /** Whom its firewall lets a datagram out to; null for everybody. */
  private @Nullable Set<Endpoint> letsOutTo;

  /** Ports outside that lead to a host inside because it asked for that. */
  private final Map<Integer, Endpoint> forwards = new HashMap<>();

  private int nextPort = FIRST_OF_BLOCK;
  private long repliedNanos = REPLIED_NANOS;

  /**
   * For each source inside the port that it got in place of its own; null while it keeps its own.
   */
  private @Nullable Map<Endpoint, Integer> newPorts;

  Nat(
      Simulation simulation,
      String name,
      NatKind kind,
      Segment insideSegment,
      Cidr insideAddress,
      Segment outsideSegment,
      Cidr outsideAddress) {
    this.simulation = simulation;
    this.random = simulation.newRandom();
    this.name = name;
    this.kind = kind;
    inside = new Nic("inside", 1, insideSegment);
    inside.addresses().add(insideAddress);
    outside = new Nic("outside", 2, outsideSegment);
    outside.addresses().add(outsideAddress);
    insideSegment.join(this);
    outsideSegment.join(this);
  }

  @Override
  public String name() {
    return name;
  }

  /** The address that all hosts inside share. */
  public IpAddress outsideAddress() {
    return outside.addresses().getFirst().address();
  }

  /** Lets the box have another address outside; all mappings are lost, as after a new dial-in. */
  public void setOutsideAddress(Cidr address) {
    outside.addresses().set(0, address);
    forget();
  }

  /** Loses all mappings, as by a restart, but for those that a host inside has asked for. */
  public void forget() {
    mappings.clear();
  }

  /**
   * Loses all mappings, and gives everybody inside another port from then on, as if somebody else
   * had come to use theirs.
   */
  public void giveNewPorts() {
    forget();
    newPorts = new HashMap<>();
  }

  /** Lets answered mappings live for so long after their last packet. */
  public void setMappingLife(Duration life) {
    repliedNanos = life.toNanos();
  }

  void setGateway(IpAddress gateway) {
    outside.setGateway(gateway);
  }

  /** Lets no datagram out any more but to these. */
  void letOutOnlyTo(Set<Endpoint> destinations) {
    letsOutTo = destinations;
  }

  /**
   * Lets everybody outside in to a host inside, by a port that is its own if nobody has it, and
   * says which; as a gateway does that is asked by PCP.
   */
  Endpoint forward(Endpoint host) {
    int port = host.port();
    while (forwards.containsKey(port) && !host.equals(forwards.get(port))) {
      port = randomPort();
    }
    forwards.put(port, host);
    simulation.note(name, "forwards", port + " to " + host);
    return new Endpoint(outsideAddress(), port);
  }

  /** Forwards nothing to the address any more. */
  void endForwards(IpAddress host) {
    forwards.values().removeIf(inside -> inside.address().equals(host));
  }

  /** How many mappings there are. */
  int mappingCount() {
    expire();
    return mappings.size();
  }

  @Override
  public boolean answersFor(Segment segment, IpAddress address) {
    return (segment == inside.segment() && inside.has(address))
        || (segment == outside.segment() && outside.has(address));
  }

  @Override
  public void arrived(Segment segment, Datagram datagram) {
    expire();
    if (segment == inside.segment()) {
      outbound(datagram);
    } else {
      inbound(datagram);
    }
  }

  private void outbound(Datagram datagram) {
    Endpoint destination = datagram.destination();
    Optional<IpAddress> nextHop = outside.nextHop(destination.address());
    if (nextHop.isEmpty() || answersFor(outside.segment(), destination.address())) {
      simulation.note(name, "has no way for", datagram);
      return;
    }
    if (letsOutTo != null && !letsOutTo.contains(destination)) {
      simulation.note(name, "does not let out", datagram);
      return;
    }
    NatMapping mapping = mappingFor(datagram);
    mapping.sent(destination, simulation.nowNanos());
    Datagram translated =
        datagram.withSource(new Endpoint(outsideAddress(), mapping.outsidePort()));
    outside.segment().carry(this, nextHop.get(), translated);
  }

  private NatMapping mappingFor(Datagram datagram) {
    for (NatMapping mapping : mappings) {
      if (mapping.isOf(datagram.source(), datagram.destination())) {
        return mapping;
      }
    }
    return map(datagram.source(), datagram.destination());
  }

  private void inbound(Datagram datagram) {
    int port = datagram.destination().port();
    for (NatMapping mapping : mappings) {
      if (mapping.letsIn(datagram.source(), port, kind.filter())) {
        deliver(datagram, mapping);
        return;
      }
    }
    Endpoint host = forwards.get(port);
    if (host != null) {
      // First among all: what the host answers goes back by this port, whatever else it has.
      var mapping = new NatMapping(host, datagram.source(), port);
      mappings.addFirst(mapping);
      deliver(datagram, mapping);
      return;
    }
    simulation.note(name, "does not let in", datagram);
    if (kind.tracksUnsolicited()) {
      track(datagram);
    }
  }

  private void deliver(Datagram datagram, NatMapping mapping) {
    Endpoint host = mapping.received(simulation.nowNanos());
    Datagram translated = datagram.withDestination(host);
    inside.nextHop(host.address()).ifPresent(hop -> inside.segment().carry(this, hop, translated));
  }

  private void track(Datagram datagram) {
    int port = datagram.destination().port();
    NatMapping tracked =
        mappings.stream()
            .filter(mapping -> mapping.isUnsolicited(datagram.source(), port))
            .findFirst()
            .orElseGet(() -> add(new NatMapping(null, datagram.source(), port)));
    tracked.sent(datagram.source(), simulation.nowNanos());
  }

  private NatMapping map(Endpoint source, Endpoint destination) {
    Endpoint remote = kind.isEndpointIndependent() ? null : destination;
    var mapping = add(new NatMapping(source, remote, portFor(source, remote)));
    simulation.note(
        name, "maps", source + " to port " + mapping.outsidePort() + " for " + destination);
    return mapping;
  }

  private int portFor(Endpoint source, @Nullable Endpoint remote) {
    int port =
        switch (kind.ports()) {
          case KEPT -> keptPort(source);
          case SEQUENTIAL -> nextPort++;
          case RANDOM -> randomPort();
        };
    boolean otherThanItsOwn = kind.ports() == NatKind.Ports.RANDOM;
    while (otherThanItsOwn && port == source.port() || isTaken(port, remote)) {
      port = randomPort();
    }
    return port;
  }

  private int keptPort(Endpoint source) {
    return newPorts == null
        ? source.port()
        : newPorts.computeIfAbsent(source, inside -> randomPort());
  }

  private int randomPort() {
    return random.nextInt(LOWEST_RANDOM_PORT, PORTS);
  }

  private NatMapping add(NatMapping mapping) {
    mappings.add(mapping);
    return mapping;
  }

  /** Whether answers from the remote to the port would belong to another mapping. */
  private boolean isTaken(int port, @Nullable Endpoint remote) {
    return mappings.stream().anyMatch(mapping -> mapping.occupies(port, remote));
  }

  private void expire() {
    mappings.removeIf(mapping -> mapping.isOver(repliedNanos, simulation.nowNanos()));
  }
}
