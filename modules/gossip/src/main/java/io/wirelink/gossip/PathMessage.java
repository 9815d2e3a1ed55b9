package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.MalformedFactException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What two agents say about the path between them (docs/protocol.md, "Paths"). It takes the place
 * of the facts in a packet, and goes only to who has shown that it understands.
 */
public sealed interface PathMessage {

  /** The capability bit of an agent that answers probes. */
  int PROBES = 4;

  /** The capability bit of an agent that passes packets on, and takes those that were. */
  int PASSING = 8;

  /** The longest packet that is passed on, in bytes: a sealed {@link Report}, and little more. */
  int MAX_PASSED = 128;

  /** The bytes of a probe or an echo without padding. */
  int SHORTEST = 1 + Long.BYTES + Word.LENGTH;

  /** The message as the inner bytes of a packet. */
  byte[] inner();

  /**
   * What a sender says of its side of the path.
   *
   * @param order rises with every word of a boot id, so that an old one cannot undo a newer one;
   *     compared modulo 2<sup>32</sup>
   * @param good whether the sender would have traffic go by the path, as far as it can tell
   * @param asks whether the recipient is to look at the path at once
   * @param needs whether the sender sends by the path though it is no good, for want of any other
   */
  record Word(int order, boolean good, boolean asks, boolean needs) {

    private static final int LENGTH = Integer.BYTES + 1;
    private static final int GOOD = 1;
    private static final int ASKS = 2;
    private static final int NEEDS = 4;

    /** Says it of a path that the sender does not need. */
    public Word(int order, boolean good, boolean asks) {
      this(order, good, asks, false);
    }

    /** Whether it was said after another one. */
    public boolean isAfter(Word other) {
      return order - other.order > 0;
    }

    private static Word read(ByteBuffer buffer) {
      int order = buffer.getInt();
      int flags = buffer.get();
      return new Word(order, (flags & GOOD) != 0, (flags & ASKS) != 0, (flags & NEEDS) != 0);
    }

    private void write(ByteBuffer buffer) {
      int flags = (good ? GOOD : 0) | (asks ? ASKS : 0) | (needs ? NEEDS : 0);
      buffer.putInt(order).put((byte) flags);
    }
  }

  /**
   * Asks for an {@link Echo} of the same length.
   *
   * @param id not to be guessed; names the probe in its echo
   * @param word what its sender says of the path
   * @param length the inner bytes, {@link #SHORTEST} to {@link Sealer#MAX_LARGE_INNER}
   */
  record Probe(long id, Word word, int length) implements PathMessage {
    @Override
    public byte[] inner() {
      return padded(PROBE, id, word, length);
    }
  }

  /**
   * Answers a {@link Probe}.
   *
   * @param id that of the probe
   * @param word what its sender says of the path
   * @param length the inner bytes, as many as the probe's
   */
  record Echo(long id, Word word, int length) implements PathMessage {
    @Override
    public byte[] inner() {
      return padded(ECHO, id, word, length);
    }
  }

  /**
   * Asks a router to hand a packet to one of its peers.
   *
   * @param recipient the peer
   * @param packet sealed for it, at most {@link #MAX_PASSED} bytes
   */
  record PassOn(PublicKey recipient, byte[] packet) implements PathMessage {
    @Override
    public byte[] inner() {
      ByteBuffer buffer = ByteBuffer.allocate(1 + PublicKey.LENGTH + packet.length).put(PASS_ON);
      recipient.write(buffer);
      return buffer.put(packet).array();
    }
  }

  /**
   * A packet that somebody asked the sender to pass on.
   *
   * @param packet as its sender sealed it, at most {@link #MAX_PASSED} bytes
   */
  record PassedOn(byte[] packet) implements PathMessage {
    @Override
    public byte[] inner() {
      return ByteBuffer.allocate(1 + packet.length).put(PASSED_ON).put(packet).array();
    }
  }

  /**
   * What its sender says of the path to the recipient, by another way.
   *
   * @param bootId the sender's, so that it counts only until that changes
   * @param word what it says
   */
  record Report(BootId bootId, Word word) implements PathMessage {
    @Override
    public byte[] inner() {
      ByteBuffer buffer = ByteBuffer.allocate(1 + BootId.LENGTH + Word.LENGTH).put(REPORT);
      buffer.putLong(bootId.high()).putLong(bootId.low());
      word.write(buffer);
      return buffer.array();
    }
  }

