package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.device.DeviceException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireGuardInterfacesTest {

  private final List<String> asked = new ArrayList<>();
  private final HostNetwork network = new FixedNetwork(List.of("lo", "eth0", "wg0"));

  @Test
  void theMostPreferredBackendThatServesTheInterfaceOpensIt() throws Exception {
    WireGuard device =
        new UserspaceWireGuard("wg0", new UapiSocket(UserspaceBackend.DIRECTORY, Duration.ZERO));
    WireGuardInterfaces interfaces =
        interfaces(
            backend(20, "late", Optional.of(device)),
            backend(10, "userspace", Optional.of(device)),
            backend(0, "kernel", Optional.empty()));
    assertSame(device, interfaces.open("wg0"));
    assertEquals(List.of("kernel", "userspace"), asked);
  }

  @Test
  void aMissingInterfaceIsNoQuestionToABackend() {
    failure(
        Reason.NO_SUCH_INTERFACE,
        "there is no interface wg1: bring it up, for example with `wg-quick up wg1`",
        "wg1");
    assertEquals(List.of(), asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../wg0", "wg 0", "an-interface-too-long"})
  void aNameThatIsNoneIsAMissingInterface(String name) {
    failure(
        Reason.NO_SUCH_INTERFACE,
        "\""
            + name
            + "\" cannot be an interface: a name has 1 to 15 bytes, and no slash, colon or blank",
        name);
  }

  @Test
  void anInterfaceOfAnotherKindIsNotWireGuard() {
    failure(
        Reason.NOT_WIREGUARD,
        "eth0 is not a WireGuard interface: name one that `wg show interfaces` prints",
        "eth0");
  }

  @Test
  void aTunnelThatNobodyServesMissesItsWireGuard() {
    failure(
        Reason.NO_WIREGUARD_HERE,
        "no WireGuard serves the tunnel wg0: there is no process on /var/run/wireguard/wg0.sock;"
            + " start it again, for example with `wg-quick up wg0`",
        "wg0");
  }

  @Test
  void whatABackendLacksOnThisHostIsSaidToo() {
    WireGuardBackend lacking =
        new WireGuardBackend() {
          @Override
          public int preference() {
            return 0;
          }

          @Override
          public Optional<WireGuard> open(String interfaceName) {
            return Optional.empty();
          }

          @Override
          public Optional<String> obstacle() {
            return Optional.of("the kernel has no WireGuard module");
          }
        };
    WireGuardInterfaces interfaces = interfaces(lacking);
    failure(
        interfaces,
        Reason.NO_SUCH_INTERFACE,
        "there is no interface wg1, and the kernel has no WireGuard module: bring it up, for"
            + " example with `wg-quick up wg1`",
        "wg1");
    failure(
        interfaces,
        Reason.NO_WIREGUARD_HERE,
        "no WireGuard serves the tunnel wg0: there is no process on /var/run/wireguard/wg0.sock,"
            + " and the kernel has no WireGuard module; start it again, for example with `wg-quick"
            + " up wg0`",
        "wg0");
  }

  @Test
  void theLoopbackOfThisHostIsNoTunnel() {
    WireGuardInterfaces real = new WireGuardInterfaces(network, List.of());
    DeviceException e = assertThrows(DeviceException.class, () -> real.open("lo"));
    assertEquals(Reason.NOT_WIREGUARD, e.reason());
  }

  @Test
  void theInstalledBackendsAreAsked() {
    WireGuardInterfaces installed = WireGuardInterfaces.of(network);
    DeviceException e = assertThrows(DeviceException.class, () -> installed.open("lo"));
    assertEquals(Reason.NOT_WIREGUARD, e.reason());
  }

  private void failure(Reason reason, String message, String name) {
    failure(interfaces(backend(0, "kernel", Optional.empty())), reason, message, name);
  }

  private static void failure(
      WireGuardInterfaces interfaces, Reason reason, String message, String name) {
    DeviceException e = assertThrows(DeviceException.class, () -> interfaces.open(name));
    assertEquals(message, e.getMessage());
    assertEquals(reason, e.reason());
  }

  private WireGuardInterfaces interfaces(WireGuardBackend... backends) {
    return new WireGuardInterfaces(network, List.of(backends), name -> name.startsWith("wg"));
  }

  private WireGuardBackend backend(int preference, String name, Optional<WireGuard> opened) {
    return new WireGuardBackend() {
      @Override
      public int preference() {
        return preference;
      }

      @Override
      public Optional<WireGuard> open(String interfaceName) {
        asked.add(name);
        return opened;
      }
    };
  }

  /** A network of interfaces without addresses. */
  private record FixedNetwork(List<String> names) implements HostNetwork {

    @Override
    public List<HostInterface> interfaces() {
      List<HostInterface> interfaces = new ArrayList<>();
      for (String name : names) {
        interfaces.add(new HostInterface(name, interfaces.size() + 1, true, List.of()));
      }
      return interfaces;
    }

    @Override
    public InterfaceCounters counters(String interfaceName) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void addAddress(String interfaceName, Cidr address) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void removeAddress(String interfaceName, Cidr address) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void onChange(Runnable changed, Consumer<Throwable> failed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
