package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LooksTest {

  private final Looks looks = new Looks();

  @Test
  void theFirstLookTellsNothing() {
    assertFalse(looks.looked(1_000, 1_000, 0, 0));
  }

  @Test
  void theAgentsOwnPacketsAreNoTraffic() {
    looks.looked(1_000, 1_000, 0, 0);
    assertFalse(looks.looked(1_100, 1_150, 128, 160));
    assertFalse(looks.looked(1_100, 1_150, 128, 160));
    assertTrue(looks.looked(1_101, 1_150, 128, 160));
  }

  @Test
  void onlyALookThatShowsTrafficCallsForAStep() {
    AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
    world.step();
    assertFalse(world.agent.isUrgent(new Event.CountersRead(0, 0)));
    assertTrue(world.agent.isUrgent(new Event.CountersRead(1, 0)));
    assertTrue(world.agent.isUrgent(new Event.CountersRead(0, 1)));
    assertTrue(world.agent.isUrgent(new Event.DeviceRead(world.state())));
  }

  @Test
  void whatMovesIsLookedAtTwiceAsOften() {
    looks.looking(true, 0);
    assertEquals(Timing.QUIET_LOOK_NANOS, looks.nextNanos());
    looks.looked(0, 0, 0, 0);
    looks.looked(1, 0, 0, 0);
    assertEquals(Timing.BUSY_LOOK_NANOS, looks.nextNanos());
    looks.looking(true, Timing.BUSY_LOOK_NANOS);
    assertEquals(2 * Timing.BUSY_LOOK_NANOS, looks.nextNanos());
  }

  @Test
  void whereNobodyIsThereNobodyIsLookedAfter() {
    looks.looking(false, 0);
    assertEquals(Timing.HOUSEKEEPING_NANOS, looks.nextNanos());
  }
}
