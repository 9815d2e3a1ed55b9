package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is done to the device, rule by rule (docs/protocol.md). */
class PeerSetupTest {

  private static final Duration TTL = Duration.ofSeconds(255);
  private static final Cidr ITS_NETWORK = Cidr.parse("10.0.0.9/32");
  private static final Endpoint NEAR = Endpoint.parse("198.51.100.9:51820");
  private static final Endpoint FAR = Endpoint.parse("203.0.113.9:51820");

  private AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);
  private final Fact leafIsMember = Fact.member(leaf, MemberMetadata.EMPTY.with("leaf", false));

  private void configured(Boolean isRouter, Map<PublicKey, PeerConfig> peers) {
    world = new AgentWorld(new AgentConfig(isRouter, null, false, InterfaceFilter.ALL, peers));
    world.key(2);
    world.key(3);
  }

  private static PeerConfig trusted(TrustLevel level) {
    return new PeerConfig("", level, false, List.of(), List.of(), false);
  }

  /** A leaf with a router that answers and talks, and the facts that it tells about the other. */
  private void startedWithRouter(Fact... facts) {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.step();
    world.talks(router);
    if (facts.length > 0) {
      world.says(router, 255, facts);
    }
  }

  /** Lets time pass while the router tells the same again and again. */
  private void passTold(Duration duration, Fact... facts) {
    Duration period = Duration.ofMinutes(1);
    for (Duration left = duration; left.isPositive(); left = left.minus(period)) {
      world.says(router, 255, facts);
      world.pass(left.compareTo(period) < 0 ? left : period);
    }
  }

  @Test
  void aMemberThatIsNotInTheDeviceIsAddedWithItsLinkLocalAddressOnly() {
    startedWithRouter(leafIsMember, Fact.allowedCidr(leaf, ITS_NETWORK));
    assertEquals(Set.of(Cidr.host(leaf.linkLocalAddress())), world.device.get(leaf).allowedIps);
  }

  @Test
  void whoIsNotSaidToBeAMemberIsNotAdded() {
    startedWithRouter(Fact.allowedCidr(leaf, ITS_NETWORK), Fact.endpoint(leaf, FAR));
    world.pass(Duration.ofSeconds(20));
    assertFalse(world.device.containsKey(leaf));
  }

  @Test
  void aConfiguredPeerIsAddedWithoutAnybodySayingSo() {
    configured(null, Map.of(leaf, trusted(TrustLevel.ENDPOINT)));
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.step();
    assertTrue(world.device.containsKey(leaf));
  }

  @Test
  void anEndpointIsTriedWithinASecondAndAnAliveIsSentAtOnce() {
    startedWithRouter(leafIsMember, Fact.endpoint(leaf, FAR));
    world.pass(Duration.ofSeconds(1));
    assertEquals(FAR, world.device.get(leaf).endpoint);
    AgentWorld.Change tried =
        world.changes.stream().filter(each -> each.change().endpoint() != null).findFirst().get();
    assertTrue(
        world.told.stream()
            .anyMatch(
                each ->
                    each.at().equals(tried.at())
                        && each.recipient().equals(leaf)
                        && each.facts().getFirst().fact().attribute() == Attribute.ALIVE));
  }

  @Test
  void theEndpointThatIsSetAlreadyIsNotTried() {
    world.inDevice(leaf).endpoint = FAR;
    startedWithRouter(leafIsMember, Fact.endpoint(leaf, FAR));
    world.pass(Duration.ofMinutes(1));
    assertEquals(List.of(), world.triedFor(leaf));
  }

  @Test
  void endpointsAreTriedInTurnAndNeverTheOneThatIsSet() {
    startedWithRouter(leafIsMember, Fact.endpoint(leaf, FAR), Fact.endpoint(leaf, NEAR));
    world.pass(Duration.ofSeconds(100));
    List<Endpoint> tried = world.triedFor(leaf);
    assertTrue(tried.size() >= 4, tried.toString());
    assertEquals(NEAR, tried.getFirst());
    // Each is put on the device anew in its first turn, in case handshakes crossed.
    assertEquals(List.of(NEAR, NEAR, FAR, FAR), tried.subList(0, 4));
    for (int i = 4; i < tried.size(); i++) {
      assertNotEquals(tried.get(i - 1), tried.get(i));
    }
  }

  @Test
  void anEndpointHas15SecondsToProveItselfAfterTheFirstRound() {
    startedWithRouter(leafIsMember, Fact.endpoint(leaf, FAR), Fact.endpoint(leaf, NEAR));
    world.pass(Duration.ofSeconds(100));
    List<Duration> times =
        world.changes.stream()
            .filter(each -> each.change().endpoint() != null)
            .map(AgentWorld.Change::at)
            .toList();
    assertEquals(Duration.ofSeconds(15), times.get(4).minus(times.get(2)));
    for (int i = 5; i < times.size(); i++) {
      Duration turn = times.get(i).minus(times.get(i - 1));
      assertTrue(turn.compareTo(Duration.ofSeconds(15)) >= 0, turn.toString());
    }
  }

  @Test
  void aWorkingEndpointIsNeverOverwritten() {
    world.healthy(leaf, "198.51.100.9:51820", "10.0.0.3/32");
    startedWithRouter(leafIsMember, Fact.endpoint(leaf, FAR));
    passTold(Duration.ofSeconds(400), leafIsMember, Fact.endpoint(leaf, FAR));
    assertEquals(List.of(), world.triedFor(leaf));
    assertEquals(NEAR, world.device.get(leaf).endpoint);
  }

  @Test
  void anEndpointThatIsReachedThroughTheTunnelIsNeitherBelievedNorTried() {
    Fact inside = Fact.endpoint(leaf, Endpoint.parse("10.0.0.9:51820"));
    startedWithRouter(leafIsMember, inside);
    world.pass(Duration.ofSeconds(30));
    assertFalse(world.believes(inside));
    assertNull(world.device.get(leaf).endpoint);
  }

  @Test
  void aHealthyAndAlivePeerGetsTheNetworksThatFactsGiveIt() {
    startedWithRouter(leafIsMember, Fact.allowedCidr(leaf, ITS_NETWORK));
    world.healthy(leaf, "198.51.100.9:51820");
    world.pass(Duration.ofSeconds(6));
    assertEquals(Set.of(), world.routedTo(leaf), "healthy and not alive: left as it is");
    world.talks(leaf);
    assertEquals(Set.of(ITS_NETWORK), world.routedTo(leaf), "at once");
  }

  @Test
  void anAlivePeerThatIsNotHealthyGetsNoNetworks() {
    startedWithRouter(leafIsMember, Fact.allowedCidr(leaf, ITS_NETWORK));
    world.talks(leaf);
    world.pass(Duration.ofMinutes(1));
    assertEquals(Set.of(), world.routedTo(leaf));
  }

  @Test
  void aPeerMustBeAliveForAWhileMoreToGetNetworks() {
    startedWithRouter(leafIsMember);
    world.healthy(leaf, "198.51.100.9:51820");
    world.pass(Duration.ofSeconds(6));
    world.says(leaf, 2, Fact.alive(leaf, new BootId(1, 1)));
    world.says(router, 255, Fact.allowedCidr(leaf, ITS_NETWORK));
    assertEquals(Set.of(), world.routedTo(leaf));
  }

  @Test
  void aBasicPeerNeedNotBeAlive() {
    Fact basic = Fact.member(leaf, MemberMetadata.EMPTY.with("leaf", true));
    startedWithRouter(basic, Fact.allowedCidr(leaf, ITS_NETWORK));
    world.healthy(leaf, "198.51.100.9:51820");
    world.pass(Duration.ofSeconds(6));
    assertEquals(Set.of(ITS_NETWORK), world.routedTo(leaf));
  }

  @Test
  void networksThatNoFactGivesAreRemovedOnlyAfterEverybodyCouldTell() {
    world.healthy(leaf, "198.51.100.9:51820", "10.9.9.9/32");
    startedWithRouter(leafIsMember);
    world.talks(leaf);
    passTold(Duration.ofSeconds(250), leafIsMember);
    assertEquals(Set.of(Cidr.parse("10.9.9.9/32")), world.routedTo(leaf));
    passTold(Duration.ofSeconds(20), leafIsMember);
    assertEquals(Set.of(), world.routedTo(leaf));
  }

  @Test
  void aPeerThatIsNotHealthyLosesItsNetworksOnlyAfterEverybodyCouldTell() {
    world.inDevice(leaf, "10.0.0.9/32");
    startedWithRouter(leafIsMember, Fact.allowedCidr(leaf, ITS_NETWORK));
    passTold(Duration.ofSeconds(250), leafIsMember, Fact.allowedCidr(leaf, ITS_NETWORK));
    assertEquals(Set.of(ITS_NETWORK), world.routedTo(leaf));
    passTold(Duration.ofSeconds(20), leafIsMember, Fact.allowedCidr(leaf, ITS_NETWORK));
    assertEquals(Set.of(), world.routedTo(leaf));
  }

  @Test
  void aPathThatWorkedIsGivenBackAtOnce() {
    startedWithRouter(leafIsMember, Fact.allowedCidr(leaf, ITS_NETWORK));
    world.healthy(leaf, "198.51.100.9:51820");
    world.talks(leaf);
    world.pass(Duration.ofSeconds(6));
    assertEquals(Set.of(ITS_NETWORK), world.routedTo(leaf));
    world.lost(leaf);
    world.pass(Duration.ofSeconds(6));
    assertEquals(Set.of(), world.routedTo(leaf));
  }

  @Test
  void theOnlyRouterKeepsItsNetworksWhenItIsNotHealthy() {
    startedWithRouter();
    passTold(Duration.ofMinutes(5));
    world.lost(router);
    world.pass(Duration.ofMinutes(5));
    assertEquals(Set.of(Cidr.parse("10.0.0.0/24")), world.routedTo(router));
  }

  @Test
  void aRouterTakesNoNetworksFromAnybody() {
    configured(true, Map.of());
    world.inDevice(leaf, "10.0.0.3/32");
    world.healthy(router, "203.0.113.1:51820", "10.1.0.0/24");
    world.step();
    world.pass(TTL.multipliedBy(2));
    assertEquals(Set.of(Cidr.parse("10.0.0.3/32")), world.routedTo(leaf));
    assertEquals(Set.of(Cidr.parse("10.1.0.0/24")), world.routedTo(router));
  }

  @Test
  void whoIsTrustedWithAllowedIpsItselfTakesNoNetworksFromAnybody() {
    configured(null, Map.of(world.self, trusted(TrustLevel.ALLOWED_IPS)));
    world.inDevice(leaf, "10.0.0.3/32");
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.step();
    world.pass(TTL.multipliedBy(2));
    assertEquals(Set.of(Cidr.parse("10.0.0.3/32")), world.routedTo(leaf));
  }

  @Test
  void aNetworkThatAHealthyPeerUsesIsNotTakenFromIt() {
    PublicKey other = world.key(4);
    world.healthy(other, "198.51.100.4:51820", "10.0.0.9/32");
    Fact otherIsMember = Fact.member(other, MemberMetadata.EMPTY);
    startedWithRouter(
        otherIsMember,
        leafIsMember,
        Fact.allowedCidr(other, ITS_NETWORK),
        Fact.allowedCidr(leaf, ITS_NETWORK));
    world.healthy(leaf, "198.51.100.9:51820");
    world.talks(other);
    world.talks(leaf);
    world.pass(Duration.ofMinutes(1));
    assertEquals(Set.of(ITS_NETWORK), world.routedTo(other));
    assertEquals(Set.of(), world.routedTo(leaf));
  }

  @Test
  void aChangeThatFailsIsTriedAgain() {
    world.refusing.add(leaf);
    startedWithRouter(leafIsMember);
    world.pass(Duration.ofSeconds(6));
    assertFalse(world.device.containsKey(leaf));
    world.refusing.clear();
    world.pass(Duration.ofSeconds(6));
    assertTrue(world.device.containsKey(leaf));
  }

  @Test
  void anIdleMeshChangesNothing() {
    startedWithRouter(leafIsMember, Fact.allowedCidr(leaf, ITS_NETWORK));
    world.healthy(leaf, "198.51.100.9:51820");
    world.talks(leaf);
    world.pass(Duration.ofSeconds(6));
    world.changes.clear();
    passTold(TTL.multipliedBy(3), leafIsMember, Fact.allowedCidr(leaf, ITS_NETWORK));
    assertEquals(List.of(), world.changes);
  }
}
