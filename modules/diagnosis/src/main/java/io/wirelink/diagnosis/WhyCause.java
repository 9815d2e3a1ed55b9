package io.wirelink.diagnosis;

import io.wirelink.agent.PeerStory;
import io.wirelink.agent.RejectionRule;
import io.wirelink.device.PublicKey;
import io.wirelink.diagnosis.Diagnosis.Nat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Says what a diagnosis means, and what to do about it.
 *
 * @param story the story
 * @param diagnosis what was made of it
 * @param words the words for what occurs in it
 */
record WhyCause(PeerStory story, Diagnosis diagnosis, WhyWords words) {

  /** Whether there is a direct path, and what stands in its way: one sentence. */
  String summary() {
    String subject = words.subject();
    String reason = diagnosis.certain() ? reason() : "most likely " + reason();
    return switch (diagnosis.cause()) {
      case DIRECT -> subject + " is reached directly" + at() + ".";
      case SELF -> subject + ": " + reason() + ".";
      default -> subject + " is not reached directly: " + reason + ".";
    };
  }

  private String at() {
    PeerStory.OnDevice device = story.device();
    return device == null || device.endpoint() == null ? "" : ", at " + device.endpoint();
  }

  private String reason() {
    return switch (diagnosis.cause()) {
      case DIRECT -> "nothing stands in the way";
      case SELF -> "the key is this host's own";
      case NEVER_SEEN ->
          "nobody has spoken of it, and nothing has come from it, since the agent started at "
              + words.moment(story.started());
      case OFFLINE -> offline();
      case ROUTER_DOWN -> routerDown();
      case NOT_A_MEMBER ->
          "it is on the device, but nobody who is believed says that it belongs to the mesh";
      case SOURCE_NOT_TRUSTED -> notTrusted();
      case ENDPOINT_IN_TUNNEL ->
          "the only way to it that anybody knows leads through "
              + story.host().interfaceName()
              + " itself";
      case ENDPOINT_UNUSABLE -> "every endpoint that anybody gives is one that cannot be its own";
      case NO_ENDPOINT -> "nobody knows an endpoint of it";
      case SYMMETRIC_NAT -> symmetricNat();
      case UDP_BLOCKED ->
          "it is there, but nothing comes back from any of its endpoints, so something on the way"
              + " drops UDP";
      case BASIC ->
          "it runs without an agent, so it does not know of this host and does not answer it";
      case FLAPPING -> flapping();
      case ONE_WAY ->
          "packets pass in one direction only: what it sends arrives here, and what is sent to it"
              + " does not arrive";
      case LARGE_LOST -> "small packets pass, but those of the tunnel's own size get lost";
      case GIVEN_UP_BY_PEER ->
          "it answers, but says that it has given the path up: something is wrong that it sees and"
              + " this host does not";
      case AGENT_NOT_HEARD -> "WireGuard reaches it, but its agent has not been heard";
      case NO_NETWORKS ->
          "WireGuard reaches it, but nobody who is believed says what is to be routed to it";
      case IN_USE_ELSEWHERE -> "its networks are routed to another peer that answers";
      case DEVICE_REFUSES -> "the device refuses what the agent tells it";
      case STILL_TRYING -> "not everything was tried yet";
    };
  }

  private String flapping() {
    Instant until = story.path().heldUntil();
    return "the path comes and goes: it broke %d times within minutes, and gets no traffic%s"
        .formatted(story.path().breaks(), until == null ? "" : " until " + words.time(until));
  }

  private String offline() {
    PeerStory.Contact contact = story.contact();
    if (diagnosis.certain() && contact.vouchedBy() != null && contact.vouched() != null) {
      return "it is gone: %s does not see it any more, last at %s"
          .formatted(words.name(contact.vouchedBy()), words.time(contact.vouched()));
    }
    if (story.departure() != null || story.standing().memberUntil() != null) {
      return "it is gone, or was taken from the mesh: nobody speaks of it any more";
    }
    return contact.heard() == null
        ? "it is gone"
        : "it is gone: nothing came from it since " + words.time(contact.heard());
  }

  private String routerDown() {
    if (story.standing().router()) {
      return "it is the router, and does not answer";
    }
    List<String> names = story.routers().stream().map(each -> words.router(each.key())).toList();
    return WhyWords.and(names)
        + (names.size() == 1 ? " does" : " do")
        + " not answer, so nothing is learned of anybody";
  }

