package io.wirelink.diagnosis;

import io.wirelink.agent.ApparentNat;
import io.wirelink.agent.NatsBetween;
import io.wirelink.agent.PeerStory;
import io.wirelink.agent.PortMappingMode;
import io.wirelink.device.Endpoint;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.portmap.MappingStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * Says what NATs do to a pair of hosts, what shows it, and what helps.
 *
 * @param story the story
 * @param diagnosis what was made of it
 * @param words the words for what occurs in it
 */
record WhyNats(PeerStory story, Diagnosis diagnosis, WhyWords words) {

  /** How many endpoints are named at most: three show what there is to see. */
  private static final int MAX_NAMED = 3;

  private NatsBetween nats() {
    return story.nats();
  }

  /** Why NATs keep both hosts apart, as the rest of a sentence. */
  String reason() {
    return nats().isAnySymmetricForSure() ? nat() : nat() + ", or a firewall drops UDP";
  }

  private String nat() {
    String ports = "behind a NAT that takes a new port for each destination";
    boolean here = nats().here().isSymmetric();
    boolean there = nats().there().isSymmetric();
    if (nats().here() == ApparentNat.NEW_PORTS && nats().there() == ApparentNat.NEW_PORTS) {
      return "its NAT takes a new port for each destination, and so does that of this host";
    }
    if (here && there) {
      return "both hosts are " + ports;
    }
    return there ? "it is " + ports : "this host is " + ports;
  }

  /** Where a firewall drops UDP, as the rest of a sentence. */
  String firewall() {
    String routers = " lets UDP through to routers alone";
    return story.host().nat().udpBlocked()
        ? "a firewall before this host" + routers
        : nats().said().udpBlocked()
            ? "a firewall before it" + routers
            : "it is there, but nothing comes back from any of its endpoints, so something on the"
                + " way drops UDP";
  }

  /** What shows that. */
  List<String> evidence() {
    List<String> evidence = new ArrayList<>();
    switch (nats().there()) {
      case NEW_PORTS ->
          evidence.add("It says itself that its NAT takes a new port for each destination.");
      case CHANGES_PORT ->
          evidence.add(
              "It is known by several ports at once, of which it listens on one: its NAT makes"
                  + " others of it.");
      case KEEPS_PORT ->
          evidence.add("Its NAT keeps ports: it is known by one, inside and outside.");
      case ONE_PORT, NONE, UNKNOWN -> {}
    }
    evidence.addAll(evidenceHere());
    if (story.host().nat().carrierGrade()) {
      evidence.add("Beyond the NAT of this host's network there is another one.");
    }
    if (nats().said().carrierGrade()) {
      evidence.add("It says itself that there is another NAT beyond that of its network.");
    }
    if (story.host().nat().udpBlocked()) {
      evidence.add("This host hears nobody but routers, not even who lets everybody in.");
    }
    if (nats().said().udpBlocked()) {
      evidence.add("It says itself that it hears nobody but routers.");
    }
    if (diagnosis.cause() == Cause.SYMMETRIC_NAT && !nats().isAnySymmetricForSure()) {
      evidence.add(
          "If it is one port for all destinations, as carriers have it, a firewall drops UDP"
              + " instead: where one router alone sees the hosts, both look alike. It takes a second"
              + " router, or a host that lets everybody in, to see which.");
    }
    return evidence;
  }

  private List<String> evidenceHere() {
    PeerStory.Host host = story.host();
    String seen = "Others see this host at " + seen();
    return switch (nats().here()) {
      case NEW_PORTS -> List.of(seen + ": its NAT takes a new port for each destination.");
      case ONE_PORT ->
          List.of(
              host.nat().mapping() == Mapping.UNKNOWN
                  ? seen + ", as carriers do it, most of which take one port for all destinations."
                  : seen + ": its NAT takes one port for all destinations, where all find it.");
      case CHANGES_PORT ->
          List.of(
              "%s, though it listens on port %d: its NAT changes ports."
                  .formatted(seen, host.listenPort()));
      case KEEPS_PORT -> List.of(seen + ": its NAT keeps ports.");
      case NONE ->
          List.of(
              (host.seenAs().isEmpty() ? "Others see this host at an address" : seen)
                  + ", which is its own: no NAT.");
      case UNKNOWN ->
          diagnosis.cause() == Cause.SYMMETRIC_NAT
              ? List.of(
                  "Whether a NAT stands before this host does not show: nobody says how it is"
                      + " seen.")
              : List.of();
    };
  }

  private String seen() {
    List<String> all = story.host().seenAs().stream().sorted().map(Endpoint::toString).toList();
    return all.size() <= MAX_NAMED
        ? WhyWords.and(all)
        : String.join(", ", all.subList(0, MAX_NAMED))
            + " and "
            + (all.size() - MAX_NAMED)
            + " more";
  }

  /** What helps. */
  List<String> remedies() {
    List<String> remedies = new ArrayList<>();
    remedies.add(
        ("Turn on PCP, NAT-PMP or UPnP at %s, whose agent then asks for a port; or forward a UDP port"
                + " to WireGuard there, and name it as 'Endpoints' in the configuration of the"
                + " other; or replace that NAT by one that keeps ports.")
            .formatted(where()));
    if (!nats().isAnySymmetricForSure()) {
      remedies.add(
          "If it is a firewall, let UDP pass between the hosts: look at those of both, and of the"
              + " networks between. This host listens on UDP port "
              + story.host().listenPort()
              + ".");
    }
    if (story.host().portMapping().mode() == PortMappingMode.OFF) {
      remedies.add("'port-mapping' is off in the configuration of this host: it asks no gateway.");
    }
    if (story.host().nat().carrierGrade()) {
      remedies.add(
          "A port of this host's gateway is of no use, since there is another NAT beyond it: it"
              + " takes one on the other side.");
    }
    remedies.add(
        nats().here() == ApparentNat.NEW_PORTS && nats().there() == ApparentNat.NEW_PORTS
            ? "Until then its traffic goes by the router, which is slower but works; a direct path is"
                + " tried five times an hour at most."
            : "Until then its traffic goes by the router, which is slower but works.");
    return remedies;
  }

  private String where() {
    List<String> gateways =
        story.host().portMapping().gateways().stream()
            .map(mapping -> mapping.status())
            .filter(MappingStatus.Unmapped.class::isInstance)
            .map(status -> status.gateway().address().toString())
            .distinct()
            .toList();
    return gateways.isEmpty()
        ? "the NAT of one of them"
        : "%s, the gateway of this host, or at that of %s"
            .formatted(WhyWords.and(gateways), words.subject());
  }
}
