package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoint of a peer to try next: the one that was tried least recently, and among those
 * never tried the most promising. That first choice is what decides whether two hosts meet within a
 * second or after several tries of 15 s.
 */
final class EndpointChoice {

  private EndpointChoice() {}

  /**
   * Chooses.
   *
   * @param candidates what facts say
   * @param networks where this host is
   * @param ownPort the WireGuard port of this host
   * @param reachable endpoints of other peers that are known to work from here
   * @return empty if there is nothing to try but what is set already
   */
  static Optional<Endpoint> next(
      Peer peer,
      Collection<Endpoint> candidates,
      TunnelNetworks networks,
      int ownPort,
      Collection<IpAddress> reachable) {
    PeerState state = peer.state();
    @Nullable Endpoint current = state == null ? null : state.endpoint();
    return candidates.stream()
        .filter(endpoint -> !endpoint.equals(current))
        .filter(endpoint -> isUsable(endpoint, networks, ownPort))
        .min(
            Comparator.comparingLong(peer.tries()::triedNanos)
                .thenComparingInt(endpoint -> distance(endpoint.address(), networks))
                .thenComparingInt(endpoint -> -commonPrefix(endpoint.address(), reachable))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * Whether it makes sense to send there at all: not into the tunnel, not to this host's own
   * WireGuard.
   */
  static boolean isUsable(Endpoint endpoint, TunnelNetworks networks, int ownPort) {
    IpAddress address = endpoint.address();
    return endpoint.port() != 0
        && address.isGlobalUnicast()
        && !networks.isInTunnel(address)
        && !(endpoint.port() == ownPort && networks.isOwn(address));
  }

  /**
   * A neighbour is nearest, then the internet; a private network that this host is not in may be
   * anybody's.
   */
  private static int distance(IpAddress address, TunnelNetworks networks) {
    if (networks.isOwn(address)) {
      return 3;
    }
    return networks.isOnLink(address) ? 0 : address.isPrivate() ? 2 : 1;
  }

  /**
   * In a private internet, what resembles an address that works is likely to be outside of others'
   * NAT too.
   */
  private static int commonPrefix(IpAddress address, Collection<IpAddress> reachable) {
    int longest = 0;
    for (IpAddress other : reachable) {
      if (other.family() == address.family()) {
        int high = Long.numberOfLeadingZeros(address.high() ^ other.high());
        int common = high < 64 ? high : 64 + Long.numberOfLeadingZeros(address.low() ^ other.low());
        longest = Math.max(longest, common);
      }
    }
    return longest;
  }
}
