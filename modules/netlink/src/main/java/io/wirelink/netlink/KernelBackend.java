package io.wirelink.netlink;

import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceException.Reason;
import io.wirelink.device.WireGuard;
import io.wirelink.device.WireGuardBackend;
import io.wirelink.netlink.bindings.Linux;
import java.util.Optional;

/** Serves the WireGuard interfaces of the kernel that this process runs on; found as a service. */
public final class KernelBackend implements WireGuardBackend {

  /** {@code WG_GENL_NAME} of linux/wireguard.h, which is also the kind of its interfaces. */
  private static final String WIREGUARD = "wireguard";

  private final Channel.Opener opener;

  /** For the service loader. */
  public KernelBackend() {
    this(NetlinkSocket::open);
  }

  /** Speaks to the kernel over the channels that this opens. */
  KernelBackend(Channel.Opener opener) {
    this.opener = opener;
  }

  /** {@inheritDoc} */
  @Override
  public int preference() {
    return 0;
  }

  /** {@inheritDoc} */
  @Override
  public Optional<String> obstacle() {
    try {
      NativeLibrary.require();
      return obstacle(family());
    } catch (DeviceException e) {
      return Optional.ofNullable(e.getMessage());
    } catch (NetlinkException e) {
      return e.errno() == Linux.ENOENT()
          ? Optional.of("the kernel has no WireGuard module (try `modprobe wireguard`)")
          : Optional.of("the kernel does not tell of WireGuard (errno " + e.errno() + ")");
    }
  }

  private static Optional<String> obstacle(GenericFamily family) {
    return family.version() == Linux.WG_GENL_VERSION()
        ? Optional.empty()
        : Optional.of(
            "version %d of the kernel's WireGuard interface is not understood (update wirelink)"
                .formatted(family.version()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws DeviceException also if there is no interface of this name at all
   */
  @Override
  public Optional<WireGuard> open(String interfaceName) throws DeviceException {
    NativeLibrary.require();
    try {
      Link link = link(interfaceName);
      if (!link.kind().equals(WIREGUARD)) {
        return Optional.empty();
      }
      GenericFamily family = family();
      Optional<String> obstacle = obstacle(family);
      if (obstacle.isPresent()) {
        throw new DeviceException(
            Reason.NO_WIREGUARD_HERE, "cannot open " + interfaceName + ": " + obstacle.get());
      }
      return Optional.of(new KernelWireGuard(opener, family, link));
    } catch (NetlinkException e) {
      throw Failures.translate(e, "open " + interfaceName, interfaceName, Reason.NO_SUCH_INTERFACE);
    }
  }

  private Link link(String name) throws NetlinkException {
    try (Conversation conversation = Conversation.open(opener, Linux.NETLINK_ROUTE())) {
      return Link.byName(conversation, name);
    }
  }

  private GenericFamily family() throws NetlinkException {
    try (Conversation conversation = Conversation.open(opener, Linux.NETLINK_GENERIC())) {
      return GenericFamily.byName(conversation, WIREGUARD);
    }
  }
}
