package io.wirelink.netlink;

import static io.wirelink.netlink.NetworkNamespace.addAddresses;
import static io.wirelink.netlink.NetworkNamespace.addPair;
import static io.wirelink.netlink.NetworkNamespace.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.DefaultRoute;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceException.Reason;
import io.wirelink.device.HostInterface;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.InterfaceCounters;
import io.wirelink.device.IpAddress;
import java.io.File;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On the kernel of this machine, in namespaces that no packet leaves. */
@ExtendWith(NetworkNamespace.class)
final class KernelNetworkIT {

  /** How often what races, or would leak, is done; less often where that takes long. */
  private static final int ROUNDS = Integer.getInteger("wirelink.rounds", 100);

  @Test
  void theNetworkIsFoundAsService() {
    KernelNetworkIT.class.getModule().addUses(HostNetwork.Provider.class);
    assertEquals(
        List.of(KernelNetworkProvider.class),
        ServiceLoader.load(HostNetwork.Provider.class).stream()
            .<Class<?>>map(ServiceLoader.Provider::type)
            .toList());
  }

  @Test
  void interfacesAreReadWithTheirAddresses() throws Exception {
    addPair();
    run("ip", "address", "add", "192.0.2.1/24", "dev", "left");
    run("ip", "address", "add", "192.0.2.9", "peer", "198.51.100.1/30", "dev", "left");
    run("ip", "address", "add", "2001:db8::1/64", "dev", "left", "nodad");
    try (HostNetwork network = open()) {
      HostInterface lo = called(network, "lo");
      assertEquals(List.of("127.0.0.1/8", "::1/128"), cidrs(lo));
      assertTrue(lo.up());
      assertEquals(1, lo.index());
      HostInterface left = called(network, "left");
      assertFalse(left.up());
      assertEquals(List.of("192.0.2.1/24", "192.0.2.9/30", "2001:db8::1/64"), cidrs(left));
    }
  }

  @Test
  void defaultRoutesAreReadWithTheirGateways() throws Exception {
    addPair();
    run("ip", "link", "set", "left", "up");
    run("ip", "link", "set", "right", "up");
    run("ip", "address", "add", "192.0.2.1/24", "dev", "left");
    run("ip", "address", "add", "2001:db8::1/64", "dev", "left", "nodad");
    run("ip", "route", "add", "198.51.100.0/24", "via", "192.0.2.8");
    run("ip", "route", "add", "default", "via", "192.0.2.9", "metric", "7");
    run("ip", "route", "add", "default", "dev", "right", "metric", "8");
    run("ip", "route", "add", "default", "via", "192.0.2.8", "table", "9");
    run("ip", "-6", "route", "add", "default", "via", "fe80::9", "dev", "left", "metric", "5");
    try (HostNetwork network = open()) {
      int left = called(network, "left").index();
      assertEquals(
          Set.of(
              new DefaultRoute(IpAddress.parse("192.0.2.9"), left, 7),
              new DefaultRoute(IpAddress.parse("fe80::9"), left, 5)),
          Set.copyOf(network.defaultRoutes()));
    }
  }

  @Test
  void theMtuOfAnInterfaceIsThatOfNow() throws Exception {
    addPair();
    try (HostNetwork network = open()) {
      assertEquals(1500, called(network, "left").mtu());
      run("ip", "link", "set", "left", "mtu", "1380");
      assertEquals(1380, called(network, "left").mtu());
    }
  }

