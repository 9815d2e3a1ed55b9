package io.wirelink.diagnosis;

import io.wirelink.agent.DirectPath;
import io.wirelink.agent.PeerStory;
import io.wirelink.agent.PortMappingView;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.Source;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.portmap.Obstacle;
import io.wirelink.text.Amounts;
import io.wirelink.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is known of a peer, from whom and until when.
 *
 * @param story the story
 * @param answersPing whether the peer answered a ping by a router; null if none was sent
 * @param words the words for what occurs in it
 */
record WhyKnown(PeerStory story, @Nullable Boolean answersPing, WhyWords words) {

  /** What is known, a sentence each. */
  List<String> sentences() {
    List<String> known = new ArrayList<>();
    addMembership(known);
    addDevice(known);
    addContact(known);
    addPath(known);
    addNetworks(known);
    addPast(known);
    addRejections(known);
    addRouters(known);
    addHidden(known);
    addMappings(known);
    return known;
  }

  private void addMembership(List<String> known) {
    PeerStory.Standing standing = story.standing();
    if (standing.memberBy() instanceof Source.Memory) {
      known.add(
          "It belongs to the mesh as far as this host remembers from before its start; nobody has"
              + " said so since.");
    } else if (standing.memberBy() != null) {
      String who = words.source(standing.memberBy());
      known.add(
          "It belongs to the mesh: "
              + who
              + " says so"
              + (who.equals("this host") ? "" : until())
              + ".");
    } else if (standing.configured()) {
      known.add("It belongs to the mesh: the configuration of this host names it.");
    } else if (standing.memberUntil() != null && standing.memberLastBy() != null) {
      known.add(
          "Nobody has said since %s that it belongs to the mesh; %s did until then."
              .formatted(
                  words.moment(standing.memberUntil()), words.source(standing.memberLastBy())));
    } else if (!standing.router()) {
      known.add("Nobody who is believed says that it belongs to the mesh.");
    }
    if (standing.basic()) {
      known.add("It runs WireGuard without an agent (it is basic).");
    }
    if (standing.router()) {
      known.add("It is a router: whole networks are routed to it.");
    }
  }

  private String until() {
    return story.facts().stream()
        .filter(told -> told.fact().attribute().isMembership())
        .map(PeerStory.Told::until)
        .findFirst()
        .map(until -> " until " + words.time(until))
        .orElse("");
  }

  private void addDevice(List<String> known) {
    PeerStory.OnDevice device = story.device();
    if (device == null) {
      known.add("It is not on the device " + story.host().interfaceName() + ".");
      return;
    }
    String handshake =
        device.lastHandshake() == null
            ? "there was no handshake with it yet"
            : "the last handshake was at " + words.moment(device.lastHandshake());
    known.add(
        device.endpoint() == null
            ? "It is on the device, which has no endpoint for it; " + handshake + "."
            : "The device sends to it at " + device.endpoint() + "; " + handshake + ".");
    WhyKeys.preshared(device.presharedKey()).ifPresent(known::add);
    if (device.unansweredSince() != null) {
      known.add(
          "Nothing has come back from it since something was sent at "
              + words.moment(device.unansweredSince())
              + ".");
    }
  }

  private void addContact(List<String> known) {
    PeerStory.Contact contact = story.contact();
    if (contact.heard() != null) {
      known.add(
          "Something came from it directly at "
              + words.moment(contact.heard())
              + " the last time.");
    }
    if (contact.vouched() != null && contact.vouchedBy() != null) {
      known.add(
          "%s last saw it at %s, as far as its word shows."
              .formatted(words.name(contact.vouchedBy()), words.moment(contact.vouched())));
    }
    if (contact.aliveUntil() != null) {
      known.add(
          contact.alive()
              ? "Its agent said that it would be there until "
                  + words.time(contact.aliveUntil())
                  + "."
              : "Its agent is not heard any more: it said that it would be there until "
                  + words.moment(contact.aliveUntil())
                  + ".");
    }
    if (answersPing != null) {
      known.add(
          answersPing
              ? "It answers a ping that goes by a router."
              : "It did not answer a ping by a router just now.");
    }
  }

  private void addPath(List<String> known) {
    DirectPath path = story.path();
    if (path.phase() == DirectPath.Phase.UP) {
      known.add("The direct path is up since " + words.moment(path.since()) + mtu(path) + ".");
    } else if (path.heldUntil() != null) {
      known.add(
          "The direct path answers, and gets no traffic until %s, since it broke %s within minutes."
              .formatted(words.time(path.heldUntil()), Amounts.counted(path.breaks(), "time")));
    }
    if (path.lost() > 0) {
      known.add(
          "Of the last %s to it %d %s lost."
              .formatted(
                  Amounts.counted(path.probes(), "probe"),
                  path.lost(),
                  path.lost() == 1 ? "was" : "were"));
    }
    if (story.device() != null && story.device().healthy() && !path.asked()) {
      known.add(
          "Its agent does not answer probes, if it has one: whether the path works shows by"
              + " WireGuard's own answers alone.");
    }
  }

