package io.wirelink.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two leaves and a router without agents: what WireGuard does by itself. */
class WireGuardTest {

  private static final LinkQuality TEN_MS =
      LinkQuality.LAN.withLatency(Duration.ofMillis(10)).withJitter(Duration.ZERO);

  private Mesh mesh =
      Mesh.builder(5)
          .internetQuality(TEN_MS)
          .router("r")
          .leaf("a")
          .leaf("b")
          .program(Script::start)
          .build();

  private PeerState peer(String at, String of) {
    PeerState state = mesh.host(at).wireGuard().read().peers().get(mesh.host(of).publicKey());
    assertNotNull(state);
    return state;
  }

  private void change(String at, PeerChange change) {
    mesh.host(at).wireGuard().apply(DeviceChange.ofPeers(List.of(change)));
  }

  private Endpoint endpoint(String host) {
    Cidr address = mesh.host(host).interfaces().getFirst().addresses().getFirst().cidr();
    return new Endpoint(address.address(), 51820);
  }

  /** Makes a host a peer of another, as an agent would when all is well. */
  private void introduce(String at, String of) {
    change(
        at,
        PeerChange.add(mesh.host(of).publicKey())
            .withEndpoint(endpoint(of))
            .withAllowedIps(Set.of(Cidr.host(mesh.host(of).tunnelAddress()))));
  }

  private long count(String who, String what) {
    return mesh.simulation().trace().entries().stream()
        .filter(entry -> entry.who().equals(who) && entry.toString().contains(what))
        .count();
  }

  private long sent(String who, String message) {
    return mesh.simulation().trace().entries().stream()
        .filter(entry -> entry.who().equals(who) && entry.what().equals("sends"))
        .filter(entry -> entry.detail().toString().contains(message))
        .count();
  }

  @Test
  void aPacketWaitsForAHandshakeOfOneRoundTrip() {
    Ping ping = mesh.ping("a", "r");
    assertTrue(ping.isAnswered());
    assertEquals(Duration.ofMillis(40), ping.roundTrip());
    assertEquals(0, ping.forwarders());
    assertEquals(Duration.ofMillis(20), mesh.ping("a", "r").roundTrip());
    assertEquals(Simulation.EPOCH.plusMillis(20), peer("a", "r").lastHandshake());
    assertEquals(endpoint("a"), peer("r", "a").endpoint());
  }

  @Test
  void theResponderMayNotSendBeforeTheInitiatorDid() {
    mesh.ping("a", "r");
    assertEquals(Simulation.EPOCH.plusMillis(30), peer("r", "a").lastHandshake());
  }

  @Test
  void theRouterForwardsFromOnePeerToAnother() {
    mesh.ping("b", "r");
    Ping ping = mesh.ping("a", "b");
    assertTrue(ping.isAnswered());
    assertEquals(1, ping.forwarders());
    assertFalse(mesh.direct("a", "b"));
  }

  @Test
  void aPacketForAPeerWithoutAnEndpointIsRefused() {
    assertFalse(mesh.ping("r", "a").isAnswered());
    assertEquals(1, count("r", "has no endpoint for"));
    introduce("r", "a");
    assertTrue(mesh.ping("r", "a").isAnswered());
  }

  @Test
  void inUserspaceAPacketWithoutAnEndpointWaitsAndBlocksTheHandshakeForFiveSeconds() {
    mesh =
        Mesh.builder(5)
            .internetQuality(TEN_MS)
            .flavor(WireGuardFlavor.USERSPACE)
            .router("r")
            .leaf("a")
            .program(Script::start)
            .build();
    Ping ping = mesh.ping("r", "a");
    introduce("r", "a");
    mesh.runFor(Duration.ofSeconds(3));
    assertFalse(ping.isAnswered());
    mesh.runUntil(ping::isAnswered, Duration.ofMillis(1400));
  }

  @Test
  void aDirectSessionTakesTheRouterOutOfThePath() {
    introduce("a", "b");
    introduce("b", "a");
    Ping ping = mesh.ping("a", "b");
    assertTrue(ping.isAnswered());
    assertEquals(0, ping.forwarders());
    assertTrue(mesh.direct("a", "b") && mesh.direct("b", "a"));
  }

  @Test
  void whoInitiatesAtTheSameTimeWaitsForTheNextAttempt() {
    introduce("a", "b");
    introduce("b", "a");
    Ping one = mesh.host("a").ping(mesh.host("b").tunnelAddress());
    Ping other = mesh.host("b").ping(mesh.host("a").tunnelAddress());
    mesh.runFor(Duration.ofSeconds(5));
    assertEquals(1, count("a", "does not wait for response"));
    assertEquals(1, count("b", "does not wait for response"));
    assertFalse(one.isAnswered() || other.isAnswered());
    mesh.runUntil(() -> one.isAnswered() && other.isAnswered(), Duration.ofMillis(400));
  }

