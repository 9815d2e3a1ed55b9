package io.wirelink.portmap;

import java.util.List;

/**
 * What gateways are to be asked for.
 *
 * @param port the UDP port of this host that is to be reached, 1 to 65535; 0 for nothing
 * @param protocols by which protocols, in the order in which they are tried
 * @param privateOnly whether only gateways in private networks are asked
 */
public record PortWish(int port, List<MappingProtocol> protocols, boolean privateOnly) {

  /** Nobody is asked for anything. */
  public static final PortWish NONE = new PortWish(0, List.of(), true);

  /** Keeps a copy of the list. */
  public PortWish {
    protocols = List.copyOf(protocols);
  }

  /**
   * Whether a gateway is to be asked. That of IPv6 has an address of the link wherever it is: where
   * there is a gateway of IPv4 in a private network, it is at somebody's home.
   *
   * @param all the gateways that there are
   */
  boolean concerns(Gateway gateway, List<Gateway> all) {
    if (port == 0) {
      return false;
    }
    return !privateOnly
        || (gateway.isV4()
            ? gateway.isPrivate()
            : all.stream().anyMatch(each -> each.isV4() && each.isPrivate()));
  }
}
