package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.CompactCodec;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.TimedFact;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Facts that fit in one packet to one peer.
 *
 * @param recipient whom they are for
 * @param renewals what it is to be told of facts that it knows
 * @param compact whether they are told in the compact form
 * @param facts what it is to be told
 */
public record FactPacket(
    PublicKey recipient, List<Renewal> renewals, boolean compact, List<TimedFact> facts) {

  /** Keeps a copy of the list. */
  public FactPacket {
    renewals = List.copyOf(renewals);
    facts = List.copyOf(facts);
  }

  /** The same, with something of facts that the recipient knows. */
  FactPacket with(Renewal renewal) {
    return new FactPacket(recipient, List.of(renewal), compact, facts);
  }

  /** All of it as bytes that this sender seals for the recipient. */
  public byte[] encoded(PublicKey sender) {
    byte[] told = compact ? CompactCodec.encode(sender, facts) : FactCodec.encode(facts);
    if (renewals.isEmpty()) {
      return told;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    renewals.forEach(each -> bytes.writeBytes(each.bytes()));
    bytes.writeBytes(told);
    return bytes.toByteArray();
  }
}
