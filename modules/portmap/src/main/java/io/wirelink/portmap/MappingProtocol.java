package io.wirelink.portmap;

/** A protocol by which a gateway can be asked for a mapping. */
public enum MappingProtocol {
  /** The Port Control Protocol, RFC 6887. */
  PCP("PCP"),
  /** The NAT Port Mapping Protocol, RFC 6886; IPv4 only. */
  NAT_PMP("NAT-PMP"),
  /** The Internet Gateway Device of UPnP, version 1 or 2. */
  UPNP("UPnP");

  private final String title;

  MappingProtocol(String title) {
    this.title = title;
  }

  /** What people call it. */
  @Override
  public String toString() {
    return title;
  }
}
