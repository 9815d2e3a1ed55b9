package io.wirelink.netlink;

import io.wirelink.netlink.bindings.Linux;
import io.wirelink.netlink.bindings.nlmsghdr;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds one message to the kernel. An attribute that does not fit is not added, and the call says
 * so, so that a large request can be split.
 */
final class Request {

  /** A page: the length up to which every kernel takes a message. */
  static final int MAX_BYTES = 4096;

  private final SegmentAllocator allocator;
  private final MemorySegment buffer;
  private final Deque<MemorySegment> opened = new ArrayDeque<>();

  /**
   * Begins a message.
   *
   * @param type {@code RTM_GETLINK} and the like, or the number of a generic family
   * @param flags {@code NLM_F_} flags beside {@code NLM_F_REQUEST}
   */
  Request(SegmentAllocator allocator, int type, int flags) {
    this.allocator = allocator;
    buffer = allocator.allocate(MAX_BYTES, Long.BYTES);
    var _ = Linux.mnl_nlmsg_put_header(buffer);
    nlmsghdr.nlmsg_type(buffer, (short) type);
    nlmsghdr.nlmsg_flags(buffer, (short) (Linux.NLM_F_REQUEST() | flags));
  }

  /** Adds the second header, all zero, and gives it to be filled in. */
  MemorySegment secondHeader(GroupLayout layout) {
    MemorySegment place = Linux.mnl_nlmsg_put_extra_header(buffer, layout.byteSize());
    return buffer.asSlice(place.address() - buffer.address(), layout.byteSize());
  }

  /** Whether this {@code NLM_F_} flag is set, all its bits. */
  boolean has(int flag) {
    return (nlmsghdr.nlmsg_flags(buffer) & flag) == flag;
  }

  /** Gives it the number that the answer will carry. */
  void number(int sequence) {
    nlmsghdr.nlmsg_seq(buffer, sequence);
  }

  /** Adds a number of 8 bits; false if it does not fit. */
  boolean u8(int type, int value) {
    return Linux.mnl_attr_put_u8_check(buffer, MAX_BYTES, (short) type, (byte) value);
  }

  /** Adds a number of 16 bits; false if it does not fit. */
  boolean u16(int type, int value) {
    return Linux.mnl_attr_put_u16_check(buffer, MAX_BYTES, (short) type, (short) value);
  }

  /** Adds a number of 32 bits; false if it does not fit. */
  boolean u32(int type, int value) {
    return Linux.mnl_attr_put_u32_check(buffer, MAX_BYTES, (short) type, value);
  }

  /** Adds a text with its terminating NUL; false if it does not fit. */
  boolean string(int type, String value) {
    return Linux.mnl_attr_put_strz_check(
        buffer, MAX_BYTES, (short) type, allocator.allocateFrom(value));
  }

  /** Adds bytes as they are; false if they do not fit. */
  boolean bytes(int type, byte[] value) {
    MemorySegment copy = allocator.allocateFrom(ValueLayout.JAVA_BYTE, value);
    boolean fits = Linux.mnl_attr_put_check(buffer, MAX_BYTES, (short) type, value.length, copy);
    copy.fill((byte) 0);
    return fits;
  }

  /** Adds native memory as it is; false if it does not fit. */
  boolean bytes(int type, MemorySegment value) {
    return Linux.mnl_attr_put_check(buffer, MAX_BYTES, (short) type, value.byteSize(), value);
  }

  /** Begins an attribute that holds those that follow; false if it does not fit. */
  boolean open(int type) {
    MemorySegment begun = Linux.mnl_attr_nest_start_check(buffer, MAX_BYTES, (short) type);
    boolean fits = begun.address() != 0;
    if (fits) {
      opened.push(begun);
    }
    return fits;
  }

  /** Ends the attribute that was opened last. */
  void close() {
    Linux.mnl_attr_nest_end(buffer, opened.pop());
  }

  /** Takes back the attribute that was opened last, with all that it holds. */
  void drop() {
    Linux.mnl_attr_nest_cancel(buffer, opened.pop());
  }

  /** The whole message as it is so far. */
  MemorySegment message() {
    return buffer.asSlice(0, Integer.toUnsignedLong(nlmsghdr.nlmsg_len(buffer)));
  }

  /** Clears its memory, which may hold a key. */
  void clear() {
    buffer.fill((byte) 0);
  }
}
