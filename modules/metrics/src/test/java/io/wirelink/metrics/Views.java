package io.wirelink.metrics;

import io.wirelink.agent.AgentView;
import io.wirelink.agent.AgentView.KnownFact;
import io.wirelink.agent.AgentView.KnownPeer;
import io.wirelink.agent.AgentView.Path;
import io.wirelink.agent.Counters;
import io.wirelink.agent.DirectPath;
import io.wirelink.agent.InvitationCounts;
import io.wirelink.agent.KeptSuccession;
import io.wirelink.agent.NatView;
import io.wirelink.agent.PortMappingView;
import io.wirelink.agent.PresharedKeyView;
import io.wirelink.agent.RejectionRule;
import io.wirelink.agent.RotationView;
import io.wirelink.agent.RotationsView;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.KeyRotation;
import io.wirelink.fact.Source;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Views of an agent, for tests. */
final class Views {
  static final PublicKey SELF = key(1);
  static final PublicKey ROUTER = key(2);
  static final PublicKey LEAF = key(3);
  static final PublicKey OFFLINE = key(4);
  static final Instant NOW = Instant.parse("2030-01-02T03:04:05.678Z");

  private Views() {}

  /** A key that is told from others by a number. */
  static PublicKey key(int number) {
    return new PublicKey((long) number << 48, 0, 0, 0);
  }

  /** A leaf that knows a router, a leaf that it reaches directly, and one that is off. */
  static AgentView some() {
    return view(
        List.of(
            peer(ROUTER, Path.DIRECT, true, NOW.minusSeconds(20), Duration.ofNanos(1_250_000), 7),
            peer(LEAF, Path.ROUTED, false, NOW.minusMillis(678), null, 1L << 40),
            peer(OFFLINE, Path.DOWN, false, null, null, 0)),
        List.of(
            known(Fact.endpoint(ROUTER, Endpoint.parse("198.51.100.9:51820")), Source.LOCAL),
            known(Fact.allowedCidr(LEAF, Cidr.parse("10.0.0.7/32")), new Source.Peer(ROUTER)),
            known(Fact.allowedCidr(OFFLINE, Cidr.parse("10.0.0.8/32")), new Source.Peer(ROUTER)),
            known(Fact.alive(ROUTER, new BootId(7, 8)), new Source.Peer(ROUTER)),
            known(Fact.alive(LEAF, new BootId(9, 1)), new Source.Peer(LEAF))));
  }

  /** A router with so many leaves. */
  static AgentView large(int leaves) {
    return view(
        IntStream.range(0, leaves)
            .mapToObj(i -> peer(key(i + 10), Path.DIRECT, false, NOW, Duration.ofMillis(20), i))
            .toList(),
        List.of());
  }

  private static AgentView view(List<KnownPeer> peers, List<KnownFact> facts) {
    return new AgentView(
        "wg0",
        SELF,
        false,
        AgentView.RoleReason.PEER_IS_ROUTER,
        false,
        NOW.minusSeconds(100),
        NOW,
        Map.of(SELF, "me", ROUTER, "router", LEAF, "a \"leaf\" \\ in\nlines ü"),
        facts,
        peers,
        new Counters(
            11,
            12,
            1300,
            1400,
            15,
            Map.of(RejectionRule.NOT_TRUSTED, 16L, RejectionRule.FOREIGN_ADDRESS, 17L),
            18,
            19,
            20),
        PortMappingView.NONE,
        NatView.NONE,
        0,
        new InvitationCounts(1, 2, 3, 4),
        rotations());
  }

  private static RotationsView rotations() {
    List<RotationView.Other> others =
        List.of(
            new RotationView.Other(ROUTER, "router", true, RotationView.Standing.FOLLOWS),
            new RotationView.Other(LEAF, "leaf", false, RotationView.Standing.AWAY));
    return new RotationsView(
        new RotationView(SELF, key(5), NOW, true, false, others),
        List.of(
            new KeptSuccession(new KeyRotation(key(6), key(7), 1), "", NOW, true),
            new KeptSuccession(new KeyRotation(key(7), key(8), 1), "", NOW, false),
            new KeptSuccession(new KeyRotation(LEAF, LEAF, 1), "", NOW, false)));
  }

  private static KnownPeer peer(
      PublicKey key, Path path, boolean router, Instant handshake, Duration roundTrip, long bytes) {
    return new KnownPeer(
        key,
        path,
        path == Path.ROUTED ? ROUTER : null,
        router,
        path == Path.DIRECT,
        path != Path.DOWN,
        false,
        null,
        handshake,
        roundTrip,
        bytes,
        2 * bytes,
        TrustLevel.ENDPOINT,
        Set.of(),
        false,
        path == Path.DIRECT
            ? new DirectPath(DirectPath.Phase.UP, NOW, null, null, 0, true, 32, 8, 1420)
            : DirectPath.none(NOW),
        PresharedKeyView.NONE);
  }

  private static KnownFact known(Fact fact, Source source) {
    return new KnownFact(fact, source, NOW.plusSeconds(99), 99);
  }
}
