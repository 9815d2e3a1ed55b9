/**
 * What a host offers, and the ports to it.
 *
 * <p>Everything that the rest of the house knows of WireGuard and of the host's network is a value
 * of this module: keys, CIDRs, endpoints, the state of a device and its peers, and a change to it.
 * Who reads or changes a device does so through a port, and a backend behind the port is found as a
 * service, so that no module above this one names the kernel.
 *
 * <p>One backend is here, because it needs nothing but the JDK: that of userspace implementations,
 * with {@code UserspaceRehearsal}, which has it read something when the image is built. It knows no
 * other module.
 */
module io.wirelink.device {
  requires static transitive org.jspecify;

  exports io.wirelink.device;

  uses io.wirelink.device.WireGuardBackend;

  provides io.wirelink.device.WireGuardBackend with
      io.wirelink.device.UserspaceBackend;
}
