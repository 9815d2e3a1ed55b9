package io.wirelink.text;

import io.wirelink.device.PublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Peers with their names, among which the one is found that somebody means: by its name or its key,
 * or by how one of them begins.
 */
public final class PeerFinder {
  private final Map<PublicKey, String> names;

  /** What a word means among peers. */
  public sealed interface Match {
    /** One peer. */
    record One(PublicKey key) implements Match {}

    /** Any of several peers, in the order in which they were given. */
    record Several(List<PublicKey> keys) implements Match {}

    /**
     * No peer.
     *
     * @param nearest the name of one that was nearly written
     */
    record None(Optional<String> nearest) implements Match {}
  }

  /**
   * These peers.
   *
   * @param names the peers with their names, empty where they have none
   */
  public PeerFinder(Map<PublicKey, String> names) {
    this.names = names;
  }

  /**
   * Finds the one that is meant: who has this key or name, which may be written in another case
   * where nobody has it as it is; or else the only one whose key or name begins so.
   *
   * @param word a name, a public key, or the beginning of one
   */
  public Match find(String word) {
    if (word.isEmpty()) {
      return new Match.None(Optional.empty());
    }
    String lower = word.toLowerCase(Locale.ROOT);
    List<BiPredicate<String, String>> ways =
        List.of(
            (key, name) -> key.equals(word),
            (key, name) -> name.equals(word),
            (key, name) -> name.equalsIgnoreCase(word),
            (key, name) -> key.startsWith(word) || name.startsWith(word),
            (key, name) -> name.toLowerCase(Locale.ROOT).startsWith(lower));
    for (BiPredicate<String, String> way : ways) {
      List<PublicKey> found = matching(way);
      if (!found.isEmpty()) {
        return found.size() == 1 ? new Match.One(found.getFirst()) : new Match.Several(found);
      }
    }
    Set<String> known = new TreeSet<>(names.values());
    known.remove("");
    return new Match.None(Nearest.to(word, known));
  }

  private List<PublicKey> matching(BiPredicate<String, String> way) {
    return names.entrySet().stream()
        .filter(peer -> way.test(peer.getKey().toString(), peer.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
