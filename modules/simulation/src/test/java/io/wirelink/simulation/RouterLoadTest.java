package io.wirelink.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a router with many leaves sends, in counts that no machine changes. */
class RouterLoadTest {

  private static final int LEAVES = 150;

  /** Each of them is told of all others in packets that are mostly full, and twice a minute. */
  private static final int MAX_PACKETS = 22_000;

  /** A leaf hears four times in two minutes that the router is alive, and once where it sees it. */
  private static final long MAX_RENEWAL_BYTES = 900;

  /** A third of them never joins; without one list of all who work for each of those. */
  private static final long MAX_ALLOCATED = 92_000_000;

  /** In two minutes; without a copy of what every peer has at each look. */
  private static final long MAX_REST_ALLOCATED = 18_500_000;

  private static final int MANY = 500;

  /** In two minutes, one each five seconds, and what is called in a second is seen by one. */
  private static final int MAX_REST_READS = 24 + 120;

  /** In two minutes; with a share of those who are not reached reconsidered in each round. */
  private static final long MAX_MANY_ALLOCATED = 45_000_000;

  /** In a step: to each of those who are reconsidered in it, and a burst of the budget. */
  private static final int MAX_SENT_IN_STEP = 96;

  private static RouterLoad.Costs firstMinute(int capabilities) {
    return firstMinute(capabilities, 0, RouterLoad.Meter.NONE);
  }

  private static RouterLoad.Costs firstMinute(
      int capabilities, int unreachable, RouterLoad.Meter meter) {
    RouterLoad load = new RouterLoad(LEAVES, capabilities, unreachable, 1, meter);
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
    RouterLoad.Costs costs = firstMinute(RouterLoad.OURS);
    assertTrue(costs.packets <= MAX_PACKETS, costs.packets + " packets");
  }

  @Test
  void aStepSendsSoManyPacketsOnly() {
    RouterLoad load = new RouterLoad(500, RouterLoad.OURS, 0, 1, RouterLoad.Meter.NONE);
    load.pass(Duration.ofSeconds(2));
    RouterLoad.Costs costs = load.takeCosts();
    assertTrue(costs.mostSent <= MAX_SENT_IN_STEP, costs.mostSent + " packets");
  }

  @Test
  void whoIsAtRestCostsLittle() {
    RouterLoad load = new RouterLoad(LEAVES, RouterLoad.OURS, 0, 1, new ThreadMeter());
    load.pass(Duration.ofMinutes(5));
    load.takeCosts();
    load.pass(Duration.ofMinutes(2));
    long allocated = load.takeCosts().allocated;
    assertTrue(allocated <= MAX_REST_ALLOCATED, allocated + " bytes allocated");
  }

  @Test
  void whoAreManyAndNotReachedCostLittleAtRest() {
    RouterLoad load = new RouterLoad(MANY, RouterLoad.OURS, 3, 1, new ThreadMeter());
    load.pass(Duration.ofMinutes(5));
    load.takeCosts();
    load.pass(Duration.ofMinutes(2));
    RouterLoad.Costs costs = load.takeCosts();
    assertTrue(costs.reads <= MAX_REST_READS, costs.reads + " readings");
    assertTrue(costs.allocated <= MAX_MANY_ALLOCATED, costs.allocated + " bytes allocated");
  }

  @Test
  void whatBothHoldIsRenewedInAFewBytes() {
    RouterLoad load = new RouterLoad(LEAVES, RouterLoad.OURS, 0, 1, RouterLoad.Meter.NONE);
    load.pass(Duration.ofMinutes(5));
    load.takeCosts();
    load.pass(Duration.ofMinutes(2));
    RouterLoad.Costs costs = load.takeCosts();
    assertTrue(costs.bytes <= LEAVES * MAX_RENEWAL_BYTES, costs.bytes + " bytes");
  }

  @Test
  void whoNeverJoinsCostsLittle() {
    RouterLoad.Costs costs = firstMinute(RouterLoad.OURS, 3, new ThreadMeter());
    assertTrue(costs.allocated <= MAX_ALLOCATED, costs.allocated + " bytes allocated");
  }
}
