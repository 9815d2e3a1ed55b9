package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an agent remembers of a peer, for who asks why it is not reached directly. */
class StoryTest {

  private static final Endpoint NEAR = Endpoint.parse("198.51.100.9:51820");
  private static final Endpoint FAR = Endpoint.parse("203.0.113.9:51820");

  private AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);
  private final Fact leafIsMember = Fact.member(leaf, MemberMetadata.EMPTY.with("leaf", false));

  private void startedWithRouter(Fact... facts) {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.step();
    world.talks(router);
    if (facts.length > 0) {
      world.says(router, 255, facts);
    }
  }

  private PeerStory story() {
    return world.agent.story(leaf, world.time());
  }

  private static KnownEndpoint place(PeerStory story, Endpoint endpoint) {
    return story.endpoints().stream()
        .filter(each -> each.endpoint().equals(endpoint))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ofAKeyThatNobodyKnowsThereIsAStoryToo() {
    startedWithRouter();
    PeerStory story = story();
    assertNull(story.device());
    assertEquals(List.of(), story.facts());
  }

  @Test
  void triesAndWhatCameOfThemAreRemembered() {
    startedWithRouter(leafIsMember, Fact.endpoint(leaf, NEAR), Fact.endpoint(leaf, FAR));
    world.pass(Duration.ofSeconds(2));
    assertEquals(KnownEndpoint.Result.PENDING, place(story(), NEAR).result());
    assertEquals(KnownEndpoint.Result.UNTRIED, place(story(), FAR).result());
    PeerStory.Next next = story().next();
    assertNotNull(next);
    assertEquals(FAR, next.endpoint());
    world.pass(Duration.ofSeconds(5));
    assertEquals(KnownEndpoint.Result.SILENT, place(story(), NEAR).result());
    assertEquals(KnownEndpoint.Result.PENDING, place(story(), FAR).result());
    world.pass(Duration.ofSeconds(40));
    assertEquals(3, place(story(), NEAR).tries(), "twice before the other");
    assertEquals(2, place(story(), FAR).tries(), "twice before the first again");
  }

  @Test
  void aTryThatSucceededIsRememberedBesideThoseThatDidNot() {
    startedWithRouter(leafIsMember, Fact.endpoint(leaf, NEAR), Fact.endpoint(leaf, FAR));
    world.pass(Duration.ofSeconds(8));
    world.healthy(leaf, FAR.toString());
    world.pass(Duration.ofSeconds(10));
    assertEquals(KnownEndpoint.Result.SILENT, place(story(), NEAR).result());
    assertEquals(KnownEndpoint.Result.ANSWERED, place(story(), FAR).result());
  }

  @Test
  void aPathThatIsLostIsRemembered() {
    startedWithRouter(
        leafIsMember, Fact.endpoint(leaf, NEAR), Fact.allowedCidr(leaf, Cidr.parse("10.0.0.9/32")));
    world.healthy(leaf, NEAR.toString());
    world.pass(Duration.ofSeconds(6));
    world.talks(leaf);
    world.pass(Duration.ofSeconds(6));
    assertNull(story().loss());
    world.lost(leaf);
    world.talking.remove(leaf);
    world.pass(Duration.ofSeconds(40));
    PeerStory.Loss loss = story().loss();
    assertNotNull(loss);
  }

  @Test
  void theWordOfWhoIsNotTrustedIsRemembered() {
    PeerConfig little = new PeerConfig("", TrustLevel.ENDPOINT, false, List.of(), List.of(), false);
    world =
        new AgentWorld(
            new AgentConfig(null, null, false, InterfaceFilter.ALL, Map.of(router, little)));
    world.key(2);
    world.key(3);
    startedWithRouter(leafIsMember, Fact.endpoint(leaf, NEAR));
    assertEquals(2, story().rejections().size());
    PeerStory.Rejection rejection = story().rejections().getFirst();
    assertEquals(RejectionRule.NOT_TRUSTED, rejection.rule());
    assertEquals(TrustLevel.ENDPOINT, rejection.has());
    assertEquals(TrustLevel.MEMBERSHIP, rejection.needs());
    assertEquals(router, rejection.sender());
    assertEquals("leaf", world.agent.knownNames().get(leaf));
    world.pass(Duration.ofSeconds(256));
    assertFalse(story().rejections().getFirst().current());
    world.agent.reconfigure(AgentConfig.DEFAULT);
    assertEquals(List.of(), story().rejections());
  }

  @Test
  void anEndpointInTheTunnelIsRemembered() {
    Endpoint inside = Endpoint.parse("10.0.0.9:51820");
    startedWithRouter(leafIsMember, Fact.endpoint(leaf, inside));
    world.pass(Duration.ofSeconds(2));
    assertEquals(Fact.endpoint(leaf, inside), story().rejections().getFirst().fact());
  }

  @Test
  void whoIsNoMemberAnyMoreIsKnownByNameAllTheSame() {
    startedWithRouter(leafIsMember);
    world.pass(Duration.ofSeconds(2));
    assertNull(story().departure());
    world.pass(Duration.ofMinutes(5));
    departed(PeerStory.Departure.Reason.NO_MEMBER);
  }

  @Test
  void whomSomebodyElseTakesFromTheDeviceIsKnownByNameAllTheSame() {
    startedWithRouter();
    world.says(router, 5, leafIsMember);
    world.pass(Duration.ofSeconds(10));
    world.device.remove(leaf);
    world.pass(Duration.ofSeconds(6));
    departed(PeerStory.Departure.Reason.TAKEN_OFF);
  }

  private void departed(PeerStory.Departure.Reason reason) {
    PeerStory.Departure departure = story().departure();
    assertNotNull(departure);
    assertEquals(reason, departure.reason());
    assertNotNull(story().standing().memberUntil());
    assertEquals("leaf", world.agent.knownNames().get(leaf));
  }

  @Test
  void whereOthersSeeThisHostIsKnownAndNotBelieved() {
    startedWithRouter();
    Endpoint seen = Endpoint.parse("192.0.2.1:40123");
    world.says(router, 255, Fact.endpoint(world.self, seen));
    assertEquals(Set.of(seen), story().host().seenAs());
    assertFalse(world.believes(Fact.endpoint(world.self, seen)));
    world.pass(Duration.ofSeconds(256));
    assertEquals(Set.of(), story().host().seenAs());
  }

  @Test
  void aRefusalStandsInTheWayUntilTheDeviceHasTakenIt() {
    world.refusing.add(leaf);
    startedWithRouter(leafIsMember, Fact.endpoint(leaf, NEAR));
    world.pass(Duration.ofSeconds(2));
    PeerStory.Refusal refusal = story().refusal();
    assertNotNull(refusal);
    assertTrue(refusal.standing());
    world.refusing.clear();
    world.pass(Duration.ofSeconds(60));
    refusal = story().refusal();
    assertNotNull(refusal);
    assertFalse(refusal.standing());
  }

  @Test
  void whatIsNotBelievedTakesNoMoreThanItsRoom() {
    Rejections rejections = new Rejections();
    for (int i = 0; i < 10_000; i++) {
      Fact fact = Fact.endpoint(leaf, new Endpoint(FAR.address(), 1 + i));
      rejections.remember(
          new Rejections.Word(fact, router, RejectionRule.NOT_TRUSTED),
          TrustLevel.UNTRUSTED,
          TrustLevel.ENDPOINT,
          1,
          0);
    }
    assertEquals(512, rejections.about(leaf).size());
  }

  @Test
  void whoWasMetTakesNoMoreThanItsRoom() {
    startedWithRouter();
    for (int i = 0; i < 3000; i++) {
      PublicKey key = new PublicKey(i, 1, 2, 3);
      world.says(router, 1, Fact.member(key, MemberMetadata.EMPTY.with("x" + i, false)));
      if (i % 10 == 0) {
        world.pass(Duration.ofSeconds(2));
        world.told.clear();
        world.notices.clear();
      }
    }
    world.pass(Duration.ofSeconds(10));
    assertTrue(world.agent.knownNames().size() < 3000);
  }
}
