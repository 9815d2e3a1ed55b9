package io.wirelink.gossip;

import io.wirelink.fact.MalformedFactException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What two agents say to each other to agree on a preshared key (docs/protocol.md, "Preshared
 * keys"). It takes the place of the facts in a packet, and goes only to who has shown that it
 * understands.
 */
public sealed interface PresharedMessage {

  /** The capability bit of an agent that agrees on preshared keys. */
  int CAPABILITY = 2048;

  /** How many bytes a proof has. */
  int PROOF_LENGTH = 16;

  /** The first bytes; none is an attribute of a fact. */
  byte HALF = 'G';

  byte READY = 'g';

  /** The message as the inner bytes of a packet. */
  byte[] inner();

  /**
   * What an exchange consists of, in its order, each in two halves so that all packets carry it.
   */
  enum Piece {
    /** The key of the one that began. */
    LEADER_KEY(0, 1184),
    /** The key of the other one. */
    FOLLOWER_KEY(1, 1184),
    /** The secret for the one that began. */
    FOR_LEADER(2, 1088),
    /** The secret for the other one. */
    FOR_FOLLOWER(3, 1088);

    private final int number;
    private final int length;

    Piece(int number, int length) {
      this.number = number;
      this.length = length;
    }

    private static Optional<Piece> of(int number) {
      return Arrays.stream(values()).filter(piece -> piece.number == number).findFirst();
    }

    /** How many bytes it has in both halves. */
    public int length() {
      return length;
    }
  }

  /**
   * A half of what is to be said.
   *
   * @param id names the exchange; not to be guessed
   * @param piece what it is a half of
   * @param second whether it is the second half
   * @param bytes half as many as the piece has
   */
  record Half(long id, Piece piece, boolean second, byte[] bytes) implements PresharedMessage {

    @Override
    public byte[] inner() {
      return ByteBuffer.allocate(2 + Long.BYTES + bytes.length)
          .put(HALF)
          .putLong(id)
          .put((byte) (2 * piece.number + (second ? 1 : 0)))
          .put(bytes)
          .array();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Half that
          && id == that.id
          && piece == that.piece
          && second == that.second
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Objects.hash(id, piece, second);
    }

    @Override
    public String toString() {
      return "Half[id=" + id + ", piece=" + piece + ", second=" + second + "]";
    }
  }

  /**
   * The sender has the key.
   *
   * @param id that of the exchange
   * @param proof what follows from the key: {@link #PROOF_LENGTH} bytes
   */
  record Ready(long id, byte[] proof) implements PresharedMessage {

    @Override
    public byte[] inner() {
      return ByteBuffer.allocate(1 + Long.BYTES + proof.length)
          .put(READY)
          .putLong(id)
          .put(proof)
          .array();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Ready that && id == that.id && Arrays.equals(proof, that.proof);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(id);
    }

    @Override
    public String toString() {
      return "Ready[id=" + id + "]";
    }
  }

  /**
   * Reads a packet's inner bytes; empty if they are about something else.
   *
   * @throws MalformedFactException if it is such a message, and not as it should be
   */
  static Optional<PresharedMessage> in(byte[] inner) throws MalformedFactException {
    if (inner.length == 0) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(inner, 1, inner.length - 1);
    return switch (inner[0]) {
      case HALF -> {
        check(buffer, buffer.remaining() > Long.BYTES + 1);
        long id = buffer.getLong();
        int which = buffer.get();
        Optional<Piece> known = which < 0 ? Optional.empty() : Piece.of(which / 2);
        check(buffer, known.isPresent());
        Piece piece = known.orElseThrow();
        check(buffer, buffer.remaining() == piece.length() / 2);
        yield Optional.of(new Half(id, piece, which % 2 == 1, rest(buffer)));
      }
      case READY -> {
        check(buffer, buffer.remaining() == Long.BYTES + PROOF_LENGTH);
        yield Optional.of(new Ready(buffer.getLong(), rest(buffer)));
      }
      default -> Optional.empty();
    };
  }

  private static byte[] rest(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static void check(ByteBuffer buffer, boolean right) throws MalformedFactException {
    if (!right) {
      throw new MalformedFactException(
          "what is said about a preshared key means nothing, "
              + buffer.remaining()
              + " bytes left");
    }
  }
}
