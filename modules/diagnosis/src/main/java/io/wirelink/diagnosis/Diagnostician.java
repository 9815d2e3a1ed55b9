package io.wirelink.diagnosis;

import io.wirelink.agent.KnownEndpoint;
import io.wirelink.agent.KnownEndpoint.Result;
import io.wirelink.agent.KnownEndpoint.Use;
import io.wirelink.agent.NatsBetween;
import io.wirelink.agent.PeerStory;
import io.wirelink.agent.PeerStory.Contact;
import io.wirelink.agent.PeerStory.OnDevice;
import io.wirelink.agent.PeerStory.Standing;
import io.wirelink.agent.RejectionRule;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.Source;
import io.wirelink.path.PathBreak;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cause in a story. The order of the questions is that of what must be so for a direct
 * path: somebody speaks of the host, is believed, knows an endpoint; the endpoint makes sense, is
 * tried, answers; there is an agent, and something to route. The first thing that is not so is the
 * cause.
 */
record Diagnostician(PeerStory story, @Nullable Boolean answersPing) {

  /** When whoever was called has answered, if it is ever to do so, and the device was read. */
  private static final Duration ANSWERED = Duration.ofSeconds(2);

  Diagnosis diagnose() {
    OnDevice device = story.device();
    if (story.key().equals(story.host().key())) {
      return known(Cause.SELF);
    }
    if (device != null && device.direct()) {
      return known(Cause.DIRECT);
    }
    if (story.refusal() != null && story.refusal().standing()) {
      return known(Cause.DEVICE_REFUSES);
    }
    if (device != null && device.healthy()) {
      return answering();
    }
    if (isRouterDown()) {
      return known(Cause.ROUTER_DOWN);
    }
    if (!story.standing().member() && !story.standing().router()) {
      return stranger();
    }
    return unreached();
  }

  private static Diagnosis known(Cause cause) {
    return new Diagnosis(cause, true, null);
  }

  private static Diagnosis likely(Cause cause, @Nullable Instant certainBy) {
    return new Diagnosis(cause, false, certainBy);
  }

  /** It answers, and nothing is routed to it. */
  private Diagnosis answering() {
    Standing standing = story.standing();
    if (!standing.member() && !standing.router()) {
      return known(
          isDistrusted(Attribute::isMembership) ? Cause.SOURCE_NOT_TRUSTED : Cause.NOT_A_MEMBER);
    }
    if (story.path().isFlapping()) {
      return known(Cause.FLAPPING);
    }
    if (story.path().broken() == PathBreak.LARGE_LOST) {
      return known(Cause.LARGE_LOST);
    }
    if (story.path().broken() == PathBreak.GIVEN_UP_BY_PEER) {
      return known(Cause.GIVEN_UP_BY_PEER);
    }
    if (!story.contact().alive() && !standing.basic()) {
      return known(Cause.AGENT_NOT_HEARD);
    }
    if (story.networks().believed().isEmpty()) {
      return known(
          isDistrusted(Attribute::isAllowedCidr) ? Cause.SOURCE_NOT_TRUSTED : Cause.NO_NETWORKS);
    }
    boolean all = story.networks().elsewhere().keySet().containsAll(story.networks().believed());
    return known(all ? Cause.IN_USE_ELSEWHERE : Cause.STILL_TRYING);
  }

  private boolean isRouterDown() {
    return !story.host().router()
        && (story.standing().router() || !story.routers().isEmpty())
        && story.routers().stream().noneMatch(PeerStory.Router::healthy);
  }

  /** It does not belong to the mesh, as far as anybody says who is believed. */
  private Diagnosis stranger() {
    if (isDistrusted(attribute -> true)) {
      return known(Cause.SOURCE_NOT_TRUSTED);
    }
    boolean wasMember = story.standing().memberUntil() != null || story.departure() != null;
    if (wasMember) {
      // Routers fall silent about who is gone, and about who was taken from the mesh.
      return likely(Cause.OFFLINE, null);
    }
    return known(story.device() == null ? Cause.NEVER_SEEN : Cause.NOT_A_MEMBER);
  }

  /** It belongs to the mesh and does not answer. */
  private Diagnosis unreached() {
    if (usable().isEmpty()) {
      return withoutEndpoint();
    }
    Diagnosis offline = offline();
    boolean wasThere = story.contact().heard() != null;
    if (offline != null && (offline.certain() || wasThere)) {
      return offline;
    }
    if (story.path().broken() == PathBreak.ONE_WAY) {
      return known(Cause.ONE_WAY);
    }
    if (isStillTrying()) {
      return known(Cause.STILL_TRYING);
    }
    if (offline != null) {
      return offline;
    }
    if (!isSeenByOthers() && !wasThere && !Boolean.TRUE.equals(answersPing)) {
      return known(Cause.NEVER_SEEN);
    }
    if (story.standing().basic()) {
      return likely(Cause.BASIC, null);
    }
    return blocked();
  }

