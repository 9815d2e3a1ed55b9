package io.wirelink.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;

/** For how long traffic is interrupted by each of the faults of docs/benchmarks.md. */
class FaultsTest {

  /** What is longer vanishes: WireGuard's own messages and pings pass. */
  private static final Impairment BLACK_HOLE = Impairment.blackHole(1000);

  static final Cidr BEHIND = Cidr.parse("10.88.0.0/24");

  static final IpAddress SOMEBODY_BEHIND = IpAddress.parse("10.88.0.7");

  static MeshBuilder triangle(long seed) {
    return Mesh.builder(seed).router("r").leafBehindNat("a").leafBehindNat("b").leaf("c");
  }

  private static MeshBuilder cloud(long seed) {
    return Mesh.builder(seed)
        .configuredPeers(ConfiguredPeers.COMPLETE)
        .routerInCloud("r")
        .leafBehindNat("a")
        .leafBehindNat("b");
  }

  /** Those of {@link #twoRouters} where both routers lead to one network, and all know it. */
  static MeshBuilder twoWays(long seed, ConfiguredPeers peers) {
    return twoRouters(seed).networkBehind("r1", BEHIND).configuredPeers(peers);
  }

  /** Two leaves that NATs do not let meet, and two routers that lead to each other's networks. */
  static MeshBuilder twoRouters(long seed) {
    return Mesh.builder(seed)
        .router("r1")
        .router("r2")
        .networkBehind("r2", BEHIND)
        .leafBehindNat("a", NatKind.SYMMETRIC)
        .leafBehindNat("b", NatKind.SYMMETRIC);
  }

  @Seeds
  void aPathThatIsCutUnderPingsIsLeftInFiveSeconds(long seed) {
    Lab lab = Lab.settled(triangle(seed)).with("a", "b", TrafficPattern.PINGS);
    lab.afterAWhile(() -> lab.mesh.cut("a", "b"));
    lab.isBackWithin(ofSeconds(5));
  }

  @Seeds
  void aPathThatIsCutUnderAStreamThatNobodyAnswersIsLeftInFiveSeconds(long seed) {
    Lab lab = Lab.settled(triangle(seed)).with("a", "b", TrafficPattern.oneWay(20));
    lab.afterAWhile(() -> lab.mesh.cut("a", "b"));
    lab.isBackWithin(ofSeconds(5));
  }

  @Seeds
  void aStreamToAHostWhoseAgentDiesGoesOn(long seed) {
    Lab lab = Lab.settled(triangle(seed)).with("a", "b", TrafficPattern.oneWay(20));
    lab.afterAWhile(() -> lab.mesh.stop("b"));
    lab.mesh.runFor(ofMinutes(6));
    lab.lostAtMost(0);
    lab.now(() -> lab.mesh.start("b"));
    lab.mesh.runFor(ofMinutes(2));
    lab.lostAtMost(0);
  }

  /** Two leaves whose path is kept from traffic, since it came and went. */
  private static Lab flapped(long seed) {
    Lab lab = Lab.settled(triangle(seed));
    for (int i = 0; i < 4; i++) {
      lab.mesh.cut("a", "b");
      lab.mesh.runFor(ofSeconds(20));
      lab.mesh.heal("a", "b");
      lab.mesh.runFor(ofSeconds(30));
    }
    return lab;
  }

  @Seeds
  void whereTheRouterDiesAPathThatIsKeptFromTrafficIsBetterThanNone(long seed) {
    Lab lab = flapped(seed).with("a", "b", TrafficPattern.oneWay(10));
    lab.afterAWhile(() -> lab.mesh.powerOff("r"));
    lab.isBackWithin(ofSeconds(6));
  }

  @Seeds
  void whereTheRouterLosesLargePacketsSoIsAPathThatIsKeptFromTraffic(long seed) {
    Lab lab = flapped(seed).with("a", "b", TrafficPattern.TCP_LIKE);
    lab.afterAWhile(
        () -> {
          lab.mesh.impair("r", "b", BLACK_HOLE);
          lab.mesh.impair("b", "r", BLACK_HOLE);
        });
    lab.isBackWithin(ofSeconds(11));
  }

  @Seeds
  void aPathThatIsCutUnderLargePacketsIsLeftInFiveSeconds(long seed) {
    Lab lab = Lab.settled(triangle(seed)).with("a", "b", TrafficPattern.TCP_LIKE);
    lab.afterAWhile(() -> lab.mesh.cut("a", "b"));
    lab.isBackWithin(ofSeconds(5));
  }

  @Seeds
  void aPathThatLosesOneDirectionIsLeftInSixSeconds(long seed) {
    for (TrafficPattern pattern :
        new TrafficPattern[] {
          TrafficPattern.PINGS, TrafficPattern.oneWay(20), TrafficPattern.TCP_LIKE
        }) {
      Lab lab = Lab.settled(triangle(seed)).with("a", "b", pattern);
      lab.afterAWhile(() -> lab.mesh.cutOneWay("a", "b"));
      lab.isBackWithin(ofSeconds(6));
      Lab other = Lab.settled(triangle(seed)).with("a", "b", pattern);
      other.afterAWhile(() -> other.mesh.cutOneWay("b", "a"));
      other.isBackWithin(ofSeconds(6));
    }
  }

  @Seeds
  void aPathThatLosesLargePacketsIsLeftInTenSeconds(long seed) {
    Lab lab = Lab.settled(triangle(seed)).with("a", "b", TrafficPattern.TCP_LIKE);
    lab.afterAWhile(
        () -> {
          lab.mesh.impair("a", "b", BLACK_HOLE);
          lab.mesh.impair("b", "a", BLACK_HOLE);
        });
    lab.isBackWithin(ofSeconds(10));
    Lab oneWay = Lab.settled(triangle(seed)).with("a", "b", TrafficPattern.TCP_LIKE);
    oneWay.afterAWhile(() -> oneWay.mesh.impair("a", "b", BLACK_HOLE));
    oneWay.isBackWithin(ofSeconds(10));
  }

