package io.wirelink.launcher;

import io.wirelink.agent.AgentView;
import io.wirelink.agent.AgentView.KnownFact;
import io.wirelink.agent.Counters;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Views of an agent, for tests. */
final class Views {
  static final PublicKey SELF = key(1);
  static final PublicKey ROUTER = key(2);
  static final PublicKey STRANGER = key(3);
  static final Instant NOW = Instant.parse("2030-01-02T03:04:05.678Z");

  private Views() {}

  /** A key that is told from others by a number. */
  static PublicKey key(int number) {
    return new PublicKey((long) number << 56, 0, 0, number >>> 8);
  }

  /** What a small mesh may look like to a leaf. */
  static AgentView some() {
    Source router = new Source.Peer(ROUTER);
    return of(
        known(Fact.allowedCidr(STRANGER, Cidr.parse("10.0.0.7/32")), router, 99),
        known(Fact.endpoint(ROUTER, Endpoint.parse("198.51.100.10:51820")), router, 200),
        known(Fact.endpoint(ROUTER, Endpoint.parse("198.51.100.9:51820")), Source.LOCAL, 255),
        known(Fact.endpoint(ROUTER, Endpoint.parse("[2001:db8::1]:51820")), router, 200),
        known(Fact.member(ROUTER, MemberMetadata.EMPTY.with("router", true)), router, 255),
        known(Fact.alive(ROUTER, new BootId(7, 8)), router, 30));
  }

  /** A view with these facts. */
  static AgentView of(KnownFact... facts) {
    return new AgentView(
        "wg0",
        SELF,
        false,
        AgentView.RoleReason.PEER_IS_ROUTER,
        NOW,
        NOW,
        Map.of(SELF, "leaf", ROUTER, "router"),
        List.of(facts),
        List.of(),
        Counters.ZERO);
  }

  /** A fact that is believed for some seconds. */
  static KnownFact known(Fact fact, Source source, long ttlSeconds) {
    return new KnownFact(fact, source, NOW.plusSeconds(ttlSeconds), ttlSeconds);
  }
}
