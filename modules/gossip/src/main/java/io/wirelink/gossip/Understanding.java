package io.wirelink.gossip;

/**
 * What a peer understands beyond the protocol of all, as far as facts are told otherwise to it
 * (docs/protocol.md, "Capabilities").
 *
 * @param sightings whether it is told where this host sees it
 * @param compact whether it is told facts in compact packets
 * @param renewal whether what it was told in them is renewed all at once
 * @param nats whether it is told what this host says of the NAT before it
 */
public record Understanding(boolean sightings, boolean compact, boolean renewal, boolean nats) {

  /** That of an agent of which nothing is known. */
  public static final Understanding NONE = new Understanding(false, false, false, false);
}
