package io.wirelink.netlink;

import io.wirelink.device.Endpoint;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes netlink messages by hand, as the kernel lays them out, without libmnl and the bindings:
 * what they are held against.
 */
final class Bytes {

  private static final int HEADER = 16;
  private static final int NESTED = 1 << 15;

  private Bytes() {}

  /** A whole message, padded to four bytes. */
  static byte[] message(int type, int flags, int sequence, byte[]... payload) {
    byte[] body = join(payload);
    byte[] header =
        buffer(HEADER)
            .putInt(HEADER + body.length)
            .putShort((short) type)
            .putShort((short) flags)
            .putInt(sequence)
            .putInt(0)
            .array();
    return padded(join(header, body));
  }

  /** An {@code NLMSG_ERROR} or acknowledgement with these attributes behind the capped request. */
  static byte[] verdict(int errno, int flags, int sequence, byte[]... attributes) {
    byte[] request = new byte[HEADER];
    return message(2, flags, sequence, i32(-errno), request, join(attributes));
  }

  /** The end of a dump. */
  static byte[] done(int errno, int flags, int sequence) {
    return message(3, flags, sequence, i32(-errno));
  }

  /** The second header of {@code RTM_NEWLINK}. */
  static byte[] ifinfomsg(int index, int flags) {
    return buffer(16)
        .put((byte) 0)
        .put((byte) 0)
        .putShort((short) 1)
        .putInt(index)
        .putInt(flags)
        .putInt(0)
        .array();
  }

  /** The second header of {@code RTM_NEWADDR}. */
  static byte[] ifaddrmsg(int family, int prefixLength, int flags, int scope, int index) {
    return buffer(8)
        .put((byte) family)
        .put((byte) prefixLength)
        .put((byte) flags)
        .put((byte) scope)
        .putInt(index)
        .array();
  }

  /** The second header of generic netlink. */
  static byte[] genlmsghdr(int command) {
    return new byte[] {(byte) command, 1, 0, 0};
  }

  /** A {@code struct sockaddr_in} or {@code sockaddr_in6}. */
  static byte[] sockaddr(Endpoint endpoint) {
    byte[] address = endpoint.address().bytes();
    byte[] port = {(byte) (endpoint.port() >>> 8), (byte) endpoint.port()};
    return address.length == 4
        ? join(u16(2), port, address, new byte[8])
        : join(u16(10), port, i32(0), address, i32(endpoint.scopeId()));
  }

  /** An attribute, padded to four bytes. */
  static byte[] attribute(int type, byte[]... payload) {
    byte[] body = join(payload);
    byte[] header = buffer(4).putShort((short) (4 + body.length)).putShort((short) type).array();
    return padded(join(header, body));
  }

  /** An attribute that holds others, marked as such. */
  static byte[] nested(int type, byte[]... attributes) {
    return attribute(type | NESTED, attributes);
  }

  static byte[] string(String value) {
    return (value + "\0").getBytes(StandardCharsets.UTF_8);
  }

  static byte[] u8(int value) {
    return new byte[] {(byte) value};
  }

  static byte[] u16(int value) {
    return buffer(2).putShort((short) value).array();
  }

  static byte[] i32(int value) {
    return buffer(4).putInt(value).array();
  }

  static byte[] i64(long value) {
    return buffer(8).putLong(value).array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /** The bytes where a channel would have them. */
  static MemorySegment inNativeMemory(Arena arena, byte[] bytes) {
    MemorySegment segment = arena.allocate(Math.max(bytes.length, 1), Long.BYTES);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment.asSlice(0, bytes.length);
  }

  /** A message out of bytes that hold one. */
  static Message messageOf(Arena arena, byte[] bytes) {
    return new Message(inNativeMemory(arena, bytes));
  }

  private static byte[] padded(byte[] bytes) {
    return Arrays.copyOf(bytes, (bytes.length + 3) / 4 * 4);
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }
}
