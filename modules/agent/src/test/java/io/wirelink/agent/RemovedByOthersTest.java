package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.RemovalRecord;
import io.wirelink.gossip.RemovalMessage;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A leaf that hears from others who is removed from the mesh. */
class RemovedByOthersTest {

  private static final long NUMBER = 1_893_456_000;
  private static final Cidr NETWORK = Cidr.parse("10.0.0.30/32");

  private AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey host = world.key(3);
  private final PublicKey leaf = world.key(4);
  private final Fact member = Fact.member(host, MemberMetadata.EMPTY.with("desk", false));

  private static RemovalRecord removed(PublicKey key, long number) {
    return new RemovalRecord(key, number, true);
  }

  private static RemovalRecord back(PublicKey key, long number) {
    return new RemovalRecord(key, number, false);
  }

  /** Another host, of the same key, to whom the others have the same keys. */
  private void begins(AgentWorld another) {
    world = another;
    assertEquals(List.of(router, host, leaf), List.of(world.key(2), world.key(3), world.key(4)));
  }

  private void starts() {
    world.healthy(router, "203.0.113.2:51820", "10.0.0.0/24");
    world.healthy(leaf, "203.0.113.4:51820", "10.0.0.40/32");
    world.step();
    world.talks(router);
    world.talks(leaf);
  }

  private void startsWithTheHost() {
    starts();
    world.says(router, 255, member, Fact.allowedCidr(host, NETWORK));
    world.healthy(host, "203.0.113.3:51820", NETWORK.toString());
    world.talks(host);
    world.pass(Duration.ofSeconds(10));
  }

  private void says(PublicKey sayer, RemovalRecord... records) {
    var told = new RemovalMessage.Told(9, Arrays.asList(records));
    world.step(world.packet(sayer, told.inner()));
  }

  private boolean isThere(PublicKey key) {
    return world.device.containsKey(key);
  }

  private long rejected(RejectionRule rule) {
    return world.agent.view(world.time(), 0).counters().rejections().getOrDefault(rule, 0L);
  }

  @Test
  void whoIsRemovedIsGoneAtOnceAndThatIsConfirmed() {
    startsWithTheHost();
    assertTrue(world.believes(member));
    says(router, removed(host, NUMBER));
    assertFalse(isThere(host));
    assertFalse(world.believes(member));
    assertEquals(List.of(new RemovalMessage.Heard(9)), world.removals);
    assertEquals(1, world.agent.view(world.time(), 0).removed());
    assertEquals("desk", world.agent.removing().all().getFirst().removal().name());
    assertEquals(
        PeerStory.Departure.Reason.REMOVED,
        world.agent.story(host, world.time()).departure().reason());
  }

  @Test
  void whatAnybodySaysOfItLaterIsNotBelieved() {
    startsWithTheHost();
    says(router, removed(host, NUMBER));
    world.says(router, 255, member, Fact.allowedCidr(host, NETWORK));
    world.talks(host);
    world.pass(Duration.ofMinutes(1));
    assertFalse(isThere(host));
    assertFalse(world.believes(member));
    assertEquals(2, rejected(RejectionRule.REMOVED));
  }

  @Test
  void whoDoesNotDecideRemovesNobodyAndGetsNoAnswer() {
    startsWithTheHost();
    says(leaf, removed(host, NUMBER));
    says(host, removed(leaf, NUMBER), removed(router, NUMBER));
    world.pass(Duration.ofMinutes(1));
    assertTrue(isThere(host));
    assertTrue(isThere(leaf));
    assertTrue(isThere(router));
    assertEquals(List.of(), world.removals);
    assertEquals(List.of(), world.agent.removing().all());
    assertEquals(2, rejected(RejectionRule.NOT_TRUSTED));
  }

  @Test
  void whoDoesNotDecideLetsNobodyBack() {
    startsWithTheHost();
    says(router, removed(host, NUMBER));
    says(leaf, back(host, NUMBER + 1));
    world.says(router, 255, member);
    world.pass(Duration.ofMinutes(1));
    assertFalse(isThere(host));
    assertFalse(world.believes(member));
    assertEquals(1, rejected(RejectionRule.NOT_TRUSTED));
  }

