package io.wirelink.diagnosis;

import static io.wirelink.agent.KnownEndpoint.Result.PENDING;
import static io.wirelink.agent.KnownEndpoint.Result.SILENT;
import static io.wirelink.agent.KnownEndpoint.Result.UNTRIED;
import static io.wirelink.diagnosis.Diagnoses.INSIDE;
import static io.wirelink.diagnosis.Diagnoses.OUTSIDE;
import static io.wirelink.diagnosis.Diagnoses.certain;
import static io.wirelink.diagnosis.Diagnoses.diagnosed;
import static io.wirelink.diagnosis.Diagnoses.likely;
import static io.wirelink.diagnosis.StoryBuilder.NETWORK;
import static io.wirelink.diagnosis.StoryBuilder.NOW;
import static io.wirelink.diagnosis.StoryBuilder.PEER;
import static io.wirelink.diagnosis.StoryBuilder.member;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.wirelink.agent.DirectPath.Phase;
import io.wirelink.agent.EndpointOrigin;
import io.wirelink.agent.KnownEndpoint;
import io.wirelink.agent.PeerStory;
import io.wirelink.agent.RejectionRule;
import io.wirelink.device.Endpoint;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import io.wirelink.path.PathBreak;
import org.junit.jupiter.api.Test;

/** What is made of what an agent knows, case by case. */
class DiagnosisTest {

  @Test
  void whoAnswersAndHasNetworksIsDirect() {
    certain(Cause.DIRECT, member(1).onDevice(true, "10.77.0.12/32"));
    certain(Cause.DIRECT, member(1).onDevice(true, "10.77.0.12/32").routerAnswers(false));
  }

  @Test
  void thisHostIsItself() {
    StoryBuilder story = new StoryBuilder();
    story.key = StoryBuilder.SELF;
    certain(Cause.SELF, story);
  }

  private static StoryBuilder answering(PathBreak broken, int breaks) {
    StoryBuilder story = member(1).onDevice(true).path(Phase.ANSWERING, broken, breaks);
    story.alive = true;
    story.networks.add(NETWORK);
    return story;
  }

  @Test
  void whoAnswersAndIsNotUsedIsToldWithWhatIsWrongWithThePath() {
    certain(Cause.LARGE_LOST, answering(PathBreak.LARGE_LOST, 1));
    certain(Cause.GIVEN_UP_BY_PEER, answering(PathBreak.GIVEN_UP_BY_PEER, 1));
    certain(Cause.FLAPPING, answering(PathBreak.UNANSWERED, 2));
    certain(Cause.STILL_TRYING, answering(PathBreak.UNANSWERED, 1));
  }

  @Test
  void whoIsHeardAndDoesNotHearIsReachedOneWayOnly() {
    StoryBuilder story = member(1).at(OUTSIDE, PENDING).path(Phase.DOWN, PathBreak.ONE_WAY, 1);
    certain(Cause.ONE_WAY, story);
    story.vouched = NOW.minus(StoryBuilder.VOUCHED).minusSeconds(1);
    certain(Cause.OFFLINE, story);
  }

  @Test
  void ofAStrangerNothingIsKnown() {
    certain(Cause.NEVER_SEEN, new StoryBuilder());
  }

  @Test
  void whoIsOnlyConfiguredWasNeverSeen() {
    StoryBuilder story = new StoryBuilder().onDevice(false);
    story.configured = true;
    certain(Cause.NEVER_SEEN, story);
    story.at(OUTSIDE, SILENT);
    story.vouched = null;
    certain(Cause.NEVER_SEEN, story);
  }

  @Test
  void aPeerOfARouterThatNeverCalledWasNeverSeen() {
    StoryBuilder story = new StoryBuilder().onDevice(false);
    story.selfRouter = true;
    story.routers.clear();
    story.memberBy = Source.LOCAL;
    certain(Cause.NEVER_SEEN, story);
    story.heard = NOW.minusSeconds(600);
    likely(Cause.OFFLINE, story);
  }

  @Test
  void nothingIsLearnedWhileTheRouterIsDown() {
    certain(Cause.ROUTER_DOWN, new StoryBuilder().routerAnswers(false));
    certain(Cause.ROUTER_DOWN, member(20).at(OUTSIDE, SILENT).routerAnswers(false));
  }