  private String notTrusted() {
    return distrusted()
        .map(
            each ->
                "%s speaks of it, but is trusted with %s only, and that takes %s"
                    .formatted(
                        words.name(each.sender()),
                        each.has().configName(),
                        each.needs().configName()))
        .orElse("who speaks of it is not trusted");
  }

  /** What was not believed and would have helped most: the most important thing that was said. */
  private Optional<PeerStory.Rejection> distrusted() {
    return story.rejections().stream()
        .filter(each -> each.current() && each.rule() == RejectionRule.NOT_TRUSTED)
        .max(
            Comparator.comparing(PeerStory.Rejection::needs)
                .thenComparing(PeerStory.Rejection::has)
                .thenComparing(PeerStory.Rejection::last));
  }

  private String symmetricNat() {
    String ports = "behind a NAT that takes a new port for each destination";
    if (diagnosis.here() == Nat.CHANGES_PORT && diagnosis.there() == Nat.CHANGES_PORT) {
      return "both hosts are " + ports;
    }
    return diagnosis.there() == Nat.CHANGES_PORT ? "it is " + ports : "this host is " + ports;
  }

  /** What the diagnosis rests on, where the rest of the story does not say; perhaps nothing. */
  List<String> evidence() {
    return switch (diagnosis.cause()) {
      case SYMMETRIC_NAT, UDP_BLOCKED -> natEvidence();
      default -> List.of();
    };
  }

  private List<String> natEvidence() {
    List<String> evidence = new ArrayList<>();
    switch (diagnosis.there()) {
      case CHANGES_PORT ->
          evidence.add(
              "It is known by several ports at once, of which it listens on one: its NAT makes"
                  + " others of it.");
      case KEEPS_PORT ->
          evidence.add("Its NAT keeps ports: it is known by one, inside and outside.");
      case NONE, UNKNOWN -> {}
    }
    PeerStory.Host host = story.host();
    String seen = WhyWords.list(host.seenAs());
    switch (diagnosis.here()) {
      case CHANGES_PORT ->
          evidence.add(
              "Others see this host at %s, though it listens on port %d: its NAT changes ports."
                  .formatted(seen, host.listenPort()));
      case KEEPS_PORT -> evidence.add("Others see this host at " + seen + ": its NAT keeps ports.");
      case NONE -> evidence.add("Others see this host at " + seen + ", which is its own: no NAT.");
      case UNKNOWN -> {
        if (diagnosis.cause() == Cause.SYMMETRIC_NAT) {
          evidence.add(
              "Whether a NAT stands before this host does not show: nobody says how it is seen.");
        }
      }
    }
    return evidence;
  }

