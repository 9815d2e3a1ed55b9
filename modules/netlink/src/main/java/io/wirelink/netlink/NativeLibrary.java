package io.wirelink.netlink;

import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceException.Reason;

/** The library that the bindings call: there or not. */
final class NativeLibrary {

  private NativeLibrary() {}

  /**
   * Makes sure that libmnl is there; only after this, any other class of this module may be used,
   * for each of them fails to initialise without it.
   *
   * @throws DeviceException if it is missing
   */
  static void require() throws DeviceException {
    try {
      ErrnoCalls.load();
    } catch (ExceptionInInitializerError | NoClassDefFoundError | UnsatisfiedLinkError e) {
      if (e.getCause() instanceof IllegalCallerException denied) {
        throw denied; // A JVM that forbids native access is a fault of the packaging.
      }
      throw new DeviceException(
          Reason.MISSING_LIBRARY,
          "cannot speak to the kernel: the library libmnl.so.0 cannot be loaded: "
              + "install it (Debian package libmnl0)",
          e);
    }
  }
}
