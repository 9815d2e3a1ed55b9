package io.wirelink.netlink;

import static io.wirelink.netlink.Bytes.attribute;
import static io.wirelink.netlink.Bytes.done;
import static io.wirelink.netlink.Bytes.genlmsghdr;
import static io.wirelink.netlink.Bytes.i32;
import static io.wirelink.netlink.Bytes.message;
import static io.wirelink.netlink.Bytes.string;
import static io.wirelink.netlink.Bytes.verdict;
import static io.wirelink.netlink.DeviceBytes.FAMILY;
import static io.wirelink.netlink.DeviceBytes.device;
import static io.wirelink.netlink.DeviceBytes.family;
import static io.wirelink.netlink.DeviceBytes.key;
import static io.wirelink.netlink.DeviceBytes.link;
import static io.wirelink.netlink.DeviceBytes.part;
import static io.wirelink.netlink.DeviceBytes.peer;
import static io.wirelink.netlink.DeviceBytes.peers;
import static io.wirelink.netlink.FakeKernel.datagram;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceException.Reason;
import io.wirelink.device.WireGuard;
import io.wirelink.netlink.bindings.Linux;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class KernelBackendTest {

  private static final int MULTI = 0x2;
  private static final int INTERRUPTED = 0x10;
  private static final int DUMP = 0x301;

  private final FakeKernel kernel = new FakeKernel();
  private final KernelBackend backend = new KernelBackend(kernel);

  @AfterEach
  void noChannelIsLeftOpen() {
    assertEquals(0, kernel.open());
  }

  @Test
  void theKernelIsAskedBeforeAllOthers() {
    assertEquals(0, backend.preference());
  }

  @Test
  void anInterfaceOfWireGuardIsOpenedAndReadByItsIndex() throws DeviceException {
    WireGuard device = open();
    assertEquals("wg0", device.interfaceName());
    assertEquals("kernel", device.backend());
    kernel.answers(
        n ->
            List.of(
                datagram(part(n, device("wg0"), peers(peer(key(1))))),
                datagram(part(n, peers(peer(key(2)))), done(0, MULTI, n))));
    assertEquals(Set.of(key(1), key(2)), device.read().peers().keySet());
    assertArrayEquals(
        message(16, 0x5, 1, genlmsghdr(3), attribute(2, string("wireguard"))),
        kernel.requests().get(1));
    assertArrayEquals(
        message(FAMILY, DUMP, 1, genlmsghdr(0), attribute(1, i32(5))), kernel.requests().get(2));
  }

  @Test
  void aDeviceThatChangedWhileItWasReadIsReadAgain() throws DeviceException {
    WireGuard device = open();
    kernel
        .answers(
            n ->
                List.of(
                    datagram(part(n, device("wg0"), peers(peer(key(1))))),
                    datagram(
                        message(FAMILY, MULTI | INTERRUPTED, n, genlmsghdr(0), peers(peer(key(2)))),
                        done(0, MULTI, n))))
        .answers(
            n -> List.of(datagram(part(n, device("wg0"), peers(peer(key(3)))), done(0, MULTI, n))));
    assertEquals(Set.of(key(3)), device.read().peers().keySet());
  }

  @Test
  void anInterfaceOfAnotherKindIsLeftToOthers() throws DeviceException {
    kernel.answers(link("tun0", "tun"));
    assertEquals(Optional.empty(), backend.open("tun0"));
  }

  @Test
  void anInterfaceThatDoesNotExistIsToldAsSuch() {
    refuse(Linux.ENODEV());
    failure(
        Reason.NO_SUCH_INTERFACE,
        "cannot open wg0: there is no interface wg0: bring it up first, for example with"
            + " `wg-quick up wg0`",
        () -> backend.open("wg0"));
  }

  @Test
  void aKernelWithoutWireGuardIsAnObstacle() {
    refuse(Linux.ENOENT());
    assertEquals(
        Optional.of("the kernel has no WireGuard module (try `modprobe wireguard`)"),
        backend.obstacle());
    kernel.answers(family(1));
    assertEquals(Optional.empty(), backend.obstacle());
  }

  @Test
  void anotherVersionOfTheInterfaceIsNotSpoken() {
    kernel.answers(link("wg0", "wireguard")).answers(family(2));
    failure(
        Reason.NO_WIREGUARD_HERE,
        "cannot open wg0: version 2 of the kernel's WireGuard interface is not understood"
            + " (update wirelink)",
        () -> backend.open("wg0"));
  }

  @Test
  void aFamilyWithoutNumberIsMalformed() {
    kernel
        .answers(link("wg0", "wireguard"))
        .answers(n -> List.of(datagram(message(16, 0, n, genlmsghdr(1)), verdict(0, 0, n))));
    failure(
        Reason.FAILED,
        "cannot open wg0: the kernel's answer is not understood (a family has no number or no"
            + " version)",
        () -> backend.open("wg0"));
  }

  @Test
  void anInterfaceThatWasDeletedIsGone() throws DeviceException {
    WireGuard device = open();
    kernel.answers(n -> List.of(datagram(done(Linux.ENODEV(), MULTI, n))));
    failure(Reason.GONE, "cannot read wg0: the interface wg0 is gone", device::read);
    refuse(Linux.ENODEV());
    failure(
        Reason.GONE,
        "cannot configure wg0: the interface wg0 is gone",
        () -> device.configure(DeviceChange.ofPeers(List.of())));
  }

  @Test
  void withoutPrivilegeItSaysWhatIsMissing() throws DeviceException {
    WireGuard device = open();
    refuse(Linux.EPERM());
    failure(
        Reason.NO_PERMISSION,
        "cannot read wg0: needs CAP_NET_ADMIN: run as root or by the systemd unit",
        device::read);
  }

  @Test
  void aDeviceWithoutPrivateKeySaysHowToSetOne() throws DeviceException {
    WireGuard device = open();
    kernel.answers(n -> List.of(datagram(part(n, device("wg0")), done(0, MULTI, n))));
    failure(
        Reason.FAILED,
        "the interface wg0 has no private key: set one with `wg set wg0 private-key FILE`",
        device::privateKey);
  }

  private WireGuard open() throws DeviceException {
    kernel.answers(link("wg0", "wireguard")).answers(family(1));
    return backend.open("wg0").orElseThrow();
  }

  private void refuse(int errno) {
    kernel.answers(n -> List.of(datagram(verdict(errno, 0x100, n))));
  }

  private static void failure(Reason reason, String message, Executable operation) {
    DeviceException e = assertThrows(DeviceException.class, operation);
    assertEquals(message, e.getMessage());
    assertEquals(reason, e.reason());
  }
}
