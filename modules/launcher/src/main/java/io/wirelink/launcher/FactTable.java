package io.wirelink.launcher;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Facts as a table that people read: names where there are names, columns that line up. */
final class FactTable {
  private static final List<String> HEADING =
      List.of("SUBJECT", "ATTRIBUTE", "VALUE", "TTL", "FROM");

  private static final String GAP = "  ";
  private static final String THIS_HOST = "this host";

  /** As many letters of a key tell it from all others in any mesh that is not made to deceive. */
  private static final int SHORT_KEY = 8;

  private final @Nullable Object ownKey;

  /** How often the beginning of a key was seen with different keys. */
  private final Map<String, Set<String>> keysByBeginning = new HashMap<>();

  private FactTable(@Nullable Object ownKey) {
    this.ownKey = ownKey;
  }

  /**
   * Makes the table.
   *
   * @param facts the facts as {@link FactJson} writes them
   * @param self this host, as it is written there
   * @return lines, each with its end
   */
  static String of(List<?> facts, @Nullable Object self) {
    FactTable table = new FactTable(member(self, "key"));
    for (Object fact : facts) {
      table.notice(member(fact, "subject"));
      table.notice(member(fact, "source"));
    }
    List<List<String>> rows = new ArrayList<>(List.of(HEADING));
    for (Object fact : facts) {
      rows.add(table.row(fact).stream().map(FactTable::printable).toList());
    }
    return aligned(rows);
  }

  /** Rows of equal length as lines with columns that line up. */
  static String aligned(List<List<String>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - width(row.get(i)))).append(GAP);
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }

  private static @Nullable Object member(@Nullable Object object, String key) {
    return object instanceof Map<?, ?> members ? members.get(key) : null;
  }

  private void notice(@Nullable Object peer) {
    if (member(peer, "key") instanceof String key) {
      keysByBeginning.computeIfAbsent(beginning(key), any -> new HashSet<>()).add(key);
    }
  }

  private static String beginning(String key) {
    return key.substring(0, Math.min(SHORT_KEY, key.length()));
  }

  private List<String> row(@Nullable Object fact) {
    return List.of(
        peer(member(fact, "subject")),
        FactNames.shown(String.valueOf(member(fact, "attribute"))),
        value(member(fact, "value")),
        member(fact, "ttl") + "s",
        source(member(fact, "source")));
  }

  private String source(@Nullable Object source) {
    return "local".equals(member(source, "kind")) ? THIS_HOST : peer(source);
  }

  /** A peer's name, or else enough of its key to know it by. */
  private String peer(@Nullable Object peer) {
    if (member(peer, "name") instanceof String name && !name.isEmpty()) {
      return name;
    }
    String key = String.valueOf(member(peer, "key"));
    if (key.equals(ownKey)) {
      return THIS_HOST;
    }
    boolean alone = keysByBeginning.getOrDefault(beginning(key), Set.of()).size() == 1;
    return alone ? beginning(key) + "…" : key;
  }

  /** What a fact says, for people. */
  static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Map<?, ?> metadata -> {
        boolean basic = Boolean.TRUE.equals(metadata.get("basic"));
        yield metadata.get("name") + (basic ? " (basic)" : "");
      }
      default -> value.toString();
    };
  }

  /** Names come from other hosts; they shall not move the cursor or paint the terminal. */
  static String printable(String text) {
    return text.strip().replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
