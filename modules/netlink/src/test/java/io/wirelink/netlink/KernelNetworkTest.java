package io.wirelink.netlink;

import static io.wirelink.netlink.Bytes.attribute;
import static io.wirelink.netlink.Bytes.done;
import static io.wirelink.netlink.Bytes.i32;
import static io.wirelink.netlink.Bytes.ifaddrmsg;
import static io.wirelink.netlink.Bytes.ifinfomsg;
import static io.wirelink.netlink.Bytes.message;
import static io.wirelink.netlink.Bytes.string;
import static io.wirelink.netlink.Bytes.verdict;
import static io.wirelink.netlink.FakeKernel.datagram;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceException.Reason;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is made of the kernel's answers, without a kernel. */
final class KernelNetworkTest {

  private static final int MULTI = 0x2;
  private static final int CAPPED = 0x100;

  private final FakeKernel kernel = new FakeKernel();
  private final KernelNetwork network = new KernelNetwork(kernel);

  @AfterEach
  void noChannelIsLeftOpen() {
    network.close();
    assertEquals(0, kernel.open());
  }

  @Test
  void interfacesHaveTheirOwnAddressesAndMtu() throws DeviceException {
    kernel
        .answers(
            n ->
                List.of(
                    datagram(link(MULTI, n, 1, "lo", 65536), link(MULTI, n, 5, "eth0", 1500)),
                    datagram(done(0, MULTI, n))))
        .answers(
            n ->
                List.of(
                    datagram(
                        address(n, 5, "192.0.2.1"),
                        address(n, 1, "127.0.0.1"),
                        address(n, 9, "198.51.100.1"), // of one that came up in between
                        address(n, 5, "192.0.2.2"),
                        done(0, MULTI, n))));
    assertEquals(
        List.of(
            new HostInterface("lo", 1, true, 65536, List.of(usable("127.0.0.1/24"))),
            new HostInterface(
                "eth0", 5, true, 1500, List.of(usable("192.0.2.1/24"), usable("192.0.2.2/24")))),
        network.interfaces());
  }

  @Test
  void anAddressThatIsThereAlreadyIsNoError() throws DeviceException {
    answerToAdding(17);
    network.addAddress("eth0", Cidr.parse("192.0.2.1/24"));
    assertEquals(2, kernel.requests().size());
  }

  @Test
  void aRefusalSaysWhatWasTriedAndWhy() {
    answerToAdding(1);
    DeviceException e =
        assertThrows(
            DeviceException.class, () -> network.addAddress("eth0", Cidr.parse("192.0.2.1/24")));
    assertEquals(Reason.NO_PERMISSION, e.reason());
    assertEquals(
        "cannot put 192.0.2.1/24 on eth0: needs CAP_NET_ADMIN: run as root or by the systemd unit",
        e.getMessage());
  }

  @Test
  void anAddressThatIsNotThereIsNoErrorEither() throws DeviceException {
    answerToAdding(99);
    network.removeAddress("eth0", Cidr.parse("fe80::5/64"));
    assertEquals(2, kernel.requests().size());
    answerToAdding(1);
    DeviceException e =
        assertThrows(
            DeviceException.class, () -> network.removeAddress("eth0", Cidr.parse("fe80::5/64")));
    assertEquals(
        "cannot take fe80::5/64 off eth0: needs CAP_NET_ADMIN: run as root or by the systemd unit",
        e.getMessage());
  }

  @Test
  void countersOfAnInterfaceThatIsNotThereAreRefused() {
    DeviceException e = assertThrows(DeviceException.class, () -> network.counters("wg9"));
    assertEquals(Reason.NO_SUCH_INTERFACE, e.reason());
    assertEquals(
        "cannot read the counters of wg9: there is no interface wg9: bring it up first, for example"
            + " with `wg-quick up wg9`",
        e.getMessage());
  }

  @Test
  void afterItsEndNothingIsReadOrFollowed() {
    network.close();
    assertThrows(IllegalStateException.class, () -> network.counters("lo"));
    assertThrows(IllegalStateException.class, () -> network.onChange(() -> {}));
  }

  private void answerToAdding(int errno) {
    kernel
        .answers(n -> List.of(datagram(link(0, n, 5, "eth0", 1500), verdict(0, CAPPED, n))))
        .answers(n -> List.of(datagram(verdict(errno, CAPPED, n))));
  }

  private static InterfaceAddress usable(String cidr) {
    return new InterfaceAddress(Cidr.parse(cidr), true);
  }

  private static byte[] link(int flags, int sequence, int index, String name, int mtu) {
    return message(
        16,
        flags,
        sequence,
        ifinfomsg(index, 1),
        attribute(3, string(name)),
        attribute(4, i32(mtu)));
  }

  private static byte[] address(int sequence, int index, String address) {
    return message(
        20,
        MULTI,
        sequence,
        ifaddrmsg(2, 24, 0x80, 0, index),
        attribute(2, IpAddress.parse(address).bytes()));
  }
}
