package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.CompactCodec;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.TimedFact;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What stands in a packet that says nothing of paths.
 *
 * @param stamps what it begins with, if it does
 * @param renewals what it says of facts that were told before
 * @param compact whether facts are told in the compact form
 * @param facts what follows
 */
public record Contents(
    Optional<Stamps> stamps, List<Renewal> renewals, boolean compact, List<TimedFact> facts) {

  /** Nothing. */
  public static final Contents NONE = new Contents(Optional.empty(), List.of(), false, List.of());

  /** More than any sender puts into a packet. */
  private static final int MAX_RENEWALS = 4;

  /** Keeps copies of the lists. */
  public Contents {
    renewals = List.copyOf(renewals);
    facts = List.copyOf(facts);
  }

  /**
   * Reads a packet's inner bytes.
   *
   * @throws MalformedFactException if any of it is not what the protocol says
   */
  public static Contents in(PublicKey sender, byte[] inner) throws MalformedFactException {
    ByteBuffer buffer = ByteBuffer.wrap(Stamps.factsIn(inner));
    List<Renewal> renewals = new ArrayList<>();
    Optional<Renewal> next = Renewal.read(buffer);
    while (next.isPresent() && renewals.size() < MAX_RENEWALS) {
      renewals.add(next.get());
      next = Renewal.read(buffer);
    }
    if (next.isPresent()) {
      throw new MalformedFactException("more than " + MAX_RENEWALS + " renewals");
    }
    byte[] facts =
        renewals.isEmpty()
            ? buffer.array()
            : Arrays.copyOfRange(buffer.array(), buffer.position(), buffer.limit());
    boolean compact = CompactCodec.isCompact(facts);
    return new Contents(
        Stamps.in(inner),
        renewals,
        compact,
        compact ? CompactCodec.decode(sender, facts) : FactCodec.decode(facts));
  }
}
