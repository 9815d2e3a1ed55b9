package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;

/**
 * A box that gives one host inside a public address of its own and changes nothing but addresses (a
 * 1:1 NAT), as clouds do: the host itself has a private address and does not know the public one.
 *
 * <p>It keeps no state. What the host sends to its own public address is dropped, as there.
 */
final class StaticNat implements Node {

  private final Simulation simulation;
  private final String name;
  private final Nic inside;
  private final Nic outside;
  private final IpAddress host;

  /** A box for the host inside with this address. */
  StaticNat(
      Simulation simulation,
      String name,
      Segment insideSegment,
      Cidr insideAddress,
      IpAddress host,
      Segment outsideSegment,
      Cidr outsideAddress) {
    this.simulation = simulation;
    this.name = name;
    this.host = host;
    inside = new Nic("inside", 1, insideSegment);
    inside.addresses().add(insideAddress);
    outside = new Nic("outside", 2, outsideSegment);
    outside.addresses().add(outsideAddress);
    insideSegment.join(this);
    outsideSegment.join(this);
  }

  @Override
  public String name() {
    return name;
  }

  private IpAddress outsideAddress() {
    return outside.addresses().getFirst().address();
  }

  @Override
  public boolean answersFor(Segment segment, IpAddress address) {
    return (segment == inside.segment() && inside.has(address))
        || (segment == outside.segment() && outside.has(address));
  }

  @Override
  public void arrived(Segment segment, Datagram datagram) {
    if (segment == outside.segment()) {
      Endpoint destination = new Endpoint(host, datagram.destination().port());
      inside.segment().carry(this, host, datagram.withDestination(destination));
      return;
    }
    IpAddress to = datagram.destination().address();
    if (!datagram.source().address().equals(host) || outside.has(to)) {
      simulation.note(name, "has no way for", datagram);
      return;
    }
    Endpoint source = new Endpoint(outsideAddress(), datagram.source().port());
    outside.segment().carry(this, to, datagram.withSource(source));
  }
}
