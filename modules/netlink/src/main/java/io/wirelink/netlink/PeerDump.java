package io.wirelink.netlink;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PublicKey;
import io.wirelink.netlink.bindings.Linux;
import io.wirelink.netlink.bindings.__kernel_timespec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One peer of a dump while its messages come in ({@code WGPEER_A_*} of {@code linux/wireguard.h}).
 * One with many AllowedIPs goes on in the next message, which then holds its key and the rest of
 * them alone.
 *
 * <p>The preshared key is in every dump: only its print leaves the buffer.
 */
final class PeerDump {

  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private final PublicKey publicKey;
  private final List<Cidr> allowedIps = new ArrayList<>(1);
  private @Nullable Endpoint endpoint;
  private @Nullable Instant lastHandshake;
  private long receivedBytes;
  private long sentBytes;
  private int keepaliveSeconds;
  private PresharedKeyPrint presharedKey = PresharedKeyPrint.NONE;

  PeerDump(PublicKey publicKey) {
    this.publicKey = publicKey;
  }

  /**
   * Reads the key of a peer.
   *
   * @throws NetlinkException if it has none, or one that is too short
   */
  static PublicKey keyOf(Attribute peer) throws NetlinkException {
    Attributes attributes = peer.nested();
    while (attributes.next()) {
      // The kernel puts it first.
      if (attributes.current().type() == Linux.WGPEER_A_PUBLIC_KEY()) {
        return key(attributes.current());
      }
    }
    throw NetlinkException.malformed("a peer has no key");
  }

  /** Reads a public key. */
  static PublicKey key(Attribute attribute) throws NetlinkException {
    return new PublicKey(
        attribute.bigEndian64(0),
        attribute.bigEndian64(Long.BYTES),
        attribute.bigEndian64(2 * Long.BYTES),
        attribute.bigEndian64(3 * Long.BYTES));
  }

  /**
   * Takes in what a message says of the peer.
   *
   * @throws NetlinkException if it is malformed
   */
  void add(Attribute peer) throws NetlinkException {
    Attributes attributes = peer.nested();
    while (attributes.next()) {
      Attribute attribute = attributes.current();
      int type = attribute.type();
      if (type == Linux.WGPEER_A_PRESHARED_KEY()) {
        presharedKey = print(attribute);
      } else if (type == Linux.WGPEER_A_ENDPOINT()) {
        endpoint = Sockaddr.read(attribute);
      } else if (type == Linux.WGPEER_A_LAST_HANDSHAKE_TIME()) {
        lastHandshake = instant(attribute);
      } else if (type == Linux.WGPEER_A_RX_BYTES()) {
        receivedBytes = attribute.u64();
      } else if (type == Linux.WGPEER_A_TX_BYTES()) {
        sentBytes = attribute.u64();
      } else if (type == Linux.WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL()) {
        keepaliveSeconds = attribute.u16();
      } else if (type == Linux.WGPEER_A_ALLOWEDIPS()) {
        addAllowedIps(attribute.nested());
      }
    }
  }

  /** The peer with all that was said of it. */
  PeerState state() {
    return new PeerState(
        publicKey,
        endpoint,
        lastHandshake,
        receivedBytes,
        sentBytes,
        keepaliveSeconds,
        allowedIps.size() == 1 ? Set.of(allowedIps.getFirst()) : Set.copyOf(allowedIps),
        presharedKey);
  }

  private static PresharedKeyPrint print(Attribute attribute) throws NetlinkException {
    return PresharedKeyPrint.of(
        attribute.bigEndian64(0),
        attribute.bigEndian64(Long.BYTES),
        attribute.bigEndian64(2 * Long.BYTES),
        attribute.bigEndian64(3 * Long.BYTES));
  }

  /** Null for zero, as which the kernel tells of no handshake. */
  private static @Nullable Instant instant(Attribute attribute) throws NetlinkException {
    MemorySegment struct = attribute.atLeast(__kernel_timespec.sizeof());
    long seconds = struct.get(ValueLayout.JAVA_LONG_UNALIGNED, __kernel_timespec.tv_sec$offset());
    long nanos = struct.get(ValueLayout.JAVA_LONG_UNALIGNED, __kernel_timespec.tv_nsec$offset());
    if (seconds < 0
        || seconds > Instant.MAX.getEpochSecond()
        || nanos < 0
        || nanos >= NANOS_PER_SECOND) {
      throw NetlinkException.malformed("no time is " + seconds + " s and " + nanos + " ns");
    }
    return seconds == 0 && nanos == 0 ? null : Instant.ofEpochSecond(seconds, nanos);
  }

  private void addAllowedIps(Attributes networks) throws NetlinkException {
    while (networks.next()) {
      allowedIps.add(cidr(networks.current().nested()));
    }
  }

  /** The kernel has masked it already. */
  private static Cidr cidr(Attributes attributes) throws NetlinkException {
    int family = 0;
    int prefixLength = -1;
    Attribute address = null;
    while (attributes.next()) {
      Attribute attribute = attributes.current();
      int type = attribute.type();
      if (type == Linux.WGALLOWEDIP_A_FAMILY()) {
        family = attribute.u16();
      } else if (type == Linux.WGALLOWEDIP_A_IPADDR()) {
        address = attribute;
      } else if (type == Linux.WGALLOWEDIP_A_CIDR_MASK()) {
        prefixLength = attribute.u8();
      }
    }
    if (address == null) {
      throw NetlinkException.malformed("one of the AllowedIPs has no address");
    }
    IpAddress ip = ip(family, address);
    if (prefixLength < 0 || prefixLength > ip.family().bits()) {
      throw NetlinkException.malformed("one of the AllowedIPs has the length " + prefixLength);
    }
    return new Cidr(ip, prefixLength);
  }

  private static IpAddress ip(int family, Attribute address) throws NetlinkException {
    if (family == Linux.AF_INET()) {
      return IpAddress.v4(address.bigEndian32(0));
    }
    if (family == Linux.AF_INET6()) {
      return new IpAddress(
          IpAddress.Family.V6, address.bigEndian64(0), address.bigEndian64(Long.BYTES));
    }
    throw NetlinkException.malformed("one of the AllowedIPs is of the address family " + family);
  }
}
