package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.Source;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an agent does with what the one before it had kept (docs/protocol.md, "What survives"). */
class RecallTest extends RestartedAgent {

  private static final Duration HOLD = Duration.ofSeconds(3);

  @Test
  void withoutTheRouterAMemberIsAddedAndCalledWhereItWasReached() {
    remembers(Duration.ZERO, member(leaf, NETWORK.toString()));
    startsAlone();
    world.pass(HOLD.minusMillis(100));
    assertFalse(isThere(leaf));
    world.pass(Duration.ofSeconds(2));
    assertEquals(WHERE, world.device.get(leaf).endpoint);
    leafAnswers();
    assertEquals(Set.of(NETWORK), world.routedTo(leaf));
    assertTrue(world.at().compareTo(Duration.ofSeconds(10)) < 0);
    assertEquals(List.of(Source.MEMORY), sources(Fact.allowedCidr(leaf, NETWORK)));
    assertEquals("leaf", world.agent.view(world.time(), 0).nameOf(leaf));
  }

  @Test
  void whatIsRememberedIsToldToNobody() {
    remembers(Duration.ZERO, member(other, NETWORK.toString()));
    world.healthy(leaf, WHERE.toString(), "10.0.9.0/24");
    startsAlone();
    world.pass(Duration.ofSeconds(30));
    assertTrue(isThere(other));
    assertTrue(world.toldTo(leaf).stream().noneMatch(fact -> fact.subject().equals(other)));
  }

  @Test
  void aMemberIsBelievedAsLongAsNobodySpeaksAndItsNetworksAreKept() {
    remembers(Duration.ZERO, member(leaf, NETWORK.toString()));
    startsAlone();
    world.pass(Duration.ofSeconds(5));
    leafAnswers();
    world.pass(Duration.ofMinutes(20));
    assertEquals(Set.of(NETWORK), world.routedTo(leaf));
  }

  @Test
  void whereTheRouterAnswersAtOnceNobodyIsBelievedOnMemory() {
    remembers(Duration.ZERO, member(leaf, NETWORK.toString()));
    startsBesideTheRouter();
    world.pass(Duration.ofMinutes(10));
    assertTrue(world.changes.stream().noneMatch(each -> each.change().publicKey().equals(leaf)));
    assertEquals(List.of(), sources(Fact.member(leaf, named("leaf"))));
  }

  @Test
  void whoWasExpelledIsRemovedSoonAfterTheRouterIsHeard() {
    remembers(Duration.ZERO, member(leaf, NETWORK.toString()));
    startsAlone();
    world.pass(Duration.ofMinutes(1));
    assertTrue(isThere(leaf));
    theRouterIsBack();
    world.pass(Duration.ofSeconds(10 + 6));
    assertFalse(isThere(leaf));
    assertEquals(List.of(), sources(Fact.endpoint(leaf, WHERE)));
  }

  @Test
  void whoIsReachedHasTheTimeToBeHeardOfByARouterThatIsOnlyJustBack() {
    remembers(Duration.ZERO, member(leaf, NETWORK.toString()));
    startsAlone();
    world.pass(Duration.ofSeconds(5));
    leafAnswers();
    theRouterIsBack();
    world.pass(Duration.ofSeconds(32));
    assertEquals(Set.of(NETWORK), world.routedTo(leaf));
    Fact membership = Fact.member(leaf, named("leaf"));
    world.says(router, 255, membership, Fact.allowedCidr(leaf, NETWORK));
    world.pass(Duration.ofMinutes(1));
    assertEquals(Set.of(NETWORK), world.routedTo(leaf));
    assertEquals(List.of(new Source.Peer(router)), sources(membership));
  }

  @Test
  void whoIsReachedAndWasExpelledIsRemovedWhenThatTimeIsOver() {
    remembers(Duration.ZERO, member(leaf, NETWORK.toString()));
    startsAlone();
    world.pass(Duration.ofSeconds(5));
    leafAnswers();
    theRouterIsBack();
    world.pass(Duration.ofSeconds(45 + 6));
    assertFalse(isThere(leaf));
  }

  @Test
  void whatTheRouterSaysTakesThePlaceOfMemoryAndRunsOutLikeAllItSays() {
    Fact membership = Fact.member(leaf, named("leaf"));
    remembers(Duration.ZERO, member(leaf));
    startsAlone();
    world.pass(Duration.ofSeconds(5));
    assertEquals(List.of(Source.MEMORY), sources(membership));
    theRouterIsBack();
    world.says(router, 60, membership);
    assertEquals(List.of(new Source.Peer(router)), sources(membership));
    world.pass(Duration.ofSeconds(66));
    assertEquals(List.of(), sources(membership));
  }

