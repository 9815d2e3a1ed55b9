package io.wirelink.netlink;

import io.wirelink.device.InterfaceNames;
import io.wirelink.netlink.bindings.Linux;
import io.wirelink.netlink.bindings.ifinfomsg;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An interface as {@code RTM_NEWLINK} tells of it.
 *
 * @param index its index
 * @param name its name
 * @param up whether it is administratively up ({@code IFF_UP})
 * @param mtu the longest packet that it takes, in bytes
 * @param kind what made it, such as {@code wireguard} or {@code tun}; empty for hardware and lo
 */
record Link(int index, String name, boolean up, int mtu, String kind) {

  /** Collects the interfaces that a dump or an answer holds, in the kernel's order. */
  static final class Collector implements Conversation.Collector<List<Link>> {
    private final List<Link> links = new ArrayList<>();

    @Override
    public void read(Message message) throws NetlinkException {
      if (message.type() == Linux.RTM_NEWLINK()) {
        links.add(parse(message));
      }
    }

    @Override
    public List<Link> result() {
      return links;
    }
  }

  /** Asks for all interfaces. */
  static Request requestAll(Conversation conversation) {
    Request request = new Request(conversation.arena(), Linux.RTM_GETLINK(), Linux.NLM_F_DUMP());
    var _ = request.secondHeader(ifinfomsg.layout());
    return request;
  }

  /**
   * Asks for one interface by its name.
   *
   * @throws NetlinkException {@code ENODEV} if there is none, also if no interface can have the
   *     name
   */
  static Link byName(Conversation conversation, String name) throws NetlinkException {
    if (!InterfaceNames.isValid(name)) {
      throw new NetlinkException(Linux.ENODEV(), "");
    }
    Request request = new Request(conversation.arena(), Linux.RTM_GETLINK(), Linux.NLM_F_ACK());
    var _ = request.secondHeader(ifinfomsg.layout());
    request.string(Linux.IFLA_IFNAME(), name);
    List<Link> links = conversation.ask(request, Collector::new);
    if (links.isEmpty()) {
      throw NetlinkException.malformed("no interface in the answer");
    }
    return links.getFirst();
  }

  /**
   * Reads a {@code RTM_NEWLINK}.
   *
   * @throws NetlinkException if it is malformed
   */
  static Link parse(Message message) throws NetlinkException {
    MemorySegment header = message.payload(ifinfomsg.sizeof());
    @Nullable Attribute[] attributes =
        message.attributes(ifinfomsg.sizeof()).byType(Linux.IFLA_LINKINFO());
    Attribute name = attributes[Linux.IFLA_IFNAME()];
    Attribute mtu = attributes[Linux.IFLA_MTU()];
    if (name == null || mtu == null) {
      throw NetlinkException.malformed("an interface has no name or no MTU");
    }
    return new Link(
        ifinfomsg.ifi_index(header),
        name.string(),
        (ifinfomsg.ifi_flags(header) & Linux.IFF_UP()) != 0,
        mtu.u32(),
        kind(attributes[Linux.IFLA_LINKINFO()]));
  }

  private static String kind(@Nullable Attribute linkInfo) throws NetlinkException {
    if (linkInfo == null) {
      return "";
    }
    Attribute kind = linkInfo.nested().byType(Linux.IFLA_INFO_KIND())[Linux.IFLA_INFO_KIND()];
    return kind == null ? "" : kind.string();
  }
}
