package io.wirelink.text;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What peers are called where people read: by name, or else by enough of the key. */
public final class PeerLabels {
  /** As many letters of a key tell it from all others in any mesh that is not made to deceive. */
  private static final int SHORT_KEY = 8;

  /** The keys that begin alike. */
  private final Map<String, Set<String>> keysByBeginning = new HashMap<>();

  /**
   * Labels for peers.
   *
   * @param keys the keys of all that are shown together
   */
  public PeerLabels(Collection<String> keys) {
    for (String key : keys) {
      keysByBeginning.computeIfAbsent(beginning(key), any -> new HashSet<>()).add(key);
    }
  }

  private static String beginning(String key) {
    return key.substring(0, Math.min(SHORT_KEY, key.length()));
  }

  /** A peer's name, or else its whole key. */
  public static String nameOrKey(String name, Object key) {
    return name.isEmpty() ? key.toString() : Printable.of(name);
  }

  /** A peer's name with its key, or else the key alone: where one is told from all others. */
  public static String nameAndKey(String name, Object key) {
    return name.isEmpty() ? key.toString() : Printable.of(name) + " (" + key + ")";
  }

  /** A peer's name, or else enough of its key to know it by. */
  public String of(String key, String name) {
    if (!name.isEmpty()) {
      return Printable.of(name);
    }
    boolean alone = keysByBeginning.getOrDefault(beginning(key), Set.of()).size() == 1;
    return Printable.of(alone ? beginning(key) + "…" : key);
  }
}
