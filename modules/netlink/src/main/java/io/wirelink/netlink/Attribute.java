package io.wirelink.netlink;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One attribute of a message: no longer valid than the message. Numbers are in the host's order,
 * and need no alignment: the kernel aligns attributes to four bytes, whatever they hold.
 *
 * @param type what it is, without the flags for nesting and byte order
 * @param payload its content
 */
record Attribute(int type, MemorySegment payload) {

  private static final ValueLayout.OfInt BIG_ENDIAN_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong BIG_ENDIAN_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** An unsigned number of 8 bits. */
  int u8() throws NetlinkException {
    return Byte.toUnsignedInt(atLeast(Byte.BYTES).get(ValueLayout.JAVA_BYTE, 0));
  }

  /** An unsigned number of 16 bits. */
  int u16() throws NetlinkException {
    return Short.toUnsignedInt(atLeast(Short.BYTES).get(ValueLayout.JAVA_SHORT_UNALIGNED, 0));
  }

  /** A number of 32 bits. */
  int u32() throws NetlinkException {
    return atLeast(Integer.BYTES).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
  }

  /** A number of 64 bits. */
  long u64() throws NetlinkException {
    return atLeast(Long.BYTES).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
  }

  /** Four bytes in network order. */
  int bigEndian32(long offset) throws NetlinkException {
    return atLeast(offset + Integer.BYTES).get(BIG_ENDIAN_INT, offset);
  }

  /** Eight bytes in network order. */
  long bigEndian64(long offset) throws NetlinkException {
    return atLeast(offset + Long.BYTES).get(BIG_ENDIAN_LONG, offset);
  }

  /** The text up to its terminating NUL, or to the end if it has none. */
  String string() {
    byte[] bytes = payload.toArray(ValueLayout.JAVA_BYTE);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** All its bytes. */
  byte[] bytes() {
    return payload.toArray(ValueLayout.JAVA_BYTE);
  }

  /** The attributes that it holds. */
  Attributes nested() {
    return new Attributes(payload);
  }

  /** The payload, if it is long enough. */
  MemorySegment atLeast(long bytes) throws NetlinkException {
    if (payload.byteSize() < bytes) {
      throw NetlinkException.malformed(
          "attribute " + type + " has " + payload.byteSize() + " bytes, not " + bytes);
    }
    return payload;
  }
}
