package io.wirelink.fact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Facts to bytes and back (docs/protocol.md, "A fact"). One error anywhere rejects the whole group.
 */
public final class FactCodec {

  /** The byte of a signed group, which is a packet and never stands inside one. */
  private static final char SIGNED_GROUP = 'S';

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  private FactCodec() {}

  /**
   * Reads the facts of a group.
   *
   * @param group facts, one right after the other; none is fine
   * @throws MalformedFactException if any of them is not what the protocol says
   */
  public static List<TimedFact> decode(byte[] group) throws MalformedFactException {
    ByteBuffer buffer = ByteBuffer.wrap(group);
    List<TimedFact> facts = new ArrayList<>();
    while (buffer.hasRemaining()) {
      int start = buffer.position();
      try {
        facts.add(readFact(buffer));
      } catch (BufferUnderflowException e) {
        throw new MalformedFactException("the fact at byte " + start + " is cut off");
      } catch (IllegalArgumentException e) {
        throw new MalformedFactException("the fact at byte " + start + ": " + e.getMessage());
      }
    }
    return facts;
  }

  private static TimedFact readFact(ByteBuffer buffer) throws MalformedFactException {
    int letter = buffer.get() & 0xff;
    Attribute attribute = Attribute.ofByte(letter);
    if (attribute == null) {
      throw new IllegalArgumentException(
          letter == SIGNED_GROUP
              ? "a signed group inside a signed group"
              : "0x%02x is no attribute".formatted(letter));
    }
    long ttl = Uvarint.read(buffer);
    if (ttl < 0 || ttl > Fact.MAX_TTL_SECONDS) {
      throw new IllegalArgumentException(
          "a time to live of " + Long.toUnsignedString(ttl) + " s is over " + Fact.MAX_TTL_SECONDS);
    }
    PublicKey subject = PublicKey.read(buffer);
    return new TimedFact(new Fact(subject, readValue(attribute, buffer)), (int) ttl);
  }

  static FactValue readValue(Attribute attribute, ByteBuffer buffer) throws MalformedFactException {
    return switch (attribute) {
      case ALIVE -> new FactValue.Alive(BootId.read(buffer));
      case ENDPOINT_V4 -> readEndpoint(buffer, IPV4_BYTES);
      case ENDPOINT_V6 -> readEndpoint(buffer, IPV6_BYTES);
      case ALLOWED_CIDR_V4 -> readCidr(buffer, IPV4_BYTES);
      case ALLOWED_CIDR_V6 -> readCidr(buffer, IPV6_BYTES);
      case MEMBER -> new FactValue.Member();
      case MEMBER_METADATA -> new FactValue.Membership(readMetadata(buffer));
    };
  }

  private static FactValue readEndpoint(ByteBuffer buffer, int addressBytes) {
    IpAddress address = readAddress(buffer, addressBytes);
    return new FactValue.AtEndpoint(new Endpoint(address, buffer.getShort() & 0xffff));
  }

  private static FactValue readCidr(ByteBuffer buffer, int addressBytes) {
    IpAddress address = readAddress(buffer, addressBytes);
    return new FactValue.AllowedCidr(new Cidr(address, buffer.get() & 0xff));
  }

  private static IpAddress readAddress(ByteBuffer buffer, int length) {
    return length == IPV4_BYTES
        ? IpAddress.v4(buffer.getInt())
        : new IpAddress(IpAddress.Family.V6, buffer.getLong(), buffer.getLong());
  }

  private static MemberMetadata readMetadata(ByteBuffer buffer) throws MalformedFactException {
    ByteBuffer payload = ByteBuffer.wrap(readBytes(buffer));
    SortedMap<Integer, String> entries = new TreeMap<>();
    while (payload.hasRemaining()) {
      int key = payload.get() & 0xff;
      if (entries.put(key, new String(readBytes(payload), ISO_8859_1)) != null) {
        throw new IllegalArgumentException("the metadata key %d comes twice".formatted(key));
      }
    }
    return new MemberMetadata(entries);
  }

  private static byte[] readBytes(ByteBuffer buffer) throws MalformedFactException {
    long length = Uvarint.read(buffer);
    if (length < 0 || length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[(int) length];
    buffer.get(bytes);
    return bytes;
  }

  /** Writes facts as a group. */
  public static byte[] encode(List<TimedFact> facts) {
    int length = 0;
    for (TimedFact fact : facts) {
      length += encodedLength(fact);
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    for (TimedFact fact : facts) {
      write(fact, buffer);
    }
    return buffer.array();
  }

  /** How many bytes a fact has on the wire. */
  public static int encodedLength(TimedFact fact) {
    return 1
        + Uvarint.length(fact.ttlSeconds())
        + PublicKey.LENGTH
        + valueLength(fact.fact().value());
  }

  static int valueLength(FactValue value) {
    return switch (value.attribute()) {
      case ALIVE -> BootId.LENGTH;
      case ENDPOINT_V4 -> IPV4_BYTES + Short.BYTES;
      case ENDPOINT_V6 -> IPV6_BYTES + Short.BYTES;
      case ALLOWED_CIDR_V4 -> IPV4_BYTES + 1;
      case ALLOWED_CIDR_V6 -> IPV6_BYTES + 1;
      case MEMBER -> 0;
      case MEMBER_METADATA -> {
        int payload = ((FactValue.Membership) value).metadata().length();
        yield Uvarint.length(payload) + payload;
      }
    };
  }

  private static void write(TimedFact timed, ByteBuffer buffer) {
    Fact fact = timed.fact();
    buffer.put((byte) fact.attribute().letter());
    Uvarint.write(buffer, timed.ttlSeconds());
    fact.subject().write(buffer);
    writeValue(fact.value(), buffer);
  }

  static void writeValue(FactValue value, ByteBuffer buffer) {
    switch (value) {
      case FactValue.Alive(BootId id) -> buffer.putLong(id.high()).putLong(id.low());
      case FactValue.AtEndpoint(Endpoint endpoint) -> {
        endpoint.address().write(buffer);
        buffer.putShort((short) endpoint.port());
      }
      case FactValue.AllowedCidr(Cidr cidr) -> {
        cidr.address().write(buffer);
        buffer.put((byte) cidr.prefixLength());
      }
      case FactValue.Member() -> {}
      case FactValue.Membership(MemberMetadata metadata) -> {
        Uvarint.write(buffer, metadata.length());
        metadata.write(buffer);
      }
    }
  }
}
