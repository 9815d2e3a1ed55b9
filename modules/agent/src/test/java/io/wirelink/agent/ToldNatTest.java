package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import io.wirelink.portmap.Gateway;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.portmap.Obstacle;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What agents tell each other of the NATs before them. */
class ToldNatTest {

  private static final NatBehavior SYMMETRIC =
      new NatBehavior(Mapping.ENDPOINT_DEPENDENT, Ports.ARBITRARY, false);

  private static final Duration SETTLED = Duration.ofSeconds(70);

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);
  private final PublicKey other = world.key(4);

  private static Fact nat(PublicKey subject) {
    return Fact.member(subject, MemberMetadata.EMPTY.with(SYMMETRIC));
  }

  private void peers(String routersNetwork) {
    world.getsAddress("192.168.1.2/24");
    world.healthy(router, "192.0.2.1:51820", routersNetwork);
    world.healthy(leaf, "192.0.2.2:51820", "10.0.0.2/32");
    world.healthy(other, "192.0.2.3:51820", "10.0.0.3/32");
    world.step();
    world.talks(router);
  }

  private void understands(PublicKey key, int capabilities) {
    world.says(key, 255, Fact.alive(key, BootId.random(capabilities, new Random(7))));
  }

  private void seenBy(PublicKey key, String endpoint) {
    world.says(key, 255, Fact.endpoint(world.self, Endpoint.parse(endpoint)));
  }

  private void seenAtThreePorts() {
    seenBy(router, "198.51.100.11:7000");
    seenBy(leaf, "198.51.100.11:20000");
    seenBy(other, "198.51.100.11:1234");
    world.pass(SETTLED);
  }

  @Test
  void aLeafTellsTheRouterOfItsNatIfThatUnderstandsIt() {
    peers("10.0.0.0/24");
    seenAtThreePorts();
    assertFalse(world.toldTo(router).contains(nat(world.self)), "it would not be believed");
    understands(router, Nats.CAPABILITY);
    world.pass(Duration.ofSeconds(1));
    assertTrue(world.toldTo(router).contains(nat(world.self)));
  }

  /** Whoever asks why the two do not meet may do so a moment later. */
  @Test
  void whatAGatewaySaysOfACarrierIsToldAtOnce() {
    peers("10.0.0.0/24");
    understands(router, Nats.CAPABILITY);
    seenBy(router, "198.51.100.11:7000");
    world.pass(Duration.ofSeconds(1));
    Gateway gateway =
        new Gateway(IpAddress.parse("192.168.1.1"), 0, IpAddress.parse("192.168.1.2"));
    world.step(
        new Event.PortsMapped(
            List.of(new MappingStatus.Unmapped(gateway, Obstacle.NO_EXTERNAL_ADDRESS))));
    world.pass(Duration.ofMillis(100));
    NatBehavior carriers = new NatBehavior(Mapping.UNKNOWN, Ports.ARBITRARY, true);
    Fact said = Fact.member(world.self, MemberMetadata.EMPTY.with(carriers));
    assertTrue(world.toldTo(router).contains(said), world.toldTo(router)::toString);
  }

  @Test
  void aRouterTellsOnWhatAMemberSaysOfItsNatAsLongAsItSaysSo() {
    peers("10.0.0.9/32");
    understands(other, 0);
    world.says(leaf, 255, nat(leaf));
    world.pass(Duration.ofSeconds(1));
    assertTrue(world.believes(nat(leaf)), "in what the router says of its member");
    assertTrue(world.toldTo(other).contains(nat(leaf)));
    world.pass(Duration.ofSeconds(256));
    assertFalse(world.believes(nat(leaf)));
    world.says(leaf, 255, nat(leaf));
    world.says(leaf, 0, nat(leaf));
    world.pass(Duration.ofSeconds(1));
    assertFalse(world.believes(nat(leaf)), "it was taken back");
    assertTrue(world.believes(Fact.member(leaf, MemberMetadata.EMPTY)));
  }

  @Test
  void nobodySpeaksOfAnothersNat() {
    peers("10.0.0.0/24");
    world.says(leaf, 255, nat(other));
    world.pass(Duration.ofSeconds(1));
    assertFalse(world.believes(nat(other)));
    assertEquals(
        1L,
        world.agent.view(world.time(), 0).counters().rejections().get(RejectionRule.NOT_TRUSTED));
  }

  @Test
  void whoSpeaksOfItsNatIsNoMemberBecauseOfThat() {
    peers("10.0.0.0/24");
    world.says(leaf, 255, nat(leaf));
    world.pass(Duration.ofSeconds(1));
    assertFalse(world.agent.story(leaf, world.time()).standing().member());
    assertEquals(
        0L,
        world
            .agent
            .view(world.time(), 0)
            .counters()
            .rejections()
            .getOrDefault(RejectionRule.NOT_TRUSTED, 0L));
  }

  /** Of a member whose NAT is another now, the word from before runs out, and nothing is lost. */
  @Test
  void whatIsSaidOtherwiseOfAMemberIsNotMissed() {
    peers("10.0.0.0/24");
    world.says(router, 100, Fact.member(leaf, MemberMetadata.EMPTY));
    world.says(router, 255, nat(leaf));
    world.pass(Duration.ofSeconds(50));
    int bootIds = world.bootIdsToldTo(router).size();
    world.pass(Duration.ofSeconds(60));
    assertFalse(world.believes(Fact.member(leaf, MemberMetadata.EMPTY)));
    assertEquals(bootIds, world.bootIdsToldTo(router).size());
    world.pass(Duration.ofSeconds(200));
    assertEquals(bootIds + 1, world.bootIdsToldTo(router).size(), "it may be said again");
  }
}
