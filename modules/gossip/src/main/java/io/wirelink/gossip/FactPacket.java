package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.CompactCodec;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.TimedFact;
import java.util.List;

/**
 * Facts that fit in one packet to one peer.
 *
 * @param recipient whom they are for
 * @param compact whether they are told in the compact form
 * @param facts what it is to be told
 */
public record FactPacket(PublicKey recipient, boolean compact, List<TimedFact> facts) {

  /** Keeps a copy of the list. */
  public FactPacket {
    facts = List.copyOf(facts);
  }

  /** The facts as bytes that this sender seals for the recipient. */
  public byte[] encoded(PublicKey sender) {
    return compact ? CompactCodec.encode(sender, facts) : FactCodec.encode(facts);
  }
}
