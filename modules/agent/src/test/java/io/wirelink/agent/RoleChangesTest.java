package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.CompactCodec;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.TimedFact;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.Renewal;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of what a router said that is no router any more. */
class RoleChangesTest {

  /** As long as somebody has to tell everything, and housekeeping takes. */
  private static final Duration TOLD = Duration.ofSeconds(255 + 5 + 6);

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey other = world.key(3);
  private final PublicKey leaf = world.key(4);
  private final Fact member = Fact.member(leaf, MemberMetadata.EMPTY);
  private final Fact network = Fact.allowedCidr(leaf, Cidr.parse("10.0.0.4/32"));
  private final Fact endpoint = Fact.endpoint(leaf, Endpoint.parse("203.0.113.4:51820"));
  private final Fact own = Fact.endpoint(router, Endpoint.parse("203.0.113.2:7"));

  /** A leaf with a router, and perhaps another. */
  private void started(String... othersNetworks) {
    world.healthy(router, "203.0.113.2:51820", "10.0.0.2/32", "10.0.0.0/24");
    world.healthy(other, "203.0.113.3:51820", othersNetworks);
    world.inDevice(leaf, "10.0.0.4/32");
    world.step();
    says(router, Outbox.ROUTER);
    says(other, Outbox.ROUTER);
    world.pass(Duration.ofSeconds(1));
  }

  private void says(PublicKey key, int capabilities, Fact... facts) {
    BootId bootId = BootId.random(PathMessage.PASSING | capabilities, new Random(key.hashCode()));
    world.says(
        key,
        255,
        Stream.concat(Stream.of(Fact.alive(key, bootId)), Stream.of(facts)).toArray(Fact[]::new));
  }

  private List<Fact> believed() {
    return Stream.of(member, network, endpoint, own).filter(world::believes).toList();
  }

  private void losesItsNetwork(PublicKey key) {
    world.device.get(key).allowedIps.remove(Cidr.parse("10.0.0.0/24"));
    world.pass(Duration.ofSeconds(6));
  }

  @Test
  void whatOnlyItSaidAsARouterIsGoneWhenItsNetworkIs() {
    started("10.0.0.3/32", "10.1.0.0/24");
    says(router, Outbox.ROUTER, member, network, endpoint, own);
    assertEquals(List.of(member, network, endpoint, own), believed());
    String before = world.bootIdsToldTo(router).getLast();
    losesItsNetwork(router);
    assertEquals(List.of(own), believed(), "what it says of itself anybody may");
    assertFalse(world.bootIdsToldTo(other).getLast().equals(before), "all others may say it");
  }

  @Test
  void soItIsWhenItShowsThatItIsNoRouterAnyMore() {
    started("10.0.0.3/32");
    says(router, Outbox.ROUTER, member, network, endpoint, own);
    says(router, 0);
    assertEquals(List.of(own), believed());
  }

  @Test
  void whoWasToldOfItIsToldThatItIsOver() {
    started("10.0.0.3/32", "10.1.0.0/24");
    int renewing = Renewal.CAPABILITY | CompactCodec.CAPABILITY;
    says(other, Outbox.ROUTER | renewing);
    says(router, Outbox.ROUTER, member);
    world.alive(leaf);
    world.pass(Duration.ofSeconds(1));
    assertTrue(world.toldTo(other).contains(member));
    world.told.clear();
    losesItsNetwork(router);
    assertEquals(
        List.of(Renewal.TAKEN_BACK_SECONDS),
        world.told.stream()
            .filter(each -> each.recipient().equals(other))
            .flatMap(each -> each.facts().stream())
            .filter(timed -> timed.fact().equals(member))
            .map(TimedFact::ttlSeconds)
            .toList());
  }

  @Test
  void whatARouterTakesBackIsGoneAtOnce() {
    started("10.0.0.3/32", "10.1.0.0/24");
    says(router, Outbox.ROUTER, member, network);
    says(other, Outbox.ROUTER, member);
    List<TimedFact> over =
        Stream.of(member, network)
            .map(fact -> new TimedFact(fact, Renewal.TAKEN_BACK_SECONDS))
            .toList();
    world.step(world.packet(router, CompactCodec.encode(router, over)));
    assertEquals(List.of(member), believed(), "another says it too");
  }

  @Test
  void whatAnotherRouterSaysTooStays() {
    started("10.0.0.3/32", "10.1.0.0/24");
    says(router, Outbox.ROUTER, member, network, endpoint);
    says(other, Outbox.ROUTER, member, network);
    losesItsNetwork(router);
    assertEquals(List.of(member, network), believed());
  }

  @Test
  void nothingHappensWhileARouterIsOne() {
    started("10.0.0.3/32");
    says(router, Outbox.ROUTER, member, network);
    long ids = world.bootIdsToldTo(router).size();
    world.device.get(router).allowedIps.add(Cidr.parse("10.2.0.0/24"));
    world.pass(Duration.ofSeconds(6));
    losesItsNetwork(router);
    says(router, Outbox.ROUTER | Outbox.DRAINING);
    assertEquals(List.of(member, network), believed());
    assertEquals(ids, world.bootIdsToldTo(router).size());
  }

  /** Its silence means nothing as long as it was not asked, and what it said was not believed. */
  @Test
  void whoTakesItsPlaceRemovesNobodyBeforeItHadTheTimeToTell() {
    started("10.0.0.3/32");
    for (int i = 0; i < 20; i++) {
      says(router, Outbox.ROUTER, member, Fact.member(other, MemberMetadata.EMPTY));
      says(other, Outbox.ROUTER);
      world.pass(Duration.ofSeconds(30));
    }
    world.device.get(other).allowedIps.add(Cidr.parse("10.0.0.0/24"));
    losesItsNetwork(router);
    assertEquals(List.of(), believed());
    for (int i = 0; i < 8; i++) {
      assertTrue(world.device.containsKey(leaf), "removed after " + i * 30 + " s");
      says(other, Outbox.ROUTER);
      world.pass(Duration.ofSeconds(30));
    }
    says(other, Outbox.ROUTER);
    world.pass(TOLD.minusSeconds(240));
    assertFalse(world.device.containsKey(leaf), "nobody says that it is a member");
  }

  @Test
  void soItIsWithWhomTheConfigurationTrustsFromNowOn() {
    started("10.0.0.3/32");
    for (int i = 0; i < 20; i++) {
      says(router, Outbox.ROUTER, member, Fact.member(other, MemberMetadata.EMPTY));
      says(other, Outbox.ROUTER);
      world.pass(Duration.ofSeconds(30));
    }
    var trusted = new PeerConfig("", TrustLevel.MEMBERSHIP, false, List.of(), List.of(), false);
    world.agent.reconfigure(
        new AgentConfig(null, null, false, InterfaceFilter.ALL, Map.of(other, trusted)));
    world.pass(Duration.ofSeconds(20));
    assertEquals(List.of(), believed());
    assertTrue(world.device.containsKey(leaf));
  }
}
