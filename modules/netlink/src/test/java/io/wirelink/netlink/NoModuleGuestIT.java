package io.wirelink.netlink;

import static io.wirelink.netlink.ThreeAnswers.assertAnswer;

import io.wirelink.device.DeviceException.Reason;
import org.junit.jupiter.api.Test;

/** On a kernel into which WireGuard was not loaded, and which cannot load it by itself. */
final class NoModuleGuestIT {

  private static final String OBSTACLE =
      "and the kernel has no WireGuard module (try `modprobe wireguard`)";

  @Test
  void aMissingInterfaceIsAlsoToldToHaveNoModule() throws Exception {
    assertAnswer(
        Reason.NO_SUCH_INTERFACE,
        "there is no interface wg0, "
            + OBSTACLE
            + ": bring it up, for example with `wg-quick up wg0`",
        "wg0");
  }

  @Test
  void aTunnelThatNobodyServesIsToldToHaveNoModule() throws Exception {
    ThreeAnswers.withTunnel(
        "tun0",
        () ->
            assertAnswer(
                Reason.NO_WIREGUARD_HERE,
                "no WireGuard serves the tunnel tun0: there is no process on"
                    + " /var/run/wireguard/tun0.sock, "
                    + OBSTACLE
                    + "; start it again, for example with `wg-quick up tun0`",
                "tun0"));
  }
}
