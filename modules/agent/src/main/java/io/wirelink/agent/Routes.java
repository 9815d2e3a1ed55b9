package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.PeerState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the device routes to a peer, as far as it is asked for again and again: found out once for
 * each change of it, since that is asked of each of a thousand peers at each reading.
 */
final class Routes {

  private Set<Cidr> allowedIps = Set.of();
  private boolean any;
  private boolean router;
  private boolean wereAny;

  /** Takes over what the device says now; null if it does not have the peer. */
  void read(@Nullable PeerState state) {
    Set<Cidr> now = state == null ? Set.of() : state.allowedIps();
    if (!now.equals(allowedIps)) {
      any = now.stream().anyMatch(cidr -> !cidr.address().isLinkLocal());
      router = Roles.isRouter(now);
    }
    allowedIps = now;
  }

  /** Whether there is anything but its link-local address. */
  boolean isAny() {
    return any;
  }

  /** Whether the peer is a router by that. */
  boolean isRouter() {
    return router;
  }

  /** Whether there was anything when this was asked last. */
  boolean takeBefore() {
    boolean before = wereAny;
    wereAny = any;
    return before;
  }
}
