package io.wirelink.netlink;

import io.wirelink.device.Cidr;
import io.wirelink.device.DefaultRoute;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceException.Reason;
import io.wirelink.device.HostInterface;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.InterfaceCounters;
import io.wirelink.device.IpAddress;
import io.wirelink.netlink.bindings.Linux;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The interfaces and addresses of this host over rtnetlink, and what passed them. Safe for use by
 * several threads.
 */
final class KernelNetwork implements HostNetwork {

  /** The smallest MTU with which Linux has IPv6 on an interface, in bytes (RFC 8200, 5). */
  private static final int LEAST_MTU = 1280;

  private final Channel.Opener opener;
  private final LinkCounters counters;
  private final List<ChangeSubscription> subscriptions = new ArrayList<>();
  private boolean closed;

  /** Speaks to the kernel over the channels that this opens. */
  KernelNetwork(Channel.Opener opener) {
    this.opener = opener;
    counters = new LinkCounters(LinkCounters.TABLE);
  }

  @Override
  public List<HostInterface> interfaces() throws DeviceException {
    try (Conversation conversation = Conversation.open(opener, Linux.NETLINK_ROUTE())) {
      List<Link> links = conversation.ask(Link.requestAll(conversation), Link.Collector::new);
      List<LinkAddress> addresses =
          conversation.ask(LinkAddress.requestAll(conversation), LinkAddress.Collector::new);
      return join(links, addresses);
    } catch (NetlinkException e) {
      throw Failures.translate(e, "read the addresses of this host", "", Reason.FAILED);
    }
  }

  /** An address of an interface that came up between the two dumps waits for the next reading. */
  private static List<HostInterface> join(List<Link> links, List<LinkAddress> addresses) {
    Map<Integer, List<InterfaceAddress>> byIndex = new HashMap<>();
    for (LinkAddress address : addresses) {
      byIndex
          .computeIfAbsent(address.linkIndex(), index -> new ArrayList<>())
          .add(address.address());
    }
    List<HostInterface> interfaces = new ArrayList<>(links.size());
    for (Link link : links) {
      interfaces.add(
          new HostInterface(
              link.name(),
              link.index(),
              link.up(),
              link.mtu(),
              byIndex.getOrDefault(link.index(), List.of())));
    }
    return interfaces;
  }

  @Override
  public List<DefaultRoute> defaultRoutes() throws DeviceException {
    try (Conversation conversation = Conversation.open(opener, Linux.NETLINK_ROUTE())) {
      return conversation.ask(Route.requestAll(conversation), Route.Collector::new);
    } catch (NetlinkException e) {
      throw Failures.translate(e, "read the routes of this host", "", Reason.FAILED);
    }
  }

  @Override
  public InterfaceCounters counters(String interfaceName) throws DeviceException {
    try {
      InterfaceCounters read = counters.read(interfaceName);
      if (read != null) {
        return read;
      }
    } catch (IOException e) {
      throw new DeviceException(
          Reason.FAILED, "cannot read the counters of " + interfaceName + ": " + e.getMessage(), e);
    }
    throw Failures.translate(
        new NetlinkException(Linux.ENODEV(), ""),
        "read the counters of " + interfaceName,
        interfaceName,
        Reason.NO_SUCH_INTERFACE);
  }

  @Override
  public void addAddress(String interfaceName, Cidr address) throws DeviceException {
    String operation = "put " + address + " on " + interfaceName;
    @Nullable Link link = null;
    try (Conversation conversation = Conversation.open(opener, Linux.NETLINK_ROUTE())) {
      link = Link.byName(conversation, interfaceName);
      conversation.tell(LinkAddress.requestAdd(conversation, link.index(), address));
    } catch (NetlinkException e) {
      if (e.errno() == Linux.EEXIST()) {
        return;
      }
      if (link != null && address.address().family() == IpAddress.Family.V6) {
        Optional<String> reason = withoutIpv6(link, e.errno());
        if (reason.isPresent()) {
          throw new DeviceException(Reason.FAILED, "cannot " + operation + ": " + reason.get(), e);
        }
      }
      throw Failures.translate(e, operation, interfaceName, Reason.NO_SUCH_INTERFACE);
    }
  }

  @Override
  public void removeAddress(String interfaceName, Cidr address) throws DeviceException {
    try (Conversation conversation = Conversation.open(opener, Linux.NETLINK_ROUTE())) {
      Link link = Link.byName(conversation, interfaceName);
      conversation.tell(LinkAddress.requestRemove(conversation, link.index(), address));
    } catch (NetlinkException e) {
      if (e.errno() != Linux.EADDRNOTAVAIL()) {
        throw Failures.translate(
            e,
            "take " + address + " off " + interfaceName,
            interfaceName,
            Reason.NO_SUCH_INTERFACE);
      }
    }
  }

  /** Why the interface has no IPv6, if that is what the kernel's refusal means. */
  private static Optional<String> withoutIpv6(Link link, int errno) {
    if (errno == Linux.EINVAL() && link.mtu() < LEAST_MTU) {
      return Optional.of(
          ("its MTU is %d, and IPv6, by which agents talk, needs %2$d: raise it, with 'MTU = %2$d'"
                  + " in the configuration of WireGuard")
              .formatted(link.mtu(), LEAST_MTU));
    }
    return errno == Linux.EACCES()
        ? Optional.of(
            ("IPv6, by which agents talk, is off there:"
                    + " `echo 0 >/proc/sys/net/ipv6/conf/%s/disable_ipv6` turns it on")
                .formatted(link.name()))
        : Optional.empty();
  }

  @Override
  public synchronized void onChange(Runnable changed, Consumer<Throwable> failed)
      throws DeviceException {
    if (closed) {
      throw new IllegalStateException("the network is closed");
    }
    try {
      subscriptions.add(ChangeSubscription.start(changed, failed));
    } catch (NetlinkException e) {
      throw Failures.translate(
          e, "follow the changes of addresses and interfaces", "", Reason.FAILED);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    counters.close();
    subscriptions.forEach(ChangeSubscription::close);
    subscriptions.clear();
  }
}
