package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a peer that was called in vain is called once more, though WireGuard would wait. */
class CalledAnewTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Endpoint WORKED = Endpoint.parse("203.0.113.8:51820");
  private static final Endpoint OTHER = Endpoint.parse("203.0.113.9:51820");
  private static final Endpoint FOREIGN = Endpoint.parse("172.16.0.9:51820");

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);

  private void started() {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.step();
    world.talks(router);
  }

  private void routerTells(Endpoint... endpointsOfLeaf) {
    List<Fact> facts = new ArrayList<>(List.of(Fact.member(leaf, MemberMetadata.EMPTY)));
    for (Endpoint each : endpointsOfLeaf) {
      facts.add(Fact.endpoint(leaf, each));
    }
    world.says(router, 255, facts.toArray(Fact[]::new));
  }

  private List<Duration> triesOf(PublicKey key, Endpoint endpoint) {
    return world.changes.stream()
        .filter(each -> each.change().publicKey().equals(key))
        .filter(each -> endpoint.equals(each.change().endpoint()))
        .map(AgentWorld.Change::at)
        .toList();
  }

  @Test
  void whoIsCalledForTheFirstTimeIsCalledAgainInCaseHandshakesCrossed() {
    started();
    routerTells(OTHER);
    world.pass(SECOND.multipliedBy(12));
    List<Duration> tries = triesOf(leaf, OTHER);
    long again = tries.get(1).minus(tries.getFirst()).toMillis();
    // Also where both take themselves for the first or for the second, the keys part them.
    long least = world.self.compareTo(leaf) > 0 ? 900 : 750;
    assertTrue(again == least || again == least + 300, tries.toString());
    assertTrue(
        world.changes.stream()
            .anyMatch(each -> each.change().remove() && each.at().equals(tries.get(1))),
        "WireGuard calls at once only who is new to it");
  }

  @Test
  void whoIsOnTheDeviceByAnotherHandIsCalledAgainWhenWireGuardDoes() {
    Endpoint last = Endpoint.parse("203.0.113.10:51820");
    world.inDevice(leaf);
    started();
    routerTells(OTHER, last);
    world.pass(SECOND.multipliedBy(12));
    Duration first = triesOf(leaf, last).getFirst();
    assertTrue(first.compareTo(triesOf(leaf, OTHER).getFirst()) > 0, "the last of the round");
    List<Duration> calls =
        world.alivesTo(leaf).stream().filter(at -> at.compareTo(first) > 0).toList();
    Duration again = calls.getFirst().minus(first);
    assertTrue(again.toMillis() >= 5_500 && again.toMillis() < 6_000, calls.toString());
  }

  /** WireGuard would call it again only when 5 s are over. */
  @Test
  void whoSaysSomethingNewOfItselfIsCalledAtOnceThoughItJustWas() {
    started();
    routerTells(Endpoint.parse("203.0.113.9:7000"));
    world.pass(SECOND.multipliedBy(20));
    world.changes.clear();
    routerTells(Endpoint.parse("203.0.113.9:7000"), FOREIGN);
    world.pass(SECOND);
    List<PeerChange> changes =
        world.changes.stream().map(AgentWorld.Change::change).filter(this::isOfLeaf).toList();
    assertEquals(2, changes.size(), changes.toString());
    assertTrue(changes.getFirst().remove(), "it is put on the device anew");
    assertEquals(Endpoint.parse("203.0.113.9:7000"), changes.getLast().endpoint(), "the likeliest");
    assertEquals(1, changes.getLast().allowedIps().size());
  }

  private boolean isOfLeaf(PeerChange change) {
    return change.publicKey().equals(leaf);
  }

  @Test
  void whoSaysSomethingNewOfItselfAllTheTimeIsCalledOnceAMinute() {
    started();
    for (int i = 0; i < 60; i++) {
      routerTells(OTHER, Endpoint.parse("172.16.0." + (i + 1) + ":51820"));
      world.pass(SECOND.multipliedBy(10));
    }
    long anew = world.changes.stream().filter(each -> each.change().remove()).count();
    // Each time twice, in case handshakes crossed.
    assertTrue(anew >= 2 * 10 && anew <= 2 * (Timing.NEWS_AT_ONCE + 10), anew + " times");
  }

  @Test
  void whoAnsweredOnceIsNotPutOnTheDeviceAnew() {
    started();
    routerTells();
    world.healthy(leaf, WORKED.toString());
    world.pass(Duration.ofSeconds(20));
    world.lost(leaf);
    routerTells(OTHER);
    world.pass(Duration.ofMinutes(1));
    routerTells(OTHER, FOREIGN);
    world.pass(Duration.ofMinutes(1));
    world.agent.refresh();
    world.pass(Duration.ofMinutes(1));
    assertTrue(world.changes.stream().noneMatch(each -> each.change().remove()));
  }
}
