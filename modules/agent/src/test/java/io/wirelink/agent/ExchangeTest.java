package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.TimedFact;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told to whom, and what is believed, rule by rule (docs/protocol.md). */
class ExchangeTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Endpoint FAR = Endpoint.parse("203.0.113.9:51820");

  private AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);
  private final PublicKey other = world.key(4);
  private final Fact ownEndpoint =
      Fact.endpoint(world.self, Endpoint.parse("198.51.100.7:" + FakeDevice.LISTEN_PORT));

  private void configured(Boolean isRouter, boolean chatty, Map<PublicKey, PeerConfig> peers) {
    world = new AgentWorld(new AgentConfig(isRouter, null, chatty, InterfaceFilter.ALL, peers));
    world.key(2);
    world.key(3);
    world.key(4);
  }

  private static PeerConfig peer(TrustLevel trust, boolean exchanger, HostPort... endpoints) {
    return new PeerConfig("", trust, exchanger, List.of(endpoints), List.of(), false);
  }

  private void started() {
    start(world, router, leaf);
  }

  /** Lets the agent begin beside a router that is reached and a leaf that is not. */
  static void start(AgentWorld world, PublicKey router, PublicKey leaf) {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.inDevice(leaf, "10.0.0.3/32");
    world.step();
    world.pass(SECOND);
  }

  @Test
  void nothingIsSentToAPeerWithoutAnEndpoint() {
    started();
    world.talks(leaf);
    world.pass(Duration.ofMinutes(1));
    assertTrue(world.told.stream().noneMatch(told -> told.recipient().equals(leaf)));
  }

  @Test
  void aRouterIsToldAllFacts() {
    started();
    assertTrue(world.toldTo(router).contains(ownEndpoint));
  }

  @Test
  void aLeafTellsALeafOnlyThatItIsAlive() {
    world.healthy(leaf, "203.0.113.3:51820");
    started();
    assertEquals(Set.of(), world.toldTo(leaf));
    assertEquals(1, world.bootIdsToldTo(leaf).size());
  }

  @Test
  void aChattyLeafTellsALeafAllOnceItIsHealthy() {
    configured(null, true, Map.of());
    world.inDevice(leaf).endpoint = FAR;
    started();
    assertEquals(Set.of(), world.toldTo(leaf));
    assertFalse(world.bootIdsToldTo(leaf).isEmpty(), "alive until then");
    world.device.get(leaf).healthy = true;
    world.pass(SECOND.multipliedBy(6));
    assertTrue(world.toldTo(leaf).contains(ownEndpoint));
  }

  @Test
  void aFactExchangerIsToldAllFacts() {
    configured(null, false, Map.of(leaf, peer(null, true)));
    world.inDevice(leaf).endpoint = FAR;
    started();
    assertTrue(world.toldTo(leaf).contains(ownEndpoint));
  }

  @Test
  void whoIsTrustedWithAllowedIpsIsToldAllFactsAndWhoIsTrustedLessIsNot() {
    configured(
        null,
        false,
        Map.of(leaf, peer(TrustLevel.ALLOWED_IPS, false), other, peer(TrustLevel.ENDPOINT, false)));
    world.inDevice(leaf).endpoint = FAR;
    world.inDevice(other).endpoint = Endpoint.parse("203.0.113.4:51820");
    started();
    assertTrue(world.toldTo(leaf).contains(ownEndpoint));
    assertEquals(Set.of(), world.toldTo(other));
  }

  @Test
  void nothingIsToldOfAPeerThatIsNeitherAliveNorHealthy() {
    configured(true, false, Map.of());
    world.healthy(other, "203.0.113.4:51820", "10.0.0.4/32");
    started();
    Fact network = Fact.allowedCidr(leaf, Cidr.parse("10.0.0.3/32"));
    assertFalse(world.toldTo(other).contains(network));
    world.talks(leaf);
    world.pass(SECOND);
    assertTrue(world.toldTo(other).contains(network));
  }

  @Test
  void aPeerIsToldNothingAboutItselfButItsMetadata() {
    configured(true, false, Map.of());
    world.healthy(leaf, "203.0.113.3:51820", "10.0.0.3/32");
    started();
    world.talks(leaf);
    world.pass(SECOND);
    List<Fact> aboutItself =
        world.toldTo(leaf).stream().filter(fact -> fact.subject().equals(leaf)).toList();
    assertEquals(List.of(Fact.member(leaf, MemberMetadata.EMPTY)), aboutItself);
  }

  @Test
  void whatCouldNotBeToldForAMomentIsToldWhenItCanBe() {
    configured(null, false, Map.of(leaf, peer(null, false)));
    started();
    world.pass(SECOND.multipliedBy(11));
    world.alive(leaf);
    world.pass(SECOND.multipliedBy(255));
    // No more alive, and housekeeping has not seen it yet, when the router starts anew.
    world.says(router, 255, Fact.alive(router, new BootId(1, 1)));
    world.told.clear();
    world.pass(SECOND.dividedBy(2));
    Fact member = Fact.member(leaf, MemberMetadata.EMPTY.with("", false));
    assertFalse(world.toldTo(router).contains(member));
    world.alive(leaf);
    world.pass(SECOND.dividedBy(2));
    assertTrue(world.toldTo(router).contains(member));
  }

  @Test
  void aRouterIsBelievedAndItsNewsArePassedOn() {
    configured(null, true, Map.of());
    world.healthy(other, "203.0.113.4:51820", "10.0.0.4/32");
    started();
    Fact member = Fact.member(leaf, MemberMetadata.EMPTY.with("leaf", false));
    world.talks(leaf);
    world.says(router, 255, member);
    assertTrue(world.believes(member));
    world.pass(SECOND.dividedBy(10));
    assertTrue(world.toldTo(other).contains(member));
    assertFalse(world.toldTo(router).contains(member), "it said so itself");
  }

  @Test
  void aLeafIsBelievedAboutEndpointsOfKnownPeersThatNobodySeesOnly() {
    PublicKey away = world.key(5);
    world.inDevice(away, "10.0.0.5/32");
    started();
    Fact endpoint = Fact.endpoint(away, FAR);
    Fact seen = Fact.endpoint(router, FAR);
    Fact network = Fact.allowedCidr(router, Cidr.parse("10.1.0.0/24"));
    Fact unknown = Fact.endpoint(other, FAR);
    Fact member = Fact.member(other, MemberMetadata.EMPTY);
    world.says(leaf, 255, endpoint, seen, network, unknown, member);
    assertTrue(world.believes(endpoint));
    assertFalse(world.believes(seen));
    assertFalse(world.believes(network));
    assertFalse(world.believes(unknown));
    assertFalse(world.believes(member));
  }

  @Test
  void onlyAPeerItselfSaysThatItIsAlive() {
    started();
    world.says(router, 255, Fact.alive(leaf, new BootId(1, 1)));
    assertTrue(
        world.agent.view(world.time(), 0).peers().stream()
            .noneMatch(each -> each.key().equals(leaf) && each.alive()));
  }

  @Test
  void whatHasNoTimeLeftIsNotBelieved() {
    started();
    Fact endpoint = Fact.endpoint(leaf, FAR);
    world.says(router, 0, endpoint);
    assertFalse(world.believes(endpoint));
    world.says(router, 10, endpoint);
    assertTrue(world.believes(endpoint));
    world.pass(SECOND.multipliedBy(10));
    assertFalse(world.believes(endpoint));
  }

  @Test
  void aPacketFromAForeignAddressIsDropped() {
    started();
    Fact endpoint = Fact.endpoint(leaf, FAR);
    Event.PacketArrived packet =
        (Event.PacketArrived)
            world.packet(router, FactCodec.encode(List.of(new TimedFact(endpoint, 255))));
    world.step(new Event.PacketArrived(leaf.linkLocalAddress(), packet.packet()));
    world.step(new Event.PacketArrived(other.linkLocalAddress(), packet.packet()));
    world.step(new Event.PacketArrived(IpAddress.parse("203.0.113.1"), packet.packet()));
    assertFalse(world.believes(endpoint));
    world.step(packet);
    assertTrue(world.believes(endpoint));
  }

  @Test
  void aLocalFactThatIsNoLongerTrueIsWithdrawnAtOnce() {
    started();
    assertTrue(world.believes(ownEndpoint));
    world.getsAddress("198.51.100.8/24");
    world.step(new Event.HostRead(world.interfaces));
    assertFalse(world.believes(ownEndpoint));
    world.pass(SECOND.dividedBy(10));
    Fact moved =
        Fact.endpoint(world.self, Endpoint.parse("198.51.100.8:" + FakeDevice.LISTEN_PORT));
    assertTrue(world.toldTo(router).contains(moved));
  }

  @Test
  void namesOfPeersThatCannotBeReachedAreResolvedAndTold() {
    HostPort name = HostPort.parse("leaf.example.org:51820");
    configured(null, false, Map.of(leaf, peer(null, false, name)));
    started();
    assertEquals(List.of("leaf.example.org"), world.resolved);
    Fact endpoint = Fact.endpoint(leaf, FAR);
    world.step(new Event.NameResolved("leaf.example.org", List.of(FAR.address())));
    assertTrue(world.believes(endpoint));
    world.step(new Event.NameResolved("leaf.example.org", List.of()));
    assertTrue(world.believes(endpoint), "a failure keeps the last good answer");
    world.talks(leaf);
    assertFalse(world.believes(endpoint), "it is alive and says itself where it is");
  }

  @Test
  void aliveIsSentEvery30Seconds() {
    world.healthy(leaf, "203.0.113.3:51820");
    started();
    world.pass(SECOND.multipliedBy(300));
    long alive =
        world.told.stream()
            .filter(told -> told.recipient().equals(leaf))
            .flatMap(told -> told.facts().stream())
            .filter(timed -> timed.fact().attribute() == Attribute.ALIVE)
            .count();
    assertEquals(11, alive);
  }
}
