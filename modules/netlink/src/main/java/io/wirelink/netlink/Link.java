package io.wirelink.netlink;

import io.wirelink.device.InterfaceCounters;
import io.wirelink.netlink.bindings.Linux;
import io.wirelink.netlink.bindings.ifinfomsg;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An interface as {@code RTM_NEWLINK} tells of it.
 *
 * @param index its index
 * @param name its name
 * @param up whether it is administratively up ({@code IFF_UP})
 * @param kind what made it, such as {@code wireguard} or {@code tun}; empty for hardware and lo
 * @param mtu its MTU in bytes; 0 if the kernel does not say
 * @param counters what passed through it; zeroes if the kernel does not say
 */
record Link(int index, String name, boolean up, String kind, int mtu, InterfaceCounters counters) {

  /**
   * Where the bytes stand in {@code struct rtnl_link_stats64} (linux/if_link.h), behind packets.
   */
  private static final long RX_BYTES = 2L * Long.BYTES;

  private static final long TX_BYTES = 3L * Long.BYTES;

  private static final InterfaceCounters NO_COUNTERS = new InterfaceCounters(0, 0);

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
    // The kernel counts the terminating NUL.
    if (name.isEmpty() || name.length() >= Linux.IFNAMSIZ()) {
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
        message.attributes(ifinfomsg.sizeof()).byType(Linux.IFLA_STATS64());
    Attribute name = attributes[Linux.IFLA_IFNAME()];
    if (name == null) {
      throw NetlinkException.malformed("an interface has no name");
    }
    Attribute mtu = attributes[Linux.IFLA_MTU()];
    return new Link(
        ifinfomsg.ifi_index(header),
        name.string(),
        (ifinfomsg.ifi_flags(header) & Linux.IFF_UP()) != 0,
        kind(attributes[Linux.IFLA_LINKINFO()]),
        mtu == null ? 0 : mtu.u32(),
        counters(attributes[Linux.IFLA_STATS64()]));
  }

  private static InterfaceCounters counters(@Nullable Attribute statistics)
      throws NetlinkException {
    if (statistics == null) {
      return NO_COUNTERS;
    }
    MemorySegment bytes = statistics.atLeast(TX_BYTES + Long.BYTES);
    return new InterfaceCounters(
        bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, RX_BYTES),
        bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, TX_BYTES));
  }

  private static String kind(@Nullable Attribute linkInfo) throws NetlinkException {
    if (linkInfo == null) {
      return "";
    }
    Attribute kind = linkInfo.nested().byType(Linux.IFLA_INFO_KIND())[Linux.IFLA_INFO_KIND()];
    return kind == null ? "" : kind.string();
  }
}
