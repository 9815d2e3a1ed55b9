package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A host's interfaces and addresses, and how it sends and receives outside of the tunnel. */
final class NetworkStack implements Node {

  private static final int TUNNEL_INDEX = 100;
  private static final int LINK_LOCAL_PREFIX = 64;

  private final Host host;
  private final Network network;
  private final List<Nic> nics = new ArrayList<>();
  private final List<Cidr> tunnelAddresses;

  NetworkStack(Host host, Network network, List<Cidr> tunnelAddresses) {
    this.host = host;
    this.network = network;
    this.tunnelAddresses = new ArrayList<>(tunnelAddresses);
  }

  @Override
  public String name() {
    return host.name();
  }

  /** The first address of the WireGuard interface that others can be told. */
  IpAddress tunnelAddress() {
    return tunnelAddresses.stream()
        .map(Cidr::address)
        .filter(address -> !address.isLinkLocal())
        .findFirst()
        .orElseThrow();
  }

  /** Puts a link-local address on the WireGuard interface, unless it is there. */
  void addLinkLocal(IpAddress address) {
    if (!ownsInTunnel(address)) {
      tunnelAddresses.add(new Cidr(address, LINK_LOCAL_PREFIX));
    }
  }

  void removeTunnelAddress(Cidr address) {
    tunnelAddresses.remove(address);
  }

  void removeLinkLocal() {
    tunnelAddresses.removeIf(cidr -> cidr.address().isLinkLocal());
  }

  boolean ownsInTunnel(IpAddress address) {
    for (Cidr cidr : tunnelAddresses) {
      if (cidr.address().equals(address)) {
        return true;
      }
    }
    return false;
  }

  void plugIn(String interfaceName, Segment segment, Cidr address, @Nullable IpAddress gateway) {
    var nic = new Nic(interfaceName, nics.size() + 1, segment);
    nic.addresses().add(address);
    nic.setGateway(gateway);
    nics.add(nic);
    segment.join(this);
  }

  void move(Nic nic, Segment segment, @Nullable IpAddress gateway) {
    Segment left = nic.segment();
    nic.moveTo(segment);
    nic.setGateway(gateway);
    if (nics.stream().noneMatch(other -> other.segment() == left)) {
      left.leave(this);
    }
    segment.join(this);
  }

  Nic nic(String interfaceName) {
    return nics.stream()
        .filter(nic -> nic.name().equals(interfaceName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name() + " has no " + interfaceName));
  }

  List<HostInterface> interfaces() {
    List<HostInterface> all = new ArrayList<>();
    nics.forEach(nic -> all.add(nic.toHostInterface()));
    var usable = tunnelAddresses.stream().map(cidr -> new InterfaceAddress(cidr, true)).toList();
    all.add(new HostInterface(Host.TUNNEL_INTERFACE, TUNNEL_INDEX, true, host.tunnelMtu(), usable));
    return all;
  }

  @Override
  public boolean answersFor(Segment segment, IpAddress address) {
    if (host.isAwake()) {
      for (Nic nic : nics) {
        if (nic.segment().equals(segment) && nic.has(address)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public void arrived(Segment segment, Datagram datagram) {
    if (network.loses(datagram, name())) {
      note("does not get", datagram);
    } else if (datagram.destination().port() == host.wireGuard().listenPort()) {
      note("gets", datagram);
      host.wireGuard().receive(datagram.message(), datagram.source());
    }
  }

  /** Sends a message, and says whether there was a way. */
  boolean send(Endpoint destination, int sourcePort, Message message) {
    IpAddress to = destination.address();
    Nic nic = route(to);
    if (nic == null || isInTunnel(to, nic)) {
      note("has no way to", destination);
      return false;
    }
    var source = new Endpoint(nic.sourceFor(to).orElseThrow(), sourcePort);
    var datagram = new Datagram(name(), source, destination, message);
    note("sends", datagram);
    nic.segment().carry(this, nic.nextHop(to).orElseThrow(), datagram);
    return true;
  }

  /** The interface that leads to an address most directly; the first of several that do. */
  private @Nullable Nic route(IpAddress to) {
    Nic best = null;
    for (Nic nic : nics) {
      if (nic.nextHop(to).isPresent()
          && (best == null || nic.routeLength(to) > best.routeLength(to))) {
        best = nic;
      }
    }
    return best;
  }

  /**
   * Whether the tunnel's own network is the better way, so that the packet would go round in
   * circles.
   */
  private boolean isInTunnel(IpAddress destination, Nic way) {
    int length = way.routeLength(destination);
    for (Cidr cidr : tunnelAddresses) {
      if (cidr.prefixLength() > length && cidr.contains(destination)) {
        return true;
      }
    }
    return false;
  }

  private void note(String what, Object detail) {
    network.simulation().note(name(), what, detail);
  }
}
