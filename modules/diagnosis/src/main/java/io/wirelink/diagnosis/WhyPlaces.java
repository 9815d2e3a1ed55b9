package io.wirelink.diagnosis;

import io.wirelink.agent.EndpointOrigin;
import io.wirelink.agent.PeerStory;
import io.wirelink.agent.PeerStory.Place;
import io.wirelink.agent.PeerStory.Use;
import io.wirelink.fact.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the endpoints of a peer.
 *
 * @param story the story
 * @param words the words for what occurs in it
 */
record WhyPlaces(PeerStory story, WhyWords words) {

  /** The endpoints that were tried, and what came of it. */
  List<String> tried() {
    return places(true);
  }

  /** The endpoints that were not, and why. */
  List<String> untried() {
    return places(false);
  }

  private List<String> places(boolean tried) {
    List<String> sentences = new ArrayList<>();
    for (Place place : story.endpoints()) {
      boolean wasTried = place.tries() > 0 || place.result() == PeerStory.Result.ANSWERED;
      if (wasTried == tried) {
        sentences.add(
            place.endpoint() + said(place) + ": " + (tried ? outcome(place) : untried(place)));
      }
    }
    if (!tried) {
      story.rejections().stream()
          .filter(each -> each.fact().attribute().isEndpoint())
          .forEach(
              each ->
                  sentences.add(
                      "%s, which %s gives: not believed, since %s."
                          .formatted(
                              each.fact().value(), words.name(each.sender()), words.rule(each))));
      if (story.device() != null && !story.device().direct() && story.endpoints().isEmpty()) {
        sentences.add("No endpoint was tried, since nobody gives one that is believed.");
      }
    }
    return sentences;
  }

  private String said(Place place) {
    if (place.source() == null) {
      return place.use() == Use.FORGOTTEN ? ", which nobody gives any more" : known(place.origin());
    }
    return place.until() == null
        ? ""
        : switch (place.source()) {
          case Source.Local local -> ", which this host knows by itself";
          case Source.Memory memory ->
              ", which this host remembers from before its start until "
                  + words.time(place.until());
          case Source.Peer peer ->
              ", which %s gives until %s".formatted(words.source(peer), words.time(place.until()));
        };
  }

  /** How this host itself has come to know an endpoint that nobody gives. */
  private static String known(@Nullable EndpointOrigin origin) {
    return switch (origin) {
      case WORKED -> ", where it answered last";
      case FOUND -> ", which was set on the device";
      case REMEMBERED -> ", where it answered before the agent started";
      case CONFIGURED -> ", which the configuration names";
      case OWN_WORD, ROUTER, THIRD_PARTY, FOREIGN_NETWORK -> "";
      case null -> "";
    };
  }

  private String outcome(Place place) {
    if (place.tries() == 0 || place.last() == null || place.first() == null) {
      return "it called from there at " + moment(place) + ".";
    }
    String when =
        place.tries() == 1
            ? "tried once, at " + words.moment(place.last())
            : "tried %s since %s, the last time at %s"
                .formatted(
                    WhyWords.times(place.tries()),
                    words.time(place.first()),
                    words.moment(place.last()));
    return switch (place.result()) {
      case ANSWERED -> when + "; it answered.";
      case PENDING -> when + "; an answer may still come.";
      case SILENT, UNTRIED -> when + "; no answer.";
    };
  }

  private String moment(Place place) {
    return place.answered() == null ? "some time" : words.moment(place.answered());
  }

  private String untried(Place place) {
    return switch (place.use()) {
      case IN_TUNNEL ->
          "not tried, since it lies in a network of " + story.host().interfaceName() + " itself.";
      case OWN -> "not tried, since it is this host's own.";
      case NOT_GLOBAL -> "not tried, since it is no address for other hosts.";
      case FORGOTTEN -> "not tried.";
      case USABLE ->
          place.current()
              ? "the device has it; there was no need to try it."
              : story.device() != null && story.device().healthy()
                  ? "there was no need to try it."
                  : "not tried yet.";
    };
  }
}
