package io.wirelink.device;

import io.wirelink.device.DeviceException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Opens the WireGuard interfaces of this host, whichever backend serves them, and says what is
 * wrong with a name that none of them serves.
 */
public final class WireGuardInterfaces {

  private final HostNetwork network;
  private final List<WireGuardBackend> backends;
  private final Predicate<String> tunnel;

  /**
   * Opens with these backends only.
   *
   * @param network knows which interfaces there are
   */
  public WireGuardInterfaces(HostNetwork network, List<WireGuardBackend> backends) {
    this(network, backends, WireGuardInterfaces::isTunnel);
  }

  /** Takes also what tells a tunnel from other interfaces. */
  WireGuardInterfaces(
      HostNetwork network, List<WireGuardBackend> backends, Predicate<String> tunnel) {
    this.network = network;
    this.backends =
        backends.stream().sorted(Comparator.comparingInt(WireGuardBackend::preference)).toList();
    this.tunnel = tunnel;
  }

  /** Opens with all backends that are installed as services. */
  public static WireGuardInterfaces of(HostNetwork network) {
    return new WireGuardInterfaces(
        network,
        ServiceLoader.load(WireGuardBackend.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /**
   * Opens an interface through the most preferred backend that serves it.
   *
   * @throws DeviceException if there is no such interface, if it is none of WireGuard, if nothing
   *     serves it, or if its backend cannot open it
   */
  public WireGuard open(String interfaceName) throws DeviceException {
    if (!InterfaceNames.isValid(interfaceName)) {
      throw new DeviceException(
          Reason.NO_SUCH_INTERFACE,
          "\"%s\" cannot be an interface: a name has 1 to %d bytes, and no slash, colon or blank"
              .formatted(interfaceName, InterfaceNames.MAX_LENGTH));
    }
    // Before the backends: what is not there is not a question of permissions.
    if (network.interfaces().stream().noneMatch(i -> i.name().equals(interfaceName))) {
      throw new DeviceException(
          Reason.NO_SUCH_INTERFACE,
          "there is no interface %1$s%2$s: bring it up, for example with `wg-quick up %1$s`"
              .formatted(interfaceName, obstacles(", and ")));
    }
    for (WireGuardBackend backend : backends) {
      Optional<WireGuard> opened = backend.open(interfaceName);
      if (opened.isPresent()) {
        return opened.get();
      }
    }
    throw notServed(interfaceName);
  }

  /** What stands in the way of backends, each with this before it. */
  private String obstacles(String conjunction) {
    return backends.stream()
        .flatMap(backend -> backend.obstacle().stream())
        .map(conjunction::concat)
        .collect(Collectors.joining());
  }

  private DeviceException notServed(String interfaceName) {
    return tunnel.test(interfaceName)
        ? new DeviceException(
            Reason.NO_WIREGUARD_HERE,
            "no WireGuard serves the tunnel %1$s: there is no process on %2$s/%1$s.sock%3$s; start it again, for example with `wg-quick up %1$s`"
                .formatted(interfaceName, UserspaceBackend.DIRECTORY, obstacles(", and ")))
        : new DeviceException(
            Reason.NOT_WIREGUARD,
            "%s is not a WireGuard interface: name one that `wg show interfaces` prints"
                .formatted(interfaceName));
  }

  /**
   * Whether an interface could be WireGuard in userspace: the kernel has it from a process. (The
   * JDK is no help here; it does not know an interface that has no address.)
   */
  private static boolean isTunnel(String interfaceName) {
    return Files.exists(Path.of("/sys/class/net", interfaceName, "tun_flags"));
  }
}
