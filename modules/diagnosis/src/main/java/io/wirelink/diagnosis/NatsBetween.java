package io.wirelink.diagnosis;

import io.wirelink.agent.KnownEndpoint;
import io.wirelink.agent.PeerStory;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.diagnosis.Diagnosis.Nat;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import io.wirelink.fact.Source;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a story tells of the NATs before both hosts.
 *
 * @param here the one before this host
 * @param there the one before the other
 * @param isOpen whether either lets everybody in by a port that its gateway gives
 */
record NatsBetween(Nat here, Nat there, boolean isOpen) {

  static NatsBetween of(PeerStory story) {
    return new NatsBetween(
        here(story.host()), there(story), isOpenHere(story) || isOpenThere(story));
  }

  /**
   * Whether they keep hosts apart: one that takes another port for each is enough, where the other
   * side cannot be called just like that.
   */
  boolean keepApart() {
    return !isOpen
        && ((isSymmetric(there) && here != Nat.NONE) || (isSymmetric(here) && there != Nat.NONE));
  }

  /** Whether this host tells others of a public endpoint: its own, or one that leads to it. */
  private static boolean isOpenHere(PeerStory story) {
    return story.host().addresses().stream().anyMatch(NatsBetween::isPublicV4);
  }

  /**
   * Whether the other is known in public by the port on which it listens, and by another one: what
   * its NAT makes of the port, and what its gateway was asked for.
   */
  private static boolean isOpenThere(PeerStory story) {
    List<Endpoint> given = given(story).stream().map(KnownEndpoint::endpoint).toList();
    Set<Integer> listening =
        given.stream()
            .filter(each -> each.address().isPrivate())
            .map(Endpoint::port)
            .collect(Collectors.toSet());
    List<Endpoint> outside = given.stream().filter(NatsBetween::isPublicV4).toList();
    return outside.stream().anyMatch(each -> listening.contains(each.port()))
        && outside.stream().anyMatch(each -> !listening.contains(each.port()));
  }

  private static boolean isPublicV4(Endpoint endpoint) {
    return endpoint.address().family() == IpAddress.Family.V4 && !endpoint.address().isPrivate();
  }

  /** Whether both take another port for each. */
  boolean areBothSymmetric() {
    return isSymmetric(here) && isSymmetric(there);
  }

  /** Whether it takes another port for each, or looks as if it did. */
  static boolean isSymmetric(Nat nat) {
    return nat == Nat.NEW_PORTS || nat == Nat.CHANGES_PORT;
  }

  private static Nat here(PeerStory.Host host) {
    NatBehavior nat = host.nat();
    return switch (nat.mapping()) {
      case NONE -> Nat.NONE;
      case ENDPOINT_INDEPENDENT -> nat.ports() == Ports.PRESERVED ? Nat.KEEPS_PORT : Nat.ONE_PORT;
      case ENDPOINT_DEPENDENT -> Nat.NEW_PORTS;
      case UNKNOWN -> apparentHere(host);
    };
  }

  /** What the others' view of this host tells, where that is too little to be sure. */
  private static Nat apparentHere(PeerStory.Host host) {
    if (host.seenAs().isEmpty()) {
      return Nat.UNKNOWN;
    }
    if (host.addresses().containsAll(host.seenAs())) {
      return Nat.NONE;
    }
    if (host.seenAs().stream().allMatch(seen -> seen.port() == host.listenPort())) {
      return Nat.KEEPS_PORT;
    }
    // A carrier's takes one port for all destinations (RFC 6888, REQ-1), unless more shows.
    return host.nat().carrierGrade() && host.seenAs().size() == 1 ? Nat.ONE_PORT : Nat.CHANGES_PORT;
  }

  /**
   * What a host says of its NAT, or else what its endpoints tell: it gives its own addresses with
   * the port on which it listens, and others give the one under which they see it.
   */
  private static Nat there(PeerStory story) {
    NatBehavior said = saidOf(story);
    if (said.mapping() == Mapping.ENDPOINT_DEPENDENT) {
      return Nat.NEW_PORTS;
    }
    List<KnownEndpoint> given = given(story);
    long ports = given.stream().map(each -> each.endpoint().port()).distinct().count();
    if (ports > 1) {
      // What it says is that all find it at one port, or that a carrier's is beyond its own.
      return said.isTold() ? Nat.ONE_PORT : Nat.CHANGES_PORT;
    }
    boolean inside = given.stream().anyMatch(each -> each.endpoint().address().isPrivate());
    boolean outside = given.stream().anyMatch(each -> !each.endpoint().address().isPrivate());
    return inside && outside ? Nat.KEEPS_PORT : outside ? Nat.NONE : Nat.UNKNOWN;
  }

  private static List<KnownEndpoint> given(PeerStory story) {
    return story.endpoints().stream()
        .filter(each -> each.use() == KnownEndpoint.Use.USABLE)
        .filter(each -> each.source() instanceof Source.Peer)
        .toList();
  }

  /**
   * What a host says of the NAT before it, as it was told last. Who tells nothing of it may not
   * have heard it.
   */
  static NatBehavior saidOf(PeerStory story) {
    return story.facts().stream()
        .filter(told -> natIn(told).isTold() && !(told.source() instanceof Source.Memory))
        .max(Comparator.comparing(PeerStory.Told::until))
        .map(NatsBetween::natIn)
        .orElse(NatBehavior.UNKNOWN);
  }

  private static NatBehavior natIn(PeerStory.Told told) {
    return told.fact().value() instanceof FactValue.Membership(var metadata)
        ? metadata.nat()
        : NatBehavior.UNKNOWN;
  }
}
