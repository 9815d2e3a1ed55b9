package io.wirelink.simulation;

/** How a NAT maps and filters (the terms are those of RFC 4787). */
public enum NatKind {
  /**
   * Linux masquerade behind a firewall that drops what nobody inside asked for: a mapping per
   * destination address and port that keeps the port if it can, and lets in only that destination.
   */
  PORT_PRESERVING(false, false, false),
  /**
   * Linux masquerade without such a firewall. What comes unasked for is tracked all the same, and
   * as long as that is so, the same pair of endpoints cannot be used from inside with the same
   * port.
   */
  PORT_PRESERVING_OPEN(false, false, true),
  /** One mapping for all destinations that keeps the port if it can, and lets in everybody. */
  FULL_CONE(true, false, false),
  /**
   * A mapping with a random port per destination address and port, which lets in only that
   * destination.
   */
  SYMMETRIC(false, true, false),
  /**
   * The same with ports that are counted up: each mapping gets the next one after the last, whoever
   * inside it is for.
   */
  SEQUENTIAL(false, true, false);

  private final boolean endpointIndependent;
  private final boolean changesPorts;
  private final boolean tracksUnsolicited;

  NatKind(boolean endpointIndependent, boolean changesPorts, boolean tracksUnsolicited) {
    this.endpointIndependent = endpointIndependent;
    this.changesPorts = changesPorts;
    this.tracksUnsolicited = tracksUnsolicited;
  }

  /** Whether one mapping serves all destinations, and all of them may use it. */
  boolean isEndpointIndependent() {
    return endpointIndependent;
  }

  /** Whether a mapping gets another port, even if its own is free. */
  boolean changesPorts() {
    return changesPorts;
  }

  /** Whether that is the next one after the last; else it is random. */
  boolean countsPorts() {
    return this == SEQUENTIAL;
  }

  /** Whether a datagram that is not let in occupies its pair of endpoints. */
  boolean tracksUnsolicited() {
    return tracksUnsolicited;
  }
}
