package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When this agent takes another boot id, and what it does for who has another one. */
class BootIdTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);
  private final Fact ownEndpoint =
      Fact.endpoint(world.self, Endpoint.parse("198.51.100.7:" + FakeDevice.LISTEN_PORT));

  private void started() {
    ExchangeTest.start(world, router, leaf);
  }

  @Test
  void aPeerWithANewBootIdIsToldEverythingAgain() {
    started();
    world.talks(router);
    world.pass(SECOND);
    world.told.clear();
    world.says(router, 255, Fact.alive(router, new BootId(9, 9)));
    world.pass(SECOND.dividedBy(10));
    assertTrue(world.toldTo(router).contains(ownEndpoint));
    world.told.clear();
    world.says(router, 255, Fact.alive(router, new BootId(9, 9)));
    world.pass(SECOND);
    assertEquals(Set.of(), world.toldTo(router));
  }

  @Test
  void theOwnBootIdStaysWhileNothingWasMissed() {
    started();
    world.pass(SECOND.multipliedBy(100));
    assertEquals(1, world.bootIdsToldTo(router).size());
  }

  @Test
  void theOwnBootIdChangesWhenTimeJumps() {
    started();
    world.wall = world.wall.plusSeconds(3600);
    world.step();
    world.pass(SECOND);
    assertEquals(2, world.bootIdsToldTo(router).size());
    world.wall = world.wall.minusSeconds(3600);
    world.step();
    world.pass(SECOND);
    assertEquals(3, world.bootIdsToldTo(router).size());
  }

  @Test
  void theOwnBootIdChangesWhenANetworkOrMembershipRunsOutAndNotForAnEndpoint() {
    started();
    world.says(router, 10, Fact.endpoint(leaf, Endpoint.parse("203.0.113.9:51820")));
    world.pass(SECOND.multipliedBy(12));
    assertEquals(1, world.bootIdsToldTo(router).size());
    world.says(router, 10, Fact.member(leaf, MemberMetadata.EMPTY));
    world.pass(SECOND.multipliedBy(12));
    assertEquals(2, world.bootIdsToldTo(router).size());
    world.says(router, 10, Fact.allowedCidr(leaf, Cidr.parse("10.0.0.3/32")));
    world.pass(SECOND.multipliedBy(12));
    assertEquals(3, world.bootIdsToldTo(router).size());
  }

  @Test
  void everyBootIdHasTheFormOfThisProject() {
    started();
    String bootId = world.bootIdsToldTo(router).getFirst();
    assertTrue(bootId.startsWith("574c076f-"), bootId);
    assertNotEquals(bootId, new BootId(0x574c_0000_0000_8000L, 0).toString());
  }
}
