package io.wirelink.diagnosis;

import io.wirelink.agent.PeerStory;
import io.wirelink.agent.RejectionRule;
import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Says what to do about what a diagnosis found.
 *
 * @param story the story
 * @param diagnosis what was made of it
 * @param words the words for what occurs in it
 */
record WhyRemedies(PeerStory story, Diagnosis diagnosis, WhyWords words) {

  /** What to do about it; nothing if there is nothing to do. */
  List<String> sentences() {
    return switch (diagnosis.cause()) {
      case DIRECT, SELF -> List.of();
      case NEVER_SEEN -> neverSeen();
      case OFFLINE ->
          List.of(
              "See whether the host is up and has network, whether its WireGuard interface is up,"
                  + " and whether 'wg show' on the router still has it.");
      case ROUTER_DOWN -> routerDown();
      case NOT_A_MEMBER -> notAMember();
      case SOURCE_NOT_TRUSTED -> notTrusted();
      case ENDPOINT_IN_TUNNEL -> endpointInTunnel();
      case ENDPOINT_UNUSABLE, NO_ENDPOINT -> noEndpoint();
      case SYMMETRIC_NAT -> new WhyNats(story, diagnosis, words).remedies();
      case UDP_BLOCKED -> udpBlocked();
      case BASIC ->
          List.of(
              "Nothing, if it shall be reached by the router. Else run an agent on it, or add this"
                  + " host to its WireGuard configuration.");
      case FLAPPING -> flapping();
      case ONE_WAY -> oneWay();
      case LARGE_LOST -> largeLost();
      case GIVEN_UP_BY_PEER ->
          List.of("'wirelink why' on " + words.subject() + " says what is wrong.");
      case AGENT_NOT_HEARD -> agentNotHeard();
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

  private String device() {
    return story.host().interfaceName();
  }

  private List<String> neverSeen() {
    return List.of(
        "Check the key. If it is right, %s was never connected: add it to the WireGuard configuration"
                .formatted(words.subject())
            + " of a router, and see that its own has the router as a peer. 'wg show' on the router"
            + " shows whether it has called.");
  }

  private List<String> notAMember() {
    return List.of(
        ("Add it on the router, whose word makes members, or name it in the 'peers' of"
                + " /etc/wireguard/wirelink.%1$s.json. If it does not belong here: 'wg set %1$s peer"
                + " %2$s remove'.")
            .formatted(device(), story.key()));
  }

  private List<String> noEndpoint() {
    return List.of(
        "See on %s whether 'report-ifaces' or 'hide-ifaces' hide all its interfaces, or give it"
                .formatted(words.subject())
            + " 'Endpoints' in the configuration of this host.");
  }

  private List<String> udpBlocked() {
    return List.of(
        "Let UDP pass between the hosts: look at the firewalls of both, and of the networks between."
            + " This host listens on UDP port "
            + story.host().listenPort()
            + ".",
        "'wirelink why' on " + words.subject() + " shows the other side.");
  }

  private static List<String> flapping() {
    return List.of(
        "Look for what comes and goes: a radio link, a NAT or firewall with short timeouts, two"
            + " uplinks of which one is down now and then.",
        "Until it is steady its traffic goes by the router. 'wirelink refresh' tries it at once.");
  }

  private List<String> oneWay() {
    return List.of(
        "Look for a firewall, a route or an uplink that loses what goes from here to %s; the other"
                .formatted(words.subject())
            + " direction works. Until then its traffic goes by the router.");
  }

  private List<String> largeLost() {
    return List.of(
        "Lower the MTU of %s on both hosts ('MTU = 1280' in the configuration of WireGuard passes"
                .formatted(device())
            + " nearly everywhere), or see where ICMP 'packet too big' is dropped on the way. Until"
            + " then its traffic goes by the router.");
  }

  private List<String> agentNotHeard() {
    return List.of(
        "See whether an agent runs on %s, and on the same UDP port as here; if none shall, mark it as"
                .formatted(words.subject())
            + " 'Basic' in the configuration.",
        "See that its firewall lets the agent's port pass on " + device() + ".");
  }

  private List<String> routerDown() {
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

  private List<String> notTrusted() {
    Optional<PeerStory.Rejection> word = distrusted(story);
    if (word.isEmpty()) {
      return List.of();
    }
    PublicKey sender = word.get().sender();
    return List.of(
        "If %s is to be believed, give it that trust in the 'peers' of /etc/wireguard/wirelink.%s.json: %s."
            .formatted(
                words.name(sender),
                device(),
                "{ \"PublicKey\": \"%s\", \"Trust\": \"%s\" }"
                    .formatted(sender, word.get().needs().configName())),
        story.host().membersConfigured()
            ? "Else name who is: the configuration decides who is trusted with members."
            : "As soon as the configuration gives anybody a trust, routers have none by"
                + " themselves.");
  }

  private List<String> endpointInTunnel() {
    return List.of(
        "See which address "
            + words.subject()
            + " is known by, and take that network from the addresses of "
            + device()
            + "; or give it 'Endpoints' outside of the tunnel in the configuration of this host.");
  }

  /** What was not believed and would have helped most: the most important thing that was said. */
  static Optional<PeerStory.Rejection> distrusted(PeerStory story) {
    return story.rejections().stream()
        .filter(each -> each.current() && each.rule() == RejectionRule.NOT_TRUSTED)
        .max(
            Comparator.comparing(PeerStory.Rejection::needs)
                .thenComparing(PeerStory.Rejection::has)
                .thenComparing(PeerStory.Rejection::last));
  }
}
