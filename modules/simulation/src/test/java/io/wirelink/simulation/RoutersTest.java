package io.wirelink.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.wirelink.agent.Action;
import io.wirelink.agent.Time;
import java.util.ArrayList;
import java.util.List;

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
