package io.wirelink.netlink;

import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceException.Reason;
import io.wirelink.device.DeviceState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.WireGuard;
import io.wirelink.netlink.bindings.Linux;
import java.util.Optional;

/**
 * A WireGuard interface of the kernel, over generic netlink.
 *
 * <p>It is asked for by its index, which its successor does not get: should it be deleted and
 * another be made with its name, which may have another key, then this one is gone.
 */
final class KernelWireGuard implements WireGuard {

  private final Channel.Opener opener;
  private final GenericFamily family;
  private final Link link;

  KernelWireGuard(Channel.Opener opener, GenericFamily family, Link link) {
    this.opener = opener;
    this.family = family;
    this.link = link;
  }

  @Override
  public String interfaceName() {
    return link.name();
  }

  @Override
  public String backend() {
    return "kernel";
  }

  @Override
  public DeviceState read() throws DeviceException {
    try (Conversation conversation = Conversation.open(opener, Linux.NETLINK_GENERIC())) {
      return conversation.ask(
          DeviceDump.request(conversation, family, link.index()),
          () -> new DeviceDump(family, link.name()));
    } catch (NetlinkException e) {
      throw failure("read", e);
    }
  }

  @Override
  public PrivateKey privateKey() throws DeviceException {
    try (Conversation conversation = Conversation.open(opener, Linux.NETLINK_GENERIC())) {
      Optional<PrivateKey> key =
          conversation.ask(
              DeviceDump.request(conversation, family, link.index()),
              () -> new DeviceDump.Key(family));
      return key.orElseThrow(() -> DeviceException.noPrivateKey(link.name()));
    } catch (NetlinkException e) {
      throw failure("read", e);
    }
  }

  @Override
  public void configure(DeviceChange change) throws DeviceException {
    try (Conversation conversation = Conversation.open(opener, Linux.NETLINK_GENERIC())) {
      DeviceRequests.send(conversation.arena(), family, link.index(), change, conversation::tell);
    } catch (NetlinkException e) {
      throw failure("configure", e);
    }
  }

  private DeviceException failure(String operation, NetlinkException e) {
    return Failures.translate(e, operation + " " + link.name(), link.name(), Reason.GONE);
  }

  /** Does nothing: each operation has a channel of its own. */
  @Override
  public void close() {}
}
