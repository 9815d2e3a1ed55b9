package io.wirelink.fact;

/**
 * In what capacity somebody says a fact: the later, the more it counts against what others say
 * (docs/protocol.md, "Room").
 */
public enum Standing {
  /** One member about another, as any member may. */
  HEARSAY,
  /** Somebody about others who is trusted with more than where peers are. */
  TRUSTED,
  /** The subject about itself. */
  OWN
}