  @Test
  void countersTellWhatPassedInEachDirection() throws Exception {
    addPair();
    run("ip", "link", "set", "left", "up");
    run("ip", "link", "set", "right", "up");
    run("ip", "address", "add", "192.0.2.1/24", "dev", "left");
    try (HostNetwork network = open();
        DatagramSocket socket = new DatagramSocket()) {
      InterfaceCounters before = network.counters("left");
      InterfaceCounters beforeAtTheOtherEnd = network.counters("right");
      socket.setBroadcast(true);
      byte[] payload = new byte[1_000];
      socket.send(
          new DatagramPacket(payload, payload.length, InetAddress.getByName("192.0.2.255"), 9));
      assertTrue(network.counters("left").sentBytes() >= before.sentBytes() + payload.length);
      assertTrue(
          network.counters("right").receivedBytes()
              >= beforeAtTheOtherEnd.receivedBytes() + payload.length);
    }
  }

  @Test
  void countersAreThoseOfWhoeverHasTheNameNow() throws Exception {
    try (HostNetwork network = open()) {
      addPair();
      var _ = network.counters("left");
      run("ip", "link", "del", "left");
      DeviceException gone = assertThrows(DeviceException.class, () -> network.counters("left"));
      assertEquals(Reason.NO_SUCH_INTERFACE, gone.reason());
      addPair();
      assertEquals(new InterfaceCounters(0, 0), network.counters("left"));
    }
  }

  @Test
  void anAddressIsTentativeWhileItsDuplicateIsLookedFor() throws Exception {
    addPair();
    run("ip", "address", "add", "2001:db8::1/64", "dev", "left");
    try (HostNetwork network = open()) {
      assertEquals(
          List.of(new InterfaceAddress(Cidr.parse("2001:db8::1/64"), false)),
          called(network, "left").addresses());
    }
  }

  @Test
  void thousandsOfAddressesAreReadOverManyMessages() throws Exception {
    addPair();
    addAddresses("left", 3_000);
    try (HostNetwork network = open()) {
      assertEquals(3_000, called(network, "left").addresses().size());
    }
  }

  @Test
  void anAddressIsAddedForGoodWithoutDetectionAndWithItsRoute() throws Exception {
    addPair();
    run("ip", "link", "set", "left", "addrgenmode", "none", "up");
    run("ip", "link", "set", "right", "up");
    try (HostNetwork network = open()) {
      network.addAddress("left", Cidr.parse("fe80::5/64"));
      network.addAddress("left", Cidr.parse("192.0.2.7/24"));
    }
    String v6 = run("ip", "-6", "address", "show", "dev", "left");
    assertTrue(v6.contains("inet6 fe80::5/64 scope link nodad"), v6);
    assertTrue(v6.contains("valid_lft forever preferred_lft forever"), v6);
    String v4 = run("ip", "-4", "address", "show", "dev", "left");
    assertTrue(v4.contains("inet 192.0.2.7/24 scope global left"), v4);
    String routes = run("ip", "-6", "route", "show", "dev", "left");
    assertTrue(routes.contains("fe80::/64"), routes);
  }

  @Test
  void anAddressIsPutAndTakenOffTwiceWithoutAnError() throws Exception {
    addPair();
    try (HostNetwork network = open()) {
      for (String each : List.of("fe80::5/64", "192.0.2.7/24", "192.0.2.7/24", "fe80::5/64")) {
        network.addAddress("left", Cidr.parse(each));
      }
      assertEquals(List.of("192.0.2.7/24", "fe80::5/64"), cidrs(called(network, "left")));
      network.removeAddress("left", Cidr.parse("fe80::5/64"));
      network.removeAddress("left", Cidr.parse("fe80::5/64"));
      assertEquals(List.of("192.0.2.7/24"), cidrs(called(network, "left")));
    }
  }

