package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import org.jspecify.annotations.Nullable;

/**
 * A LAN to be built.
 *
 * @param name its name
 * @param kind the NAT that all hosts on it share; null where each has a public address of its own
 *     by a 1:1 NAT
 * @param number its number in the mesh
 */
record Lan(String name, @Nullable NatKind kind, int number) {

  private static final Cidr PRIVATE = Cidr.parse("192.168.0.0/16");

  /** The gateway's own host number; hosts have their number in the mesh, which is another. */
  private static final int GATEWAY = 254;

  /** Where its NAT is behind another one: a network of the carrier's (RFC 6598). */
  private static final Cidr CARRIER = Cidr.parse("100.64.0.0/16");

  private static final int CARRIER_GATEWAY = 1;
  private static final int CARRIER_CUSTOMER = 2;

  Cidr address(int host) {
    return HostPlan.within(PRIVATE, number << 8 | host, 24);
  }

  /** Where the way out begins for a host: of a 1:1 NAT each has one of its own. */
  Cidr gateway(int host) {
    return kind == null ? HostPlan.within(PRIVATE, host, 24) : address(GATEWAY);
  }

  /** What its NAT is known by to the NAT of the carrier. */
  Cidr customerOfCarrier() {
    return HostPlan.within(CARRIER, number << 8 | CARRIER_CUSTOMER, 24);
  }

  /** Where the carrier's NAT is, as seen from its own. */
  Cidr carrier() {
    return HostPlan.within(CARRIER, number << 8 | CARRIER_GATEWAY, 24);
  }
}
