package io.wirelink.launcher;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys that a table of a configuration file may have, in any case. */
final class ConfigKeys {
  private final Map<String, String> canonicalByLowerCase = new LinkedHashMap<>();
  private final Set<String> unadvertised = new HashSet<>();

  /** Keys as they are best written. */
  ConfigKeys(List<String> keys) {
    keys.forEach(key -> alias(key, key));
  }

  /** Accepts another way to write one of the keys. */
  ConfigKeys alias(String other, String key) {
    canonicalByLowerCase.put(other.toLowerCase(Locale.ROOT), key);
    return this;
  }

  /** Accepts keys that nobody needs to know of. */
  ConfigKeys unadvertised(List<String> keys) {
    keys.forEach(key -> alias(key, key));
    unadvertised.addAll(keys);
    return this;
  }

  /** The key that somebody wrote, as it is best written. */
  Optional<String> find(String written) {
    return Optional.ofNullable(canonicalByLowerCase.get(written.toLowerCase(Locale.ROOT)));
  }

  /** What to say of a key that is none of these: the one that it nearly is, or else all. */
  String complaint(String written) {
    String lower = written.toLowerCase(Locale.ROOT);
    String nearest = "";
    // Every third letter wrong is still a slip of the fingers; more is another word.
    int least = Math.max(1, written.length() / 3) + 1;
    for (Map.Entry<String, String> key : canonicalByLowerCase.entrySet()) {
      int distance = distance(lower, key.getKey());
      if (distance < least && !unadvertised.contains(key.getValue())) {
        least = distance;
        nearest = key.getValue();
      }
    }
    return nearest.isEmpty()
        ? "there is no such key; the keys here are "
            + String.join(
                ", ",
                canonicalByLowerCase.values().stream()
                    .distinct()
                    .filter(key -> !unadvertised.contains(key))
                    .toList())
        : "there is no such key: did you mean " + nearest + "?";
  }

  /**
   * How many letters must be inserted, removed, replaced or swapped with the next to get from one
   * to the other.
   */
  private static int distance(String from, String to) {
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], 1 + beforeLast[j - 2]);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[to.length()];
  }
}
