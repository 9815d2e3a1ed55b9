package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.RemovalRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What agents say to each other about who is kept out of the mesh (docs/protocol.md, "Removing").
 * It takes the place of the facts in a packet, and goes only to who has shown that it understands.
 */
public sealed interface RemovalMessage {

  /** The capability bit of an agent that takes in removals. */
  int CAPABILITY = 512;

  /** How many records one message has at most; they fit into a packet. */
  int MAX_RECORDS = 27;

  /** The first bytes; none is an attribute of a fact. */
  byte TOLD = 'X';

  byte HEARD = 'Y';

  /** The message as the inner bytes of a packet. */
  byte[] inner();

  /**
   * Tells records.
   *
   * @param id not to be guessed; names the message in its answer
   * @param records one to {@link #MAX_RECORDS}
   */
  record Told(long id, List<RemovalRecord> records) implements RemovalMessage {

    /** Keeps a copy. */
    public Told {
      records = List.copyOf(records);
    }

    @Override
    public byte[] inner() {
      ByteBuffer buffer =
          ByteBuffer.allocate(1 + Long.BYTES + records.size() * RemovalRecord.LENGTH);
      buffer.put(TOLD).putLong(id);
      for (RemovalRecord each : records) {
        each.subject().write(buffer);
        buffer.putLong(each.number()).put((byte) (each.removed() ? 1 : 0));
      }
      return buffer.array();
    }
  }

  /**
   * Says that the sender goes by what it was told.
   *
   * @param id that of the message
   */
  record Heard(long id) implements RemovalMessage {
    @Override
    public byte[] inner() {
      return ByteBuffer.allocate(1 + Long.BYTES).put(HEARD).putLong(id).array();
    }
  }

  /**
   * Reads a packet's inner bytes; empty if they are about something else.
   *
   * @throws MalformedFactException if it is such a message, and not as it should be
   */
  static Optional<RemovalMessage> in(byte[] inner) throws MalformedFactException {
    if (inner.length == 0 || (inner[0] != TOLD && inner[0] != HEARD)) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(inner, 1, inner.length - 1);
    int records = buffer.remaining() - Long.BYTES;
    boolean told = inner[0] == TOLD;
    if (told
        ? records <= 0
            || records % RemovalRecord.LENGTH != 0
            || records > MAX_RECORDS * RemovalRecord.LENGTH
        : records != 0) {
      throw new MalformedFactException(inner.length + " bytes are no message about removals");
    }
    long id = buffer.getLong();
    return Optional.of(told ? new Told(id, records(buffer)) : new Heard(id));
  }

  private static List<RemovalRecord> records(ByteBuffer buffer) throws MalformedFactException {
    List<RemovalRecord> records = new ArrayList<>();
    while (buffer.hasRemaining()) {
      PublicKey subject = PublicKey.read(buffer);
      long number = buffer.getLong();
      int removed = buffer.get();
      if (number < 0 || removed < 0 || removed > 1) {
        throw new MalformedFactException("a record of a removal that means nothing");
      }
      records.add(new RemovalRecord(subject, number, removed == 1));
    }
    return records;
  }
}
