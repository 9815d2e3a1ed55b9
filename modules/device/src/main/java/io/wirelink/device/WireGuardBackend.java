package io.wirelink.device;

import java.util.Optional;

/** A way to reach WireGuard interfaces; found as a service, the most preferred first. */
public interface WireGuardBackend {

  /** The order among backends: the lower is asked first. The kernel has 0, userspace 10. */
  int preference();

  /**
   * Why this backend can serve no interface at all on this host, such as "the kernel has no
   * WireGuard module"; empty if nothing stands in its way.
   */
  default Optional<String> obstacle() {
    return Optional.empty();
  }

  /**
   * Opens an interface.
   *
   * @return empty if this backend does not serve an interface of this name, and another may
   * @throws DeviceException if it serves it, but cannot open it
   */
  Optional<WireGuard> open(String interfaceName) throws DeviceException;
}
