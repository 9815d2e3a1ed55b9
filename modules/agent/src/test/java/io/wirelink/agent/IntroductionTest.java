package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.PathMessage.Word;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first word to a peer may get lost, and both wait for it then. */
class IntroductionTest {

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey leaf = world.key(3);
  private int order;

  @BeforeEach
  void start() {
    world.healthy(leaf, "198.51.100.9:51820");
    world.step();
    says(BootId.random(15, new Random(3)));
  }

  private void says(BootId bootId) {
    world.says(leaf, 255, Fact.alive(leaf, bootId));
    for (AgentWorld.Said each : List.copyOf(world.said)) {
      if (each.message() instanceof PathMessage.Probe(long id, Word word, int length)) {
        send(new PathMessage.Echo(id, new Word(++order, true, false), length));
      }
    }
    world.pass(Duration.ofMillis(100));
  }

  private void send(PathMessage message) {
    world.step(world.packet(leaf, message.inner()));
  }

  private void probes() {
    send(new PathMessage.Probe(++order, new Word(++order, true, false), 100));
  }

  private int wordsWithin(Duration duration) {
    world.told.clear();
    world.pass(duration);
    return words(leaf);
  }

  /** How often the peer was told that this host is alive. */
  private int words(PublicKey peer) {
    return (int)
        world.told.stream()
            .filter(told -> told.recipient().equals(peer))
            .flatMap(told -> told.facts().stream())
            .filter(timed -> timed.fact().attribute() == Attribute.ALIVE)
            .count();
  }

  @Test
  void whoHasNotShownToHaveHeardIsToldAgainEachTimeAfterTwiceAsLong() {
    assertEquals(1, wordsWithin(Duration.ofMillis(1_100)));
    assertEquals(1, wordsWithin(Duration.ofSeconds(1)));
    assertEquals(3, wordsWithin(Duration.ofSeconds(15)));
    assertEquals(1, wordsWithin(Duration.ofSeconds(17)));
    assertEquals(1, wordsWithin(Duration.ofSeconds(30)));
  }

  @Test
  void whoAsksForThePathHasHeard() {
    probes();
    assertEquals(0, wordsWithin(Duration.ofSeconds(29)));
  }

  @Test
  void whatCameBeforeTheFirstWordOfAPeerShowsItToo() {
    PublicKey other = world.key(4);
    world.healthy(other, "198.51.100.10:51820");
    world.step();
    world.step(
        world.packet(
            other, new PathMessage.Probe(++order, new Word(++order, true, false), 100).inner()));
    world.says(other, 255, Fact.alive(other, BootId.random(15, new Random(4))));
    world.pass(Duration.ofSeconds(20));
    assertEquals(1, words(other));
  }

  @Test
  void whoStartsAnewHasHeardNothing() {
    probes();
    world.pass(Duration.ofSeconds(5));
    says(BootId.random(15, new Random(5)));
    assertEquals(4, wordsWithin(Duration.ofSeconds(10)));
  }

  @Test
  void whoCannotShowItIsToldAsUsual() {
    says(BootId.random(0, new Random(6)));
    assertEquals(0, wordsWithin(Duration.ofSeconds(29)));
  }
}
