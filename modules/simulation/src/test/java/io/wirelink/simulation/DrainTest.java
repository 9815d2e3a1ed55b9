package io.wirelink.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.util.List;

/** Routers that are about to be maintained. */
class DrainTest {

  /** Until all have left a router: news waits for other news, and is answered. */
  private static final Duration LEFT = ofSeconds(2);

  /** Leaves that do not meet directly, and two routers to each other and to a network. */
  private static Lab lab(long seed) {
    Lab lab = Lab.settled(FaultsTest.twoWays(seed, ConfiguredPeers.TRUSTED));
    return lab.with("a", "b", TrafficPattern.PINGS)
        .with("b", "a", TrafficPattern.oneWay(20))
        .with("a", "r1", FaultsTest.SOMEBODY_BEHIND, TrafficPattern.PINGS);
  }

  /** By whom a leaf sends what is for an address. */
  private static String router(Mesh mesh, String leaf, IpAddress destination) {
    PublicKey key = mesh.host(leaf).wireGuard().lookup(destination);
    return key == null ? "nobody" : mesh.nameOf(key);
  }

  private static List<String> used(Mesh mesh) {
    return List.of(
        router(mesh, "a", mesh.host("b").tunnelAddress()),
        router(mesh, "b", mesh.host("a").tunnelAddress()),
        router(mesh, "a", FaultsTest.SOMEBODY_BEHIND));
  }

  private static void require(Lab lab, String router) {
    List<String> used = used(lab.mesh);
    lab.require(used.stream().allMatch(router::equals), used + " are used, and not " + router);
  }

  private static String other(String router) {
    return router.equals("r1") ? "r2" : "r1";
  }

  /** Requires that what leaves send to each other goes by the same router both ways. */
  private static void requireAgreement(Lab lab) {
    List<String> used = used(lab.mesh);
    lab.require(used.get(0).equals(used.get(1)), "leaves do not agree: " + used);
  }

  @Seeds
  void aRouterThatIsSwitchedOffAfterAllHaveLeftItIsNotMissed(long seed) {
    Lab lab = lab(seed);
    String used = used(lab.mesh).getFirst();
    lab.afterAWhile(() -> lab.mesh.host(used).drain(true));
    lab.mesh.runFor(LEFT);
    require(lab, other(used));
    lab.loseAtMost(1);
    lab.now(() -> lab.mesh.host(used).endAgent());
    lab.mesh.runFor(ofSeconds(5));
    lab.mesh.powerOff(used);
    lab.mesh.runFor(ofMinutes(2));
    require(lab, other(used));
    lab.loseAtMost(0);
    lab.mesh.powerOn(used);
    lab.mesh.runFor(ofMinutes(1));
    requireAgreement(lab);
  }

  @Seeds
  void aRouterThatTakesItBackIsUsedAsBefore(long seed) {
    Lab lab = lab(seed);
    String used = used(lab.mesh).getFirst();
    lab.afterAWhile(() -> lab.mesh.host(used).drain(true));
    lab.mesh.runFor(ofMinutes(1));
    require(lab, other(used));
    lab.now(() -> lab.mesh.host(used).drain(false));
    lab.mesh.runFor(ofMinutes(1));
    lab.loseAtMost(1);
    requireAgreement(lab);
    lab.require(used(lab.mesh).getFirst().equals(used), "it is not used any more");
  }

  @Seeds
  void routersThatAreAllAboutToBeMaintainedGoOnToServe(long seed) {
    Lab lab = lab(seed);
    lab.afterAWhile(
        () -> {
          lab.mesh.host("r1").drain(true);
          lab.mesh.host("r2").drain(true);
        });
    lab.mesh.runFor(ofMinutes(5));
    lab.loseAtMost(1);
  }

  @Seeds
  void theOnlyRouterGoesOnToServe(long seed) {
    Lab lab =
        Lab.settled(
                Mesh.builder(seed)
                    .router("r")
                    .leafBehindNat("a", NatKind.SYMMETRIC)
                    .leafBehindNat("b", NatKind.SYMMETRIC))
            .with("a", "b", TrafficPattern.PINGS);
    lab.afterAWhile(() -> lab.mesh.host("r").drain(true));
    lab.mesh.runFor(ofMinutes(5));
    lab.loseAtMost(0);
  }
}