  @Test
  void anAddressCanBeBoundEachTimeTheInterfaceCameUp() throws Exception {
    addPair();
    run("ip", "link", "set", "left", "addrgenmode", "none");
    run("ip", "link", "set", "right", "up");
    try (HostNetwork network = open()) {
      Semaphore changes = new Semaphore(0);
      network.onChange(changes::release);
      for (int i = 0; i < ROUNDS; i++) {
        run("ip", "link", "set", "left", "up");
        network.addAddress("left", Cidr.parse("fe80::5/64"));
        HostInterface left = called(network, "left");
        while (left.addresses().isEmpty() || !left.addresses().getFirst().usable()) {
          assertTrue(
              changes.tryAcquire(Within.NEVER.toSeconds(), TimeUnit.SECONDS), "no change is told");
          left = called(network, "left");
        }
        byte[] address = left.addresses().getFirst().cidr().address().bytes();
        var local = Inet6Address.getByAddress(null, address, left.index());
        new DatagramSocket(new InetSocketAddress(local, 0)).close();
        run("ip", "link", "set", "left", "down");
      }
    }
  }

  @Test
  void anInterfaceThatIsNotThereIsNamed() throws Exception {
    DeviceException e = refusalOf("wg9");
    assertEquals(Reason.NO_SUCH_INTERFACE, e.reason());
    assertEquals(
        "cannot put fe80::5/64 on wg9: there is no interface wg9: bring it up first, for"
            + " example with `wg-quick up wg9`",
        e.getMessage());
  }

  @Test
  void withoutPrivilegeAddressesAreReadAndFollowedButNotAdded() throws Throwable {
    addPair();
    NetworkNamespace.dropPrivileges();
    try (HostNetwork network = open()) {
      network.onChange(() -> {});
      assertEquals(3, network.interfaces().size());
      DeviceException e =
          assertThrows(
              DeviceException.class, () -> network.addAddress("left", Cidr.parse("fe80::5/64")));
      assertEquals(Reason.NO_PERMISSION, e.reason());
      assertEquals(
          "cannot put fe80::5/64 on left: needs CAP_NET_ADMIN: run as root or by the systemd unit",
          e.getMessage());
    }
  }

  @Test
  void whereIpv6IsOffThatIsSaid() throws Exception {
    addPair();
    run("sh", "-c", "echo 1 >/proc/sys/net/ipv6/conf/left/disable_ipv6");
    DeviceException e = refusalOf("left");
    assertEquals(Reason.FAILED, e.reason());
    assertEquals(
        "cannot put fe80::5/64 on left: IPv6, by which agents talk, is off there:"
            + " `echo 0 >/proc/sys/net/ipv6/conf/left/disable_ipv6` turns it on",
        e.getMessage());
  }

  @Test
  void anMtuThatIsTooSmallForIpv6IsSaid() throws Exception {
    addPair();
    run("ip", "link", "set", "left", "mtu", "1279");
    DeviceException e = refusalOf("left");
    assertEquals(Reason.FAILED, e.reason());
    assertEquals(
        "cannot put fe80::5/64 on left: its MTU is 1279, and IPv6, by which agents talk, needs"
            + " 1280: raise it, with 'MTU = 1280' in the configuration of WireGuard",
        e.getMessage());
  }

  @Test
  void readingsLeaveNoDescriptorBehind() throws Exception {
    try (HostNetwork network = open()) {
      var _ = network.interfaces();
      long before = descriptors();
      for (int i = 0; i < 10 * ROUNDS; i++) {
        var _ = network.interfaces();
      }
      assertTrue(descriptors() <= before + 8, "descriptors grew from " + before);
    }
  }

  private static DeviceException refusalOf(String name) throws DeviceException {
    try (HostNetwork network = open()) {
      return assertThrows(
          DeviceException.class, () -> network.addAddress(name, Cidr.parse("fe80::5/64")));
    }
  }

  private static HostNetwork open() throws DeviceException {
    return new KernelNetworkProvider().open();
  }

  private static List<String> cidrs(HostInterface link) {
    return link.addresses().stream().map(address -> address.cidr().toString()).toList();
  }

  private static HostInterface called(HostNetwork network, String name) throws DeviceException {
    return network.interfaces().stream()
        .filter(candidate -> candidate.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static long descriptors() {
    String[] list = new File("/proc/self/fd").list();
    return list == null ? 0 : list.length;
  }
}
