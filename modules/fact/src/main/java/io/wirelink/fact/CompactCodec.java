package io.wirelink.fact;

import io.wirelink.device.PublicKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts to bytes and back in the form in which agents of this project tell them to each other: a
 * subject and a time to live once, and the facts after them (docs/protocol.md, "Compact packets").
 * One error anywhere rejects the whole group.
 */
public final class CompactCodec {

  /** The capability bit of an agent that understands this form. */
  public static final int CAPABILITY = 64;

  /** The first byte, which is no attribute of a fact. */
  private static final byte LETTER = 'c';

  /** In the byte of an attribute: whom the fact is about and for how long it lasts is said anew. */
  private static final int ANEW = 0x80;

  /** Beside the time to live: the subject is said anew as well. */
  private static final int OTHER_SUBJECT = 1;

  private static final int TTL_SHIFT = 1;

  /** More facts than a sender can put into a packet; more are nonsense made to cost time. */
  static final int MAX_FACTS = 512;

  private CompactCodec() {}

  /** Whether a group has this form. */
  public static boolean isCompact(byte[] group) {
    return group.length > 0 && group[0] == LETTER;
  }

  /**
   * Reads the facts of a group that {@linkplain #isCompact has this form}.
   *
   * @param sender who sent it, whom its first facts are about if they do not say otherwise
   * @throws MalformedFactException if any of it is not what the protocol says
   */
  public static List<TimedFact> decode(PublicKey sender, byte[] group)
      throws MalformedFactException {
    ByteBuffer buffer = ByteBuffer.wrap(group, 1, group.length - 1);
    List<TimedFact> facts = new ArrayList<>();
    PublicKey subject = sender;
    int ttlSeconds = -1;
    while (buffer.hasRemaining()) {
      int start = buffer.position();
      try {
        int letter = buffer.get();
        if ((letter & ANEW) != 0) {
          long about = Uvarint.read(buffer);
          ttlSeconds = ttlIn(about);
          subject = (about & OTHER_SUBJECT) == 0 ? subject : PublicKey.read(buffer);
        }
        if (ttlSeconds < 0 || facts.size() == MAX_FACTS) {
          throw new IllegalArgumentException(
              ttlSeconds < 0 ? "no time to live" : "one of more than " + MAX_FACTS);
        }
        FactValue value = FactCodec.readValue(attribute(letter & ~ANEW & 0xff), buffer);
        facts.add(new TimedFact(new Fact(subject, value), ttlSeconds));
      } catch (BufferUnderflowException e) {
        throw new MalformedFactException("the compact fact at byte " + start + " is cut off");
      } catch (IllegalArgumentException e) {
        throw new MalformedFactException(
            "the compact fact at byte " + start + ": " + e.getMessage());
      }
    }
    return facts;
  }

  private static int ttlIn(long about) {
    long ttl = about >>> TTL_SHIFT;
    if (ttl > Fact.MAX_TTL_SECONDS) {
      throw new IllegalArgumentException(
          "a time to live of " + ttl + " s is over " + Fact.MAX_TTL_SECONDS);
    }
    return (int) ttl;
  }

  private static Attribute attribute(int letter) {
    Attribute attribute = Attribute.ofByte(letter);
    if (attribute == null || attribute == Attribute.MEMBER) {
      throw new IllegalArgumentException("0x%02x is no attribute here".formatted(letter));
    }
    return attribute;
  }

  /**
   * Writes facts as a group.
   *
   * @param facts none of them the deprecated {@link Attribute#MEMBER}; shortest if those about the
   *     same subject, and of those the ones with the same time to live, stand together
   */
  public static byte[] encode(PublicKey sender, List<TimedFact> facts) {
    int length = 1;
    TimedFact before = null;
    for (TimedFact fact : facts) {
      length += addedLength(sender, before, fact);
      before = fact;
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).put(LETTER);
    before = null;
    for (TimedFact fact : facts) {
      write(sender, before, fact, buffer);
      before = fact;
    }
    return buffer.array();
  }

  private static void write(
      PublicKey sender, @Nullable TimedFact before, TimedFact timed, ByteBuffer buffer) {
    int letter = timed.fact().attribute().letter();
    if (isAnew(before, timed)) {
      boolean other = isOther(sender, before, timed);
      buffer.put((byte) (letter | ANEW));
      Uvarint.write(buffer, timed.ttlSeconds() << TTL_SHIFT | (other ? OTHER_SUBJECT : 0));
      if (other) {
        timed.fact().subject().write(buffer);
      }
    } else {
      buffer.put((byte) letter);
    }
    FactCodec.writeValue(timed.fact().value(), buffer);
  }

  /** How many bytes a group has with nothing in it. */
  public static int emptyLength() {
    return 1;
  }

  /**
   * How many bytes longer a group is by one fact at its end.
   *
   * @param before the fact before it; null if it is the first
   */
  public static int addedLength(PublicKey sender, @Nullable TimedFact before, TimedFact timed) {
    int length = 1 + FactCodec.valueLength(timed.fact().value());
    if (isAnew(before, timed)) {
      length += Uvarint.length(timed.ttlSeconds() << TTL_SHIFT);
      length += isOther(sender, before, timed) ? PublicKey.LENGTH : 0;
    }
    return length;
  }

  private static boolean isAnew(@Nullable TimedFact before, TimedFact timed) {
    return before == null
        || before.ttlSeconds() != timed.ttlSeconds()
        || !before.fact().subject().equals(timed.fact().subject());
  }

  private static boolean isOther(PublicKey sender, @Nullable TimedFact before, TimedFact timed) {
    PublicKey subject = before == null ? sender : before.fact().subject();
    return !subject.equals(timed.fact().subject());
  }
}
