package io.wirelink.agent;

import io.wirelink.agent.EndpointChoice.Candidate;
import io.wirelink.device.Endpoint;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import io.wirelink.fact.Source;
import java.util.List;

/**
 * The NATs before this host and a peer, in the story of that peer.
 *
 * @param here the one before this host
 * @param there the one before the peer
 * @param said what the peer says of it
 * @param keepApart whether they keep both apart, as far as that shows
 */
public record NatsBetween(
    ApparentNat here, ApparentNat there, NatBehavior said, boolean keepApart) {

  /** Nothing shows. */
  public static final NatsBetween UNKNOWN =
      new NatsBetween(ApparentNat.UNKNOWN, ApparentNat.UNKNOWN, NatBehavior.UNKNOWN, false);

  /**
   * What shows.
   *
   * @param endpoints where the peer may be reached, as its story has them
   */
  static NatsBetween of(NatPair pair, PeerStory.Host host, List<KnownEndpoint> endpoints) {
    ApparentNat here = here(host);
    List<Endpoint> given =
        endpoints.stream()
            .filter(each -> each.use() == KnownEndpoint.Use.USABLE)
            .filter(each -> each.source() instanceof Source.Peer)
            .map(KnownEndpoint::endpoint)
            .toList();
    ApparentNat there = there(pair.there(), given);
    List<Candidate> candidates =
        endpoints.stream()
            .filter(each -> each.origin() != null)
            .map(each -> new Candidate(each.endpoint(), each.origin()))
            .toList();
    return new NatsBetween(
        here, there, pair.there(), pair.keepsApart(here, there, candidates, given));
  }

  private static ApparentNat here(PeerStory.Host host) {
    NatBehavior nat = host.nat();
    return switch (nat.mapping()) {
      case NONE -> ApparentNat.NONE;
      case ENDPOINT_INDEPENDENT ->
          nat.ports() == Ports.PRESERVED ? ApparentNat.KEEPS_PORT : ApparentNat.ONE_PORT;
      case ENDPOINT_DEPENDENT -> ApparentNat.NEW_PORTS;
      case UNKNOWN -> apparentHere(host);
    };
  }

  /** What the others' view of this host tells, where that is too little to be sure. */
  private static ApparentNat apparentHere(PeerStory.Host host) {
    if (host.seenAs().isEmpty()) {
      return ApparentNat.UNKNOWN;
    }
    if (host.addresses().containsAll(host.seenAs())) {
      return ApparentNat.NONE;
    }
    if (host.seenAs().stream().allMatch(seen -> seen.port() == host.listenPort())) {
      return ApparentNat.KEEPS_PORT;
    }
    // A carrier's takes one port for all destinations (RFC 6888, REQ-1), unless more shows.
    return host.nat().carrierGrade() && host.seenAs().size() == 1
        ? ApparentNat.ONE_PORT
        : ApparentNat.CHANGES_PORT;
  }

  /**
   * What a host says of its NAT, or else what its endpoints tell: it gives its own addresses with
   * the port on which it listens, and others give the one under which they see it.
   */
  private static ApparentNat there(NatBehavior said, List<Endpoint> given) {
    if (said.mapping() == Mapping.ENDPOINT_DEPENDENT) {
      return ApparentNat.NEW_PORTS;
    }
    if (given.stream().map(Endpoint::port).distinct().count() > 1) {
      // What it says is that all find it at one port, or that a carrier's is beyond its own.
      return said.carrierGrade() || said.mapping() == Mapping.ENDPOINT_INDEPENDENT
          ? ApparentNat.ONE_PORT
          : ApparentNat.CHANGES_PORT;
    }
    boolean inside = given.stream().anyMatch(each -> each.address().isPrivate());
    boolean outside = given.stream().anyMatch(each -> !each.address().isPrivate());
    return inside && outside
        ? ApparentNat.KEEPS_PORT
        : outside ? ApparentNat.NONE : ApparentNat.UNKNOWN;
  }

  /**
   * Whether one of them takes a new port for each destination for sure. One that is known by one
   * router alone may have one port for all, as carriers have it, and so be in nobody's way.
   */
  public boolean isAnySymmetricForSure() {
    return here == ApparentNat.NEW_PORTS || there == ApparentNat.NEW_PORTS;
  }

  /** Whether both take another port for each destination, or look as if they did. */
  public boolean areBothSymmetric() {
    return here.isSymmetric() && there.isSymmetric();
  }
}
