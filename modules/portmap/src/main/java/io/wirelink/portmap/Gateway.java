package io.wirelink.portmap;

import io.wirelink.device.IpAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A default gateway of this host, and the address of the host that a mapping is to lead to. A host
 * with several addresses has several of these by one gateway.
 *
 * @param address the gateway's address
 * @param scopeId the index of the interface that a link-local IPv6 address of it belongs to; 0 if
 *     it has none
 * @param local this host's address, of the same family, which the gateway is asked from
 */
public record Gateway(IpAddress address, int scopeId, IpAddress local) {

  /**
   * Checks the families.
   *
   * @throws IllegalArgumentException if they differ
   */
  public Gateway {
    if (address.family() != local.family()) {
      throw new IllegalArgumentException(address + " is no gateway of " + local);
    }
  }

  /** Whether it is a gateway of IPv4. */
  boolean isV4() {
    return address.family() == IpAddress.Family.V4;
  }

  /** An address on the link to the gateway, for the JDK's networking. */
  InetAddress onLink(IpAddress other) throws UnknownHostException {
    boolean scoped = scopeId != 0 && (other.isLinkLocal() || other.isMulticast());
    return scoped ? Inet6Address.getByAddress(null, other.bytes(), scopeId) : other.toInetAddress();
  }

  /** Whether the gateway has an address in a private network, or in that of a carrier. */
  boolean isPrivate() {
    return address.isPrivate();
  }
}
