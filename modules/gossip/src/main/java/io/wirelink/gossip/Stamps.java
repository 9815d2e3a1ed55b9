package io.wirelink.gossip;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What two agents tell each other so that both know how long a packet takes there and back
 * (docs/protocol.md, "Round trips"), in the manner of the report blocks of RTCP (RFC 3550, 6.4.1).
 * It stands before the facts of a packet, and only in packets to who has shown that it understands.
 *
 * <p>All are microseconds modulo 2<sup>32</sup>.
 *
 * @param sent the sender's clock, of any origin
 * @param echoed what the recipient said as {@code sent} in the last packet that came from it
 * @param held how long ago that came; {@link #NOTHING_HELD} if nothing came yet
 * @param roundTrip what the sender measured last; 0 if it has not
 */
public record Stamps(int sent, int echoed, int held, int roundTrip) {

  /** The value of {@code held} that says that nothing came yet. */
  public static final int NOTHING_HELD = -1;

  /** The capability bit of an agent that understands stamps. */
  public static final int CAPABILITY = 1;

  /** The length in bytes. */
  public static final int LENGTH = 1 + 4 * Integer.BYTES;

  /** The first byte, which is no attribute of a fact. */
  private static final byte LETTER = 't';

  /** The stamps that a packet begins with; empty if it begins with a fact. */
  public static Optional<Stamps> in(byte[] inner) {
    if (!areIn(inner)) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(inner, 1, LENGTH - 1);
    return Optional.of(
        new Stamps(buffer.getInt(), buffer.getInt(), buffer.getInt(), buffer.getInt()));
  }

  /** The facts of a packet, without the stamps that it may begin with. */
  public static byte[] factsIn(byte[] inner) {
    return areIn(inner) ? Arrays.copyOfRange(inner, LENGTH, inner.length) : inner;
  }

  private static boolean areIn(byte[] inner) {
    return inner.length >= LENGTH && inner[0] == LETTER;
  }

  /** A packet's inner bytes with these stamps in front. */
  public byte[] before(byte[] facts) {
    return ByteBuffer.allocate(LENGTH + facts.length)
        .put(LETTER)
        .putInt(sent)
        .putInt(echoed)
        .putInt(held)
        .putInt(roundTrip)
        .put(facts)
        .array();
  }
}
