package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.KeyRotation;
import io.wirelink.fact.MalformedFactException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What agents say to each other about hosts that take another key (docs/protocol.md, "Rotating").
 * It takes the place of the facts in a packet, and goes only to who has shown that it understands.
 */
public sealed interface RotationMessage {

  /** The capability bit of an agent that follows a host to another key. */
  int CAPABILITY = 1024;

  /** How many rotations one message has at most; they fit into a packet. */
  int MAX_ROTATIONS = 15;

  /** How far ahead a change is announced at most, in milliseconds. */
  int MAX_MILLIS = 5000;

  /** How long a proof is: a packet whose inner bytes are those of {@link #proven}. */
  int PROOF_LENGTH = Sealer.HEADER_LENGTH + 1 + KeyRotation.LENGTH;

  /** The first bytes; none is an attribute of a fact. */
  byte ANNOUNCED = 'N';

  byte ANSWERED = 'n';
  byte NOW = 'o';
  byte TOLD = 'O';

  /** The message as the inner bytes of a packet. */
  byte[] inner();

  /**
   * Announces the key that the sender is going to have.
   *
   * @param id not to be guessed; names the message in its answer
   * @param rotation from the sender's key
   * @param proof that the sender has the new key: a packet that is sealed with it for the
   *     recipient, {@link #PROOF_LENGTH} bytes
   */
  record Announced(long id, KeyRotation rotation, byte[] proof) implements RotationMessage {

    @Override
    public byte[] inner() {
      ByteBuffer buffer = ByteBuffer.allocate(1 + Long.BYTES + KeyRotation.LENGTH + PROOF_LENGTH);
      buffer.put(ANNOUNCED).putLong(id);
      write(rotation, buffer);
      return buffer.put(proof).array();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Announced that
          && id == that.id
          && rotation.equals(that.rotation)
          && Arrays.equals(proof, that.proof);
    }

    @Override
    public int hashCode() {
      return Objects.hash(id, rotation);
    }

    @Override
    public String toString() {
      return "Announced[id=" + id + ", rotation=" + rotation + "]";
    }
  }

  /**
   * Says what became of a message.
   *
   * @param id that of the message
   * @param accepted whether the sender goes by it, also after a restart; else it never will
   */
  record Answered(long id, boolean accepted) implements RotationMessage {
    @Override
    public byte[] inner() {
      return ByteBuffer.allocate(2 + Long.BYTES)
          .put(ANSWERED)
          .putLong(id)
          .put((byte) (accepted ? 0 : 1))
          .array();
    }
  }

  /**
   * Says when the sender takes the key that it has announced.
   *
   * @param to that key
   * @param millis in how many milliseconds, at most {@link #MAX_MILLIS}
   */
  record Now(PublicKey to, int millis) implements RotationMessage {
    @Override
    public byte[] inner() {
      ByteBuffer buffer = ByteBuffer.allocate(1 + PublicKey.LENGTH + Short.BYTES).put(NOW);
      to.write(buffer);
      return buffer.putShort((short) millis).array();
    }
  }

  /**
   * Tells of others that they have another key.
   *
   * @param id not to be guessed; names the message in its answer
   * @param rotations one to {@link #MAX_ROTATIONS}
   */
  record Told(long id, List<KeyRotation> rotations) implements RotationMessage {

    /** Keeps a copy. */
    public Told {
      rotations = List.copyOf(rotations);
    }

    @Override
    public byte[] inner() {
      ByteBuffer buffer =
          ByteBuffer.allocate(1 + Long.BYTES + rotations.size() * KeyRotation.LENGTH);
      buffer.put(TOLD).putLong(id);
      rotations.forEach(each -> write(each, buffer));
      return buffer.array();
    }
  }

  /** The inner bytes of the proof for a rotation. */
  static byte[] proven(KeyRotation rotation) {
    ByteBuffer buffer = ByteBuffer.allocate(1 + KeyRotation.LENGTH).put(ANNOUNCED);
    write(rotation, buffer);
    return buffer.array();
  }

  private static void write(KeyRotation rotation, ByteBuffer buffer) {
    rotation.from().write(buffer);
    rotation.to().write(buffer);
    buffer.putLong(rotation.number());
  }

  /**
   * Reads a packet's inner bytes; empty if they are about something else.
   *
   * @throws MalformedFactException if it is such a message, and not as it should be
   */
  static Optional<RotationMessage> in(byte[] inner) throws MalformedFactException {
    if (inner.length == 0) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(inner, 1, inner.length - 1);
    return switch (inner[0]) {
      case ANNOUNCED -> {
        check(buffer, Long.BYTES + KeyRotation.LENGTH + PROOF_LENGTH);
        long id = buffer.getLong();
        KeyRotation rotation = read(buffer);
        byte[] proof = new byte[PROOF_LENGTH];
        buffer.get(proof);
        yield Optional.of(new Announced(id, rotation, proof));
      }
      case ANSWERED -> {
        check(buffer, Long.BYTES + 1);
        long id = buffer.getLong();
        int refused = buffer.get();
        if (refused < 0 || refused > 1) {
          throw new MalformedFactException("an answer about a rotation that means nothing");
        }
        yield Optional.of(new Answered(id, refused == 0));
      }
      case NOW -> {
        check(buffer, PublicKey.LENGTH + Short.BYTES);
        PublicKey to = PublicKey.read(buffer);
        int millis = Short.toUnsignedInt(buffer.getShort());
        if (millis > MAX_MILLIS) {
          throw new MalformedFactException("a rotation in " + millis + " ms");
        }
        yield Optional.of(new Now(to, millis));
      }
      case TOLD -> Optional.of(told(buffer));
      default -> Optional.empty();
    };
  }

  private static Told told(ByteBuffer buffer) throws MalformedFactException {
    int length = buffer.remaining() - Long.BYTES;
    if (length <= 0
        || length % KeyRotation.LENGTH != 0
        || length > MAX_ROTATIONS * KeyRotation.LENGTH) {
      throw new MalformedFactException(length + " bytes are no rotations");
    }
    long id = buffer.getLong();
    List<KeyRotation> rotations = new ArrayList<>();
    while (buffer.hasRemaining()) {
      rotations.add(read(buffer));
    }
    return new Told(id, rotations);
  }

  private static void check(ByteBuffer buffer, int length) throws MalformedFactException {
    if (buffer.remaining() != length) {
      throw new MalformedFactException(buffer.remaining() + " bytes are no such message");
    }
  }

  private static KeyRotation read(ByteBuffer buffer) throws MalformedFactException {
    PublicKey from = PublicKey.read(buffer);
    PublicKey to = PublicKey.read(buffer);
    long number = buffer.getLong();
    if (number < 0) {
      throw new MalformedFactException("a rotation that means nothing");
    }
    return new KeyRotation(from, to, number);
  }
}
