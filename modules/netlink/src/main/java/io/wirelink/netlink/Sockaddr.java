package io.wirelink.netlink;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.netlink.bindings.Linux;
import io.wirelink.netlink.bindings.sockaddr_in;
import io.wirelink.netlink.bindings.sockaddr_in6;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Endpoints as the kernel has them: {@code struct sockaddr_in} and {@code sockaddr_in6} of {@code
 * netinet/in.h}, with port and address in network order, the scope in the host's.
 */
final class Sockaddr {

  private static final ValueLayout.OfShort NETWORK_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private Sockaddr() {}

  /**
   * Reads the endpoint that an attribute holds.
   *
   * @throws NetlinkException if it is of neither family, too short, or has an impossible scope
   */
  static Endpoint read(Attribute attribute) throws NetlinkException {
    int family = attribute.u16();
    if (family == Linux.AF_INET()) {
      MemorySegment struct = attribute.atLeast(sockaddr_in.sizeof());
      return new Endpoint(
          IpAddress.v4(attribute.bigEndian32(sockaddr_in.sin_addr$offset())),
          Short.toUnsignedInt(struct.get(NETWORK_SHORT, sockaddr_in.sin_port$offset())));
    }
    if (family == Linux.AF_INET6()) {
      MemorySegment struct = attribute.atLeast(sockaddr_in6.sizeof());
      long address = sockaddr_in6.sin6_addr$offset();
      int scope = struct.get(ValueLayout.JAVA_INT_UNALIGNED, sockaddr_in6.sin6_scope_id$offset());
      if (scope < 0) {
        throw NetlinkException.malformed("an endpoint has the scope " + scope);
      }
      return new Endpoint(
          new IpAddress(
              IpAddress.Family.V6,
              attribute.bigEndian64(address),
              attribute.bigEndian64(address + Long.BYTES)),
          Short.toUnsignedInt(struct.get(NETWORK_SHORT, sockaddr_in6.sin6_port$offset())),
          scope);
    }
    throw NetlinkException.malformed("an endpoint has the address family " + family);
  }

  /** The address family of an address ({@code AF_INET} or {@code AF_INET6}). */
  static int familyOf(IpAddress address) {
    return switch (address.family()) {
      case V4 -> Linux.AF_INET();
      case V6 -> Linux.AF_INET6();
    };
  }

  /** Lays an endpoint out in new memory. */
  static MemorySegment write(SegmentAllocator allocator, Endpoint endpoint) {
    MemorySegment address = MemorySegment.ofArray(endpoint.address().bytes());
    short port = (short) endpoint.port();
    return switch (endpoint.address().family()) {
      case V4 -> {
        MemorySegment struct = sockaddr_in.allocate(allocator);
        sockaddr_in.sin_family(struct, (short) Linux.AF_INET());
        struct.set(NETWORK_SHORT, sockaddr_in.sin_port$offset(), port);
        sockaddr_in.sin_addr(struct, address);
        yield struct;
      }
      case V6 -> {
        MemorySegment struct = sockaddr_in6.allocate(allocator);
        sockaddr_in6.sin6_family(struct, (short) Linux.AF_INET6());
        struct.set(NETWORK_SHORT, sockaddr_in6.sin6_port$offset(), port);
        sockaddr_in6.sin6_addr(struct, address);
        sockaddr_in6.sin6_scope_id(struct, endpoint.scopeId());
        yield struct;
      }
    };
  }
}
