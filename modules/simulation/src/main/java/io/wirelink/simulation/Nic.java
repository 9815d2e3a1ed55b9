package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network interface: a place on a segment, with addresses, and perhaps a gateway to everywhere
 * else.
 */
final class Nic {

  private final String name;
  private final int index;
  private Segment segment;
  private boolean up = true;
  private final List<Cidr> addresses = new ArrayList<>();
  private @Nullable IpAddress gateway;

  Nic(String name, int index, Segment segment) {
    this.name = name;
    this.index = index;
    this.segment = segment;
  }

  String name() {
    return name;
  }

  Segment segment() {
    return segment;
  }

  boolean isUp() {
    return up;
  }

  void setUp(boolean nowUp) {
    up = nowUp;
  }

  void setGateway(@Nullable IpAddress newGateway) {
    gateway = newGateway;
  }

  void moveTo(Segment newSegment) {
    segment = newSegment;
  }

  List<Cidr> addresses() {
    return addresses;
  }

  boolean has(IpAddress address) {
    if (up) {
      for (Cidr cidr : addresses) {
        if (cidr.address().equals(address)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The address that datagrams to the destination carry as their source. */
  Optional<IpAddress> sourceFor(IpAddress destination) {
    for (Cidr cidr : addresses) {
      if (cidr.address().family() == destination.family()) {
        return Optional.of(cidr.address());
      }
    }
    return Optional.empty();
  }

  /**
   * Who is asked to take a datagram on its way to the destination; empty if this interface does not
   * lead there.
   */
  Optional<IpAddress> nextHop(IpAddress destination) {
    if (!up || sourceFor(destination).isEmpty()) {
      return Optional.empty();
    }
    if (segment.isInternet() || routeLength(destination) > 0) {
      return Optional.of(destination);
    }
    IpAddress way = gateway;
    return way != null && way.family() == destination.family()
        ? Optional.of(way)
        : Optional.empty();
  }

  /**
   * How directly this interface leads to the destination: the length of the network, 0 for a
   * default route.
   */
  int routeLength(IpAddress destination) {
    int longest = 0;
    for (Cidr cidr : addresses) {
      if (cidr.prefixLength() > longest && cidr.contains(destination)) {
        longest = cidr.prefixLength();
      }
    }
    return longest;
  }

  HostInterface toHostInterface() {
    return new HostInterface(
        name, index, up, addresses.stream().map(cidr -> new InterfaceAddress(cidr, true)).toList());
  }
}