  @Test
  void aRouterThatDoesNotAnswerIsDown() {
    StoryBuilder story = new StoryBuilder().onDevice(false, "10.77.0.0/24");
    story.routers.clear();
    story.router = true;
    certain(Cause.ROUTER_DOWN, story);
  }

  @Test
  void aRouterHasNoRouterThatCouldBeDown() {
    StoryBuilder story = member(20).at(OUTSIDE, SILENT);
    story.selfRouter = true;
    story.routers.clear();
    likely(Cause.UDP_BLOCKED, story);
  }

  @Test
  void aKeyOfTheDeviceThatNobodyCallsAMemberIsNone() {
    certain(Cause.NOT_A_MEMBER, new StoryBuilder().onDevice(false));
    certain(Cause.NOT_A_MEMBER, new StoryBuilder().onDevice(true));
  }

  @Test
  void whoIsSpokenOfByNobodyAnyMoreIsMostLikelyGone() {
    StoryBuilder expired = new StoryBuilder().onDevice(false);
    expired.memberUntil = NOW.minusSeconds(9);
    likely(Cause.OFFLINE, expired);
    StoryBuilder removed = new StoryBuilder();
    removed.departure =
        new PeerStory.Departure(PeerStory.Departure.Reason.NO_MEMBER, NOW.minusSeconds(9), null);
    likely(Cause.OFFLINE, removed);
  }

  @Test
  void whatASourceSaysMustBeWithinItsTrust() {
    Fact membership = Fact.member(PEER, MemberMetadata.EMPTY);
    certain(
        Cause.SOURCE_NOT_TRUSTED,
        new StoryBuilder().rejected(membership, RejectionRule.NOT_TRUSTED));
    certain(
        Cause.SOURCE_NOT_TRUSTED,
        new StoryBuilder().onDevice(true).rejected(membership, RejectionRule.NOT_TRUSTED));
    Fact endpoint = Fact.endpoint(PEER, Endpoint.parse(OUTSIDE));
    certain(Cause.SOURCE_NOT_TRUSTED, member(20).rejected(endpoint, RejectionRule.NOT_TRUSTED));
    StoryBuilder unrouted =
        member(20)
            .onDevice(true)
            .rejected(Fact.allowedCidr(PEER, NETWORK), RejectionRule.NOT_TRUSTED);
    unrouted.alive = true;
    certain(Cause.SOURCE_NOT_TRUSTED, unrouted);
  }

  @Test
  void anEndpointInTheTunnelIsNoWayToIt() {
    Fact endpoint = Fact.endpoint(PEER, Endpoint.parse("10.77.0.12:51820"));
    certain(Cause.ENDPOINT_IN_TUNNEL, member(20).rejected(endpoint, RejectionRule.IN_TUNNEL));
    certain(
        Cause.ENDPOINT_IN_TUNNEL,
        member(20).at("10.77.0.12:51820", KnownEndpoint.Use.IN_TUNNEL, UNTRIED));
    StoryBuilder other = member(20).rejected(endpoint, RejectionRule.IN_TUNNEL).at(OUTSIDE, SILENT);
    likely(Cause.UDP_BLOCKED, other);
  }

  @Test
  void endpointsThatCannotBeItsOwnAreNone() {
    certain(
        Cause.ENDPOINT_UNUSABLE,
        member(20).at("192.168.1.2:51820", KnownEndpoint.Use.OWN, UNTRIED));
    certain(
        Cause.ENDPOINT_UNUSABLE,
        member(20).at("198.51.100.2:0", KnownEndpoint.Use.NOT_GLOBAL, UNTRIED));
  }

  @Test
  void aMemberOfWhomNobodyKnowsAnEndpointHasNone() {
    StoryBuilder story = member(20);
    story.vouched = null;
    certain(Cause.NO_ENDPOINT, story);
  }

