package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.PeerState;
import java.util.Collection;

/** Who is a router (docs/protocol.md, "Words"). */
public final class Roles {

  private Roles() {}

  /**
   * Whether the device routes a network to the peer, and not only single addresses. A default route
   * counts: whoever gets everything gets the mesh as well.
   */
  public static boolean isRouter(PeerState peer) {
    return isRouter(peer.allowedIps());
  }

  /** The same of a peer that is known by what may be routed to it. */
  public static boolean isRouter(Collection<Cidr> allowedIps) {
    // A loop, since this is asked of each of a thousand peers at each reading.
    for (Cidr cidr : allowedIps) {
      if (isNetwork(cidr)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is more than a single address, and may be somewhere outside of this link. */
  static boolean isNetwork(Cidr cidr) {
    return !cidr.isHost() && (cidr.address().isGlobalUnicast() || cidr.prefixLength() == 0);
  }

  /** Whether this host is a router, as configured or because no peer is one. */
  public static boolean isSelfRouter(AgentConfig config, DeviceState device) {
    return config.router() != null
        ? config.router()
        : device.peers().values().stream().noneMatch(Roles::isRouter);
  }
}
