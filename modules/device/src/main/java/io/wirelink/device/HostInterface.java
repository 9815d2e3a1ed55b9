package io.wirelink.device;

import java.util.List;

/**
 * A network interface of this host.
 *
 * @param name its name
 * @param index its index, which is also the scope of its link-local addresses
 * @param up whether it is administratively up ({@code IFF_UP})
 * @param mtu the longest packet that it takes, in bytes, with the header of IP
 * @param addresses its addresses, in the kernel's order
 */
public record HostInterface(
    String name, int index, boolean up, int mtu, List<InterfaceAddress> addresses) {

  /** What Ethernet takes (RFC 894), and an interface of which nothing else is said. */
  public static final int ETHERNET_MTU = 1500;

  /** Keeps a copy of the list. */
  public HostInterface {
    addresses = List.copyOf(addresses);
  }

  /** An interface that takes what Ethernet takes. */
  public HostInterface(String name, int index, boolean up, List<InterfaceAddress> addresses) {
    this(name, index, up, ETHERNET_MTU, addresses);
  }
}
