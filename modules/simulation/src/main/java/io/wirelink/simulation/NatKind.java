package io.wirelink.simulation;

/**
 * What stands between a LAN and the internet: how it maps and filters (the terms are those of RFC
 * 4787). scripts/lab.d/nats.sh has the same in nftables.
 */
public enum NatKind {
  /**
   * Linux masquerade behind a firewall that drops what nobody inside asked for: a mapping per
   * destination address and port that keeps the port if it can, and lets in only that destination.
   */
  PORT_PRESERVING(false, Ports.KEPT, Filter.ADDRESS_AND_PORT),
  /**
   * Linux masquerade without such a firewall. What comes unasked for is tracked all the same, and
   * as long as that is so, the same pair of endpoints cannot be used from inside with the same
   * port.
   */
  PORT_PRESERVING_OPEN(false, Ports.KEPT, Filter.ADDRESS_AND_PORT),
  /** One mapping for all destinations that keeps the port if it can, and lets in everybody. */
  FULL_CONE(true, Ports.KEPT, Filter.NOBODY),
  /**
   * One mapping for all destinations that keeps the port if it can, and lets in the addresses that
   * were sent something.
   */
  ADDRESS_RESTRICTED(true, Ports.KEPT, Filter.ADDRESS),
  /**
   * A mapping with the next port of a block per destination address and port, which lets in only
   * that destination.
   */
  SEQUENTIAL(false, Ports.SEQUENTIAL, Filter.ADDRESS_AND_PORT),
  /**
   * A mapping with a random port per destination address and port, which lets in only that
   * destination.
   */
  SYMMETRIC(false, Ports.RANDOM, Filter.ADDRESS_AND_PORT),
  /**
   * A home's NAT that preserves ports, behind that of a carrier, which has one mapping with a
   * random port for all destinations and lets in everybody (as RFC 6888 wants it).
   */
  CARRIER(true, Ports.RANDOM, Filter.NOBODY),
  /**
   * A NAT that preserves ports, and a firewall that lets out UDP to WireGuard's port of routers and
   * no other UDP.
   */
  UDP_BLOCKED(false, Ports.KEPT, Filter.ADDRESS_AND_PORT);

  /** Which port a mapping gets. */
  enum Ports {
    /** That of the host inside, if it is free. */
    KEPT,
    /** The one after the last that was given. */
    SEQUENTIAL,
    /** Any, even if the host's own is free. */
    RANDOM
  }

  /** Who is not let in by a mapping. */
  enum Filter {
    /** All may use it. */
    NOBODY,
    /** Whose address was sent nothing by it. */
    ADDRESS,
    /** Whose address and port were sent nothing by it. */
    ADDRESS_AND_PORT
  }

  private final boolean endpointIndependent;
  private final Ports ports;
  private final Filter filter;

  NatKind(boolean endpointIndependent, Ports ports, Filter filter) {
    this.endpointIndependent = endpointIndependent;
    this.ports = ports;
    this.filter = filter;
  }

  /** Whether one mapping serves all destinations. */
  boolean isEndpointIndependent() {
    return endpointIndependent;
  }

  /** Which port a mapping gets. */
  Ports ports() {
    return ports;
  }

  /** Who is not let in by a mapping. */
  Filter filter() {
    return filter;
  }

  /** Whether a datagram that is not let in occupies its pair of endpoints. */
  boolean tracksUnsolicited() {
    return this == PORT_PRESERVING_OPEN;
  }
}
