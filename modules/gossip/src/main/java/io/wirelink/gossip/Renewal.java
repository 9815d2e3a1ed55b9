package io.wirelink.gossip;

import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.Uvarint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What is said of facts that were told before, instead of telling them again (docs/protocol.md,
 * "Renewal").
 */
public sealed interface Renewal {

  /** The capability bit of an agent that understands this; it understands compact packets too. */
  int CAPABILITY = 32;

  /**
   * For how many seconds a fact must be told at least to count as one that its teller renews; what
   * is told for less is not, and not any more.
   */
  int MIN_KEPT_SECONDS = 120;

  /**
   * For how many seconds a fact is told that its teller takes back, since it does not believe it
   * any more: its word ends at once. Who does not know that makes nothing of so short a time.
   */
  int TAKEN_BACK_SECONDS = 1;

  /** The most bytes that a {@link Digest} takes. */
  int MAX_DIGEST_LENGTH = 1 + 2 * Long.BYTES + 3 + 3;

  /**
   * All that the sender has told and still holds.
   *
   * @param salt what the sender's hashes begin with
   * @param sum the sum of the hashes
   * @param count how many facts there are
   * @param ttlSeconds for how long each of them lasts at least
   */
  record Digest(long salt, long sum, int count, int ttlSeconds) implements Renewal {}

  /**
   * Asks where the difference is.
   *
   * @param sums the sum of each bucket, as the sender has heard the recipient's facts
   */
  record Question(List<Long> sums) implements Renewal {

    /** Keeps a copy of the list. */
    public Question {
      sums = List.copyOf(sums);
    }
  }

  /**
   * Says where the difference is: facts in these buckets are told again, all others last on.
   *
   * @param buckets a bit for each bucket that differs
   * @param ttlSeconds for how long the facts in the others last at least
   */
  record Answer(long buckets, int ttlSeconds) implements Renewal {}

  /**
   * Takes the next one from the buffer; empty if something else follows.
   *
   * @throws MalformedFactException if it is not what the protocol says
   */
  static Optional<Renewal> read(ByteBuffer buffer) throws MalformedFactException {
    if (!buffer.hasRemaining()) {
      return Optional.empty();
    }
    int start = buffer.position();
    try {
      return switch (buffer.get()) {
        case 'D' ->
            Optional.of(
                new Digest(buffer.getLong(), buffer.getLong(), number(buffer), number(buffer)));
        case 'B' ->
            Optional.of(
                new Question(
                    LongStream.generate(buffer::getLong).limit(FactSums.BUCKETS).boxed().toList()));
        case 'R' -> Optional.of(new Answer(buffer.getLong(), number(buffer)));
        default -> {
          buffer.position(start);
          yield Optional.empty();
        }
      };
    } catch (BufferUnderflowException e) {
      throw new MalformedFactException("the renewal at byte " + start + " is cut off");
    }
  }

  private static int number(ByteBuffer buffer) throws MalformedFactException {
    long number = Uvarint.read(buffer);
    if (number < 0 || number > MAX_NUMBER) {
      throw new MalformedFactException("a number over %d in a renewal".formatted(MAX_NUMBER));
    }
    return (int) number;
  }

  /** More facts than anybody holds, and a longer time than a fact can say. */
  int MAX_NUMBER = (1 << 21) - 1;

  /** For how long the facts last at least that it renews. */
  default int ttlSeconds() {
    return 0;
  }

  /** Its bytes. */
  default byte[] bytes() {
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.max(MAX_DIGEST_LENGTH, 1 + FactSums.BUCKETS * Long.BYTES));
    switch (this) {
      case Digest(long salt, long sum, int count, int ttlSeconds) -> {
        buffer.put((byte) 'D').putLong(salt).putLong(sum);
        Uvarint.write(buffer, count);
        Uvarint.write(buffer, ttlSeconds);
      }
      case Question(List<Long> sums) -> {
        buffer.put((byte) 'B');
        sums.forEach(buffer::putLong);
      }
      case Answer(long buckets, int ttlSeconds) -> {
        buffer.put((byte) 'R').putLong(buckets);
        Uvarint.write(buffer, ttlSeconds);
      }
    }
    byte[] bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return bytes;
  }
}