  @Test
  void asLongAsSomethingIsLeftItIsTried() {
    certain(Cause.STILL_TRYING, member(2).at(OUTSIDE, PENDING));
    StoryBuilder half = member(5).at(INSIDE, SILENT).at(OUTSIDE, UNTRIED);
    half.next = new PeerStory.Next(Endpoint.parse(OUTSIDE), NOW.plusSeconds(2));
    certain(Cause.STILL_TRYING, half);
    StoryBuilder unknown = member(0).at(OUTSIDE, UNTRIED);
    unknown.device = null;
    certain(Cause.STILL_TRYING, unknown);
  }

  /** A private network elsewhere is tried as well, but nobody has to wait for what comes of it. */
  @Test
  void whoWasCalledTwiceInPublicIsKnownToBeKeptApart() {
    StoryBuilder story =
        member(2).at(INSIDE, UNTRIED).tried(EndpointOrigin.FOREIGN_NETWORK, 0, ZERO);
    story.next = new PeerStory.Next(Endpoint.parse(INSIDE), NOW.plusSeconds(4));
    story.at(OUTSIDE, PENDING).tried(EndpointOrigin.ROUTER, 1, ofSeconds(3));
    certain(Cause.STILL_TRYING, story);
    story.tried(EndpointOrigin.ROUTER, 2, ofSeconds(1));
    certain(Cause.STILL_TRYING, story);
    story.tried(EndpointOrigin.ROUTER, 2, ofSeconds(3));
    likely(Cause.UDP_BLOCKED, story);
  }

  @Test
  void whoIsThereAndAnswersNowhereIsMostLikelyBlocked() {
    StoryBuilder story = member(20).at(OUTSIDE, SILENT);
    likely(Cause.UDP_BLOCKED, story);
    assertEquals(NOW.minusSeconds(20).plus(StoryBuilder.VOUCHED), diagnosed(story).certainBy());
    assertEquals(Cause.UDP_BLOCKED, diagnosed(story, true).cause());
  }

  @Test
  void whoDoesNotAnswerAPingEitherIsMostLikelyGone() {
    StoryBuilder story = member(20).at(OUTSIDE, SILENT);
    assertEquals(Cause.OFFLINE, diagnosed(story, false).cause());
    assertFalse(diagnosed(story, false).certain());
  }

  @Test
  void whoFellSilentIsMostLikelyGoneUntilSomebodySeesIt() {
    StoryBuilder story = member(20).at(OUTSIDE, SILENT);
    story.heard = NOW.minusSeconds(60);
    likely(Cause.OFFLINE, story);
    assertEquals(Cause.UDP_BLOCKED, diagnosed(story, true).cause());
    story.heard = NOW.minusSeconds(100);
    likely(Cause.UDP_BLOCKED, story);
  }

  @Test
  void whomTheRouterSeesNoMoreIsGone() {
    certain(Cause.OFFLINE, member(140).at(OUTSIDE, SILENT));
    assertEquals(Cause.UDP_BLOCKED, diagnosed(member(140).at(OUTSIDE, SILENT), true).cause());
  }

  @Test
  void whoRunsNoAgentDoesNotKnowThisHost() {
    StoryBuilder story = member(20).at(OUTSIDE, SILENT);
    story.basic = true;
    likely(Cause.BASIC, story);
  }

  @Test
  void whoAnswersNeedsAnAgentAndNetworks() {
    StoryBuilder story = member(20).onDevice(true);
    story.networks.add(NETWORK);
    certain(Cause.AGENT_NOT_HEARD, story);
    story.alive = true;
    certain(Cause.STILL_TRYING, story);
    story.elsewhere.put(NETWORK, StoryBuilder.ROUTER);
    certain(Cause.IN_USE_ELSEWHERE, story);
    story.networks.clear();
    certain(Cause.NO_NETWORKS, story);
  }

  @Test
  void aDeviceThatRefusesStandsInTheWayOfAllElse() {
    StoryBuilder story = member(20);
    story.refusal = new PeerStory.Refusal(NOW.minusSeconds(3), "no", true);
    certain(Cause.DEVICE_REFUSES, story);
    story.refusal = new PeerStory.Refusal(NOW.minusSeconds(60), "no", false);
    story.at(OUTSIDE, SILENT);
    likely(Cause.UDP_BLOCKED, story);
  }
}