  private static String mtu(DirectPath path) {
    return path.mtu() == null ? "" : ", and carries packets of " + path.mtu() + " bytes";
  }

  private void addNetworks(List<String> known) {
    PeerStory.Networks networks = story.networks();
    if (!networks.believed().isEmpty()) {
      known.add(
          "It has the %s %s%s."
              .formatted(
                  Amounts.noun(networks.believed().size(), "network"),
                  WhyWords.list(networks.believed()),
                  areNetworksRemembered() ? ", as far as this host remembers" : ""));
    }
    networks
        .elsewhere()
        .forEach(
            (cidr, holder) ->
                known.add(
                    "%s is routed to %s, to whom it belongs as well, and who answers."
                        .formatted(cidr, words.name(holder))));
  }

  private boolean areNetworksRemembered() {
    return story.facts().stream()
        .filter(told -> told.fact().attribute().isAllowedCidr())
        .allMatch(told -> told.source() instanceof Source.Memory);
  }

  private void addPast(List<String> known) {
    PeerStory.Departure departure = story.departure();
    if (departure != null) {
      String why =
          switch (departure.reason()) {
            case NO_MEMBER -> "nobody who decides on members spoke of it any more";
            case TOLD_TO_FORGET -> "the agent was told to forget it";
            case REMOVED -> "it was removed from the mesh ('wirelink removed')";
            case TAKEN_OFF -> "something other than the agent took it off";
          };
      known.add("It left the device at " + words.moment(departure.at()) + ": " + why + ".");
    }
    PeerStory.Loss loss = story.loss();
    if (loss != null) {
      known.add(
          "A direct path to it was given up at %s: %s."
              .formatted(words.moment(loss.at()), loss.reason().text()));
    }
    PeerStory.Refusal refusal = story.refusal();
    if (refusal != null) {
      known.add(
          "The device refused a change at %s: %s."
              .formatted(words.moment(refusal.at()), Printable.of(refusal.why())));
    }
  }

  private void addRejections(List<String> known) {
    // What one says and is not believed for the same reason makes one sentence.
    Map<List<String>, List<String>> said = new LinkedHashMap<>();
    for (PeerStory.Rejection each : story.rejections()) {
      if (!each.fact().attribute().isEndpoint()) {
        said.computeIfAbsent(
                List.of(words.name(each.sender()), words.rule(each)), key -> new ArrayList<>())
            .add(said(each.fact().value()));
      }
    }
    said.forEach(
        (why, what) ->
            known.add(
                "%s says that it %s, and is not believed: %s."
                    .formatted(
                        why.getFirst(),
                        WhyWords.list(what.stream().distinct().toList()),
                        why.getLast())));
  }

  private void addHidden(List<String> known) {
    List<String> hidden = story.host().hidden();
    boolean direct = story.device() != null && story.device().direct();
    if (!hidden.isEmpty() && !direct) {
      known.add(
          "The configuration of this host hides its addresses on %s: others do not try them."
              .formatted(WhyWords.and(hidden)));
    }
  }

  private void addMappings(List<String> known) {
    boolean direct = story.device() != null && story.device().direct();
    if (!direct) {
      story.host().portMapping().gateways().stream()
          .map(this::mapping)
          .filter(sentence -> !sentence.isEmpty())
          .distinct()
          .forEach(known::add);
    }
  }

  private String mapping(PortMappingView.KnownMapping mapping) {
    String gateway = "The gateway " + mapping.status().gateway().address();
    return switch (mapping.status()) {
      case MappingStatus.Asked asked -> "";
      case MappingStatus.Mapped mapped ->
          "%s maps %s to this host, by %s%s."
              .formatted(
                  gateway,
                  mapped.external(),
                  mapped.protocol(),
                  mapped.isBehindAnotherNat() ? "; there is another NAT behind it" : "");
      case MappingStatus.Unmapped(var ignored, Obstacle why) ->
          "%s maps no port to this host: it %s.".formatted(gateway, why);
    };
  }

  private void addRouters(List<String> known) {
    for (PeerStory.Router router : story.routers()) {
      String name = words.router(router.key()).replaceFirst("^t", "T");
      if (!router.healthy()) {
        known.add(
            router.heard() == null
                ? name + " has never answered."
                : "%s does not answer; something came from it at %s the last time."
                    .formatted(name, words.moment(router.heard())));
      } else if (!router.alive()) {
        known.add(name + " answers, but its agent is not heard.");
      }
    }
  }

  private static String said(FactValue value) {
    return switch (value) {
      case FactValue.Membership membership -> "belongs to the mesh";
      case FactValue.Member member -> "belongs to the mesh";
      case FactValue.AllowedCidr(var cidr) -> "has the network " + cidr;
      case FactValue.AtEndpoint(var endpoint) -> "is at " + endpoint;
      case FactValue.Alive alive -> "is there";
    };
  }
}
