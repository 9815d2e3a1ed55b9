package io.wirelink.names;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/**
 * The addresses of the interface of a tunnel, with their networks, as this host has them now.
 *
 * @param index the index of the interface, which is the scope of its link-local addresses; 0 if
 *     there is no such interface
 * @param addresses its addresses
 */
record TunnelAddresses(int index, List<Cidr> addresses) {
  private static final TunnelAddresses NONE = new TunnelAddresses(0, List.of());

  /** Reads them; none, where there is no such interface. */
  static TunnelAddresses of(String interfaceName) {
    try {
      NetworkInterface found = NetworkInterface.getByName(interfaceName);
      return found == null
          ? NONE
          : new TunnelAddresses(
              found.getIndex(),
              found.getInterfaceAddresses().stream().map(TunnelAddresses::cidr).toList());
    } catch (SocketException e) {
      return NONE;
    }
  }

  private static Cidr cidr(InterfaceAddress address) {
    return new Cidr(IpAddress.of(address.getAddress()), address.getNetworkPrefixLength());
  }

  /** The networks that are of the tunnel alone, and of more than one address. */
  List<Cidr> networks() {
    return addresses.stream()
        .filter(cidr -> !cidr.isHost() && cidr.address().isGlobalUnicast())
        .map(Cidr::masked)
        .toList();
  }
}
