package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.TimedFact;
import io.wirelink.gossip.Contents;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.RemovalMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One agent with a device, a host and peers that are made up, in virtual time. It carries out the
 * agent's actions at once and keeps a record of them.
 */
final class AgentWorld {

  /** Keeps an alive peer alive. */
  private static final Duration ALIVE_EVERY = Duration.ofSeconds(30);

  /** Something that the agent did to the device, and when. */
  record Change(Duration at, PeerChange change) {}

  /** Something that the agent told a peer, and when. */
  record Told(Duration at, PublicKey recipient, List<TimedFact> facts) {}

  /** Something that the agent told a peer about a path, and when. */
  record Said(Duration at, PublicKey recipient, PathMessage message, byte[] packet) {}

  final List<Said> said = new ArrayList<>();
  final List<RemovalMessage> removals = new ArrayList<>();
  final PrivateKey privateKey = FakeKeys.privateKey(1);
  final PublicKey self = privateKey.publicKey();
  private final FakeDevice wireGuard = new FakeDevice(self);
  final Map<PublicKey, FakeDevice.DevicePeer> device = wireGuard.peers;
  final List<HostInterface> interfaces = new ArrayList<>();
  final List<Change> changes = new ArrayList<>();
  final List<Told> told = new ArrayList<>();
  final List<Duration> reads = new ArrayList<>();
  final List<String> resolved = new ArrayList<>();
  final List<Action.MapPort> wished = new ArrayList<>();
  final Set<PublicKey> refusing = new LinkedHashSet<>();
  final Set<PublicKey> talking = new LinkedHashSet<>();
  final List<RememberedMesh> kept = new ArrayList<>();
  Instant wall = Instant.parse("2026-01-01T00:00:00Z");
  long nanos;

  /** What the interface's own counters say. */
  long interfaceReceived;

  long interfaceSent;

  /** What the agent told its listener. */
  final List<FactNotice> notices = new ArrayList<>();

  final Map<PublicKey, Duration> timeToDirect = new LinkedHashMap<>();

  private final AgentListener listener =
      new AgentListener() {
        @Override
        public void happened(Supplier<FactNotice> notice) {
          notices.add(notice.get());
        }

        @Override
        public void becameDirect(PublicKey peer, long nanos) {
          timeToDirect.put(peer, Duration.ofNanos(nanos));
        }
      };

  private final FakeKeys keys = new FakeKeys();
  private Duration sinceTalk = Duration.ZERO;

  final Agent agent;

  AgentWorld(AgentConfig config) {
    this(config, Optional.empty());
  }

  AgentWorld(AgentConfig config, Optional<RememberedMesh> remembered) {
    agent = new Agent(config, privateKey, new Time(0, wall), new Random(1), listener, remembered);
    interfaces.add(
        new HostInterface(
            "eth0", 2, true, List.of(new InterfaceAddress(Cidr.parse("198.51.100.7/24"), true))));
    interfaces.add(
        new HostInterface(
            FakeDevice.INTERFACE,
            3,
            true,
            List.of(new InterfaceAddress(Cidr.parse("10.0.0.1/24"), true))));
  }

  /** The host gets another address in place of its own. */
  void getsAddress(String address) {
    interfaces.set(
        0,
        new HostInterface(
            "eth0", 2, true, List.of(new InterfaceAddress(Cidr.parse(address), true))));
  }

  /** A key that packets can be sealed with. */
  PublicKey key(int number) {
    return keys.key(number);
  }

  /** A peer of the device that nobody has shaken hands with. */
  FakeDevice.DevicePeer inDevice(PublicKey key, String... allowedIps) {
    return wireGuard.peer(key, allowedIps);
  }

  /** A peer of the device that answers. */
  FakeDevice.DevicePeer healthy(PublicKey key, String endpoint, String... allowedIps) {
    FakeDevice.DevicePeer peer = inDevice(key, allowedIps);
    peer.endpoint = Endpoint.parse(endpoint);
    peer.healthy = true;
    return peer;
  }

  /** A peer that answers no more, and did not for long. */
  void lost(PublicKey key) {
    FakeDevice.DevicePeer peer = device.get(key);
    peer.healthy = false;
    peer.lastHandshake = wall.minusSeconds(3600);
  }

  DeviceState state() {
    return wireGuard.read(wall);
  }

  Time time() {
    return new Time(nanos, wall);
  }

  Duration at() {
    return Duration.ofNanos(nanos);
  }

  /** Lets the agent know of events, and does what it wants until it wants no more. */
  void step(Event... events) {
    List<Event> happened = List.of(events);
    do {
      List<Event> next = new ArrayList<>();
      for (Action action : agent.step(time(), happened)) {
        perform(action, next);
      }
      happened = next;
    } while (!happened.isEmpty());
  }