  private Diagnosis withoutEndpoint() {
    if (story.endpoints().stream().anyMatch(place -> place.use() == Use.IN_TUNNEL)
        || isRejected(RejectionRule.IN_TUNNEL)) {
      return known(Cause.ENDPOINT_IN_TUNNEL);
    }
    if (isDistrusted(Attribute::isEndpoint)) {
      return known(Cause.SOURCE_NOT_TRUSTED);
    }
    boolean unusable =
        story.endpoints().stream()
            .anyMatch(place -> place.use() == Use.OWN || place.use() == Use.NOT_GLOBAL);
    if (unusable) {
      return known(Cause.ENDPOINT_UNUSABLE);
    }
    if (isSeenByOthers()) {
      return known(Cause.NO_ENDPOINT);
    }
    return story.contact().heard() == null ? known(Cause.NEVER_SEEN) : likely(Cause.OFFLINE, null);
  }

  /** Whether others speak of it, which they do only of who is there. */
  private boolean isSeenByOthers() {
    return story.facts().stream().anyMatch(told -> told.source() instanceof Source.Peer);
  }

  /** Whether it is gone; null if it seems to be there. */
  private @Nullable Diagnosis offline() {
    if (Boolean.TRUE.equals(answersPing)) {
      return null;
    }
    Contact contact = story.contact();
    Instant vouched = contact.vouched();
    Instant heard = contact.heard();
    if (vouched == null) {
      // Nobody else sees it either: on a router, or where only the configuration knows it.
      return heard == null ? null : likely(Cause.OFFLINE, null);
    }
    Instant due = contact.vouchDue();
    boolean overdue = due != null && due.isBefore(story.at());
    if (overdue) {
      return known(Cause.OFFLINE);
    }
    boolean byRouter =
        story.routers().stream().anyMatch(each -> each.key().equals(contact.vouchedBy()));
    boolean seenSince = heard == null || vouched.isAfter(heard.plus(PeerStory.unnoticed(byRouter)));
    if (Boolean.FALSE.equals(answersPing)) {
      return likely(Cause.OFFLINE, due);
    }
    return seenSince ? null : likely(Cause.OFFLINE, due);
  }

  private boolean isStillTrying() {
    List<KnownEndpoint> likely = likely();
    boolean untried =
        likely.stream().anyMatch(place -> place.result() == Result.UNTRIED)
            && (story.next() != null || story.device() == null);
    boolean pending = likely.stream().anyMatch(place -> place.result() == Result.PENDING);
    boolean once = likely.stream().allMatch(place -> place.tries() <= 1);
    return untried || (pending && once) || isJustCalledAgain(likely);
  }

  /** Whether the second call of the first endpoint may be answered yet. */
  private boolean isJustCalledAgain(List<KnownEndpoint> likely) {
    Instant since = story.at().minus(ANSWERED);
    return likely.stream().anyMatch(place -> place.last() != null && place.last().isAfter(since))
        && likely.stream().allMatch(place -> place.tries() <= 2);
  }

  /** Where it most likely is if it can be reached at all. */
  private List<KnownEndpoint> likely() {
    return usable().stream().filter(place -> !place.unlikely()).toList();
  }

  /** It is there, and does not answer anywhere. */
  private Diagnosis blocked() {
    NatsBetween nats = story.nats();
    boolean seen = Boolean.TRUE.equals(answersPing);
    return new Diagnosis(
        nats.keepApart() ? Cause.SYMMETRIC_NAT : Cause.UDP_BLOCKED,
        seen && nats.areBothSymmetric() && nats.isAnySymmetricForSure(),
        seen ? null : story.contact().vouchDue());
  }

  private List<KnownEndpoint> usable() {
    return story.endpoints().stream().filter(place -> place.use() == Use.USABLE).toList();
  }

  private boolean isDistrusted(Predicate<Attribute> attribute) {
    return story.rejections().stream()
        .anyMatch(
            each ->
                each.current()
                    && each.rule() == RejectionRule.NOT_TRUSTED
                    && attribute.test(each.fact().attribute()));
  }

  private boolean isRejected(RejectionRule rule) {
    return story.rejections().stream().anyMatch(each -> each.current() && each.rule() == rule);
  }
}
