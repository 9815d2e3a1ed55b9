package io.wirelink.agent;

/** Why a packet or a fact is not accepted (docs/protocol.md, "What is believed"). */
public enum RejectionRule {
  /** It does not come from the address of a peer of the device. */
  FOREIGN_ADDRESS("comes from an address that is no peer's"),
  /** The packet is not a sealed group of this protocol, or its seal is wrong. */
  NOT_AUTHENTIC("is not signed by its sender for this host"),
  /** The packet is authentic, and what is in it makes no sense. */
  MALFORMED("is malformed"),
  /** The fact is more than its source is trusted with. */
  NOT_TRUSTED("says more than its sender is trusted with"),
  /** The fact gives an endpoint that lies in the tunnel. */
  IN_TUNNEL("gives an endpoint inside the tunnel"),
  /**
   * The fact gives somebody a link-local network: each agent's packets are known by its link-local
   * address, and that one follows from its key.
   */
  LINK_LOCAL("gives away link-local addresses"),
  /** The fact is about somebody who was removed from the mesh, whoever says it. */
  REMOVED("is about somebody who was removed from the mesh"),
  /** There is no room for the fact. */
  NO_ROOM("says more than there is room for");

  private final String text;

  RejectionRule(String text) {
    this.text = text;
  }

  /** What is wrong, as the rest of a sentence that begins with what was rejected. */
  public String text() {
    return text;
  }
}
