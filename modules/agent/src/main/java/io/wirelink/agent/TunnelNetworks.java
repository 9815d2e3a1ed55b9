package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks that this host is in, on the WireGuard interface and on all others.
 *
 * @param tunnel the addresses of the WireGuard interface with their networks
 * @param host those of all other interfaces
 * @param mtu the MTU of the WireGuard interface in bytes, as far as it is known
 */
record TunnelNetworks(List<Cidr> tunnel, List<Cidr> host, int mtu) {

  /** No networks at all. */
  static final TunnelNetworks NONE = new TunnelNetworks(List.of(), List.of(), Timing.MTU);

  /** Sorts the networks of this host's interfaces. */
  static TunnelNetworks of(String wireGuardInterface, List<HostInterface> interfaces) {
    List<Cidr> tunnel = new ArrayList<>();
    List<Cidr> host = new ArrayList<>();
    int mtu = Timing.MTU;
    for (HostInterface each : interfaces) {
      boolean isTunnel = each.name().equals(wireGuardInterface);
      List<Cidr> networks = isTunnel ? tunnel : host;
      mtu = isTunnel && each.mtu() > 0 ? each.mtu() : mtu;
      each.addresses().stream().map(InterfaceAddress::cidr).forEach(networks::add);
    }
    return new TunnelNetworks(List.copyOf(tunnel), List.copyOf(host), mtu);
  }

  /**
   * Whether packets to the address would go through the tunnel itself: no way to reach a peer's
   * endpoint.
   */
  boolean isInTunnel(IpAddress address) {
    return anyContains(tunnel, address) && !anyContains(host, address);
  }

  /** Whether this host has a tunnel address in the network. */
  boolean isTunnelIn(Cidr network) {
    return tunnel.stream().anyMatch(own -> network.contains(own.address()));
  }

  /** Whether the address is in a network that this host is connected to. */
  boolean isOnLink(IpAddress address) {
    return host.stream().anyMatch(network -> !network.isHost() && network.contains(address));
  }

  /** Whether the address is one of this host's own. */
  boolean isOwn(IpAddress address) {
    return host.stream().anyMatch(network -> network.address().equals(address))
        || tunnel.stream().anyMatch(network -> network.address().equals(address));
  }

  private static boolean anyContains(List<Cidr> networks, IpAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
