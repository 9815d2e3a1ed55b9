package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final int FIRST_COUNTED_PORT = 20_000;

  /** A conversation; inside is null when it was begun from outside and goes nowhere. */
  private static final class Mapping {
    final @Nullable Endpoint inside;
    final @Nullable Endpoint remote;
    final int outsidePort;
    boolean replied;
    long lastUsedNanos;

    Mapping(@Nullable Endpoint inside, @Nullable Endpoint remote, int outsidePort) {
      this.inside = inside;
      this.remote = remote;
      this.outsidePort = outsidePort;
    }

    boolean serves(Endpoint other) {
      return remote == null || remote.equals(other);
    }
  }

  private final Simulation simulation;
  private final RandomGenerator random;
  private final String name;
  private final NatKind kind;
  private final Nic inside;
  private final Nic outside;
  private final List<Mapping> mappings = new ArrayList<>();

  /** The last port that was counted; 0 if none was. */
  private int lastPort;

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

  /** Loses all mappings, as by a restart. */
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

  void setGateway(IpAddress gateway) {
    outside.setGateway(gateway);
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
    Optional<IpAddress> nextHop = outside.nextHop(datagram.destination().address());
    if (nextHop.isEmpty() || answersFor(outside.segment(), datagram.destination().address())) {
      simulation.note(name, "has no way for", datagram);
      return;
    }
    Mapping mapping = mappingFor(datagram);
    mapping.lastUsedNanos = simulation.nowNanos();
    Datagram translated = datagram.withSource(new Endpoint(outsideAddress(), mapping.outsidePort));
    outside.segment().carry(this, nextHop.get(), translated);
  }

  private Mapping mappingFor(Datagram datagram) {
    for (Mapping mapping : mappings) {
      if (datagram.source().equals(mapping.inside) && mapping.serves(datagram.destination())) {
        return mapping;
      }
    }
    return map(datagram.source(), datagram.destination());
  }

  private void inbound(Datagram datagram) {
    for (Mapping mapping : mappings) {
      if (mapping.inside != null
          && mapping.outsidePort == datagram.destination().port()
          && mapping.serves(datagram.source())) {
        mapping.replied = true;
        mapping.lastUsedNanos = simulation.nowNanos();
        Datagram translated = datagram.withDestination(mapping.inside);
        inside
            .nextHop(mapping.inside.address())
            .ifPresent(hop -> inside.segment().carry(this, hop, translated));
        return;
      }
    }
    simulation.note(name, "does not let in", datagram);
    if (kind.tracksUnsolicited()) {
      track(datagram);
    }
  }

  private void track(Datagram datagram) {
    int port = datagram.destination().port();
    Mapping tracked =
        mappings.stream()
            .filter(m -> m.inside == null && m.outsidePort == port && m.serves(datagram.source()))
            .findFirst()
            .orElseGet(() -> add(new Mapping(null, datagram.source(), port)));
    tracked.lastUsedNanos = simulation.nowNanos();
  }

  private Mapping map(Endpoint source, Endpoint destination) {
    Endpoint remote = kind.isEndpointIndependent() ? null : destination;
    int port = firstChoice(source);
    while (kind.changesPorts() && port == source.port() || isTaken(port, remote)) {
      port = nextPort();
    }
    var mapping = add(new Mapping(source, remote, port));
    simulation.note(name, "maps", source + " to port " + port + " for " + destination);
    return mapping;
  }

  private int nextPort() {
    if (kind.countsPorts()) {
      lastPort = lastPort == 0 ? FIRST_COUNTED_PORT : lastPort + 1;
      return lastPort;
    }
    return random.nextInt(LOWEST_RANDOM_PORT, PORTS);
  }

  private int firstChoice(Endpoint source) {
    return newPorts == null
        ? source.port()
        : newPorts.computeIfAbsent(source, inside -> random.nextInt(LOWEST_RANDOM_PORT, PORTS));
  }

  private Mapping add(Mapping mapping) {
    mappings.add(mapping);
    return mapping;
  }

  /** Whether answers from the remote to the port would belong to another mapping. */
  private boolean isTaken(int port, @Nullable Endpoint remote) {
    return mappings.stream()
        .anyMatch(
            m ->
                m.outsidePort == port
                    && (m.remote == null || remote == null || m.remote.equals(remote)));
  }

  private void expire() {
    mappings.removeIf(
        m ->
            simulation.nowNanos() - m.lastUsedNanos
                >= (m.replied ? REPLIED_NANOS : UNREPLIED_NANOS));
  }
}
