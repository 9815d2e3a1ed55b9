import io.wirelink.netlink.KernelBackend;
import io.wirelink.netlink.KernelNetworkProvider;

/**
 * The Linux kernel behind the ports of {@link io.wirelink.device}.
 *
 * <p>WireGuard is spoken over generic netlink; addresses, links and default routes, and the changes
 * to the first two, over rtnetlink. The module exports nothing: it provides its backends as
 * services. The bindings that jextract generated are one package, and no native memory leaves the
 * module.
 *
 * <p>From the bottom up: {@code ErrnoCalls} makes the calls that fail with an errno, {@code
 * NetlinkSocket} is a {@code Channel} to the kernel, {@code Conversation} asks and hears the whole
 * answer, {@code Request} builds messages, {@code Message} and {@code Attributes} take them apart
 * without knowing of any socket. {@code DeviceDump} is what a WireGuard device says of itself,
 * {@code DeviceRequests} is a change to it, and {@code Failures} is the one place where an errno
 * becomes a sentence.
 */
module io.wirelink.netlink {
  requires io.wirelink.device;
  requires static org.jspecify;

  provides io.wirelink.device.HostNetwork.Provider with
      KernelNetworkProvider;
  provides io.wirelink.device.WireGuardBackend with
      KernelBackend;
}
