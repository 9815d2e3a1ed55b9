package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import io.wirelink.portmap.Gateway;
import io.wirelink.portmap.MappingProtocol;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.portmap.Obstacle;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an agent makes of what others say of where they see its host. */
class NatsTest {

  private static final Duration SETTLED = Duration.ofSeconds(70);

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf1 = world.key(3);
  private final PublicKey leaf2 = world.key(4);

  private void start() {
    world.getsAddress("192.168.1.2/24");
    world.healthy(router, "192.0.2.1:51820", "10.0.0.0/24");
    world.healthy(leaf1, "192.0.2.2:51820", "10.0.0.2/32");
    world.healthy(leaf2, "192.0.2.3:51820", "10.0.0.3/32");
    world.step();
    Stream.of(router, leaf1, leaf2).forEach(world::talks);
  }

  private void seenBy(PublicKey key, String endpoint) {
    world.says(key, 255, Fact.endpoint(world.self, Endpoint.parse(endpoint)));
  }

  private NatView nat() {
    return world.agent.view(world.time(), 0).nat();
  }

  @Test
  void eachWhoSeesItAtAnotherPortShowsANatThatTakesANewOneForEach() {
    start();
    seenBy(router, "198.51.100.11:7000");
    world.pass(Duration.ofSeconds(10));
    assertEquals(Mapping.UNKNOWN, nat().behavior().mapping());
    seenBy(leaf1, "198.51.100.11:20000");
    seenBy(leaf2, "198.51.100.11:1234");
    world.pass(SETTLED);
    assertTrue(nat().behavior().isUnpredictable());
    assertTrue(world.agent.story(leaf1, world.time()).host().nat().isUnpredictable());
  }

  @Test
  void afterLongRestNewsCountsAsSoonAsBefore() {
    start();
    seenBy(router, "198.51.100.11:7000");
    seenBy(leaf1, "198.51.100.11:7000");
    world.pass(Duration.ofMinutes(3));
    assertEquals(Mapping.ENDPOINT_INDEPENDENT, nat().behavior().mapping());
    seenBy(leaf1, "198.51.100.11:20000");
    seenBy(leaf2, "198.51.100.11:1234");
    world.pass(SETTLED);
    assertTrue(nat().behavior().isUnpredictable());
  }

  @Test
  void whoSeesItWhereAndUntilWhenIsTold() {
    start();
    seenBy(router, "198.51.100.11:7000");
    seenBy(leaf1, "198.51.100.11:7000");
    world.pass(Duration.ofSeconds(10));
    assertEquals(Mapping.ENDPOINT_INDEPENDENT, nat().behavior().mapping());
    assertEquals(List.of(router, leaf1), nat().seen().stream().map(NatView.Seen::by).toList());
    assertTrue(nat().seen().getFirst().router());
    assertEquals(
        List.of("192.168.1.2"),
        nat().addresses().stream().map(each -> each.address().toString()).toList());
  }

  @Test
  void whoIsReachedWhereThisHostIsSeenShowsThatTheNatHairpins() {
    start();
    seenBy(router, "198.51.100.11:51820");
    world.pass(Duration.ofSeconds(10));
    assertNull(nat().hairpinTo());
    world.healthy(leaf1, "198.51.100.11:40000", "10.0.0.2/32");
    world.pass(Duration.ofSeconds(10));
    assertEquals(leaf1, nat().hairpinTo());
  }

  /** A gateway that has a private address outside may say that it has none. */
  @Test
  void aGatewayWithoutAnAddressOutsideHasACarriersBeyondIt() {
    start();
    Gateway gateway =
        new Gateway(IpAddress.parse("192.168.1.1"), 0, IpAddress.parse("192.168.1.2"));
    world.step(
        new Event.PortsMapped(
            List.of(new MappingStatus.Unmapped(gateway, Obstacle.NO_EXTERNAL_ADDRESS))));
    world.pass(Duration.ofSeconds(10));
    assertFalse(nat().behavior().carrierGrade(), "it may have no way out at all");
    seenBy(router, "198.51.100.11:7000");
    world.pass(Duration.ofSeconds(10));
    assertTrue(nat().behavior().carrierGrade());
  }

  /** The router says nothing, since this host says itself that it is there. */
  @Test
  void whoIsSeenAtThePortOfItsGatewayIsBehindANatForAllThat() {
    start();
    Gateway gateway =
        new Gateway(IpAddress.parse("192.168.1.1"), 0, IpAddress.parse("192.168.1.2"));
    Endpoint outside = Endpoint.parse("198.51.100.11:51820");
    long forever = Duration.ofDays(1).toNanos();
    world.step(
        new Event.PortsMapped(
            List.of(new MappingStatus.Mapped(gateway, MappingProtocol.PCP, outside, forever))));
    BootId bootId = BootId.random(Sightings.CAPABILITY, new Random(7));
    world.says(router, 255, Fact.alive(router, bootId));
    world.pass(Duration.ofSeconds(10));
    assertEquals(Mapping.UNKNOWN, nat().behavior().mapping());
    assertEquals(Ports.PRESERVED, nat().behavior().ports());
    assertEquals(List.of(outside), nat().seen().stream().map(NatView.Seen::at).toList());
  }

  @Test
  void whatWasSaidLongAgoDoesNotCount() {
    start();
    seenBy(router, "198.51.100.11:7000");
    seenBy(leaf1, "198.51.100.11:7000");
    world.pass(Duration.ofSeconds(10));
    world.pass(Duration.ofMinutes(4));
    assertEquals(2, nat().seen().size());
    seenBy(router, "198.51.100.11:7000");
    world.talking.remove(leaf1);
    world.pass(Duration.ofSeconds(250));
    assertEquals(List.of(router), nat().seen().stream().map(NatView.Seen::by).toList());
    world.pass(SETTLED);
    assertEquals(Mapping.UNKNOWN, nat().behavior().mapping());
  }
}
