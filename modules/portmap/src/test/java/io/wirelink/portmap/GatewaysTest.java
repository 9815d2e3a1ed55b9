package io.wirelink.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.device.Cidr;
import io.wirelink.device.DefaultRoute;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GatewaysTest {

  private static final HostInterface HOME =
      link("eth0", 3, "192.168.7.2/24", "192.168.1.2/24", "2001:db8::2/64", "2001:db8::3/64");

  @Test
  void aGatewayIsAskedFromTheAddressInItsNetwork() {
    assertEquals(
        List.of(gateway("192.168.1.1", 0, "192.168.1.2")),
        of(List.of(HOME), via("192.168.1.1", 3)));
  }

  @Test
  void ofIpv6EveryAddressOfTheInternetIsToBeReached() {
    assertEquals(
        List.of(gateway("fe80::1", 3, "2001:db8::2"), gateway("fe80::1", 3, "2001:db8::3")),
        of(List.of(HOME), via("fe80::1", 3)));
    assertEquals(
        List.of(), of(List.of(link("eth0", 3, "fd77::2/64", "fe80::2/64")), via("fe80::1", 3)));
  }

  @Test
  void thePreferredOneComesFirst() {
    assertEquals(
        List.of(gateway("192.168.7.1", 0, "192.168.7.2"), gateway("192.168.1.1", 0, "192.168.1.2")),
        of(
            List.of(HOME),
            new DefaultRoute(IpAddress.parse("192.168.1.1"), 3, 0xffff_ffffL),
            new DefaultRoute(IpAddress.parse("192.168.7.1"), 3, 7)));
  }

  @Test
  void twoRoutesByOneGatewayAreOneGateway() {
    assertEquals(
        1,
        of(
                List.of(HOME),
                new DefaultRoute(IpAddress.parse("192.168.1.1"), 3, 1),
                new DefaultRoute(IpAddress.parse("192.168.1.1"), 3, 2))
            .size());
  }

  @Test
  void theTunnelAndWhatIsDownAreLeftOut() {
    HostInterface tunnel = link("wg0", 3, "192.168.1.2/24");
    HostInterface down = new HostInterface("eth0", 3, false, HOME.addresses());
    HostInterface other = link("eth1", 4, "192.168.1.2/24");
    HostInterface tentative =
        new HostInterface(
            "eth0", 3, true, List.of(new InterfaceAddress(Cidr.parse("192.168.1.2/24"), false)));
    for (HostInterface each : List.of(tunnel, down, other, tentative)) {
      assertEquals(List.of(), of(List.of(each), via("192.168.1.1", 3)), each::name);
    }
  }

  @Test
  void whatIsNoHostIsNoGateway() {
    for (String address : List.of("0.0.0.0", "224.0.0.1", "255.255.255.255", "127.0.0.1", "::1")) {
      assertEquals(
          List.of(), of(List.of(link("eth0", 3, "0.0.0.0/0", "2001:db8::2/0")), via(address, 3)));
    }
  }

  private static List<Gateway> of(List<HostInterface> interfaces, DefaultRoute... routes) {
    return Gateways.of(List.of(routes), interfaces, "wg0");
  }

  private static DefaultRoute via(String gateway, int link) {
    return new DefaultRoute(IpAddress.parse(gateway), link, 0);
  }

  private static Gateway gateway(String address, int scopeId, String local) {
    return new Gateway(IpAddress.parse(address), scopeId, IpAddress.parse(local));
  }

  private static HostInterface link(String name, int index, String... cidrs) {
    return new HostInterface(
        name,
        index,
        true,
        Arrays.stream(cidrs).map(each -> new InterfaceAddress(Cidr.parse(each), true)).toList());
  }
}