  @Test
  void whoWasARouterOnMemoryAloneHasNoSayInWhoBelongsToTheMesh() {
    remembers(Duration.ZERO, member(leaf, "10.0.5.0/24"));
    startsAlone();
    world.pass(Duration.ofSeconds(5));
    leafAnswers();
    assertEquals(Set.of(Cidr.parse("10.0.5.0/24")), world.routedTo(leaf));
    world.says(
        leaf,
        255,
        Fact.member(leaf, named("leaf")),
        Fact.allowedCidr(leaf, Cidr.parse("10.0.5.0/24")),
        Fact.member(other, named("friend")));
    assertFalse(world.believes(Fact.member(other, named("friend"))));
    world.pass(Duration.ofSeconds(100));
    assertTrue(isThere(leaf), "nor does it end what is remembered");
    theRouterIsBack();
    world.pass(Duration.ofSeconds(45 + 6));
    assertFalse(isThere(leaf));
  }

  @Test
  void aRouterThatTheDeviceHasDecidesAlthoughItIsRememberedToo() {
    remembers(Duration.ZERO, List.of(Fact.allowedCidr(router, Cidr.parse("10.0.0.0/24"))));
    startsBesideTheRouter();
    world.says(router, 255, Fact.member(leaf, named("leaf")));
    assertTrue(isThere(leaf));
  }

  @Test
  void aRouterRemembersEndpointsAndNothingElse() {
    List<Fact> facts = member(leaf, NETWORK.toString());
    facts.addAll(member(other, "10.0.0.4/32"));
    remembers(Duration.ZERO, facts);
    world.inDevice(leaf, NETWORK.toString());
    world.step();
    world.pass(Duration.ofSeconds(30));
    assertEquals(WHERE, world.device.get(leaf).endpoint);
    assertFalse(isThere(other), "it would tell others that it is a member");
  }

  @Test
  void whoBecomesARouterTakesOffWhomItOnlyRemembers() {
    remembers(Duration.ZERO, member(leaf, NETWORK.toString()));
    startsAlone();
    world.pass(Duration.ofSeconds(5));
    assertTrue(isThere(leaf));
    world.agent.reconfigure(new AgentConfig(true, null, false, InterfaceFilter.ALL, Map.of()));
    world.pass(Duration.ofSeconds(6));
    assertFalse(isThere(leaf));
  }

  @Test
  void aConfiguredAuthorityDecidesAndARouterDoesNot() {
    PeerConfig trusted =
        new PeerConfig("", TrustLevel.MEMBERSHIP, false, List.of(), List.of(), false);
    remembers(
        new AgentConfig(null, null, false, InterfaceFilter.ALL, Map.of(other, trusted)),
        Duration.ZERO,
        member(leaf));
    startsBesideTheRouter();
    world.pass(Duration.ofSeconds(100));
    assertTrue(isThere(leaf));
    world.healthy(other, "203.0.113.4:51820");
    world.pass(Duration.ofSeconds(5));
    world.talks(other);
    world.pass(Duration.ofSeconds(16));
    assertFalse(isThere(leaf));
  }

  @Test
  void aConfiguredPeerIsCalledWhereItWasReachedAndStays() {
    PeerConfig configured = new PeerConfig("l", null, false, List.of(), List.of(), false);
    remembers(
        new AgentConfig(null, null, false, InterfaceFilter.ALL, Map.of(leaf, configured)),
        Duration.ZERO,
        List.of(Fact.endpoint(leaf, WHERE)));
    startsAlone();
    world.pass(Duration.ofSeconds(1));
    assertEquals(WHERE, world.device.get(leaf).endpoint, "an endpoint need not wait");
    theRouterIsBack();
    world.pass(Duration.ofMinutes(1));
    assertTrue(isThere(leaf));
    world.device.get(leaf).endpoint = Endpoint.parse("192.0.2.99:1");
    world.pass(Duration.ofMinutes(10));
    assertTrue(
        world.triedFor(leaf).stream().filter(WHERE::equals).count() > 1,
        "where it was reached is tried again");
  }

  @Test
  void whatIsForgottenAsToldDoesNotComeBack() {
    remembers(Duration.ZERO, member(leaf));
    startsAlone();
    world.pass(Duration.ofSeconds(5));
    assertTrue(isThere(leaf));
    RunnableAgent.Forgotten forgotten = world.agent.forget(leaf);
    assertEquals(new RunnableAgent.Forgotten(2, true, true), forgotten);
    world.pass(Duration.ofMinutes(1));
    assertFalse(isThere(leaf));
    assertEquals(List.of(), world.kept.getFirst().facts(), "nor by the file");
  }

  @Test
  void anAgentThatOnlyRanForAMomentKeepsNothingInPlaceOfWhatItRemembered() {
    remembers(Duration.ZERO, member(leaf));
    startsAlone();
    world.pass(Duration.ofSeconds(61));
    assertEquals(List.of(), world.kept);
    assertEquals(Optional.empty(), world.agent.atEnd());
  }

  @Test
  void aStrangersWordDoesNotEndWhatIsRemembered() {
    remembers(Duration.ZERO, member(leaf));
    world.healthy(other, "203.0.113.4:51820", "10.0.0.4/32");
    startsAlone();
    world.says(other, 255, Fact.alive(other, new BootId(1, 1)));
    world.talks(other);
    world.pass(Duration.ofMinutes(2));
    assertTrue(isThere(leaf));
  }
}
