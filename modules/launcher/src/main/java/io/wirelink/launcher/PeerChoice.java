package io.wirelink.launcher;

import static io.wirelink.launcher.ControlException.Kind.PARAMETER;

import io.wirelink.agent.AgentView;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Source;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the peer that somebody means by a name, a key, or the beginning of one of them. */
final class PeerChoice {
  private PeerChoice() {}

  /**
   * The peer that is meant: who has this name or key; else the only one whose name or key begins
   * so. This host itself is one of those who can be meant.
   *
   * @throws ControlException if nobody is meant, with who nearly is; or several may be
   */
  static PublicKey in(AgentView view, String word) throws ControlException {
    Map<PublicKey, String> names = new TreeMap<>(view.names());
    known(view).forEach(key -> names.putIfAbsent(key, ""));
    return in(names, word);
  }

  /**
   * The same among those who are given with their names, which are empty where none is known.
   *
   * @throws ControlException as above
   */
  static PublicKey in(Map<PublicKey, String> names, String word) throws ControlException {
    Set<PublicKey> known = new TreeSet<>(names.keySet());
    for (List<PublicKey> found :
        List.of(
            matching(known, key -> key.toString().equals(word)),
            matching(known, key -> !word.isEmpty() && word.equals(names.get(key))),
            word.isEmpty()
                ? List.<PublicKey>of()
                : matching(known, key -> begins(names, key, word)))) {
      if (found.size() == 1) {
        return found.getFirst();
      }
      if (found.size() > 1) {
        throw new ControlException(
            PARAMETER, "\"%s\" may be %s: say which".formatted(word, listed(names, found)));
      }
    }
    throw new ControlException(
        PARAMETER, "no peer is known as \"" + word + "\"" + advice(names, word));
  }

  /** The same, but a whole key needs not be known: its peer may come later. */
  static PublicKey keyOrKnown(AgentView view, String word) throws ControlException {
    try {
      return PublicKey.parse(word);
    } catch (IllegalArgumentException e) {
      return in(view, word);
    }
  }

  private static boolean begins(Map<PublicKey, String> names, PublicKey key, String word) {
    return key.toString().startsWith(word) || names.getOrDefault(key, "").startsWith(word);
  }

  private static List<PublicKey> matching(Set<PublicKey> known, Predicate<PublicKey> condition) {
    return known.stream().filter(condition).toList();
  }

  /** Everybody of whom the agent has heard. */
  private static Set<PublicKey> known(AgentView view) {
    Set<PublicKey> known = new TreeSet<>(view.names().keySet());
    known.add(view.self());
    view.peers().forEach(peer -> known.add(peer.key()));
    for (AgentView.KnownFact fact : view.facts()) {
      known.add(fact.fact().subject());
      if (fact.source() instanceof Source.Peer(PublicKey key)) {
        known.add(key);
      }
    }
    return known;
  }

  private static String listed(Map<PublicKey, String> names, List<PublicKey> keys) {
    return keys.stream()
        .map(key -> named(names, key))
        .sorted(Comparator.naturalOrder())
        .collect(Collectors.joining(" or "));
  }

  private static String named(Map<PublicKey, String> names, PublicKey key) {
    String name = names.getOrDefault(key, "");
    return name.isEmpty() ? key.toString() : name + " (" + key + ")";
  }

  private static String advice(Map<PublicKey, String> names, String word) {
    Set<String> named = new TreeSet<>(names.values());
    named.remove("");
    return Nearest.to(word, named)
        .map(name -> ": did you mean " + name + "?")
        .orElse(": 'wirelink facts' shows who is");
  }
}
