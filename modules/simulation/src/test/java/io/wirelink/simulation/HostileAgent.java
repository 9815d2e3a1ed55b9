package io.wirelink.simulation;

import io.wirelink.agent.Action;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.Event;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.agent.Time;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fixtures.Lie;
import io.wirelink.gossip.Sealer;
import java.security.InvalidKeyException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The agent of a member who means harm: it does all that the real one does, and while it attacks
 * something of its own ten times a second; and what it sends may be something else. It has the key
 * of its host, and no other.
 */
final class HostileAgent implements Program {

  private static final long INTERVAL_NANOS = Times.SECOND / Lie.TIMES_A_SECOND;

  /** How many packets it keeps to send them again. */
  private static final int KEPT = 200;

  private final Program agent;
  private final PublicKey key;
  private final Sealer sealer;
  final RandomGenerator random;

  /** What it heard from others, the oldest first. */
  final Deque<Event.PacketArrived> heard = new ArrayDeque<>();

  /** What it does ten times a second. */
  private Function<HostileAgent, List<Action.Send>> attack = self -> List.of();

  /** What becomes of a packet that its agent would send. */
  private Function<Action.Send, List<Delayed>> distortion = send -> List.of(new Delayed(0, send));

  /**
   * A packet that is sent later.
   *
   * @param nanos by how much; then when
   */
  record Delayed(long nanos, Action.Send send) {}

  private final Deque<Delayed> late = new ArrayDeque<>();
  private long nextNanos = Long.MAX_VALUE;

  HostileAgent(
      AgentConfig config,
      PrivateKey key,
      Time start,
      RandomGenerator random,
      Optional<RememberedMesh> remembered) {
    this.random = random;
    this.key = key.publicKey();
    sealer = new Sealer(key, random);
    agent = new RealAgent(config, key, start, random, remembered);
  }

  /** The one that runs on a host. */
  static HostileAgent on(Mesh mesh, String host) {
    return (HostileAgent) mesh.host(host).program().orElseThrow();
  }

  void attack(Mesh mesh, Function<HostileAgent, List<Action.Send>> by) {
    attack = by;
    nextNanos = mesh.simulation().nowNanos();
  }

  /** Tells each of the others a lie about one of them from now on. */
  void tell(Mesh mesh, Lie lie, List<PublicKey> others) {
    attack(
        mesh,
        self -> {
          List<Action.Send> said = new ArrayList<>();
          for (PublicKey to : others) {
            PublicKey other = others.get(random.nextInt(others.size()));
            said.add(says(to, lie.inner(random, key, other)));
          }
          return said;
        });
  }

  void end() {
    attack = self -> List.of();
    nextNanos = Long.MAX_VALUE;
  }

  /** Sends something else from now on than its agent would. */
  void distort(Function<Action.Send, List<Delayed>> by) {
    distortion = by;
  }

  /** A packet of its own. */
  Action.Send says(PublicKey recipient, byte[] inner) {
    try {
      return raw(recipient, sealer.sealLarge(recipient, inner));
    } catch (InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  /** The bytes of any packet. */
  static Action.Send raw(PublicKey recipient, byte[] packet) {
    return new Action.Send(recipient, recipient.linkLocalAddress(), packet);
  }

  /** Something sealed by its key. */
  byte[] sealed(PublicKey recipient, byte[] inner) {
    return says(recipient, inner).packet();
  }

  /** What it heard from somebody, the oldest first. */
  List<byte[]> heardFrom(IpAddress source) {
    return heard.stream()
        .filter(packet -> packet.source().equals(source))
        .map(Event.PacketArrived::packet)
        .toList();
  }

  @Override
  public List<Action> step(Time now, List<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.PacketArrived packet) {
        heard.add(packet);
        if (heard.size() > KEPT) {
          heard.removeFirst();
        }
      }
    }
    List<Action> actions = new ArrayList<>();
    for (Action action : agent.step(now, events)) {
      if (action instanceof Action.Send send) {
        distort(send, now, actions);
      } else {
        actions.add(action);
      }
    }
    while (!late.isEmpty() && late.getFirst().nanos() <= now.monotonicNanos()) {
      actions.add(late.removeFirst().send());
    }
    if (now.monotonicNanos() >= nextNanos) {
      nextNanos = now.monotonicNanos() + INTERVAL_NANOS;
      actions.addAll(attack.apply(this));
    }
    return actions;
  }

  private void distort(Action.Send send, Time now, List<Action> actions) {
    for (Delayed each : distortion.apply(send)) {
      if (each.nanos() > 0) {
        late.add(new Delayed(now.monotonicNanos() + each.nanos(), each.send()));
      } else {
        actions.add(each.send());
      }
    }
  }

  @Override
  public long deadlineNanos() {
    long own = late.isEmpty() ? nextNanos : Math.min(nextNanos, late.getFirst().nanos());
    return Math.min(own, agent.deadlineNanos());
  }
}
