package io.wirelink.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.wirelink.device.Cidr;
import java.time.Duration;

/** Agents that are gone while the WireGuard of their host goes on, and those that come back. */
class SilentAgentsTest {

  @Seeds
  void nobodyLeavesARouterBecauseItsAgentDies(long seed) {
    Lab lab =
        Lab.settled(FaultsTest.twoRouters(seed).configuredPeers(ConfiguredPeers.COMPLETE))
            .with("a", "b", TrafficPattern.oneWay(20))
            .with("b", "a", TrafficPattern.PINGS);
    nothingIsLostWhileEitherAgentIsGone(lab, ofMinutes(1));
  }

  @Seeds
  void whatARouterLeadsToStaysWithItWhileItsAgentIsGone(long seed) {
    Lab lab =
        Lab.settled(FaultsTest.twoRouters(seed).configuredPeers(ConfiguredPeers.NAMED))
            .with("a", "r2", FaultsTest.SOMEBODY_BEHIND, TrafficPattern.PINGS);
    lab.afterAWhile(() -> lab.mesh.stop("r2"));
    lab.mesh.runFor(ofMinutes(5));
    lab.mesh.start("r2");
    lab.mesh.runFor(ofMinutes(1));
    lab.lostAtMost(0);
  }

  /** Only the other router, whose agent is gone, says which address a router has. */
  @Seeds
  void whatOnlyASilentAgentSaidOfAnotherPeerStaysSo(long seed) {
    Lab lab =
        Lab.settled(
                FaultsTest.twoRouters(seed)
                    .networkBehind("r1", Cidr.parse("10.89.0.0/24"))
                    .configuredPeers(ConfiguredPeers.COMPLETE))
            .with("a", "r1", TrafficPattern.PINGS)
            .with("a", "r2", TrafficPattern.PINGS);
    nothingIsLostWhileEitherAgentIsGone(lab, ofMinutes(6));
  }

  private static void nothingIsLostWhileEitherAgentIsGone(Lab lab, Duration duration) {
    for (String router : new String[] {"r1", "r2"}) {
      lab.afterAWhile(() -> lab.mesh.stop(router));
      lab.mesh.runFor(duration);
      lab.lostAtMost(0);
      lab.mesh.start(router);
    }
  }

  /** The other one was no router as long as this one had its network, and so not believed. */
  @Seeds
  void theAddressOfARouterWithASilentAgentIsLearntFromTheOneThatTakesOver(long seed) {
    Lab lab =
        Lab.settled(FaultsTest.twoWays(seed, ConfiguredPeers.COMPLETE))
            .with("a", "r1", TrafficPattern.PINGS);
    lab.afterAWhile(() -> lab.mesh.stop("r1"));
    lab.mesh.runFor(ofMinutes(6));
    lab.lostAtMost(35);
  }

  @Seeds
  void aLeafThatWasOffForLongerThanItsWordLastsIsDirectForBothOrForNeither(long seed) {
    Lab lab =
        Lab.settled(FaultsTest.triangle(seed).configuredPeers(ConfiguredPeers.NAMED))
            .with("b", "a", TrafficPattern.oneWay(20));
    lab.afterAWhile(() -> lab.mesh.powerOff("b"));
    lab.mesh.runFor(ofMinutes(5));
    lab.now(() -> lab.mesh.powerOn("b"));
    lab.isBackWithin(ofSeconds(10));
  }

  /** Another router is there, but it does not lead there. */
  @Seeds
  void theOnlyRouterToANetworkIsCalledUntilItAnswers(long seed) {
    Lab lab =
        Lab.settled(
                Mesh.builder(seed)
                    .configuredPeers(ConfiguredPeers.COMPLETE)
                    .router("r1")
                    .routerInCloud("r2")
                    .networkBehind("r2", FaultsTest.BEHIND)
                    .leafBehindNat("a"))
            .with("a", "r2", FaultsTest.SOMEBODY_BEHIND, TrafficPattern.PINGS);
    lab.afterAWhile(() -> lab.mesh.cut("a", "r2"));
    lab.mesh.runFor(ofSeconds(75));
    lab.now(() -> lab.mesh.heal("a", "r2"));
    lab.isBackWithin(ofSeconds(7));
  }
}
