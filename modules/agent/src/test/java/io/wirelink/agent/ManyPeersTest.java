package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Something happens to many peers at once: each step stays short, and nobody is left out. */
class ManyPeersTest {

  private static final int PEERS = 300;

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);

  ManyPeersTest() {
    for (int i = 0; i < PEERS; i++) {
      FakeDevice.DevicePeer peer = world.inDevice(world.key(2 + i));
      peer.endpoint = Endpoint.parse("203.0.113.7:" + (1000 + i));
    }
  }

  /** The actions of each step that is due now, the first of which gets what the device says. */
  private List<List<Action>> stepsOfReading() {
    List<List<Action>> steps = new ArrayList<>();
    steps.add(world.agent.step(world.time(), List.of(new Event.DeviceRead(world.state()))));
    while (world.agent.deadlineNanos() <= world.nanos) {
      steps.add(world.agent.step(world.time(), List.of()));
    }
    return steps;
  }

  /** How many beside this host itself are known. */
  private int known() {
    return world.agent.knownNames().size() - 1;
  }

  private static Stream<PublicKey> configured(List<Action> actions) {
    return actions.stream()
        .filter(Action.Configure.class::isInstance)
        .map(action -> ((Action.Configure) action).change().publicKey());
  }

  private static Stream<PublicKey> called(List<Action> actions) {
    return actions.stream()
        .filter(Action.Send.class::isInstance)
        .map(action -> ((Action.Send) action).recipient());
  }

  @Test
  void theFirstReadingIsTakenUpInPortions() {
    world.agent.step(world.time(), List.of());
    world.agent.step(world.time(), List.of(new Event.DeviceRead(world.state())));
    assertEquals(DeviceReading.MAX_NEW_IN_STEP, known());
    world.agent.step(world.time(), List.of());
    assertEquals(PEERS, known());
  }

  @Test
  void soManyAreSetUpInAStep() {
    world.agent.step(world.time(), List.of());
    for (List<Action> actions : stepsOfReading()) {
      assertTrue(configured(actions).count() <= Touched.MAX_IN_STEP);
    }
  }

  @Test
  void allAreSetUpBeforeTimePassesAndTheDeviceIsReadOnceAfterThat() {
    world.agent.step(world.time(), List.of());
    List<Action> actions = stepsOfReading().stream().flatMap(List::stream).toList();
    assertEquals(PEERS, configured(actions).distinct().count());
    assertEquals(1, actions.stream().filter(Action.ReadDevice.class::isInstance).count());
  }

  @Test
  void soManyAreCalledInAStepAndAllByOneReading() {
    world.step();
    world.pass(Duration.ofNanos(Timing.FIRST_TRY_NANOS).minusNanos(1));
    world.nanos += Timing.SECOND_TRY_NANOS + 1;
    world.agent.step(world.time(), List.of());
    List<List<Action>> steps = stepsOfReading();
    for (List<Action> actions : steps) {
      assertTrue(called(actions).count() <= Touched.MAX_IN_STEP);
    }
    assertEquals(PEERS, called(steps.stream().flatMap(List::stream).toList()).distinct().count());
  }

  @Test
  void aFarewellIsComplete() {
    world.device.values().forEach(peer -> peer.healthy = true);
    world.step();
    world.pass(Duration.ofSeconds(5));
    assertEquals(PEERS, called(world.agent.leave()).distinct().count());
  }
}