  @Test
  void initiationsAreRepeatedEachFiveSecondsForNinety() {
    mesh.cut("a", "r");
    Ping ping = mesh.ping("a", "r");
    mesh.runFor(Duration.ofMinutes(1));
    long inOneMinute = sent("a", "initiation");
    assertTrue(inOneMinute >= 11 && inOneMinute <= 13, "" + inOneMinute);
    mesh.runFor(Duration.ofMinutes(5));
    assertEquals(20, sent("a", "initiation"));
    assertEquals(1, count("a", "gives up"));

    mesh.heal("a", "r");
    assertTrue(mesh.ping("a", "r").isAnswered());
    assertFalse(ping.isAnswered());
  }

  @Test
  void anotherEndpointDoesNotSpeedUpTheNextInitiation() {
    change(
        "a",
        PeerChange.update(mesh.host("r").publicKey())
            .withEndpoint(Endpoint.parse("203.0.113.77:51820")));
    mesh.ping("a", "r");
    introduce("a", "r");
    mesh.ping("a", "r");
    assertEquals(1, sent("a", "initiation"));
    mesh.runFor(Duration.ofSeconds(4));
    assertEquals(2, sent("a", "initiation"));
    assertTrue(mesh.direct("a", "r"));
  }

  @Test
  void onlySoManyPacketsWaitForAHandshake() {
    mesh.cut("a", "r");
    for (int i = 0; i < 2 * StagedPackets.MAX; i++) {
      mesh.host("a").ping(mesh.host("r").tunnelAddress());
    }
    mesh.heal("a", "r");
    mesh.runFor(Duration.ofSeconds(7));
    assertEquals(StagedPackets.MAX, count("r", "gets") - 1);
  }

  @Test
  void theInitiatorRenewsTheSessionAfterTwoMinutesWhenItSends() {
    mesh.ping("a", "r");
    for (int i = 0; i < 12; i++) {
      mesh.runFor(Duration.ofSeconds(9));
      mesh.ping("a", "r");
    }
    assertEquals(1, sent("a", "initiation"));
    mesh.runFor(Duration.ofSeconds(12));
    mesh.ping("a", "r");
    assertEquals(2, sent("a", "initiation"));
  }

  @Test
  void aSessionOfThreeMinutesIsRejected() {
    mesh.ping("a", "r");
    mesh.runFor(Duration.ofSeconds(175));
    assertTrue(mesh.direct("a", "r"));
    mesh.runFor(Duration.ofSeconds(5));
    assertFalse(mesh.direct("a", "r"));
  }

  @Test
  void whoReceivedAndHasNothingToSaySendsAKeepaliveAfterTenSeconds() {
    mesh.ping("a", "r");
    mesh.runFor(Duration.ofSeconds(9));
    assertEquals(0, sent("a", "keepalive"));
    mesh.runFor(Duration.ofSeconds(2));
    assertEquals(1, sent("a", "keepalive"));
    mesh.runFor(Duration.ofSeconds(100));
    assertEquals(1, sent("a", "keepalive"));
  }

  @Test
  void whoHearsNothingForFifteenSecondsAfterSendingInitiatesAgain() {
    mesh.ping("a", "r");
    mesh.cut("a", "r");
    mesh.runFor(Duration.ofSeconds(20));
    long before = sent("a", "initiation");
    mesh.ping("a", "r");
    mesh.runFor(Duration.ofMillis(13_900));
    assertEquals(before, sent("a", "initiation"));
    mesh.runFor(Duration.ofMillis(500));
    assertEquals(before + 1, sent("a", "initiation"));
  }

  @Test
  void aPersistentKeepaliveKeepsTheEndpointKnown() {
    mesh =
        Mesh.builder(5)
            .keepaliveSeconds(25)
            .router("r")
            .leafBehindNat("a")
            .program(Script::start)
            .build();
    mesh.runFor(Duration.ofMinutes(30));
    assertTrue(mesh.ping("r", "a").isAnswered());
    assertEquals(mesh.nat("a").outsideAddress(), peer("r", "a").endpoint().address());
  }

  @Test
  void anAuthenticatedPacketMovesTheEndpoint() {
    mesh.ping("a", "r");
    mesh.host("a").setAddress("eth0", Cidr.parse("203.0.113.200/24"));
    mesh.ping("a", "r");
    assertEquals(Endpoint.parse("203.0.113.200:51820"), peer("r", "a").endpoint());
  }

  @Test
  void afterItsWallClockWentBackNobodyAnswersItsHandshakes() {
    mesh.ping("a", "r");
    mesh.host("a").stepWall(Duration.ofHours(-1));
    mesh.runFor(Duration.ofSeconds(200));
    assertFalse(mesh.ping("a", "r").isAnswered());
    assertEquals(1, count("r", "has seen a later initiation"));
  }

  @Test
  void aSuspendedHostHasNoSessionsWhenItWakesUpAndBuildsNewOnes() {
    mesh.ping("a", "r");
    mesh.host("a").suspend();
    assertFalse(mesh.ping("r", "a").isAnswered());
    mesh.host("a").resume();
    assertFalse(mesh.direct("a", "r"));
    mesh.runFor(Duration.ofSeconds(5));
    assertTrue(mesh.ping("a", "r").isAnswered());
  }
}
