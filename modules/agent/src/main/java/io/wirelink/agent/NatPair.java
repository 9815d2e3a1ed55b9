package io.wirelink.agent;

import io.wirelink.agent.EndpointChoice.Candidate;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * This host and a peer, each behind a NAT or not, and whether they can meet (docs/nat.md, "What
 * follows from it").
 *
 * @param here the NAT before this host
 * @param there the one before the peer, as it says itself
 * @param reachable in which address families this host tells others where anybody reaches it: at an
 *     address in public, or at a port that its gateway gives
 * @param seenAt the addresses at which others see this host
 * @param ownPort the WireGuard port of this host
 */
record NatPair(
    NatBehavior here,
    NatBehavior there,
    Set<IpAddress.Family> reachable,
    Set<IpAddress> seenAt,
    int ownPort) {

  private static final int LAST_PORT = 65_535;

  /**
   * Whether they can, as far as is known: not where each is called from a port that nobody can
   * tell, and nothing else leads from one to the other.
   *
   * @param candidates where the peer may be reached
   */
  boolean canMeet(List<Candidate> candidates) {
    return !here.isUnpredictable()
        || !there.isUnpredictable()
        || isOpen(candidates, CallOrder.known(candidates.stream().filter(NatPair::isSaid).toList()))
        || candidates.stream().anyMatch(this::leadsThere);
  }

  /**
   * Whether NATs that look like these are what keeps both apart, who have called each other in
   * vain: one that takes another port for each destination is enough, where the other side cannot
   * be called just like that. A firewall that lets UDP through to routers alone does so as well,
   * whatever the NATs are.
   *
   * @param apparentHere how the one before this host looks
   * @param apparentThere how the one before the peer looks
   * @param candidates where the peer may be reached
   * @param said those of them that others say
   */
  boolean keepsApart(
      ApparentNat apparentHere,
      ApparentNat apparentThere,
      List<Candidate> candidates,
      Collection<Endpoint> said) {
    boolean hard =
        (apparentThere.isSymmetric() && apparentHere != ApparentNat.NONE)
            || (apparentHere.isSymmetric() && apparentThere != ApparentNat.NONE);
    return hard && !isOpen(candidates, said) && !here.udpBlocked() && !there.udpBlocked();
  }

  /** Whether either lets everybody in who calls, as far as is known. */
  private boolean isOpen(List<Candidate> candidates, Collection<Endpoint> said) {
    return reachable.contains(IpAddress.Family.V4)
        || candidates.stream().anyMatch(NatPair::isForEverybody)
        || CallOrder.of(said, ownPort) == CallOrder.OPEN;
  }

  /** Whether that is what others say, and no more. */
  private static boolean isSaid(Candidate candidate) {
    return !candidate.origin().isOwnKnowledge();
  }

  /** Whether somebody who knows says that all are let in there. */
  private static boolean isForEverybody(Candidate candidate) {
    IpAddress address = candidate.endpoint().address();
    return address.family() == IpAddress.Family.V4
        && !address.isPrivate()
        && (candidate.origin() == EndpointOrigin.CONFIGURED
            || candidate.origin() == EndpointOrigin.OWN_WORD);
  }

  private boolean leadsThere(Candidate candidate) {
    IpAddress address = candidate.endpoint().address();
    if (address.family() == IpAddress.Family.V6) {
      return address.isPrivate() || reachable.contains(IpAddress.Family.V6);
    }
    return switch (candidate.origin()) {
      case WORKED, REMEMBERED, CONFIGURED, OWN_WORD -> true;
      // Who shares a network or a NAT with this host is not met through it.
      case FOUND, ROUTER, THIRD_PARTY -> address.isPrivate() || seenAt.contains(address);
      case PREDICTED, FOREIGN_NETWORK -> false;
    };
  }

  /**
   * Where a peer is likely to call from whose NAT counts up its ports: the next {@link
   * NatBehavior#MAX_STEP} after those that are known, of which the last was taken last. None if the
   * own NAT takes a port for each destination too: each try would move the mark for the other.
   *
   * @param known where it may be reached, and what speaks for that
   */
  List<Endpoint> predicted(Map<Endpoint, EndpointOrigin> known) {
    if (there.mapping() != Mapping.ENDPOINT_DEPENDENT
        || there.ports() != Ports.SEQUENTIAL
        || here.mapping() == Mapping.ENDPOINT_DEPENDENT) {
      return List.of();
    }
    return known.entrySet().stream()
        .filter(each -> each.getValue() == EndpointOrigin.ROUTER)
        .map(Map.Entry::getKey)
        .filter(each -> each.address().family() == IpAddress.Family.V4)
        .filter(each -> !each.address().isPrivate())
        .max(Comparator.comparingInt(Endpoint::port))
        .map(NatPair::following)
        .orElse(List.of());
  }

  private static List<Endpoint> following(Endpoint last) {
    int end = Math.min(last.port() + NatBehavior.MAX_STEP, LAST_PORT);
    return IntStream.rangeClosed(last.port() + 1, end)
        .mapToObj(port -> new Endpoint(last.address(), port))
        .toList();
  }
}
