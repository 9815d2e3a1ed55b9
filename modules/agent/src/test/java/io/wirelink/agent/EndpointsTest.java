package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where a peer that does not answer is looked for, and how soon an answer is noticed. */
class EndpointsTest {

  private static final Endpoint FAR = Endpoint.parse("203.0.113.9:51820");

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);

  private void startedWithRouter(Endpoint... endpointsOfLeaf) {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.step();
    world.talks(router);
    world.says(router, 255, Fact.member(leaf, MemberMetadata.EMPTY));
    for (Endpoint each : endpointsOfLeaf) {
      world.says(router, 255, Fact.endpoint(leaf, each));
    }
  }

  private Duration lastTryOf(PublicKey key) {
    return world.changes.stream()
        .filter(each -> each.change().publicKey().equals(key) && each.change().endpoint() != null)
        .map(AgentWorld.Change::at)
        .reduce((one, other) -> other)
        .orElseThrow();
  }

  @Test
  void theDeviceIsReadASecondAfterATryForWhoAnswersWithoutAnAgent() {
    startedWithRouter(FAR);
    world.pass(Duration.ofSeconds(3));
    assertEquals(FAR, world.device.get(leaf).endpoint);
    Duration tried = lastTryOf(leaf);
    Duration looked = tried.plusSeconds(1);
    Duration late = looked.plusMillis(100);
    assertTrue(
        world.reads.stream().anyMatch(at -> at.compareTo(looked) >= 0 && at.compareTo(late) <= 0),
        () -> "tried at " + tried + ", read at " + world.reads);
  }
}
