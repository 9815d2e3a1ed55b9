package io.wirelink.gossip;

import org.jspecify.annotations.Nullable;

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

  // Compared at each look: what a record has by itself is slow until it is compiled.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Understanding that
        && sightings == that.sightings
        && compact == that.compact
        && renewal == that.renewal
        && nats == that.nats;
  }

  @Override
  public int hashCode() {
    return (sightings ? 1 : 0) | (compact ? 2 : 0) | (renewal ? 4 : 0) | (nats ? 8 : 0);
  }
}
