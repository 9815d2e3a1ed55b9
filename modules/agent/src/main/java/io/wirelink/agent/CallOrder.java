package io.wirelink.agent;

import io.wirelink.agent.EndpointChoice.Candidate;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of two hosts calls the other first (docs/protocol.md, "Where a peer is looked for"). Both
 * come to the same by what both know, so that their handshakes do not cross.
 */
enum CallOrder {
  /**
   * It is seen at the port on which it listens. What it sends first opens its NAT for the address
   * of the other, where that looks at no ports.
   */
  KEEPS_PORT,
  /**
   * It is seen at another port, which most likely is none at which the other could call it: it has
   * to be the one that gets through, and that by its only handshake in 5 s.
   */
  CHANGES_PORT,
  /** It lets everybody in who calls. */
  OPEN;

  /**
   * How one stands that is known by these endpoints.
   *
   * @param ownPort the port on which this host listens
   */
  static CallOrder of(Collection<Endpoint> all, int ownPort) {
    List<Endpoint> known =
        all.stream().filter(each -> each.address().family() == IpAddress.Family.V4).toList();
    Set<Integer> listening = listening(known, ownPort);
    List<Endpoint> outside = known.stream().filter(each -> !isInside(each)).toList();
    boolean kept = outside.stream().anyMatch(each -> listening.contains(each.port()));
    if (!outside.stream().allMatch(each -> listening.contains(each.port()))) {
      // Who is known by both has been given the port by a gateway.
      return kept ? OPEN : CHANGES_PORT;
    }
    return kept && outside.size() == known.size() ? OPEN : KEEPS_PORT;
  }

  /** The endpoints by which a host is known; what is foreseen is none at which anybody saw it. */
  static Set<Endpoint> known(Collection<Candidate> candidates) {
    return candidates.stream()
        .filter(each -> each.origin() != EndpointOrigin.PREDICTED)
        .map(Candidate::endpoint)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * The ports on which a host listens, as far as that shows: that of addresses inside of its
   * network is its own word, and hosts of one mesh mostly listen on the same.
   */
  static Set<Integer> listening(Collection<Endpoint> known, int ownPort) {
    Set<Integer> inside =
        known.stream().filter(CallOrder::isInside).map(Endpoint::port).collect(Collectors.toSet());
    return inside.isEmpty() ? Set.of(ownPort) : inside;
  }

  private static boolean isInside(Endpoint endpoint) {
    return endpoint.address().isPrivate();
  }

  /**
   * Whether who stands like this calls before the other.
   *
   * @param otherwise whether it does where that makes no difference
   */
  boolean isBefore(CallOrder other, boolean otherwise) {
    if (this == other || (this != CHANGES_PORT && other != CHANGES_PORT)) {
      return otherwise;
    }
    return this == KEEPS_PORT || other == OPEN;
  }
}
