package io.wirelink.diagnosis;

import io.wirelink.agent.PeerStory;
import java.time.Instant;
import java.util.List;

/**
 * Says what a diagnosis means, and what it rests on.
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
      case SYMMETRIC_NAT -> new WhyNats(story, diagnosis, words).reason();
      case UDP_BLOCKED -> new WhyNats(story, diagnosis, words).firewall();
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
    return WhyRemedies.distrusted(story)
        .map(
            each ->
                "%s speaks of it, but is trusted with %s only, and that takes %s"
                    .formatted(
                        words.name(each.sender()),
                        each.has().configName(),
                        each.needs().configName()))
        .orElse("who speaks of it is not trusted");
  }

  /** What the diagnosis rests on, where the rest of the story does not say; perhaps nothing. */
  List<String> evidence() {
    return switch (diagnosis.cause()) {
      case SYMMETRIC_NAT, UDP_BLOCKED -> new WhyNats(story, diagnosis, words).evidence();
      default -> List.of();
    };
  }
}
