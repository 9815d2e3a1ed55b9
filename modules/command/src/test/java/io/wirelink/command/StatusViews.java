package io.wirelink.command;

import io.wirelink.agent.AgentView;
import io.wirelink.agent.AgentView.KnownFact;
import io.wirelink.agent.AgentView.KnownPeer;
import io.wirelink.agent.AgentView.Path;
import io.wirelink.agent.AgentView.RoleReason;
import io.wirelink.agent.Counters;
import io.wirelink.agent.DirectPath;
import io.wirelink.agent.InvitationCounts;
import io.wirelink.agent.NatView;
import io.wirelink.agent.PortMappingView;
import io.wirelink.agent.PresharedKeyView;
import io.wirelink.agent.RotationsView;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.Source;
import io.wirelink.fixtures.Views;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Views of agents with peers, for tests. */
final class StatusViews {
  static final PublicKey LEAF = Views.key(4);

  private StatusViews() {}

  /** What a leaf may see: its router, a leaf that it reaches, one that it does not, a telephone. */
  static AgentView small() {
    return of(
        Map.of(Views.SELF, "leaf2", Views.ROUTER, "router", LEAF, "leaf1"),
        router(),
        direct(LEAF, "192.0.2.7:51820"),
        routed(Views.STRANGER, "[2001:db8::7]:51820"),
        new KnownPeer(
            Views.key(5),
            Path.DOWN,
            null,
            false,
            false,
            false,
            true,
            null,
            null,
            null,
            0,
            0,
            TrustLevel.UNTRUSTED,
            Set.of(),
            false,
            DirectPath.none(Views.NOW),
            PresharedKeyView.NONE));
  }

  /** A view with these peers. */
  static AgentView of(Map<PublicKey, String> names, KnownPeer... peers) {
    return of(names, Views.some().facts(), List.of(peers), Counters.ZERO);
  }

  /** A view with the router, where so many packets were dropped. */
  static AgentView dropping(long packets) {
    Counters counters = new Counters(0, 0, 0, 0, 0, Map.of(), 0, 0, packets);
    return of(Map.of(), List.of(), List.of(router()), counters);
  }

  private static AgentView of(
      Map<PublicKey, String> names,
      List<KnownFact> facts,
      List<KnownPeer> peers,
      Counters counters) {
    return new AgentView(
        "wg0",
        Views.SELF,
        false,
        RoleReason.PEER_IS_ROUTER,
        false,
        Views.NOW.minusSeconds(2 * 3600 + 3 * 60 + 4),
        Views.NOW,
        names,
        facts,
        peers,
        counters);
  }

  /** The small one, of a host of which more is known. */
  static AgentView small(PortMappingView portMapping, NatView nat, RotationsView rotations) {
    AgentView small = small();
    return new AgentView(
        small.interfaceName(),
        small.self(),
        small.router(),
        small.roleReason(),
        small.draining(),
        small.startedAt(),
        small.takenAt(),
        small.names(),
        small.facts(),
        small.peers(),
        small.counters(),
        portMapping,
        nat,
        0,
        InvitationCounts.NONE,
        rotations);
  }

  /** The router. */
  static KnownPeer router() {
    return new KnownPeer(
        Views.ROUTER,
        Path.DIRECT,
        null,
        true,
        true,
        true,
        false,
        Endpoint.parse("198.51.100.1:51820"),
        Views.NOW.minusSeconds(63),
        null,
        1500,
        3 << 20,
        TrustLevel.MEMBERSHIP,
        Set.of(Cidr.parse("10.77.0.0/24"), Cidr.parse("fe80::1/128")),
        false,
        up(Views.NOW.minusSeconds(3600)),
        PresharedKeyView.NONE);
  }

  /** A peer that is reached directly. */
  static KnownPeer direct(PublicKey key, String endpoint) {
    return peer(key, Path.DIRECT, endpoint, Duration.ofNanos(3_240_000), "10.77.0.11/32");
  }

  /** A peer that is reached by the router. */
  static KnownPeer routed(PublicKey key, String endpoint) {
    return peer(key, Path.ROUTED, endpoint, null);
  }

  private static KnownPeer peer(
      PublicKey key, Path path, String endpoint, @Nullable Duration roundTrip, String... networks) {
    boolean direct = path == Path.DIRECT;
    Set<Cidr> allowed = new HashSet<>(Set.of(Cidr.parse("fe80::7/128")));
    for (String network : networks) {
      allowed.add(Cidr.parse(network));
    }
    return new KnownPeer(
        key,
        path,
        path == Path.ROUTED ? Views.ROUTER : null,
        false,
        direct,
        direct,
        false,
        Endpoint.parse(endpoint),
        direct ? Views.NOW.minusSeconds(5) : null,
        roundTrip,
        148,
        92,
        TrustLevel.ENDPOINT,
        allowed,
        false,
        direct ? up(Views.NOW.minusSeconds(90)) : DirectPath.none(Views.NOW),
        PresharedKeyView.NONE);
  }

  private static DirectPath up(Instant since) {
    return new DirectPath(DirectPath.Phase.UP, since, null, null, 0, true, 4, 0, 1420);
  }

  /** The same peer with another direct path. */
  static KnownPeer with(KnownPeer peer, boolean draining, DirectPath direct) {
    return new KnownPeer(
        peer.key(),
        peer.path(),
        peer.via(),
        peer.router(),
        peer.healthy(),
        peer.alive(),
        peer.basic(),
        peer.endpoint(),
        peer.lastHandshake(),
        peer.roundTrip(),
        peer.receivedBytes(),
        peer.sentBytes(),
        peer.trust(),
        peer.allowedIps(),
        draining,
        direct,
        peer.presharedKey());
  }

  /** A mesh of so many peers, each with a dozen facts about it. */
  static AgentView mesh(int size) {
    Map<PublicKey, String> names = new HashMap<>(Map.of(Views.SELF, "self"));
    List<KnownFact> facts = new ArrayList<>();
    List<KnownPeer> peers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      PublicKey key = new PublicKey(0, 0, 7, i);
      names.put(key, "host-%03d.example".formatted(i));
      peers.add(
          i % 4 == 3
              ? routed(key, "198.51.100.7:" + (1000 + i))
              : peer(
                  key,
                  Path.DIRECT,
                  "198.51.100.7:" + (1000 + i),
                  Duration.ofMillis(i),
                  "10.77.%d.%d/32".formatted(i / 200, 1 + i % 200),
                  "fd00::%x/128".formatted(i)));
      for (int j = 0; j < 12; j++) {
        facts.add(
            Views.known(
                Fact.endpoint(key, Endpoint.parse("203.0.113." + j + ":" + (1000 + i))),
                Source.LOCAL,
                255));
      }
    }
    return of(names, facts, peers, Counters.ZERO);
  }

  /** A view with the router alone, and what that is called. */
  static AgentView called(String name) {
    return of(Map.of(Views.ROUTER, name), router());
  }
}
