package io.wirelink.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.fact.CompactCodec;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.Stamps;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a router with many leaves sends, in counts that no machine changes. */
class RouterLoadTest {

  private static final int OURS =
      Stamps.CAPABILITY | 2 | PathMessage.PROBES | PathMessage.PASSING | CompactCodec.CAPABILITY;
  private static final int LEAVES = 150;

  /** Each of them is told of all others in packets that are mostly full, and twice a minute. */
  private static final int MAX_PACKETS = 22_000;

  private static RouterLoad.Costs firstMinute(int capabilities) {
    RouterLoad load = new RouterLoad(LEAVES, capabilities, 0, 1, RouterLoad.Meter.NONE);
    load.pass(Duration.ofMinutes(1));
    return load.takeCosts();
  }

  @Test
  void newsOfManyWhoJoinAtOnceIsGathered() {
    RouterLoad.Costs costs = firstMinute(0);
    assertTrue(costs.packets <= MAX_PACKETS, costs.packets + " packets");
  }

  @Test
  void soItIsAmongAgentsOfThisProject() {
    RouterLoad.Costs costs = firstMinute(OURS);
    assertTrue(costs.packets <= MAX_PACKETS, costs.packets + " packets");
  }
}
