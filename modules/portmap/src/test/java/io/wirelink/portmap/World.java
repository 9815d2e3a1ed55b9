package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** A host with gateways, in virtual time. */
final class World {

  static final int PORT = 51820;
  static final Gateway HOME =
      new Gateway(IpAddress.parse("192.168.1.1"), 0, IpAddress.parse("192.168.1.2"));
  static final PortWish BOTH =
      new PortWish(PORT, List.of(MappingProtocol.PCP, MappingProtocol.NAT_PMP), true);

  private record Due(long nanos, MapperEvent event) {}

  /** Something that was sent, and when. */
  record Sent(long nanos, MapperAction.Send send) {}

  final List<Sent> sent = new ArrayList<>();
  final List<MapperAction.Search> searches = new ArrayList<>();
  final List<MapperAction.Ask> asked = new ArrayList<>();
  final List<List<MappingStatus>> told = new ArrayList<>();
  private final PortMapper mapper;
  private final Map<Gateway, FakeGateway> gateways = new LinkedHashMap<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::nanos));
  private long now;

  /** A host with this one gateway, from which nothing is wanted yet. */
  World(FakeGateway... all) {
    this(new byte[32], all);
  }

  World(byte[] secret, FakeGateway... all) {
    mapper = new PortMapper(secret);
    for (FakeGateway each : all) {
      gateways.put(each.gateway, each);
    }
    happens(new MapperEvent.GatewaysRead(List.copyOf(gateways.keySet())));
  }

  /** A host at home that wants a port by any protocol. */
  static World wanting(FakeGateway... all) {
    World world = new World(all);
    world.happens(new MapperEvent.Wanted(BOTH));
    return world;
  }

  long now() {
    return now;
  }

  boolean isAtRest() {
    return mapper.isAtRest();
  }

  void happens(MapperEvent event) {
    due.add(new Due(now, event));
  }

  /** A packet comes from somewhere. */
  void arrives(Gateway at, Endpoint source, byte[] packet) {
    happens(new MapperEvent.Received(at, source, packet));
  }

  void want(PortWish wish) {
    happens(new MapperEvent.Wanted(wish));
  }

  /** Lets time pass. */
  void pass(Duration duration) {
    long end = now + duration.toNanos();
    int steps = 0;
    while (true) {
      long next =
          Math.min(mapper.deadlineNanos(), due.isEmpty() ? Long.MAX_VALUE : due.peek().nanos);
      if (next > end) {
        now = end;
        return;
      }
      now = Math.max(now, next);
      List<MapperEvent> events = new ArrayList<>();
      while (!due.isEmpty() && due.peek().nanos <= now) {
        events.add(due.remove().event);
      }
      mapper.step(now, events).forEach(this::perform);
      if (++steps > 1_000_000) {
        throw new AssertionError("it steps and steps");
      }
    }
  }

  private void perform(MapperAction action) {
    switch (action) {
      case MapperAction.Send send -> send(send);
      case MapperAction.Search search -> search(search);
      case MapperAction.Ask ask -> ask(ask);
      case MapperAction.Tell(List<MappingStatus> statuses) -> told.add(statuses);
    }
  }

  private void send(MapperAction.Send send) {
    sent.add(new Sent(now, send));
    FakeGateway gateway = gateways.get(send.gateway());
    if (gateway.closed) {
      happens(new MapperEvent.Unreachable(send.gateway(), send.port()));
      return;
    }
    for (byte[] answer : gateway.answers(send.packet(), now)) {
      due.add(
          new Due(
              now + gateway.delayNanos,
              new MapperEvent.Received(send.gateway(), gateway.answersFrom, answer)));
    }
  }

  private void search(MapperAction.Search search) {
    searches.add(search);
    FakeGateway gateway = gateways.get(search.gateway());
    FakeIgd igd = gateway.igd;
    if (igd != null && (igd.answersAlone || search.to().address().isMulticast())) {
      due.add(
          new Due(
              now + gateway.delayNanos,
              new MapperEvent.Received(search.gateway(), igd.answersFrom, igd.found())));
    }
  }

  private void ask(MapperAction.Ask ask) {
    asked.add(ask);
    FakeGateway gateway = gateways.get(ask.gateway());
    MapperEvent event = new MapperEvent.Unanswered(ask.gateway(), ask.exchange());
    if (gateway.igd != null && gateway.igd.silent) {
      return;
    }
    if (gateway.igd != null && gateway.igd.port == ask.port()) {
      event =
          gateway
              .igd
              .answer(ask.request())
              .<MapperEvent>map(r -> new MapperEvent.Answered(ask.gateway(), ask.exchange(), r))
              .orElse(event);
    }
    due.add(new Due(now + gateway.delayNanos, event));
  }

  /** How it stands with the only gateway. */
  MappingStatus status() {
    return told.getLast().getFirst();
  }

  /** Where the host is reached by its only gateway; fails if it is not. */
  MappingStatus.Mapped mapped() {
    return (MappingStatus.Mapped) status();
  }

  /** Why it is not; fails if it is. */
  Obstacle obstacle() {
    return ((MappingStatus.Unmapped) status()).why();
  }
}
