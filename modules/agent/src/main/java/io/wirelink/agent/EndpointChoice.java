package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the endpoints of a peer in the order in which they are tried. The first choice is what
 * decides whether two hosts meet within a second or after several tries.
 *
 * @param networks where this host is
 * @param ownPort the WireGuard port of this host
 * @param reachable addresses of other peers that are known to work from here
 */
record EndpointChoice(TunnelNetworks networks, int ownPort, NavigableSet<IpAddress> reachable) {

  /**
   * How many endpoints of a peer are tried: more than any host has, and so few that a round over
   * all of them ends within minutes. The worst give way.
   */
  static final int MAX_CANDIDATES = 32;

  /**
   * An endpoint that may be tried.
   *
   * @param endpoint where
   * @param origin where it is known from
   */
  record Candidate(Endpoint endpoint, EndpointOrigin origin) {

    /**
     * Whether it is in a private network elsewhere, beside others that lead through the internet.
     *
     * @param best the best of them all
     * @param sameSite whether both hosts are seen at the same address, so that private ones may
     *     lead from one to the other
     */
    boolean isUnlikelyBeside(Candidate best, boolean sameSite) {
      return origin == EndpointOrigin.FOREIGN_NETWORK
          && best.origin() != EndpointOrigin.FOREIGN_NETWORK
          && !sameSite;
    }
  }

  /** Those that make sense, the best first. */
  List<Candidate> ranked(Map<Endpoint, EndpointOrigin> known) {
    Set<Integer> listening = CallOrder.listening(known.keySet(), ownPort);
    return known.entrySet().stream()
        .map(each -> new Candidate(each.getKey(), originOf(each.getKey(), each.getValue())))
        .filter(this::isUsable)
        .sorted(
            Comparator.comparing(Candidate::origin)
                .thenComparingInt(each -> distance(each.endpoint().address()))
                .thenComparingInt(each -> -commonPrefix(each.endpoint().address()))
                // A gateway gives the port that it is asked for, if it is free; where a NAT has
                // others for each destination, they lead nobody else there.
                .thenComparing(each -> !listening.contains(each.endpoint().port()))
                .thenComparing(Candidate::endpoint))
        .limit(MAX_CANDIDATES)
        .toList();
  }

  private EndpointOrigin originOf(Endpoint endpoint, EndpointOrigin said) {
    IpAddress address = endpoint.address();
    boolean foreign =
        networks.isOwn(address) || (address.isPrivate() && !networks.isOnLink(address));
    return foreign && !said.isOwnKnowledge() ? EndpointOrigin.FOREIGN_NETWORK : said;
  }

  private boolean isUsable(Candidate candidate) {
    Endpoint endpoint = candidate.endpoint();
    boolean scoped = endpoint.address().isLinkLocal() && endpoint.scopeId() != 0;
    return scoped && candidate.origin().isOwnKnowledge()
        ? endpoint.port() != 0
        : isUsable(endpoint, networks, ownPort);
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
  private int distance(IpAddress address) {
    if (networks.isOwn(address)) {
      return 3;
    }
    return networks.isOnLink(address) ? 0 : address.isPrivate() ? 2 : 1;
  }

  /**
   * In a private internet, what resembles an address that works is likely to be outside of others'
   * NAT too.
   */
  int commonPrefix(IpAddress address) {
    // In their order, those that have most in common with it stand next to it.
    return Math.max(
        commonPrefix(address, reachable.floor(address)),
        commonPrefix(address, reachable.ceiling(address)));
  }

  private static int commonPrefix(IpAddress address, @Nullable IpAddress other) {
    if (other == null || other.family() != address.family()) {
      return 0;
    }
    int high = Long.numberOfLeadingZeros(address.high() ^ other.high());
    return high < 64 ? high : 64 + Long.numberOfLeadingZeros(address.low() ^ other.low());
  }
}
