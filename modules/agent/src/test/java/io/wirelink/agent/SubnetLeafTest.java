package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.gossip.PathMessage;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A leaf with a network behind it, which to others looks as a router does. */
class SubnetLeafTest {

  private static final int LEAF = PathMessage.PASSING;
  private static final int ROUTER = PathMessage.PASSING | Outbox.ROUTER;

  private AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey subnet = world.key(2);
  private final PublicKey stale = world.key(3);
  private final PublicKey stranger = world.key(4);
  private final Fact network = Fact.allowedCidr(stale, Cidr.parse("10.3.0.0/24"));
  private final Fact member = Fact.member(stranger, MemberMetadata.EMPTY);

  private void started() {
    world.healthy(subnet, "203.0.113.2:51820", "10.0.0.2/32", "192.168.7.0/24");
    world.inDevice(stale, "10.0.0.3/32");
    world.step();
  }

  private void shows(BootId bootId) {
    world.says(subnet, 255, Fact.alive(subnet, bootId));
  }

  private static BootId ours(int capabilities) {
    return BootId.random(capabilities, new Random(5));
  }

  private boolean isBelieved() {
    world.says(subnet, 255, network, member);
    assertEquals(world.believes(network), world.believes(member));
    return world.believes(member);
  }

  @Test
  void whoShowsThatItIsALeafHasNoSay() {
    started();
    shows(ours(LEAF));
    assertFalse(isBelieved());
  }

  @Test
  void whoShowsThatItIsARouterHasOne() {
    started();
    shows(ours(ROUTER));
    assertTrue(isBelieved());
  }

  @Test
  void whoseAgentIsOfAnotherKindHasOne() {
    started();
    shows(new BootId(1, 2));
    assertTrue(isBelieved());
  }

  @Test
  void aRouterHasOneAlsoWhenItsAgentHasEnded() {
    started();
    shows(ours(ROUTER));
    shows(ours(0));
    assertTrue(isBelieved());
  }

  @Test
  void whoeverTheConfigurationTrustsHasOne() {
    var trusted = new PeerConfig("", TrustLevel.MEMBERSHIP, false, List.of(), List.of(), false);
    world =
        new AgentWorld(
            new AgentConfig(null, null, false, InterfaceFilter.ALL, Map.of(subnet, trusted)));
    world.key(2);
    world.key(3);
    started();
    shows(ours(LEAF));
    assertTrue(isBelieved());
  }

  /** What it does not say does not mean that somebody is no member. */
  @Test
  void nobodyIsRemovedOnItsSilence() {
    started();
    for (int i = 0; i < 20; i++) {
      shows(ours(LEAF));
      world.pass(Duration.ofSeconds(30));
    }
    assertTrue(world.device.containsKey(stale));
    for (int i = 0; i < 20; i++) {
      shows(ours(ROUTER));
      world.pass(Duration.ofSeconds(30));
    }
    assertFalse(world.device.containsKey(stale));
  }
}
