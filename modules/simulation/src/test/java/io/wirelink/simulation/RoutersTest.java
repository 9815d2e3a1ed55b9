package io.wirelink.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.wirelink.agent.Action;
import io.wirelink.agent.Time;
import io.wirelink.device.Cidr;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How leaves choose between routers that lead to the same networks. */
class RoutersTest {

  private static final Cidr BEHIND = Cidr.parse("10.88.0.0/24");

  /** Two leaves that only meet by a router, and two routers. */
  private static MeshBuilder layout(long seed) {
    return Mesh.builder(seed)
        .router("r1")
        .router("r2")
        .networkBehind("r2", BEHIND)
        .leafBehindNat("a", NatKind.SYMMETRIC)
        .leafBehindNat("b", NatKind.SYMMETRIC);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aJumpOfTimeMovesNoNetworkFromOneRouterToTheOther(long seed) {
    for (ConfiguredPeers peers : ConfiguredPeers.values()) {
      aJumpOfTimeMovesNoNetwork(layout(seed).configuredPeers(peers));
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
        Lab.settled(
                layout(seed).networkBehind("r1", BEHIND).configuredPeers(ConfiguredPeers.TRUSTED))
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

  /** All changes of networks from now on. */
  private static List<Action.Configure> moves(Mesh mesh) {
    List<Action.Configure> moves = new ArrayList<>();
    mesh.observe(
        new Observer() {
          @Override
          public void acted(Host host, Time now, Action action) {
            if (action instanceof Action.Configure configure
                && !configure.change().allowedIps().isEmpty()) {
              moves.add(configure);
            }
          }
        });
    return moves;
  }
}
