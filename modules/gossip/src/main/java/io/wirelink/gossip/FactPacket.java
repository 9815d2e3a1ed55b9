package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.TimedFact;
import java.util.List;

/**
 * Facts that fit in one packet to one peer.
 *
 * @param recipient whom they are for
 * @param facts what it is to be told
 */
public record FactPacket(PublicKey recipient, List<TimedFact> facts) {

  /** Keeps a copy of the list. */
  public FactPacket {
    facts = List.copyOf(facts);
  }
}