  @Test
  void whatWasSaidBeforeDoesNotCountAgain() {
    startsWithTheHost();
    says(router, removed(host, NUMBER));
    says(router, back(host, NUMBER + 1));
    world.says(router, 255, member);
    world.pass(Duration.ofSeconds(10));
    assertTrue(isThere(host), "it may be a member again");
    says(router, removed(host, NUMBER));
    assertTrue(isThere(host));
    says(router, removed(host, NUMBER + 1));
    assertFalse(isThere(host), "of the same number the removal counts");
  }

  @Test
  void othersAreAskedToSayAgainWhatWasNotBelieved() {
    startsWithTheHost();
    says(router, removed(host, NUMBER));
    world.pass(Duration.ofSeconds(5));
    int before = world.bootIdsToldTo(router).size();
    says(router, back(host, NUMBER + 1));
    world.pass(Duration.ofSeconds(5));
    assertEquals(before + 1, world.bootIdsToldTo(router).size());
  }

  @Test
  void thisHostIsNotRemovedFromItself() {
    startsWithTheHost();
    says(router, removed(world.self, NUMBER));
    assertEquals(List.of(new RemovalMessage.Heard(9)), world.removals);
    assertEquals(List.of(), world.agent.removing().all());
  }

  @Test
  void whomThisHostIsConfiguredWithStaysUntilItIsNot() {
    PeerConfig own = new PeerConfig("desk", null, false, List.of(), List.of(NETWORK), false);
    begins(
        new AgentWorld(new AgentConfig(null, null, false, InterfaceFilter.ALL, Map.of(host, own))));
    startsWithTheHost();
    says(router, removed(host, NUMBER));
    world.pass(Duration.ofSeconds(10));
    assertTrue(isThere(host));
    assertTrue(world.believes(Fact.allowedCidr(host, NETWORK)));
    world.agent.reconfigure(AgentConfig.DEFAULT);
    world.pass(Duration.ofSeconds(10));
    assertFalse(isThere(host));
  }

  @Test
  void whereTheConfigurationSaysWhoDecidesNoRouterDoes() {
    PeerConfig trusted =
        new PeerConfig("boss", TrustLevel.MEMBERSHIP, false, List.of(), List.of(), false);
    begins(
        new AgentWorld(
            new AgentConfig(null, null, false, InterfaceFilter.ALL, Map.of(leaf, trusted))));
    startsWithTheHost();
    says(router, removed(host, NUMBER));
    assertTrue(isThere(host), "the configuration trusts another");
    says(leaf, removed(host, NUMBER));
    assertFalse(isThere(host));
  }

  @Test
  void whatIsKeptComesBeforeWhatIsRemembered() {
    RememberedMesh.Known known = new RememberedMesh.Known(member, Duration.ZERO);
    begins(
        new AgentWorld(
            AgentConfig.DEFAULT,
            Optional.of(new RememberedMesh(world.self, world.wall, List.of(known), Map.of()))));
    world
        .agent
        .removing()
        .restore(List.of(new KeptRemoval(removed(host, NUMBER), "desk", Instant.EPOCH, Set.of())));
    world.healthy(leaf, "203.0.113.4:51820", "10.0.0.40/32");
    world.step();
    world.pass(Duration.ofMinutes(1));
    assertFalse(isThere(host));
    assertTrue(
        world.kept.stream()
            .flatMap(each -> each.facts().stream())
            .noneMatch(each -> each.fact().subject().equals(host)));
  }

  @Test
  void aWeekAndMoreChangesNothing() {
    startsWithTheHost();
    says(router, removed(host, NUMBER));
    world.pass(Duration.ofHours(1));
    world.wall = world.wall.plus(Duration.ofDays(8));
    world.pass(Duration.ofHours(1));
    world.says(router, 255, member);
    assertFalse(isThere(host));
    assertFalse(world.believes(member));
  }
}
