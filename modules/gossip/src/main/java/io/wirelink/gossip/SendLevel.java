package io.wirelink.gossip;

/** How much a peer is told (docs/protocol.md, "What is sent, to whom"). */
public enum SendLevel {
  /** Nothing: it cannot be reached. */
  NOTHING,
  /** That this host is alive. */
  ALIVE,
  /** All facts that it does not know. */
  FACTS
}
