package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nobody can claim the address that another agent's packets are known by. */
class LinkLocalNetworksTest {

  private final AgentWorld keys = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = keys.key(2);
  private final PublicKey leaf = keys.key(3);

  private AgentWorld world(PeerConfig leafConfig) {
    AgentConfig config =
        new AgentConfig(null, null, false, InterfaceFilter.ALL, Map.of(leaf, leafConfig));
    AgentWorld world = new AgentWorld(config);
    world.healthy(world.key(2), "203.0.113.1:51820", "10.0.0.0/24");
    world.healthy(world.key(3), "203.0.113.3:51820");
    world.step();
    world.talks(router);
    world.talks(leaf);
    return world;
  }

  private static PeerConfig leafWith(Cidr... allowedIps) {
    return new PeerConfig("leaf", null, false, List.of(), List.of(allowedIps), false);
  }

  private static boolean isRoutedTo(AgentWorld world, PublicKey key, Cidr cidr) {
    return world.device.get(key).allowedIps.contains(cidr);
  }

  @Test
  void aLinkLocalNetworkIsNotBelievedWhoeverSaysItOfWhom() {
    AgentWorld world = world(leafWith());
    for (String text : List.of("fe80::/64", "fe80::/10", "febf::1/128")) {
      Fact claim = Fact.allowedCidr(leaf, Cidr.parse(text));
      world.says(router, 255, Fact.member(leaf, MemberMetadata.EMPTY), claim);
      assertFalse(world.believes(claim), text);
      assertTrue(
          world.notices.stream()
              .filter(notice -> claim.equals(notice.fact()))
              .allMatch(notice -> notice.rule() == RejectionRule.LINK_LOCAL));
    }
    Cidr own = Cidr.host(router.linkLocalAddress());
    world.says(router, 255, Fact.allowedCidr(leaf, own), Fact.allowedCidr(world.self, own));
    world.pass(Duration.ofSeconds(10));
    assertTrue(isRoutedTo(world, router, own), "it keeps its address");
    assertFalse(isRoutedTo(world, leaf, own));
  }

  @Test
  void aNetworkThatHoldsAllOfThemIsNotOneOfThem() {
    AgentWorld world = world(leafWith());
    Fact everything = Fact.allowedCidr(leaf, Cidr.parse("::/0"));
    world.says(router, 255, everything);
    assertTrue(world.believes(everything));
  }

  @Test
  void theConfigurationCannotGiveThemAwayEither() {
    Cidr taken = Cidr.host(router.linkLocalAddress());
    AgentWorld world =
        world(new PeerConfig("leaf", TrustLevel.ENDPOINT, false, List.of(), List.of(taken), false));
    world.pass(Duration.ofSeconds(10));
    assertTrue(isRoutedTo(world, router, taken));
    assertFalse(isRoutedTo(world, leaf, taken));
  }
}
