package io.wirelink.diagnosis;

import io.wirelink.agent.DirectPath;
import io.wirelink.agent.EndpointOrigin;
import io.wirelink.agent.KnownEndpoint;
import io.wirelink.agent.NatsBetween;
import io.wirelink.agent.PeerStory;
import io.wirelink.agent.PortMappingView;
import io.wirelink.agent.RejectionRule;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PresharedKeyPrint.Kind;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.Source;
import io.wirelink.path.PathBreak;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes stories that a leaf with one router may tell of a peer; at first of one that is unknown.
 */
final class StoryBuilder {
  /** How long a word of others vouches for a host. */
  static final Duration VOUCHED = Duration.ofSeconds(90);

  static final PublicKey SELF = new PublicKey(1, 0, 0, 0);
  static final PublicKey ROUTER = new PublicKey(2, 0, 0, 0);
  static final PublicKey PEER = new PublicKey(3, 0, 0, 0);
  static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
  static final Source BY_ROUTER = new Source.Peer(ROUTER);
  static final Cidr NETWORK = Cidr.parse("10.77.0.12/32");

  PublicKey key = PEER;
  boolean selfRouter;
  PortMappingView portMapping = PortMappingView.NONE;
  NatBehavior nat = NatBehavior.UNKNOWN;
  NatsBetween nats = NatsBetween.UNKNOWN;
  boolean configured;
  @Nullable Source memberBy;
  @Nullable Instant memberUntil;
  boolean basic;
  boolean router;
  PeerStory.@Nullable OnDevice device;
  DirectPath path = DirectPath.none(NOW.minusSeconds(600));
  @Nullable Instant heard;
  boolean alive;
  @Nullable Instant vouched;
  final List<PeerStory.Told> facts = new ArrayList<>();
  final List<KnownEndpoint> endpoints = new ArrayList<>();
  final Set<Cidr> networks = new LinkedHashSet<>();
  final Map<Cidr, PublicKey> elsewhere = new LinkedHashMap<>();
  final List<PeerStory.Rejection> rejections = new ArrayList<>();
  final List<PeerStory.Router> routers = new ArrayList<>();
  final Set<Endpoint> addresses = new LinkedHashSet<>(Set.of(Endpoint.parse("192.168.1.2:51820")));
  final Set<Endpoint> seenAs = new LinkedHashSet<>();
  PeerStory.@Nullable Departure departure;
  PeerStory.@Nullable Refusal refusal;
  PeerStory.@Nullable Next next;

  StoryBuilder() {
    routerAnswers(true);
  }

  /** A member that the router saw some seconds ago, on the device without a handshake. */
  static StoryBuilder member(int secondsAgo) {
    StoryBuilder story = new StoryBuilder();
    story.memberBy = BY_ROUTER;
    story.facts.add(
        new PeerStory.Told(
            Fact.member(PEER, MemberMetadata.EMPTY), BY_ROUTER, NOW.plusSeconds(200)));
    story.vouched = NOW.minusSeconds(secondsAgo);
    story.onDevice(false);
    return story;
  }

  StoryBuilder routerAnswers(boolean healthy) {
    routers.clear();
    routers.add(new PeerStory.Router(ROUTER, healthy, healthy, NOW, NOW, null));
    return this;
  }

  StoryBuilder onDevice(boolean healthy, String... routed) {
    Set<Cidr> cidrs = new LinkedHashSet<>();
    for (String each : routed) {
      cidrs.add(Cidr.parse(each));
    }
    boolean direct = healthy && !cidrs.isEmpty();
    device = new PeerStory.OnDevice(null, null, healthy, null, null, direct, cidrs, Kind.NONE);
    return this;
  }

  /** The path broke, and is so since a minute. */
  StoryBuilder path(DirectPath.Phase phase, PathBreak broken, int breaks) {
    Instant held = breaks > 1 ? NOW.plusSeconds(30) : null;
    path = new DirectPath(phase, NOW.minusSeconds(60), broken, held, breaks, true, 32, 3, null);
    return this;
  }

  StoryBuilder at(String endpoint, KnownEndpoint.Result result) {
    return at(endpoint, KnownEndpoint.Use.USABLE, result);
  }

  StoryBuilder at(String endpoint, KnownEndpoint.Use use, KnownEndpoint.Result result) {
    int tries = result == KnownEndpoint.Result.UNTRIED ? 0 : 1;
    Instant tried = tries == 0 ? null : NOW.minusSeconds(20);
    endpoints.add(
        new KnownEndpoint(
            Endpoint.parse(endpoint),
            use,
            use == KnownEndpoint.Use.USABLE ? EndpointOrigin.ROUTER : null,
            false,
            BY_ROUTER,
            NOW.plusSeconds(200),
            false,
            tries,
            tried,
            tried,
            result,
            null));
    return this;
  }

  /**
   * It was tried so often where it was named last, and so long ago for the last time; in a network
   * elsewhere, beside likelier ones.
   */
  StoryBuilder tried(EndpointOrigin origin, int tries, Duration ago) {
    KnownEndpoint it = endpoints.removeLast();
    endpoints.add(
        new KnownEndpoint(
            it.endpoint(),
            it.use(),
            origin,
            origin == EndpointOrigin.FOREIGN_NETWORK,
            it.source(),
            it.until(),
            it.current(),
            tries,
            NOW.minus(ago),
            NOW.minus(ago),
            it.result(),
            it.answered()));
    return this;
  }

  StoryBuilder rejected(Fact fact, RejectionRule rule) {
    rejections.add(
        new PeerStory.Rejection(
            fact, ROUTER, rule, TrustLevel.ENDPOINT, TrustLevel.MEMBERSHIP, 1, NOW, true));
    return this;
  }

  /** The story; as long as what a story has. */
  PeerStory build() {
    return new PeerStory(
        NOW,
        NOW.minusSeconds(600),
        new PeerStory.Host(
            "wg0", SELF, selfRouter, 51820, addresses, List.of(), seenAs, false, portMapping, nat),
        key,
        Map.of(),
        new PeerStory.Standing(
            configured,
            configured || memberBy != null,
            memberBy,
            memberUntil,
            memberUntil == null ? null : BY_ROUTER,
            basic,
            router,
            TrustLevel.ENDPOINT),
        device,
        path,
        new PeerStory.Contact(
            heard,
            alive ? NOW.plusSeconds(200) : null,
            alive,
            vouched,
            vouched == null ? null : ROUTER,
            vouched == null ? null : vouched.plus(VOUCHED)),
        facts,
        endpoints,
        nats,
        new PeerStory.Networks(networks, elsewhere),
        rejections,
        routers,
        departure,
        null,
        refusal,
        next);
  }
}
