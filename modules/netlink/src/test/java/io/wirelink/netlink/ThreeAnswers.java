package io.wirelink.netlink;

import static io.wirelink.netlink.NetworkNamespace.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceException.Reason;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.WireGuardInterfaces;
import org.junit.jupiter.api.function.Executable;

/**
 * What is said of an interface that nothing serves, in the namespace that the guest has at first.
 */
final class ThreeAnswers {

  private ThreeAnswers() {}

  /** Opening the interface must fail like this. */
  static void assertAnswer(Reason reason, String message, String name) throws DeviceException {
    try (HostNetwork network = new KernelNetworkProvider().open()) {
      DeviceException e =
          assertThrows(DeviceException.class, () -> WireGuardInterfaces.of(network).open(name));
      assertEquals(message, e.getMessage());
      assertEquals(reason, e.reason());
    }
  }

  /** Does something while there is a tunnel that no process serves. */
  static void withTunnel(String name, Executable test) throws Exception {
    run("ip", "tuntap", "add", "dev", name, "mode", "tun");
    try {
      test.execute();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    } finally {
      run("ip", "tuntap", "del", "dev", name, "mode", "tun");
    }
  }
}