  @Seeds
  void aRouterInACloudThatWasOffForNinetySecondsIsFoundInFive(long seed) {
    Lab lab =
        Lab.settled(cloud(seed))
            .with("a", "r", TrafficPattern.PINGS)
            .with("b", "r", TrafficPattern.PINGS);
    lab.afterAWhile(() -> lab.mesh.powerOff("r"));
    lab.mesh.runFor(ofSeconds(90));
    lab.now(() -> lab.mesh.powerOn("r"));
    lab.isBackWithin(ofSeconds(5));
  }

  @Seeds
  void aLeafWhoseNatGivesNewPortsIsBackInSixSecondsAndDirectInTen(long seed) {
    Lab lab = Lab.settled(triangle(seed)).with("a", "b", TrafficPattern.PINGS);
    lab.afterAWhile(() -> lab.mesh.nat("a").giveNewPorts());
    lab.isBackWithin(ofSeconds(6));
    lab.isDirectWithin(ofSeconds(10));
  }

  @Seeds
  void aLeafThatGetsAnotherAddressIsBackInTwoSeconds(long seed) {
    Lab lab =
        Lab.settled(triangle(seed))
            .with("c", "a", TrafficPattern.PINGS)
            .with("b", "c", TrafficPattern.PINGS);
    lab.afterAWhile(() -> lab.mesh.host("c").setAddress("eth0", Cidr.parse("203.0.113.200/24")));
    lab.isBackWithin(ofSeconds(2));
  }

  @Seeds
  void whenTheFirstOfTwoRoutersDiesTheOtherIsTakenInSixSeconds(long seed) {
    Lab lab = Lab.settled(twoRouters(seed)).with("a", "b", TrafficPattern.PINGS);
    lab.require(!lab.mesh.direct("a", "b"), "they are direct");
    lab.afterAWhile(() -> lab.mesh.powerOff("r1"));
    lab.isBackWithin(ofSeconds(6));
  }

  @Seeds
  void whenTheRouterToANetworkDiesTheOtherIsTakenInSixSeconds(long seed) {
    Lab lab =
        Lab.settled(
            Mesh.builder(seed)
                .configuredPeers(ConfiguredPeers.TRUSTED)
                .router("r1")
                .router("r2")
                .networkBehind("r1", BEHIND)
                .networkBehind("r2", BEHIND)
                .leafBehindNat("a")
                .leaf("b"));
    lab.with("a", "r1", SOMEBODY_BEHIND, TrafficPattern.PINGS);
    lab.with("b", "r1", SOMEBODY_BEHIND, TrafficPattern.oneWay(20));
    lab.afterAWhile(() -> lab.mesh.powerOff("r1"));
    lab.isBackWithin(ofSeconds(6));
  }

  @Seeds
  void leavesThatAllRestartWhileTheRouterIsAwayFindEachOtherInTenSeconds(long seed) {
    Lab lab = Lab.settled(triangle(seed)).with("a", "b", TrafficPattern.PINGS);
    lab.afterAWhile(() -> lab.mesh.powerOff("r", "a", "b", "c"));
    lab.mesh.runFor(ofSeconds(30));
    lab.now(() -> lab.mesh.powerOn("a", "b", "c"));
    lab.isBackWithin(ofSeconds(10));
  }

  @Seeds
  void whileTheRouterIsAwayForSixMinutesDirectLeavesLoseNothing(long seed) {
    loseNothingWhileTheRouterIsAway(triangle(seed));
  }

  @Seeds
  void whileTheRouterIsAwayForSixMinutesConfiguredLeavesLoseNothing(long seed) {
    for (ConfiguredPeers peers : ConfiguredPeers.values()) {
      loseNothingWhileTheRouterIsAway(triangle(seed).configuredPeers(peers));
    }
  }

  private static void loseNothingWhileTheRouterIsAway(MeshBuilder layout) {
    Lab lab = Lab.settled(layout);
    lab.with("a", "b", TrafficPattern.PINGS).with("b", "c", TrafficPattern.PINGS);
    lab.afterAWhile(() -> lab.mesh.powerOff("r"));
    lab.mesh.runFor(ofMinutes(6));
    lab.mesh.powerOn("r");
    lab.mesh.runFor(ofMinutes(2));
    lab.lostAtMost(0);
  }

  @Seeds
  void aLinkThatDiesEachTwentySecondsTakesAtMostATenthOfThePings(long seed) {
    Lab lab = Lab.settled(triangle(seed)).with("a", "b", TrafficPattern.PINGS);
    lab.afterAWhile(() -> {});
    for (int i = 0; i < 15; i++) {
      lab.mesh.cut("a", "b");
      lab.mesh.runFor(ofSeconds(20));
      lab.mesh.heal("a", "b");
      lab.mesh.runFor(ofSeconds(20));
    }
    lab.lostAtMost(0.1);
  }

  @Seeds
  void aWallClockThatIsSetForwardByMinutesTakesNothing(long seed) {
    Lab lab =
        Lab.settled(triangle(seed))
            .with("a", "b", TrafficPattern.PINGS)
            .with("c", "a", TrafficPattern.PINGS);
    lab.afterAWhile(() -> lab.mesh.host("a").stepWall(ofMinutes(10)));
    lab.mesh.runFor(ofMinutes(3));
    lab.lostAtMost(0);
  }
}
