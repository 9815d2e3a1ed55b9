package io.wirelink.config;

import io.wirelink.text.Nearest;
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
    List<String> keys =
        canonicalByLowerCase.values().stream()
            .distinct()
            .filter(key -> !unadvertised.contains(key))
            .toList();
    List<String> spellings =
        canonicalByLowerCase.entrySet().stream()
            .filter(spelling -> keys.contains(spelling.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    return Nearest.to(written, spellings)
        .flatMap(this::find)
        .map(key -> "there is no such key: did you mean " + key + "?")
        .orElse("there is no such key; the keys here are " + String.join(", ", keys));
  }
}
