package io.wirelink.simulation;

import io.wirelink.agent.Action;
import io.wirelink.agent.Agent;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.Event;
import io.wirelink.agent.Time;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.CompactCodec;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.Renewal;
import io.wirelink.gossip.Stamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/** The agent of a router with many leaves, in virtual time, and what it costs. */
final class RouterLoad {

  /** What agents of this project understand beyond the protocol of all. */
  static final int OURS =
      Stamps.CAPABILITY
          | 2
          | PathMessage.PROBES
          | PathMessage.PASSING
          | Renewal.CAPABILITY
          | CompactCodec.CAPABILITY;

  private static final int PORT = 51820;
  private static final String INTERFACE = "wg0";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Over what time the leaves join. */
  private static final Duration JOINING = Duration.ofSeconds(30);

  /** How long a packet takes from the router to a leaf and back. */
  private static final long ROUND_TRIP_NANOS = 5_000_000;

  /** What the agent did. */
  static final class Costs {
    long packets;
    long bytes;
    long steps;
    long reads;
    long changes;
    long stepNanos;
    long longestNanos;

    /** How many packets were sent in a step at most. */
    long mostSent;

    long allocated;
  }

  /** How the work of a step is measured; counts only, if not at all. */
  interface Meter {
    /** Processor time of this thread in nanoseconds. */
    long cpuNanos();

    /** Bytes that this thread has allocated. */
    long allocatedBytes();

    /** Measures nothing. */
    Meter NONE =
        new Meter() {
          @Override
          public long cpuNanos() {
            return 0;
          }

          @Override
          public long allocatedBytes() {
            return 0;
          }
        };
  }

  private record Due(long nanos, long order, LoadLeaf leaf, List<Event> events) {}

  private final Meter meter;
  private final Agent agent;
  private final PublicKey self;
  private final Map<PublicKey, LoadLeaf> leaves = new LinkedHashMap<>();
  private final Map<PublicKey, PeerState> peers = new LinkedHashMap<>();
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
  private long order;
  private long nanos;
  private long interfaceReceived;
  private long interfaceSent;
  private Costs costs = new Costs();

  /**
   * A router that knows all of its leaves, of which none has joined yet.
   *
   * @param capabilities what the leaves understand; 0 as agents of the Go implementation
   * @param unreachable every how many-th never joins; 0 for none
   */
  RouterLoad(int count, int capabilities, int unreachable, long seed, Meter meter) {
    this.meter = meter;
    Random random = new Random(seed);
    byte[] bytes = new byte[PublicKey.LENGTH];
    Arrays.fill(bytes, (byte) 1);
    PrivateKey key = PrivateKey.ofBytes(bytes);
    self = key.publicKey();
    AgentConfig config =
        new AgentConfig(
            true, null, false, AgentConfig.DEFAULT.interfaces(), AgentConfig.DEFAULT.peers());
    agent =
        new Agent(config, key, time(), new Random(seed), new AgentListener() {}, Optional.empty());
    for (int i = 0; i < count; i++) {
      boolean reachable = unreachable == 0 || i % unreachable != 0;
      LoadLeaf leaf = new LoadLeaf(i, self, capabilities, reachable, random);
      leaves.put(leaf.key(), leaf);
      peers.put(leaf.key(), leaf.state());
      if (reachable) {
        plan(1_000_000_000L + JOINING.toNanos() * i / count, leaf, List.of());
      }
    }
  }

  private void plan(long at, LoadLeaf leaf, List<Event> events) {
    queue.add(new Due(at, order++, leaf, events));
  }

  /** What it cost since this was asked last. */
  Costs takeCosts() {
    Costs taken = costs;
    costs = new Costs();
    return taken;
  }

  /** How many facts the router believes. */
  int facts() {
    return agent.view(time(), 0).facts().size();
  }

  /** Lets time pass. */
  void pass(Duration duration) {
    long end = nanos + duration.toNanos();
    while (nanos < end) {
      Due next = queue.peek();
      long event = next == null ? Long.MAX_VALUE : next.nanos();
      nanos = Math.max(nanos, Math.min(end, Math.min(event, agent.deadlineNanos())));
      if (next == null || event > nanos) {
        step(List.of());
        continue;
      }
      queue.remove();
      if (next.events().isEmpty()) {
        plan(nanos + LoadLeaf.ALIVE_SECONDS * 1_000_000_000L, next.leaf(), List.of());
        step(List.of(next.leaf().speaks(wall(), nanos)));
      } else {
        step(next.events());
      }
      peers.put(next.leaf().key(), next.leaf().state());
    }
  }

  private Instant wall() {
    return START.plusNanos(nanos);
  }

  private Time time() {
    return new Time(nanos, wall());
  }

  private void step(List<Event> events) {
    List<Event> happened = events;
    do {
      for (Event event : happened) {
        if (event instanceof Event.PacketArrived(var source, var packet)) {
          interfaceReceived += packet.length;
        }
      }
      List<Action> actions = measured(happened);
      List<Event> following = new ArrayList<>();
      actions.forEach(action -> perform(action, following));
      happened = following;
    } while (!happened.isEmpty());
  }

  private List<Action> measured(List<Event> events) {
    Time now = time();
    long allocated = meter.allocatedBytes();
    long before = meter.cpuNanos();
    List<Action> actions = agent.step(now, events);
    long took = meter.cpuNanos() - before;
    costs.allocated += meter.allocatedBytes() - allocated;
    costs.steps++;
    costs.stepNanos += took;
    long sent = actions.stream().filter(Action.Send.class::isInstance).count();
    costs.mostSent = Math.max(costs.mostSent, sent);
    costs.longestNanos = Math.max(costs.longestNanos, took);
    return actions;
  }

  private void perform(Action action, List<Event> following) {
    switch (action) {
      case Action.Send(var recipient, var destination, byte[] packet) -> {
        costs.packets++;
        costs.bytes += packet.length;
        interfaceSent += packet.length;
        LoadLeaf leaf = leaves.get(recipient);
        if (leaf.isReachable()) {
          leaf.hears(packet, nanos)
              .ifPresent(answer -> plan(nanos + ROUND_TRIP_NANOS, leaf, List.of(answer)));
          peers.put(recipient, leaf.state());
        }
      }
      case Action.Configure configure -> costs.changes++;
      case Action.ReadDevice() -> {
        costs.reads++;
        following.add(new Event.DeviceRead(new DeviceState(INTERFACE, self, PORT, 0, peers)));
      }
      case Action.ReadCounters() ->
          following.add(new Event.CountersRead(interfaceReceived, interfaceSent));
      case Action.ReadHost() -> following.add(new Event.HostRead(interfaces()));
      case Action.Resolve resolve -> {}
      case Action.MapPort map -> {}
      case Action.Remember remember -> {}
      case Action.KeepInvitations keep -> {}
      case Action.KeepRemovals keep -> {}
      case Action.KeepRotations keep -> {}
      case Action.KeepPresharedKeys keep -> {}
      case Action.DropAddress drop -> {}
      case Action.Encapsulate asked -> {}
      case Action.ChangeKey change -> {}
    }
  }

  private static List<HostInterface> interfaces() {
    return List.of(
        new HostInterface(
            "eth0", 2, true, List.of(new InterfaceAddress(Cidr.parse("198.51.100.7/24"), true))),
        new HostInterface(
            INTERFACE, 3, true, List.of(new InterfaceAddress(Cidr.parse("10.64.0.0/16"), true))));
  }
}
