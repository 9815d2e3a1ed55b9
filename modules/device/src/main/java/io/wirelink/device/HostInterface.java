package io.wirelink.device;

import java.util.List;

/**
 * A network interface of this host.
 *
 * @param name its name
 * @param index its index, which is also the scope of its link-local addresses
 * @param up whether it is administratively up ({@code IFF_UP})
 * @param addresses its addresses, in the kernel's order
 * @param mtu the longest packet that it carries, in bytes ({@code IFLA_MTU}); 0 if that is not
 *     known
 */
public record HostInterface(
    String name, int index, boolean up, List<InterfaceAddress> addresses, int mtu) {

  /** Keeps a copy of the list. */
  public HostInterface {
    addresses = List.copyOf(addresses);
  }

  /** An interface whose MTU is not known. */
  public HostInterface(String name, int index, boolean up, List<InterfaceAddress> addresses) {
    this(name, index, up, addresses, 0);
  }
}
