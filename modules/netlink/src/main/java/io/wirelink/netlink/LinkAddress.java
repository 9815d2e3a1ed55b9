package io.wirelink.netlink;

import io.wirelink.device.Cidr;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import io.wirelink.netlink.bindings.Linux;
import io.wirelink.netlink.bindings.ifaddrmsg;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address as {@code RTM_NEWADDR} tells of it.
 *
 * @param linkIndex the index of the interface that has it
 * @param address the address
 */
record LinkAddress(int linkIndex, InterfaceAddress address) {

  /** The first 16 bits of 169.254.0.0/16 (RFC 3927). */
  private static final long LINK_LOCAL_V4 = 0xa9fe;

  /** The first 10 bits of fe80::/10 (RFC 4291, 2.5.6). */
  private static final long LINK_LOCAL_V6 = 0xfe80 >>> 6;

  /** Collects the addresses that a dump holds, in the kernel's order. */
  static final class Collector implements Conversation.Collector<List<LinkAddress>> {
    private final List<LinkAddress> addresses = new ArrayList<>();

    @Override
    public void read(Message message) throws NetlinkException {
      if (message.type() == Linux.RTM_NEWADDR()) {
        parse(message).ifPresent(addresses::add);
      }
    }

    @Override
    public List<LinkAddress> result() {
      return addresses;
    }
  }

  /** Asks for the addresses of all interfaces. */
  static Request requestAll(Conversation conversation) {
    Request request = new Request(conversation.arena(), Linux.RTM_GETADDR(), Linux.NLM_F_DUMP());
    var _ = request.secondHeader(ifaddrmsg.layout());
    return request;
  }

  /**
   * Puts an address on an interface for good, without duplicate address detection. One that is
   * there already stays as it is ({@code EEXIST}). The route to its network comes with it: on a
   * tunnel, that is how the link-local addresses of the peers are reached.
   */
  static Request requestAdd(Conversation conversation, int linkIndex, Cidr cidr) {
    int flags = Linux.IFA_F_NODAD() | Linux.IFA_F_PERMANENT();
    Request request =
        about(
            conversation,
            Linux.RTM_NEWADDR(),
            Linux.NLM_F_CREATE() | Linux.NLM_F_EXCL(),
            linkIndex,
            cidr,
            flags);
    request.u32(Linux.IFA_FLAGS(), flags);
    return request;
  }

  /** Takes an address from an interface. One that is not there is {@code EADDRNOTAVAIL}. */
  static Request requestRemove(Conversation conversation, int linkIndex, Cidr cidr) {
    return about(conversation, Linux.RTM_DELADDR(), 0, linkIndex, cidr, 0);
  }

  private static Request about(
      Conversation conversation, int type, int how, int linkIndex, Cidr cidr, int flags) {
    Request request = new Request(conversation.arena(), type, Linux.NLM_F_ACK() | how);
    MemorySegment header = request.secondHeader(ifaddrmsg.layout());
    ifaddrmsg.ifa_family(header, (byte) Sockaddr.familyOf(cidr.address()));
    ifaddrmsg.ifa_prefixlen(header, (byte) cidr.prefixLength());
    ifaddrmsg.ifa_flags(header, (byte) flags);
    ifaddrmsg.ifa_scope(header, (byte) scopeOf(cidr.address()));
    ifaddrmsg.ifa_index(header, linkIndex);
    request.bytes(Linux.IFA_LOCAL(), cidr.address().bytes());
    request.bytes(Linux.IFA_ADDRESS(), cidr.address().bytes());
    return request;
  }

  /**
   * Reads a {@code RTM_NEWADDR}.
   *
   * @return empty for an address that is neither IPv4 nor IPv6
   * @throws NetlinkException if it is malformed
   */
  static Optional<LinkAddress> parse(Message message) throws NetlinkException {
    MemorySegment header = message.payload(ifaddrmsg.sizeof());
    int family = Byte.toUnsignedInt(ifaddrmsg.ifa_family(header));
    if (family != Linux.AF_INET() && family != Linux.AF_INET6()) {
      return Optional.empty();
    }
    @Nullable Attribute[] attributes =
        message.attributes(ifaddrmsg.sizeof()).byType(Linux.IFA_FLAGS());
    // On a point-to-point link, IFA_ADDRESS is the other end.
    Attribute local = attributes[Linux.IFA_LOCAL()];
    Attribute address = local != null ? local : attributes[Linux.IFA_ADDRESS()];
    if (address == null) {
      return Optional.empty();
    }
    // The header has room for eight flags only.
    Attribute allFlags = attributes[Linux.IFA_FLAGS()];
    int flags = allFlags != null ? allFlags.u32() : Byte.toUnsignedInt(ifaddrmsg.ifa_flags(header));
    Cidr cidr = cidr(family, address, Byte.toUnsignedInt(ifaddrmsg.ifa_prefixlen(header)));
    return Optional.of(
        new LinkAddress(ifaddrmsg.ifa_index(header), new InterfaceAddress(cidr, isUsable(flags))));
  }

  private static Cidr cidr(int family, Attribute address, int prefixLength)
      throws NetlinkException {
    int length = family == Linux.AF_INET() ? 4 : 16;
    if (address.payload().byteSize() != length || prefixLength > length * Byte.SIZE) {
      throw NetlinkException.malformed("an address does not have the length of its family");
    }
    return new Cidr(IpAddress.ofBytes(address.bytes()), prefixLength);
  }

  private static boolean isUsable(int flags) {
    // An optimistic address may be used while it is still tentative (RFC 4429).
    boolean tentative =
        (flags & Linux.IFA_F_TENTATIVE()) != 0 && (flags & Linux.IFA_F_OPTIMISTIC()) == 0;
    return !tentative && (flags & Linux.IFA_F_DADFAILED()) == 0;
  }

  private static int scopeOf(IpAddress address) {
    boolean linkLocal =
        switch (address.family()) {
          case V4 -> address.low() >>> 16 == LINK_LOCAL_V4;
          case V6 -> address.high() >>> 54 == LINK_LOCAL_V6;
        };
    return linkLocal ? Linux.RT_SCOPE_LINK() : Linux.RT_SCOPE_UNIVERSE();
  }
}
