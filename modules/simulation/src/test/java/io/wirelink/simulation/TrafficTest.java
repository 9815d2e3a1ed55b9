package io.wirelink.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Background traffic between hosts without agents, what stops it, and what is measured of that. */
class TrafficTest {

  private static final IpAddress SOMEBODY_BEHIND = IpAddress.parse("10.88.0.7");

  private final Mesh mesh =
      Mesh.builder(5)
          .routerInCloud("r")
          .networkBehind("r", Cidr.parse("10.88.0.0/24"))
          .leafBehindNat("a")
          .leaf("b")
          .secondUplink("b")
          .program(Script::start)
          .build();

  private PeerState peer(String at, String of) {
    return mesh.host(at).wireGuard().read().peers().get(mesh.host(of).publicKey());
  }

  /** Lets both leaves be known to the router, and traffic flow from one to the other. */
  private Flow flow(TrafficPattern pattern) {
    mesh.ping("a", "r");
    mesh.ping("b", "r");
    return mesh.flow("a", "b", pattern);
  }

  private void run(long millis) {
    mesh.runFor(Duration.ofMillis(millis));
  }

  @Test
  void pingsArriveEachSecondAndNothingIsLostInPeace() {
    Flow flow = flow(TrafficPattern.PINGS);
    run(20_500);
    assertEquals(20, flow.sent());
    assertEquals(0, flow.lost());
    assertEquals(Optional.of(Duration.ZERO), flow.restored(0));
    assertEquals(Optional.empty(), flow.restoredDirectly(0));
  }

  @Test
  void anOutageLastsUntilPacketsArriveSteadilyAgain() {
    Flow flow = flow(TrafficPattern.PINGS);
    run(10_300);
    flow.mark();
    long since = mesh.simulation().nowNanos();
    mesh.cut("b", "r");
    run(7000);
    assertEquals(Optional.empty(), flow.restored(since));
    mesh.heal("b", "r");
    run(8000);
    // The mark is 300 ms after a ping, so that eight of them are sent before the heal or on it.
    long late = flow.restored(since).orElseThrow().toMillis();
    assertTrue(late >= 7000 && late < 8000, late + " ms");
    assertEquals(7, flow.lost());
  }

  @Test
  void aStreamIsMeasuredWhereItArrives() {
    Flow flow = flow(TrafficPattern.oneWay(20));
    run(5010);
    assertEquals(0, flow.lost());
    flow.mark();
    mesh.cutOneWay("b", "r");
    run(5000);
    assertEquals(0, flow.lost());
    flow.mark();
    mesh.cutOneWay("r", "b");
    run(5000);
    assertEquals(flow.sent(), flow.lost());
  }

  @Test
  void whoWaitsForAcknowledgementsTriesAgainEachSecondAndGoesOnAtOnce() {
    Flow flow = flow(TrafficPattern.TCP_LIKE);
    run(5000);
    flow.mark();
    mesh.cut("a", "r");
    run(20_000);
    assertTrue(flow.lost() > 10 && flow.lost() <= 12 + 20, flow.lost() + " packets");
    mesh.heal("a", "r");
    flow.mark();
    long since = mesh.simulation().nowNanos();
    run(9000);
    assertTrue(flow.restored(since).orElseThrow().toMillis() <= 1000);
    assertTrue(flow.sent() > 100);
  }

  @Test
  void largeDatagramsVanishInABlackHoleAndSmallOnesPass() {
    Flow large = flow(TrafficPattern.TCP_LIKE);
    Flow small = mesh.flow("a", "b", TrafficPattern.PINGS);
    run(5000);
    mesh.impair("r", "b", Impairment.blackHole(1000));
    large.mark();
    small.mark();
    run(5000);
    assertEquals(0, small.lost());
    assertEquals(large.sent(), large.lost());
    mesh.impair("r", "b", Impairment.blackHole(large.outerLength()));
    run(5000);
    assertEquals(1380 + 20 + 8 + 32 + 28, large.outerLength(), "padded to a multiple of 16");
    large.mark();
    run(5000);
    assertEquals(0, large.lost());
  }

