package io.wirelink.launcher;

import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Peers with their names, among which the one is found that somebody means: by its name or its key,
 * or by how one of them begins.
 */
final class NamedPeers {
  /** So many of those that could be meant are told. */
  private static final int MAX_TOLD = 5;

  private final Map<PublicKey, String> names;

  /**
   * These peers.
   *
   * @param names the peers with their names, empty where they have none
   */
  NamedPeers(Map<PublicKey, String> names) {
    this.names = names;
  }

  /**
   * Finds the one that is meant.
   *
   * @param told a name in any case, a public key, or the beginning of one that no other has
   * @throws CommandFailure if there is none, or more than one
   */
  PublicKey find(String told) {
    List<PublicKey> exact = new ArrayList<>();
    List<PublicKey> begun = new ArrayList<>();
    String lower = told.toLowerCase(Locale.ROOT);
    names.forEach(
        (key, name) -> {
          String base64 = key.toString();
          if (name.equalsIgnoreCase(told) || base64.equals(told)) {
            exact.add(key);
          } else if (name.toLowerCase(Locale.ROOT).startsWith(lower) || base64.startsWith(told)) {
            begun.add(key);
          }
        });
    List<PublicKey> found = told.isEmpty() ? List.of() : exact.isEmpty() ? begun : exact;
    return switch (found.size()) {
      case 0 -> throw unknown(told);
      case 1 -> found.getFirst();
      default ->
          throw new CommandFailure(
              CommandFailure.FAILED,
              "%s may be %s: write more of it, or the whole key"
                  .formatted(ConfigProblem.quoted(told), list(found)));
    };
  }

  private CommandFailure unknown(String told) {
    List<String> known = names.values().stream().filter(name -> !name.isEmpty()).toList();
    String advice =
        Nearest.to(told, known)
            .map(name -> "did you mean " + name + "?")
            .orElse(
                names.isEmpty()
                    ? "none is known at all: configure it, or run this on the router"
                    : "known are " + list(List.copyOf(names.keySet())));
    return new CommandFailure(
        CommandFailure.FAILED,
        "no peer is called " + ConfigProblem.quoted(told) + ": " + TextTable.printable(advice));
  }

  private String list(List<PublicKey> keys) {
    List<String> shown =
        keys.stream()
            .limit(MAX_TOLD)
            .map(key -> names.getOrDefault(key, "").isEmpty() ? key.toString() : names.get(key))
            .map(TextTable::printable)
            .toList();
    int others = keys.size() - shown.size();
    return String.join(", ", shown) + (others == 0 ? "" : " and " + others + " more");
  }
}
