package io.wirelink.diagnosis;

import io.wirelink.agent.EndpointOrigin;
import io.wirelink.agent.KnownEndpoint;
import io.wirelink.agent.KnownEndpoint.Use;
import io.wirelink.agent.PeerStory;
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
record WhyEndpoints(PeerStory story, WhyWords words) {

  /** The endpoints that were tried, and what came of it. */
  List<String> tried() {
    return endpoints(true);
  }

  /** The endpoints that were not, and why. */
  List<String> untried() {
    return endpoints(false);
  }

  private List<String> endpoints(boolean tried) {
    List<String> sentences = new ArrayList<>();
    for (KnownEndpoint endpoint : story.endpoints()) {
      boolean wasTried = endpoint.tries() > 0 || endpoint.result() == KnownEndpoint.Result.ANSWERED;
      if (wasTried == tried) {
        sentences.add(
            endpoint.endpoint()
                + said(endpoint)
                + ": "
                + (tried ? outcome(endpoint) : untried(endpoint)));
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

  private String said(KnownEndpoint endpoint) {
    if (endpoint.source() == null) {
      return endpoint.use() == Use.FORGOTTEN
          ? ", which nobody gives any more"
          : known(endpoint.origin());
    }
    return endpoint.until() == null
        ? ""
        : switch (endpoint.source()) {
          case Source.Local local -> ", which this host knows by itself";
          case Source.Memory memory ->
              ", which this host remembers from before its start until "
                  + words.time(endpoint.until());
          case Source.Peer peer ->
              ", which %s gives until %s"
                  .formatted(words.source(peer), words.time(endpoint.until()));
        };
  }

  /** How this host itself has come to know an endpoint that nobody gives. */
  private static String known(@Nullable EndpointOrigin origin) {
    return switch (origin) {
      case WORKED -> ", where it answered last";
      case FOUND -> ", which was set on the device";
      case REMEMBERED -> ", where it answered before the agent started";
      case CONFIGURED -> ", which the configuration names";
      case PREDICTED -> ", the next port after one where its NAT shows it";
      case OWN_WORD, ROUTER, THIRD_PARTY, FOREIGN_NETWORK -> "";
      case null -> "";
    };
  }

  private String outcome(KnownEndpoint endpoint) {
    if (endpoint.tries() == 0 || endpoint.last() == null || endpoint.first() == null) {
      return "it called from there at " + moment(endpoint) + ".";
    }
    String when =
        endpoint.tries() == 1
            ? "tried once, at " + words.moment(endpoint.last())
            : "tried %s since %s, the last time at %s"
                .formatted(
                    WhyWords.times(endpoint.tries()),
                    words.time(endpoint.first()),
                    words.moment(endpoint.last()));
    return switch (endpoint.result()) {
      case ANSWERED -> when + "; it answered.";
      case PENDING -> when + "; an answer may still come.";
      case SILENT, UNTRIED -> when + "; no answer.";
    };
  }

  private String moment(KnownEndpoint endpoint) {
    return endpoint.answered() == null ? "some time" : words.moment(endpoint.answered());
  }

  private String untried(KnownEndpoint endpoint) {
    return switch (endpoint.use()) {
      case IN_TUNNEL ->
          "not tried, since it lies in a network of " + story.host().interfaceName() + " itself.";
      case OWN -> "not tried, since it is this host's own.";
      case NOT_GLOBAL -> "not tried, since it is no address for other hosts.";
      case FORGOTTEN -> "not tried.";
      case USABLE ->
          endpoint.current()
              ? "the device has it; there was no need to try it."
              : story.device() != null && story.device().healthy()
                  ? "there was no need to try it."
                  : "not tried yet.";
    };
  }
}
