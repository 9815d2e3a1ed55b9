package io.wirelink.diagnosis;

import io.wirelink.agent.KnownEndpoint;
import io.wirelink.agent.PeerStory;
import io.wirelink.diagnosis.Diagnosis.Nat;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import io.wirelink.fact.Source;
import java.util.Comparator;
import java.util.List;

/**
 * What a story tells of the NATs before both hosts.
 *
 * @param here the one before this host
 * @param there the one before the other
 */
record NatsBetween(Nat here, Nat there) {

  static NatsBetween of(PeerStory story) {
    return new NatsBetween(here(story.host()), there(story));
  }

  /**
   * Whether they keep hosts apart: one that takes another port for each is enough, where the other
   * side cannot be called just like that.
   */
  boolean keepApart() {
    return (isSymmetric(there) && here != Nat.NONE) || (isSymmetric(here) && there != Nat.NONE);
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
    return host.seenAs().stream().allMatch(seen -> seen.port() == host.listenPort())
        ? Nat.KEEPS_PORT
        : Nat.CHANGES_PORT;
  }

  /**
   * What a host says of its NAT, or else what its endpoints tell: it gives its own addresses with
   * the port on which it listens, and others give the one under which they see it.
   */
  private static Nat there(PeerStory story) {
    if (saidOf(story).mapping() == Mapping.ENDPOINT_DEPENDENT) {
      return Nat.NEW_PORTS;
    }
    List<KnownEndpoint> given =
        story.endpoints().stream()
            .filter(each -> each.use() == KnownEndpoint.Use.USABLE)
            .filter(each -> each.source() instanceof Source.Peer)
            .toList();
    long ports = given.stream().map(each -> each.endpoint().port()).distinct().count();
    if (ports > 1) {
      return Nat.CHANGES_PORT;
    }
    boolean inside = given.stream().anyMatch(each -> each.endpoint().address().isPrivate());
    boolean outside = given.stream().anyMatch(each -> !each.endpoint().address().isPrivate());
    return inside && outside ? Nat.KEEPS_PORT : outside ? Nat.NONE : Nat.UNKNOWN;
  }

  /**
   * What a host says of the NAT before it, as it was told last. Who tells nothing of it may not
   * have heard it.
   */
  static NatBehavior saidOf(PeerStory story) {
    return story.facts().stream()
        .filter(told -> natIn(told).isObstacle() && !(told.source() instanceof Source.Memory))
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
