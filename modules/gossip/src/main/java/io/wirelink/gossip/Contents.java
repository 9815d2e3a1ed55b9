package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.CompactCodec;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.TimedFact;
import java.util.List;
import java.util.Optional;

/**
 * What stands in a packet that says nothing of paths.
 *
 * @param stamps what it begins with, if it does
 * @param facts what follows, in whichever form it was told
 */
public record Contents(Optional<Stamps> stamps, List<TimedFact> facts) {

  /** Keeps a copy of the list. */
  public Contents {
    facts = List.copyOf(facts);
  }

  /**
   * Reads a packet's inner bytes.
   *
   * @throws MalformedFactException if any of it is not what the protocol says
   */
  public static Contents in(PublicKey sender, byte[] inner) throws MalformedFactException {
    byte[] facts = Stamps.factsIn(inner);
    return new Contents(
        Stamps.in(inner),
        CompactCodec.isCompact(facts)
            ? CompactCodec.decode(sender, facts)
            : FactCodec.decode(facts));
  }
}
