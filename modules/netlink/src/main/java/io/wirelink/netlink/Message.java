package io.wirelink.netlink;

import io.wirelink.netlink.bindings.Linux;
import io.wirelink.netlink.bindings.nlmsgerr;
import io.wirelink.netlink.bindings.nlmsghdr;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One netlink message as it lies in the buffer of a channel: no longer valid than the buffer.
 *
 * @param bytes the message from its header to its end, and nothing behind it
 */
record Message(MemorySegment bytes) {

  /** Acts on one message after the other. */
  interface Reader {
    /** Takes one message in, which is valid during the call only. */
    void read(Message message) throws NetlinkException;
  }

  /**
   * Hands over the messages that a datagram holds.
   *
   * @throws NetlinkException if one is cut short, or the reader fails
   */
  static void readAll(MemorySegment datagram, Reader reader) throws NetlinkException {
    long offset = 0;
    while (offset < datagram.byteSize()) {
      MemorySegment rest = datagram.asSlice(offset);
      // libmnl takes a length of more than 31 bits for a small one.
      if (!Linux.mnl_nlmsg_ok(rest, (int) rest.byteSize()) || nlmsghdr.nlmsg_len(rest) < 0) {
        throw NetlinkException.malformed("a message is cut short");
      }
      long length = nlmsghdr.nlmsg_len(rest);
      reader.read(new Message(rest.asSlice(0, length)));
      offset += length + Linux.NLMSG_ALIGNTO() - 1 & -Linux.NLMSG_ALIGNTO();
    }
  }

  /** What it is: {@code RTM_NEWLINK} and the like, the number of a generic family, or a control. */
  int type() {
    return Short.toUnsignedInt(nlmsghdr.nlmsg_type(bytes));
  }

  /** Whether this {@code NLM_F_} flag is set. */
  boolean has(int flag) {
    return (nlmsghdr.nlmsg_flags(bytes) & flag) != 0;
  }

  /** Whether it answers the request that carried this number, or is addressed to nobody. */
  boolean answers(int sequence, int portId) {
    return Linux.mnl_nlmsg_seq_ok(bytes, sequence) && Linux.mnl_nlmsg_portid_ok(bytes, portId);
  }

  /** The number of the request that it answers. */
  int sequence() {
    return nlmsghdr.nlmsg_seq(bytes);
  }

  /**
   * What follows the header.
   *
   * @throws NetlinkException if that is less than {@code atLeast} bytes
   */
  MemorySegment payload(long atLeast) throws NetlinkException {
    MemorySegment payload = from(Linux.mnl_nlmsg_get_payload(bytes));
    if (payload.byteSize() < atLeast) {
      throw NetlinkException.malformed("a message ends before its second header does");
    }
    return payload;
  }

  /**
   * The attributes that follow the second header, which is this long.
   *
   * @throws NetlinkException if the message ends before
   */
  Attributes attributes(long secondHeaderBytes) throws NetlinkException {
    var _ = payload(secondHeaderBytes);
    return new Attributes(from(Linux.mnl_nlmsg_get_payload_offset(bytes, secondHeaderBytes)));
  }

  /**
   * Reads the verdict that an {@code NLMSG_ERROR} carries; an error number of 0 is the
   * acknowledgement.
   *
   * @throws NetlinkException if it is a refusal, with the kernel's words
   */
  void requireSuccess() throws NetlinkException {
    MemorySegment verdict = payload(Integer.BYTES);
    int error = nlmsgerr.error(verdict);
    if (error < 0) {
      throw new NetlinkException(-error, words(verdict));
    }
  }

  /**
   * Reads the verdict that an {@code NLMSG_DONE} carries, if it carries one.
   *
   * @throws NetlinkException if the dump was broken off
   */
  void requireComplete() throws NetlinkException {
    MemorySegment payload = payload(0);
    int error = payload.byteSize() < Integer.BYTES ? 0 : payload.get(ValueLayout.JAVA_INT, 0);
    if (error < 0) {
      throw new NetlinkException(-error, "");
    }
  }

  /**
   * What the kernel says about a refusal ({@code NLMSGERR_ATTR_MSG}); empty if nothing, or nothing
   * that can be understood: the number alone tells more than that.
   */
  private String words(MemorySegment verdict) {
    try {
      return has(Linux.NLM_F_ACK_TLVS()) ? wordsBehindRequest(verdict) : "";
    } catch (NetlinkException malformed) {
      return "";
    }
  }

  private String wordsBehindRequest(MemorySegment verdict) throws NetlinkException {
    if (verdict.byteSize() < nlmsgerr.sizeof()) {
      return "";
    }
    long echoed =
        has(Linux.NLM_F_CAPPED())
            ? nlmsghdr.sizeof()
            : Integer.toUnsignedLong(nlmsghdr.nlmsg_len(nlmsgerr.msg(verdict)));
    Attributes attributes = attributes(nlmsgerr.msg$offset() + echoed);
    while (attributes.next()) {
      Attribute attribute = attributes.current();
      if (attribute.type() == Linux.NLMSGERR_ATTR_MSG()) {
        return attribute.string();
      }
    }
    return "";
  }

  private MemorySegment from(MemorySegment place) {
    // Past the end when the message ends within the padding of its second header.
    return bytes.asSlice(Math.min(place.address() - bytes.address(), bytes.byteSize()));
  }
}
