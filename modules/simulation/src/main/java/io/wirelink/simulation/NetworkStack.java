package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

  void removeLinkLocal() {
    tunnelAddresses.removeIf(cidr -> cidr.address().isLinkLocal());
  }

  boolean ownsInTunnel(IpAddress address) {
    return tunnelAddresses.stream().anyMatch(cidr -> cidr.address().equals(address));
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
    all.add(new HostInterface(Host.TUNNEL_INTERFACE, TUNNEL_INDEX, true, usable));
    return all;
  }

  @Override
  public boolean answersFor(Segment segment, IpAddress address) {
    return host.isAwake()
        && nics.stream().anyMatch(nic -> nic.segment() == segment && nic.has(address));
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
    Optional<Nic> way =
        nics.stream()
            .filter(nic -> nic.nextHop(to).isPresent())
            .max(Comparator.comparingInt(nic -> nic.routeLength(to)));
    if (way.isEmpty() || isInTunnel(to, way.get())) {
      note("has no way to", destination);
      return false;
    }
    Nic nic = way.get();
    var source = new Endpoint(nic.sourceFor(to).orElseThrow(), sourcePort);
    var datagram = new Datagram(name(), source, destination, message);
    note("sends", datagram);
    nic.segment().carry(this, nic.nextHop(to).orElseThrow(), datagram);
    return true;
  }

  /**
   * Whether the tunnel's own network is the better way, so that the packet would go round in
   * circles.
   */
  private boolean isInTunnel(IpAddress destination, Nic way) {
    return tunnelAddresses.stream()
        .anyMatch(
            cidr ->
                cidr.contains(destination) && cidr.prefixLength() > way.routeLength(destination));
  }

  private void note(String what, Object detail) {
    network.simulation().note(name(), what, detail);
  }
}