  @Test
  void aLossyPathLosesItsShare() {
    Flow flow = flow(TrafficPattern.oneWay(20));
    run(1000);
    flow.mark();
    mesh.impair("r", "b", Impairment.lossy(0.25));
    run(200_000);
    assertEquals(0.25 * flow.sent(), flow.lost(), 0.03 * flow.sent());
  }

  @Test
  void whatDoesNotFitIntoTheTunnelIsNotSent() {
    Flow flow = mesh.flow("a", "r", new TrafficPattern(Duration.ofSeconds(1), 1401, 1, 0));
    run(10_000);
    assertEquals(flow.sent(), flow.lost());
    assertEquals(0, mesh.host("a").wireGuard().sentBytes());
  }

  @Test
  void aRouterInACloudIsReachedAtItsPublicAddressAndLeadsToWhatIsBehindIt() {
    Flow flow = mesh.flow("b", "r", SOMEBODY_BEHIND, TrafficPattern.PINGS);
    run(10_000);
    assertEquals(0, flow.lost());
    assertEquals(Optional.of(Duration.ZERO), flow.restoredDirectly(0));
    assertEquals("203.0.113.2:51820", String.valueOf(peer("b", "r").endpoint()));
    assertEquals(
        "192.168.1.2",
        mesh.host("r").interfaces().getFirst().addresses().getFirst().cidr().address().toString());
    assertFalse(
        mesh.host("r").interfaces().stream()
            .flatMap(nic -> nic.addresses().stream())
            .anyMatch(address -> address.cidr().address().toString().startsWith("203.")));
  }

  @Test
  void theSecondUplinkIsUsedWhileTheFirstIsDown() {
    mesh.ping("b", "r");
    String first = String.valueOf(peer("r", "b").endpoint());
    mesh.host("b").setLink("eth0", false);
    assertTrue(mesh.ping("b", "r").isAnswered());
    String second = String.valueOf(peer("r", "b").endpoint());
    mesh.host("b").setLink("eth0", true);
    assertTrue(mesh.ping("b", "r").isAnswered());
    assertFalse(second.equals(first));
    assertEquals(first, String.valueOf(peer("r", "b").endpoint()));
  }

  @Test
  void aNatThatGivesNewPortsGivesEachSourceOneForAll() {
    mesh.ping("a", "r");
    assertEquals(51820, peer("r", "a").endpoint().port());
    mesh.nat("a").giveNewPorts();
    assertTrue(mesh.ping("a", "r").isAnswered());
    int port = peer("r", "a").endpoint().port();
    assertFalse(port == 51820);
    mesh.nat("a").forget();
    assertTrue(mesh.ping("a", "r").isAnswered());
    assertEquals(port, peer("r", "a").endpoint().port());
  }

  @Test
  void theKernelDoesNotCountWhatItDoesNotAccept() {
    mesh.ping("b", "r");
    mesh.host("r")
        .wireGuard()
        .apply(
            DeviceChange.ofPeers(
                List.of(
                    PeerChange.update(mesh.host("b").publicKey())
                        .withOnlyAllowedIps(Set.of(Cidr.parse("10.99.0.0/24"))))));
    long before = peer("r", "b").receivedBytes();
    long interfaceBefore = mesh.host("r").wireGuard().receivedBytes();
    assertFalse(mesh.ping("b", "r").isAnswered());
    assertEquals(before, peer("r", "b").receivedBytes());
    assertEquals(interfaceBefore, mesh.host("r").wireGuard().receivedBytes());
  }

  @Test
  void theInterfaceCountsWhatAllPeersCount() {
    Flow flow = flow(TrafficPattern.PINGS);
    run(20_000);
    assertEquals(0, flow.lost());
    for (Host host : mesh.hosts()) {
      var peers = host.wireGuard().read().peers().values();
      assertEquals(
          peers.stream().mapToLong(PeerState::receivedBytes).sum(),
          host.wireGuard().receivedBytes());
      assertEquals(
          peers.stream().mapToLong(PeerState::sentBytes).sum(), host.wireGuard().sentBytes());
    }
  }

  @Test
  void whatHasNoWayOutIsNotCounted() {
    mesh.ping("a", "r");
    long before = peer("a", "r").sentBytes();
    mesh.host("a").setLink("eth0", false);
    run(60_000);
    assertFalse(mesh.ping("a", "r").isAnswered());
    assertEquals(before, peer("a", "r").sentBytes());
  }
}
