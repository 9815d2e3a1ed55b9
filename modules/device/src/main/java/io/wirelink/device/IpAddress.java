package io.wirelink.device;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as a plain value.
 *
 * <p>Unlike {@link InetAddress} it never resolves a name, never carries a scope, and keeps an
 * IPv4-mapped IPv6 address what it is: sixteen bytes. That matters on the wire, where the two are
 * different attributes.
 *
 * @param family which of the two protocols the address belongs to
 * @param high the first eight bytes of an IPv6 address in network order; 0 for IPv4
 * @param low the last eight bytes of an IPv6 address; for IPv4 its 32 bits, the rest 0
 */
public record IpAddress(Family family, long high, long low) implements Comparable<IpAddress> {

  /** The two internet protocols. */
  public enum Family {
    /** RFC 791. */
    V4(32),
    /** RFC 8200. */
    V6(128);

    private final int bits;

    Family(int bits) {
      this.bits = bits;
    }

    /** The length of an address in bits. */
    public int bits() {
      return bits;
    }
  }

  private static final int IPV6_GROUPS = 8;

  /**
   * Checks that an IPv4 address is 32 bits long.
   *
   * @throws IllegalArgumentException if it is longer
   */
  public IpAddress {
    if (family == Family.V4 && (high != 0 || low >>> 32 != 0)) {
      throw new IllegalArgumentException("an IPv4 address has 32 bits");
    }
  }

  /**
   * The address with these bytes in network order.
   *
   * @throws IllegalArgumentException unless there are 4 or 16 of them
   */
  public static IpAddress ofBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (bytes.length) {
      case 4 -> v4(buffer.getInt());
      case 16 -> new IpAddress(Family.V6, buffer.getLong(), buffer.getLong());
      default ->
          throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
    };
  }

  /** The IPv4 address with these 32 bits, the first octet in the highest. */
  public static IpAddress v4(int bits) {
    return new IpAddress(Family.V4, 0, Integer.toUnsignedLong(bits));
  }

  /** The same address without the scope that an {@link Inet6Address} may carry. */
  public static IpAddress of(InetAddress address) {
    return ofBytes(address.getAddress());
  }

  /**
   * Reads an address in its usual text form (RFC 5952 and the longer forms of RFC 4291; dotted
   * quads for IPv4).
   *
   * @throws IllegalArgumentException for anything else: host names, scopes, short or octal IPv4
   *     forms
   */
  public static IpAddress parse(String text) {
    return AddressText.parse(text, 0, text.length());
  }

  /** The 4 or 16 bytes of the address in network order. */
  public byte[] bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(family.bits() / Byte.SIZE);
    write(buffer);
    return buffer.array();
  }

  /** Writes those bytes. */
  public void write(ByteBuffer buffer) {
    if (family == Family.V4) {
      buffer.putInt((int) low);
    } else {
      buffer.putLong(high).putLong(low);
    }
  }

  /**
   * The same address for the JDK's networking, without a scope. The JDK makes an IPv4 address of an
   * IPv4-mapped one.
   */
  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(bytes());
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are always an address", e);
    }
  }

  /** Whether this is an IPv6 address of the form {@code ::ffff:a.b.c.d} (RFC 4291, 2.5.5.2). */
  public boolean isIpv4Mapped() {
    return family == Family.V6 && high == 0 && low >>> 32 == 0xffff;
  }

  /** Whether this is a link-local unicast address: 169.254.0.0/16 or fe80::/10. */
  public boolean isLinkLocal() {
    return family == Family.V4 ? low >>> 16 == 0xa9fe : high >>> 54 == 0xfe80 >>> 6;
  }

  /** Whether packets to the address stay on this host: 127.0.0.0/8 or ::1. */
  public boolean isLoopback() {
    return family == Family.V4 ? low >>> 24 == 127 : high == 0 && low == 1;
  }

  /** Whether this is a multicast address: 224.0.0.0/4 or ff00::/8. */
  public boolean isMulticast() {
    return family == Family.V4 ? low >>> 28 == 0xe : high >>> 56 == 0xff;
  }

  /** Whether this is 0.0.0.0 or ::. */
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  /**
   * Whether other hosts can be told to use the address: unicast, and neither link-local, loopback,
   * unspecified nor the IPv4 broadcast address. Private ranges count, as everywhere in this
   * project.
   */
  public boolean isGlobalUnicast() {
    boolean broadcast = family == Family.V4 && low == 0xffff_ffffL;
    return !(broadcast || isUnspecified() || isLoopback() || isMulticast() || isLinkLocal());
  }

  /**
   * Whether the address is in a private range: RFC 1918, RFC 6598 (shared by carriers) or RFC 4193.
   */
  public boolean isPrivate() {
    return family == Family.V4
        ? low >>> 24 == 10
            || low >>> 20 == 0xac1
            || low >>> 16 == 0xc0a8
            || low >>> 22 == 0x6440 >>> 6
        : high >>> 57 == 0xfc >>> 1;
  }

  /** IPv4 before IPv6, then numerically. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress address
        && low == address.low
        && high == address.high
        && family == address.family;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(31 * high + low) + family.bits();
  }

  @Override
  public int compareTo(IpAddress other) {
    int order = family.compareTo(other.family);
    order = order != 0 ? order : Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  /** The canonical text form: a dotted quad, or RFC 5952. */
  @Override
  public String toString() {
    if (family == Family.V4) {
      return (low >>> 24)
          + "."
          + (low >>> 16 & 0xff)
          + "."
          + (low >>> 8 & 0xff)
          + "."
          + (low & 0xff);
    }
    return isIpv4Mapped() ? "::ffff:" + v4((int) low) : ipv6Text();
  }

  private int group(int index) {
    long half = index < 4 ? high : low;
    return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
  }

  private String ipv6Text() {
    // RFC 5952, 4.2: the first of the longest runs of at least two zero groups becomes "::".
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < IPV6_GROUPS; i++) {
      int end = i;
      while (end < IPV6_GROUPS && group(end) == 0) {
        end++;
      }
      if (end - i > runLength) {
        runStart = i;
        runLength = end - i;
      }
      i = Math.max(i, end - 1);
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < IPV6_GROUPS; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(group(i)));
    }
    return text.toString();
  }
}
