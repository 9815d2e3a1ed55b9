package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.PathMessage.Word;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a router does whose path to a member is no good. */
class RouterPathTest {

  private final AgentWorld world =
      new AgentWorld(new AgentConfig(true, null, false, InterfaceFilter.ALL, Map.of()));
  private final PublicKey other = world.key(2);
  private final PublicKey leaf = world.key(3);
  private int order;

  private void says(PathMessage message) {
    world.step(world.packet(leaf, message.inner()));
  }

  /** What this host says of its path to the leaf, which answers all that it is asked. */
  private Word word() {
    world.said.clear();
    says(new PathMessage.Probe(++order, new Word(order, false, false), 100));
    return world.said.stream()
        .filter(each -> each.recipient().equals(leaf))
        .map(AgentWorld.Said::message)
        .filter(PathMessage.Echo.class::isInstance)
        .map(message -> ((PathMessage.Echo) message).word())
        .toList()
        .getLast();
  }

  private void echoes() {
    for (AgentWorld.Said each : List.copyOf(world.said)) {
      if (each.recipient().equals(leaf)
          && each.message() instanceof PathMessage.Probe(long id, Word word, int length)) {
        says(new PathMessage.Echo(id, new Word(++order, word.good(), false), length));
      }
    }
  }

  @Test
  void whoKeepsSendingByAPathSinceItMayNotGiveTheTrafficAwaySaysSo() {
    world.healthy(other, "198.51.100.1:51820", "10.0.0.0/24");
    world.healthy(leaf, "198.51.100.9:51820", "10.0.0.9/32");
    world.step();
    world.says(other, 255, Fact.alive(other, BootId.random(15 | Outbox.ROUTER, new Random(2))));
    world.says(leaf, 255, Fact.alive(leaf, BootId.random(15, new Random(3))));
    echoes();
    assertFalse(word().needs());
    world.pass(Duration.ofMillis(100));
    echoes();
    assertTrue(word().needs());
    assertEquals(
        1, world.routedTo(leaf).stream().filter(each -> !each.address().isLinkLocal()).count());
  }
}