  /** What to do about it; nothing if there is nothing to do. */
  List<String> remedies() {
    String subject = words.subject();
    String device = story.host().interfaceName();
    return switch (diagnosis.cause()) {
      case DIRECT, SELF -> List.of();
      case NEVER_SEEN ->
          List.of(
              "Check the key. If it is right, "
                  + subject
                  + " was never connected: add it to the"
                  + " WireGuard configuration of a router, and see that its own has the router as a"
                  + " peer. 'wg show' on the router shows whether it has called.");
      case OFFLINE ->
          List.of(
              "See whether the host is up and has network, whether its WireGuard interface is up,"
                  + " and whether 'wg show' on the router still has it.");
      case ROUTER_DOWN -> routerRemedies();
      case NOT_A_MEMBER ->
          List.of(
              "Add it on the router, whose word makes members, or name it in the 'peers' of"
                  + " /etc/wireguard/wirelink."
                  + device
                  + ".json. If it does not belong here: 'wg"
                  + " set "
                  + device
                  + " peer "
                  + story.key()
                  + " remove'.");
      case SOURCE_NOT_TRUSTED -> trustRemedies();
      case ENDPOINT_IN_TUNNEL -> tunnelRemedies();
      case ENDPOINT_UNUSABLE, NO_ENDPOINT ->
          List.of(
              "See on "
                  + subject
                  + " whether 'report-ifaces' or 'hide-ifaces' hide all its"
                  + " interfaces, or give it 'Endpoints' in the configuration of this host.");
      case SYMMETRIC_NAT -> natRemedies();
      case UDP_BLOCKED ->
          List.of(
              "Let UDP pass between the hosts: look at the firewalls of both, and of the networks"
                  + " between. This host listens on UDP port "
                  + story.host().listenPort()
                  + ".",
              "'wirelink why' on " + subject + " shows the other side.");
      case BASIC ->
          List.of(
              "Nothing, if it shall be reached by the router. Else run an agent on it, or add this"
                  + " host to its WireGuard configuration.");
      case FLAPPING ->
          List.of(
              "Look for what comes and goes: a radio link, a NAT or firewall with short timeouts,"
                  + " two uplinks of which one is down now and then.",
              "Until it is steady its traffic goes by the router. 'wirelink refresh' tries it at"
                  + " once.");
      case ONE_WAY ->
          List.of(
              "Look for a firewall, a route or an uplink that loses what goes from here to "
                  + subject
                  + "; the other direction works. Until then its traffic goes by the router.");
      case LARGE_LOST ->
          List.of(
              "Lower the MTU of "
                  + device
                  + " on both hosts ('MTU = 1280' in the configuration of WireGuard passes nearly"
                  + " everywhere), or see where ICMP 'packet too big' is dropped on the way. Until"
                  + " then its traffic goes by the router.");
      case GIVEN_UP_BY_PEER -> List.of("'wirelink why' on " + subject + " says what is wrong.");
      case AGENT_NOT_HEARD ->
          List.of(
              "See whether an agent runs on "
                  + subject
                  + ", and on the same UDP port as here; if none"
                  + " shall, mark it as 'Basic' in the configuration.",
              "See that its firewall lets the agent's port pass on " + device + ".");
      case NO_NETWORKS ->
          List.of(
              "See whether the router routes anything to it: 'wg show' there has its 'allowed"
                  + " ips'.");
      case IN_USE_ELSEWHERE ->
          List.of("Give each network to one peer only, on the router or in the configuration.");
      case DEVICE_REFUSES ->
          List.of("The agent tries again; the refusal above says why it failed.");
      case STILL_TRYING -> List.of("Wait, and ask again.");
    };
  }

  private List<String> routerRemedies() {
    List<String> remedies = new ArrayList<>();
    if (story.standing().router() && story.device() != null && story.device().endpoint() != null) {
      remedies.add(routerCheck(words.subject(), story.device().endpoint().toString()));
    }
    for (PeerStory.Router router : story.routers()) {
      String endpoint = Objects.toString(router.endpoint(), "");
      remedies.add(routerCheck(words.router(router.key()), endpoint));
    }
    remedies.add("See whether this host itself has network.");
    return remedies;
  }

  private static String routerCheck(String name, String endpoint) {
    return endpoint.isEmpty()
        ? "Give " + name + " an endpoint: the device has none for it."
        : "See whether %s is up, and lets UDP pass at %s.".formatted(name, endpoint);
  }

  private List<String> trustRemedies() {
    Optional<PeerStory.Rejection> word = distrusted();
    if (word.isEmpty()) {
      return List.of();
    }
    PublicKey sender = word.get().sender();
    return List.of(
        "If %s is to be believed, give it that trust in the 'peers' of /etc/wireguard/wirelink.%s.json: %s."
            .formatted(
                words.name(sender),
                story.host().interfaceName(),
                "{ \"PublicKey\": \"%s\", \"Trust\": \"%s\" }"
                    .formatted(sender, word.get().needs().configName())),
        story.host().membersConfigured()
            ? "Else name who is: the configuration decides who is trusted with members."
            : "As soon as the configuration gives anybody a trust, routers have none by"
                + " themselves.");
  }

  private List<String> tunnelRemedies() {
    return List.of(
        "See which address "
            + words.subject()
            + " is known by, and take that network from the addresses of "
            + story.host().interfaceName()
            + "; or give it 'Endpoints' outside of the tunnel in the configuration of this host.");
  }

  private List<String> natRemedies() {
    String forward =
        "Forward a UDP port to WireGuard on one of them at its NAT, and name it as 'Endpoints' in"
            + " the configuration of the other; or replace that NAT by one that keeps ports.";
    List<String> remedies = new ArrayList<>(List.of(forward));
    remedies.add("Until then its traffic goes by the router, which is slower but works.");
    return remedies;
  }
}