  private void perform(Action action, List<Event> next) {
    switch (action) {
      case Action.Send(var recipient, var destination, byte[] packet) ->
          told.add(new Told(at(), recipient, opened(recipient, packet)));
      case Action.Configure(PeerChange change) -> {
        changes.add(new Change(at(), change));
        if (refusing.contains(change.publicKey())) {
          next.add(new Event.ChangeFailed(change.publicKey(), "no"));
        } else {
          wireGuard.apply(change);
        }
      }
      case Action.ReadDevice() -> {
        reads.add(at());
        next.add(new Event.DeviceRead(state()));
      }
      case Action.ReadCounters() ->
          next.add(new Event.CountersRead(interfaceReceived, interfaceSent));
      case Action.ReadHost() -> next.add(new Event.HostRead(interfaces));
      case Action.Resolve(String host) -> resolved.add(host);
      case Action.MapPort wish -> wished.add(wish);
      case Action.Remember(RememberedMesh mesh) -> kept.add(mesh);
      default -> {}
    }
  }

  private List<TimedFact> opened(PublicKey recipient, byte[] packet) {
    try {
      byte[] inner = keys.opened(recipient, packet);
      PathMessage.in(inner).ifPresent(each -> said.add(new Said(at(), recipient, each, packet)));
      RemovalMessage.in(inner).ifPresent(removals::add);
      boolean facts = PathMessage.in(inner).isEmpty() && RemovalMessage.in(inner).isEmpty();
      return facts ? Contents.in(self, inner).facts() : List.of();
    } catch (MalformedFactException e) {
      throw new AssertionError("the agent sends nonsense", e);
    }
  }

  /** Lets time pass; those who talk say every 30 s that they are alive. */
  void pass(Duration duration) {
    long end = nanos + duration.toNanos();
    while (nanos < end) {
      long talk = nanos + ALIVE_EVERY.minus(sinceTalk).toNanos();
      long next = Math.min(end, Math.min(Math.max(nanos, agent.deadlineNanos()), talk));
      forward(next - nanos);
      if (sinceTalk.equals(ALIVE_EVERY)) {
        sinceTalk = Duration.ZERO;
        List.copyOf(talking).forEach(this::alive);
      }
      step();
    }
  }

  private void forward(long by) {
    nanos += by;
    wall = wall.plusNanos(by);
    sinceTalk = sinceTalk.plusNanos(by);
  }

  /** A peer says that it is alive, now and from now on. */
  void talks(PublicKey key) {
    talking.add(key);
    alive(key);
  }

  void alive(PublicKey key) {
    says(key, 255, Fact.alive(key, new BootId(7, key.first())));
  }

  void says(PublicKey key, int ttlSeconds, Fact... facts) {
    List<TimedFact> timed =
        Arrays.stream(facts).map(fact -> new TimedFact(fact, ttlSeconds)).toList();
    step(packet(key, FactCodec.encode(timed)));
  }

  Event packet(PublicKey from, byte[] inner) {
    return new Event.PacketArrived(from.linkLocalAddress(), keys.sealed(from, self, inner));
  }

  /** When the peer was sent an Alive alone or first of all. */
  List<Duration> alivesTo(PublicKey key) {
    return told.stream()
        .filter(told -> told.recipient().equals(key))
        .filter(told -> told.facts().getFirst().fact().attribute() == Attribute.ALIVE)
        .map(Told::at)
        .toList();
  }

  /** All facts that a peer was told, without alive ones. */
  Set<Fact> toldTo(PublicKey key) {
    Set<Fact> facts = new LinkedHashSet<>();
    for (Told each : told) {
      if (each.recipient().equals(key)) {
        each.facts().stream().map(TimedFact::fact).forEach(facts::add);
      }
    }
    facts.removeIf(fact -> fact.attribute() == Attribute.ALIVE);
    return facts;
  }

  /** The boot ids that a peer was told, in order, each once. */
  List<String> bootIdsToldTo(PublicKey key) {
    return told.stream()
        .filter(each -> each.recipient().equals(key))
        .flatMap(each -> each.facts().stream())
        .map(TimedFact::fact)
        .filter(fact -> fact.attribute() == Attribute.ALIVE)
        .map(fact -> fact.value().toString())
        .distinct()
        .toList();
  }

  List<Endpoint> triedFor(PublicKey key) {
    return changes.stream()
        .map(Change::change)
        .filter(change -> change.publicKey().equals(key) && change.endpoint() != null)
        .map(PeerChange::endpoint)
        .toList();
  }

  boolean believes(Fact fact) {
    return agent.view(time(), 0).facts().stream().anyMatch(known -> known.fact().equals(fact));
  }

  Set<Cidr> routedTo(PublicKey key) {
    Set<Cidr> routed = new LinkedHashSet<>(device.get(key).allowedIps);
    routed.removeIf(cidr -> cidr.address().isLinkLocal());
    return routed;
  }
}
