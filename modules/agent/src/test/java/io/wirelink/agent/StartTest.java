package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an agent asks for when it starts, and what it does before anybody has spoken. */
class StartTest {

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);

  @Test
  void theFirstStepAsksForTheDeviceAndTheHost() {
    List<Action> actions = world.agent.step(world.time(), List.of());
    assertEquals(
        List.of(new Action.ReadHost(), new Action.ReadCounters(), new Action.ReadDevice()),
        actions);
  }

  @Test
  void theHostIsAskedForUntilItCouldBeRead() {
    world.agent.step(world.time(), List.of());
    world.agent.step(world.time(), List.of(new Event.DeviceRead(world.state())));
    world.nanos += Timing.HOUSEKEEPING_NANOS;
    assertTrue(world.agent.step(world.time(), List.of()).contains(new Action.ReadHost()));
    world.step(new Event.HostRead(world.interfaces));
    world.nanos += Timing.HOUSEKEEPING_NANOS;
    assertFalse(world.agent.step(world.time(), List.of()).contains(new Action.ReadHost()));
  }

  @Test
  void theDeadlineBeforeTheFirstStepIsNow() {
    assertEquals(0, world.agent.deadlineNanos());
  }

  @Test
  void atTheStartEveryPeerGetsItsLinkLocalAddressAndKeepsTheRest() {
    world.inDevice(router, "10.0.0.0/24");
    world.inDevice(leaf, "10.0.0.3/32");
    world.step();
    for (PublicKey key : List.of(router, leaf)) {
      assertTrue(world.device.get(key).allowedIps.contains(Cidr.host(key.linkLocalAddress())));
      assertEquals(2, world.device.get(key).allowedIps.size());
    }
  }
}