  /**
   * Says that a router does not answer the sender, and asks to look whether it answers the
   * recipient.
   *
   * @param router the router
   */
  record LookAt(PublicKey router) implements PathMessage {
    @Override
    public byte[] inner() {
      ByteBuffer buffer = ByteBuffer.allocate(1 + PublicKey.LENGTH).put(LOOK_AT);
      router.write(buffer);
      return buffer.array();
    }
  }

  /**
   * Says to a router that the sender goes by it although another one, which does not answer the
   * sender, leads to the same network. Others may still go by that one, and would refuse what comes
   * by this one.
   *
   * @param begins whether it does; if not, it does so no more
   */
  record Detour(boolean begins) implements PathMessage {
    @Override
    public byte[] inner() {
      return new byte[] {DETOUR, flag(begins)};
    }
  }

  /**
   * A router's word that members are reached by it and by no other router, or are so no more. Who
   * has heard it sends it back.
   *
   * @param begins whether they are
   * @param members one to {@link #MAX_MEMBERS} of them
   */
  record Reaches(boolean begins, List<PublicKey> members) implements PathMessage {

    /** A copy of the members. */
    public Reaches {
      members = List.copyOf(members);
    }

    @Override
    public byte[] inner() {
      ByteBuffer buffer = ByteBuffer.allocate(2 + members.size() * PublicKey.LENGTH);
      buffer.put(REACHES).put(flag(begins));
      members.forEach(member -> member.write(buffer));
      return buffer.array();
    }
  }

  /** How many members one {@link Reaches} names at most. */
  int MAX_MEMBERS = 32;

  /** The first bytes; none is an attribute of a fact. */
  byte PROBE = 'p';

  byte ECHO = 'q';
  byte PASS_ON = 'r';
  byte PASSED_ON = 'd';
  byte REPORT = 'x';
  byte LOOK_AT = 'w';
  byte DETOUR = 'v';
  byte REACHES = 'y';

  private static byte flag(boolean set) {
    return (byte) (set ? 1 : 0);
  }

  private static byte[] padded(byte letter, long id, Word word, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length).put(letter).putLong(id);
    word.write(buffer);
    return buffer.array();
  }

  /**
   * The message that a packet holds; empty if it holds facts.
   *
   * @throws MalformedFactException if it begins as a message and is none
   */
  static Optional<PathMessage> in(byte[] inner) throws MalformedFactException {
    if (inner.length == 0) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(inner);
    try {
      PathMessage message =
          switch (buffer.get()) {
            case PROBE -> new Probe(buffer.getLong(), Word.read(buffer), inner.length);
            case ECHO -> new Echo(buffer.getLong(), Word.read(buffer), inner.length);
            case PASS_ON -> new PassOn(PublicKey.read(buffer), packetIn(buffer));
            case PASSED_ON -> new PassedOn(packetIn(buffer));
            case REPORT ->
                new Report(new BootId(buffer.getLong(), buffer.getLong()), Word.read(buffer));
            case LOOK_AT -> new LookAt(PublicKey.read(buffer));
            case DETOUR -> new Detour(buffer.get() != 0);
            case REACHES -> new Reaches(buffer.get() != 0, membersIn(buffer));
            default -> null;
          };
      return Optional.ofNullable(message);
    } catch (BufferUnderflowException e) {
      throw new MalformedFactException("a message about a path is cut off");
    }
  }

  private static List<PublicKey> membersIn(ByteBuffer buffer) throws MalformedFactException {
    int count = buffer.remaining() / PublicKey.LENGTH;
    if (count == 0 || count > MAX_MEMBERS || buffer.remaining() % PublicKey.LENGTH != 0) {
      throw new MalformedFactException(buffer.remaining() + " bytes are no list of members");
    }
    return Stream.generate(() -> PublicKey.read(buffer)).limit(count).toList();
  }

  private static byte[] packetIn(ByteBuffer buffer) throws MalformedFactException {
    if (buffer.remaining() > MAX_PASSED) {
      throw new MalformedFactException(
          "a packet of " + buffer.remaining() + " bytes is not passed on");
    }
    byte[] packet = new byte[buffer.remaining()];
    buffer.get(packet);
    return packet;
  }
}
