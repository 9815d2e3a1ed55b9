package io.wirelink.launcher;

import io.wirelink.agent.FactNotice;
import io.wirelink.agent.RejectionRule;
import io.wirelink.device.Endpoint;
import io.wirelink.fact.Fact;
import io.wirelink.fact.Source;

/** Notices of an agent, for tests. */
final class Notice {
  private Notice() {}

  /** The router said something about an endpoint of its own. */
  static FactNotice of(FactNotice.Kind kind, int port) {
    return new FactNotice(
        kind,
        Views.NOW,
        Fact.endpoint(Views.ROUTER, Endpoint.parse("192.0.2.1:" + port)),
        "router",
        new Source.Peer(Views.ROUTER),
        "router",
        kind == FactNotice.Kind.NEW ? 255 : 0,
        null,
        "");
  }

  /** This host withdrew what it said about a stranger. */
  static FactNotice ofThisHost() {
    return new FactNotice(
        FactNotice.Kind.WITHDRAWN,
        Views.NOW,
        Fact.endpoint(Views.STRANGER, Endpoint.parse("192.0.2.3:3")),
        Views.STRANGER.toString(),
        Source.LOCAL,
        "",
        0,
        null,
        "");
  }

  /** The router said more than it is trusted with. */
  static FactNotice rejected() {
    return new FactNotice(
        FactNotice.Kind.REJECTED,
        Views.NOW,
        Fact.endpoint(Views.STRANGER, Endpoint.parse("192.0.2.3:3")),
        Views.STRANGER.toString(),
        new Source.Peer(Views.ROUTER),
        "router",
        0,
        RejectionRule.NOT_TRUSTED,
        "");
  }

  /** Somebody sent a packet who is nobody. */
  static FactNotice foreignPacket() {
    return new FactNotice(
        FactNotice.Kind.REJECTED,
        Views.NOW,
        null,
        "",
        null,
        "fe80::7",
        0,
        RejectionRule.FOREIGN_ADDRESS,
        "12 bytes");
  }
}
