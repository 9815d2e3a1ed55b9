package io.wirelink.agent;

/**
 * Where an endpoint of a peer is known from, and so how much it is worth: the best first
 * (docs/protocol.md, "Where a peer is looked for").
 */
public enum EndpointOrigin {
  /** The peer answered there last. */
  WORKED,
  /** The device had it when the agent found it, or somebody else has set it since. */
  FOUND,
  /** The peer answered there before this agent started. */
  REMEMBERED,
  /** The configuration names it. */
  CONFIGURED,
  /** The peer itself says so. */
  OWN_WORD,
  /** A router says so, which mostly sees the peer there. */
  ROUTER,
  /** It follows from where a router sees the peer, whose NAT counts up its ports. */
  PREDICTED,
  /** Somebody else says so. */
  THIRD_PARTY,
  /**
   * Somebody says so, and it is in a private network that this host is not in: perhaps anybody's.
   */
  FOREIGN_NETWORK;

  /**
   * Whether this host knows it by itself. Such an endpoint makes sense whatever its address is
   * like.
   */
  boolean isOwnKnowledge() {
    return compareTo(CONFIGURED) <= 0;
  }
}
