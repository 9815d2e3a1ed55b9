package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom this host shows that its own addresses have changed. */
class RoamingTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);

  private void started() {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.step();
    world.talks(router);
  }

  @Test
  void anotherAddressIsShownToAllWhoAreReachedAndToldAtOnce() {
    world.healthy(leaf, "203.0.113.8:51820");
    started();
    world.pass(SECOND.multipliedBy(10));
    Duration before = world.at();
    world.getsAddress("203.0.113.200/24");
    world.step(new Event.HostRead(world.interfaces));
    world.pass(Duration.ofMillis(100));
    for (PublicKey each : List.of(router, leaf)) {
      assertTrue(world.alivesTo(each).getLast().compareTo(before) >= 0, each + " is not called");
    }
    assertTrue(
        world
            .toldTo(router)
            .contains(Fact.endpoint(world.self, Endpoint.parse("203.0.113.200:51820"))));
  }

  @Test
  void theSameAddressesReadAgainCallNobody() {
    started();
    world.pass(SECOND.multipliedBy(10));
    int told = world.told.size();
    world.step(new Event.HostRead(world.interfaces));
    world.pass(Duration.ofMillis(500));
    assertEquals(told, world.told.size());
  }

  @Test
  void addressesThatCouldNotBeReadAreReadAgain() {
    started();
    world.pass(SECOND.multipliedBy(10));
    world.getsAddress("203.0.113.200/24");
    world.step(new Event.HostRead(world.interfaces));
    world.getsAddress("203.0.113.201/24");
    world.step(new Event.HostUnread());
    world.pass(Duration.ofMillis(1_100));
    Fact told = Fact.endpoint(world.self, Endpoint.parse("203.0.113.201:51820"));
    assertTrue(world.toldTo(router).contains(told));
  }
}
