package io.wirelink.netlink;

import io.wirelink.device.DefaultRoute;
import io.wirelink.device.IpAddress;
import io.wirelink.netlink.bindings.Linux;
import io.wirelink.netlink.bindings.rtmsg;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A route as {@code RTM_NEWROUTE} tells of it, as far as it is a default route by a gateway. */
final class Route {

  private Route() {}

  /** Collects the default routes that a dump holds, in the kernel's order. */
  static final class Collector implements Conversation.Collector<List<DefaultRoute>> {
    private final List<DefaultRoute> routes = new ArrayList<>();

    @Override
    public void read(Message message) throws NetlinkException {
      if (message.type() == Linux.RTM_NEWROUTE()) {
        parse(message).ifPresent(routes::add);
      }
    }

    @Override
    public List<DefaultRoute> result() {
      return routes;
    }
  }

  /** Asks for the routes of all tables and families. */
  static Request requestAll(Conversation conversation) {
    Request request = new Request(conversation.arena(), Linux.RTM_GETROUTE(), Linux.NLM_F_DUMP());
    var _ = request.secondHeader(rtmsg.layout());
    return request;
  }

  /**
   * Reads a {@code RTM_NEWROUTE}.
   *
   * @return empty for a route of another table or family, one to a network, one without a gateway
   *     of its family, and one that has several
   * @throws NetlinkException if it is malformed
   */
  static Optional<DefaultRoute> parse(Message message) throws NetlinkException {
    MemorySegment header = message.payload(rtmsg.sizeof());
    int family = Byte.toUnsignedInt(rtmsg.rtm_family(header));
    boolean isIp = family == Linux.AF_INET() || family == Linux.AF_INET6();
    boolean leadsAnywhere =
        rtmsg.rtm_dst_len(header) == 0
            && Byte.toUnsignedInt(rtmsg.rtm_type(header)) == Linux.RTN_UNICAST();
    if (!isIp || !leadsAnywhere) {
      return Optional.empty();
    }
    @Nullable Attribute[] attributes = message.attributes(rtmsg.sizeof()).byType(Linux.RTA_TABLE());
    // The header has room for the first 255 tables only.
    Attribute table = attributes[Linux.RTA_TABLE()];
    int number = table != null ? table.u32() : Byte.toUnsignedInt(rtmsg.rtm_table(header));
    Attribute gateway = attributes[Linux.RTA_GATEWAY()];
    Attribute link = attributes[Linux.RTA_OIF()];
    if (number != Linux.RT_TABLE_MAIN() || gateway == null || link == null) {
      return Optional.empty();
    }
    Attribute metric = attributes[Linux.RTA_PRIORITY()];
    return Optional.of(
        new DefaultRoute(
            address(family, gateway),
            link.u32(),
            metric == null ? 0 : Integer.toUnsignedLong(metric.u32())));
  }

  private static IpAddress address(int family, Attribute gateway) throws NetlinkException {
    int length = family == Linux.AF_INET() ? 4 : 16;
    if (gateway.payload().byteSize() != length) {
      throw NetlinkException.malformed("a gateway does not have the length of its family");
    }
    return IpAddress.ofBytes(gateway.bytes());
  }
}
