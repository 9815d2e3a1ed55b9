package io.wirelink.control;

import static io.wirelink.control.ControlException.Kind.PARAMETER;

import io.wirelink.agent.AgentView;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Source;
import io.wirelink.text.PeerFinder;
import io.wirelink.text.PeerLabels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The peer that a request means by a name, a key, or the beginning of one of them. */
final class PeerChoice {
  private PeerChoice() {}

  /**
   * The peer that is meant among all of whom the agent has heard. This host itself is one of them.
   *
   * @throws ControlException if nobody is meant, with who nearly is; or several may be
   */
  static PublicKey in(AgentView view, String word) throws ControlException {
    return in(known(view), word);
  }

  /**
   * The same among those who are given with their names, which are empty where none is known.
   *
   * @throws ControlException as above
   */
  static PublicKey in(Map<PublicKey, String> names, String word) throws ControlException {
    return switch (new PeerFinder(names).find(word)) {
      case PeerFinder.Match.One(PublicKey key) -> key;
      case PeerFinder.Match.Several(List<PublicKey> keys) ->
          throw new ControlException(
              PARAMETER, "\"%s\" may be %s: say which".formatted(word, listed(names, keys)));
      case PeerFinder.Match.None(var nearest) ->
          throw new ControlException(
              PARAMETER,
              "no peer is known as \"%s\"%s"
                  .formatted(
                      word,
                      nearest
                          .map(name -> ": did you mean " + name + "?")
                          .orElse(": 'wirelink facts' shows who is")));
    };
  }

  /** The same, but a whole key needs not be known: its peer may come later. */
  static PublicKey keyOrKnown(AgentView view, String word) throws ControlException {
    return keyOrKnown(known(view), word);
  }

  /** The same among those who are given with their names. */
  static PublicKey keyOrKnown(Map<PublicKey, String> names, String word) throws ControlException {
    try {
      return PublicKey.parse(word);
    } catch (IllegalArgumentException e) {
      return in(names, word);
    }
  }

  /** Everybody of whom the agent has heard. */
  private static Map<PublicKey, String> known(AgentView view) {
    Map<PublicKey, String> known = new TreeMap<>(view.names());
    known.putIfAbsent(view.self(), "");
    view.peers().forEach(peer -> known.putIfAbsent(peer.key(), ""));
    for (AgentView.KnownFact fact : view.facts()) {
      known.putIfAbsent(fact.fact().subject(), "");
      if (fact.source() instanceof Source.Peer(PublicKey key)) {
        known.putIfAbsent(key, "");
      }
    }
    return known;
  }

  private static String listed(Map<PublicKey, String> names, List<PublicKey> keys) {
    return keys.stream().map(key -> named(names, key)).sorted().collect(Collectors.joining(" or "));
  }

  private static String named(Map<PublicKey, String> names, PublicKey key) {
    return PeerLabels.nameAndKey(names.getOrDefault(key, ""), key);
  }
}
