package io.wirelink.netlink;

import io.wirelink.netlink.bindings.Linux;
import io.wirelink.netlink.bindings.genlmsghdr;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A family of generic netlink, as the kernel's controller tells of it ({@code linux/genetlink.h}).
 *
 * @param id the type of its messages, which is another one on each host
 * @param version which version of its commands the kernel speaks
 */
record GenericFamily(int id, int version) {

  /** The version of {@code CTRL_CMD_GETFAMILY} that every kernel speaks. */
  private static final int CONTROL_VERSION = 1;

  /** Keeps what the controller says of one family. */
  private static final class Collector implements Conversation.Collector<GenericFamily> {
    private @Nullable GenericFamily family;

    @Override
    public void read(Message message) throws NetlinkException {
      if (message.type() == Linux.GENL_ID_CTRL()
          && commandOf(message) == Linux.CTRL_CMD_NEWFAMILY()) {
        family = parse(message);
      }
    }

    @Override
    public GenericFamily result() throws NetlinkException {
      if (family == null) {
        throw NetlinkException.malformed("no family in the answer");
      }
      return family;
    }
  }

  /**
   * Looks a family up; the kernel loads its module for that, if it has one.
   *
   * @throws NetlinkException {@code ENOENT} if there is none of this name
   */
  static GenericFamily byName(Conversation conversation, String name) throws NetlinkException {
    Request request =
        new GenericFamily(Linux.GENL_ID_CTRL(), CONTROL_VERSION)
            .request(conversation.arena(), Linux.CTRL_CMD_GETFAMILY(), Linux.NLM_F_ACK());
    request.string(Linux.CTRL_ATTR_FAMILY_NAME(), name);
    return conversation.ask(request, Collector::new);
  }

  /** Begins a request to this family, up to and with its second header. */
  Request request(SegmentAllocator allocator, int command, int flags) {
    Request request = new Request(allocator, id, flags);
    MemorySegment header = request.secondHeader(genlmsghdr.layout());
    genlmsghdr.cmd(header, (byte) command);
    genlmsghdr.version(header, (byte) version);
    return request;
  }

  /**
   * What a message of generic netlink is about.
   *
   * @throws NetlinkException if it has no second header
   */
  static int commandOf(Message message) throws NetlinkException {
    return Byte.toUnsignedInt(genlmsghdr.cmd(message.payload(genlmsghdr.sizeof())));
  }

  private static GenericFamily parse(Message message) throws NetlinkException {
    @Nullable Attribute[] attributes =
        message.attributes(genlmsghdr.sizeof()).byType(Linux.CTRL_ATTR_VERSION());
    Attribute id = attributes[Linux.CTRL_ATTR_FAMILY_ID()];
    Attribute version = attributes[Linux.CTRL_ATTR_VERSION()];
    if (id == null || version == null) {
      throw NetlinkException.malformed("a family has no number or no version");
    }
    return new GenericFamily(id.u16(), version.u32());
  }
}
