package io.wirelink.netlink;

import static io.wirelink.netlink.NetworkNamespace.run;
import static io.wirelink.netlink.ThreeAnswers.assertAnswer;

import io.wirelink.device.DeviceException.Reason;
import org.junit.jupiter.api.Test;

/** On a kernel with WireGuard: what is said of interfaces that are none of it. */
final class UnservedGuestIT {

  @Test
  void anInterfaceThatIsNotThereIsMissed() throws Exception {
    assertAnswer(
        Reason.NO_SUCH_INTERFACE,
        "there is no interface wg9: bring it up, for example with `wg-quick up wg9`",
        "wg9");
  }

  @Test
  void anInterfaceOfAnotherKindIsNotWireGuard() throws Exception {
    NetworkNamespace.addPair();
    try {
      assertAnswer(
          Reason.NOT_WIREGUARD,
          "left is not a WireGuard interface: name one that `wg show interfaces` prints",
          "left");
    } finally {
      run("ip", "link", "del", "left");
    }
  }

  @Test
  void aTunnelWithoutItsProcessIsToldSo() throws Exception {
    ThreeAnswers.withTunnel(
        "tun0",
        () ->
            assertAnswer(
                Reason.NO_WIREGUARD_HERE,
                "no WireGuard serves the tunnel tun0: there is no process on"
                    + " /var/run/wireguard/tun0.sock; start it again, for example with"
                    + " `wg-quick up tun0`",
                "tun0"));
  }
}
