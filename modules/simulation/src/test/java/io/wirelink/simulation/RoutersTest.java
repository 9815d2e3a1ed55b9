package io.wirelink.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.wirelink.agent.Action;
import io.wirelink.agent.Time;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How leaves choose between routers that lead to the same networks. */
class RoutersTest {

  @Seeds
  void aJumpOfTimeMovesNoNetworkFromOneRouterToTheOther(long seed) {
    for (ConfiguredPeers peers : ConfiguredPeers.values()) {
      aJumpOfTimeMovesNoNetwork(FaultsTest.twoRouters(seed).configuredPeers(peers));
    }
  }

  private static void aJumpOfTimeMovesNoNetwork(MeshBuilder layout) {
    Lab lab = Lab.settled(layout).with("a", "b", TrafficPattern.PINGS);
    List<Action.Configure> moves = moves(lab.mesh);
    lab.afterAWhile(() -> {});
    for (int i = 0; i < 5; i++) {
      lab.mesh.host("a").stepWall(ofMinutes(10));
      lab.mesh.runFor(ofSeconds(60));
    }
    lab.lostAtMost(0);
    lab.require(moves.isEmpty(), "something is moved: " + moves);
  }

  /**
   * Who starts anew knows the first router only, and goes by the one that others go by all the
   * same. With these seeds the second has the lower key.
   */
  @ParameterizedTest
  @ValueSource(longs = {4, 7, 13})
  void aLeafThatStartsAnewGoesByTheRouterThatOthersGoBy(long seed) {
    Lab lab =
        Lab.settled(FaultsTest.twoWays(seed, ConfiguredPeers.TRUSTED))
            .with("a", "b", TrafficPattern.PINGS);
    lab.afterAWhile(() -> lab.mesh.powerOff("r1"));
    lab.mesh.runFor(ofSeconds(60));
    lab.mesh.powerOn("r1");
    lab.mesh.runFor(ofSeconds(60));
    lab.mesh.powerOff("b");
    lab.mesh.runFor(ofSeconds(10));
    lab.now(() -> lab.mesh.powerOn("b"));
    lab.isBackWithin(ofSeconds(10));
  }

  @Seeds
  void allComeToTheSameOfTwoRoutersThatLeadToTheSame(long seed) {
    Lab lab =
        Lab.settled(FaultsTest.twoWays(seed, ConfiguredPeers.COMPLETE))
            .with("a", "b", TrafficPattern.PINGS);
    lab.afterAWhile(() -> {});
    lab.mesh.runFor(ofSeconds(60));
    lab.lostAtMost(0);
  }

  /** The leaf goes by the other router, and others would refuse what comes by that one. */
  @Seeds
  void aLeafThatAloneLosesARouterIsReachedByTheOther(long seed) {
    for (String router : new String[] {"r1", "r2"}) {
      Lab lab =
          Lab.settled(FaultsTest.twoWays(seed, ConfiguredPeers.COMPLETE))
              .with("a", "b", TrafficPattern.oneWay(10))
              .with("b", "a", TrafficPattern.PINGS);
      lab.afterAWhile(() -> lab.mesh.cut("a", router));
      lab.isBackWithin(ofSeconds(6));
      lab.mesh.runFor(ofMinutes(3));
      lab.now(() -> lab.mesh.heal("a", router));
      lab.isBackWithin(ofSeconds(1));
      lab.mesh.runFor(ofMinutes(1));
      lab.lostAtMost(10);
    }
  }

  /** Each has the other as a peer without a network, and no other way to tell the leaf. */
  @Seeds
  void aRouterThatLosesALeafTellsItByTheOtherRouter(long seed) {
    for (String router : new String[] {"r1", "r2"}) {
      Lab lab =
          Lab.settled(FaultsTest.twoWays(seed, ConfiguredPeers.COMPLETE))
              .with("b", "a", TrafficPattern.oneWay(10));
      lab.afterAWhile(() -> lab.mesh.cutOneWay(router, "a"));
      lab.isBackWithin(ofSeconds(6));
    }
  }

  @Seeds
  void anAgentThatStartsAnewMovesNothing(long seed) {
    Lab lab = Lab.settled(FaultsTest.twoRouters(seed)).with("a", "b", TrafficPattern.PINGS);
    List<Action.Configure> moves = moves(lab.mesh);
    lab.afterAWhile(() -> lab.mesh.stop("a"));
    lab.mesh.runFor(ofMinutes(1));
    lab.mesh.start("a");
    lab.mesh.runFor(ofMinutes(2));
    lab.lostAtMost(0);
    lab.require(moves.isEmpty(), "something is moved: " + moves);
  }

  @Seeds
  void routersWhosePathsBreakAtOnceDoNotTakeNetworksFromEachOther(long seed) {
    Lab lab = Lab.settled(FaultsTest.twoRouters(seed)).with("b", "a", TrafficPattern.PINGS);
    List<Action.Configure> moves = moves(lab.mesh);
    for (int i = 0; i < 4; i++) {
      lab.mesh.host("a").suspend();
      lab.mesh.runFor(ofMinutes(1));
      lab.mesh.host("a").resume();
      lab.mesh.runFor(ofMinutes(1));
    }
    lab.require(moves.size() < 50, moves.size() + " changes");
  }

  /**
   * All changes of networks from now on. Its own address is no network, which a peer gets again
   * that is called anew.
   */
  private static List<Action.Configure> moves(Mesh mesh) {
    List<Action.Configure> moves = new ArrayList<>();
    mesh.observe(
        new Observer() {
          @Override
          public void acted(Host host, Time now, Action action) {
            if (action instanceof Action.Configure configure
                && configure.change().allowedIps().stream()
                    .anyMatch(cidr -> !cidr.address().isLinkLocal())) {
              moves.add(configure);
            }
          }
        });
    return moves;
  }
}
