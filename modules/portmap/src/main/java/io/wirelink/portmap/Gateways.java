package io.wirelink.portmap;

import io.wirelink.device.DefaultRoute;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the default gateways among the routes of this host. */
public final class Gateways {

  private Gateways() {}

  /**
   * The gateways of all default routes but those through the tunnel, the preferred ones first; for
   * each the addresses that it can be asked from: of IPv4 the one in its network, of IPv6 all that
   * the internet knows on that interface.
   *
   * @param tunnel the name of the WireGuard interface
   */
  public static List<Gateway> of(
      List<DefaultRoute> routes, List<HostInterface> interfaces, String tunnel) {
    List<Gateway> gateways = new ArrayList<>();
    routes.stream()
        .sorted(Comparator.comparingLong(DefaultRoute::metric))
        .forEach(
            route ->
                interfaces.stream()
                    .filter(each -> each.index() == route.interfaceIndex())
                    .filter(each -> each.up() && !each.name().equals(tunnel))
                    .forEach(each -> add(route, each, gateways)));
    return gateways.stream().distinct().toList();
  }

  private static void add(DefaultRoute route, HostInterface link, List<Gateway> gateways) {
    IpAddress address = route.gateway();
    if (!address.isGlobalUnicast() && !address.isLinkLocal()) {
      return;
    }
    if (address.family() == IpAddress.Family.V4) {
      link.addresses().stream()
          .filter(each -> each.usable() && each.cidr().contains(address))
          .findFirst()
          .ifPresent(each -> gateways.add(new Gateway(address, 0, each.cidr().address())));
      return;
    }
    int scopeId = address.isLinkLocal() ? link.index() : 0;
    link.addresses().stream()
        .filter(InterfaceAddress::usable)
        .map(each -> each.cidr().address())
        .filter(Gateways::isOfInternet)
        .forEach(local -> gateways.add(new Gateway(address, scopeId, local)));
  }

  /** A unique local address has no way out that a gateway could open. */
  private static boolean isOfInternet(IpAddress local) {
    return local.family() == IpAddress.Family.V6
        && local.isGlobalUnicast()
        && !local.isPrivate()
        && !local.isIpv4Mapped();
  }
}
