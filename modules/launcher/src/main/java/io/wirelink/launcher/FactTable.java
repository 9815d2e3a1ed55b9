package io.wirelink.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts as a table that people read: names where there are names, columns that line up. */
final class FactTable {
  private static final List<String> HEADING =
      List.of("SUBJECT", "ATTRIBUTE", "VALUE", "TTL", "FROM");

  private static final String GAP = "  ";

  private FactTable() {}

  /**
   * Makes the table.
   *
   * @param facts the facts as {@link FactJson} writes them
   * @return lines, each with its end
   */
  static String of(List<?> facts) {
    List<List<String>> rows = new ArrayList<>(List.of(HEADING));
    for (Object fact : facts) {
      if (fact instanceof Map<?, ?> members) {
        rows.add(row(members).stream().map(FactTable::printable).toList());
      }
    }
    int[] widths = new int[HEADING.size()];
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

  private static List<String> row(Map<?, ?> fact) {
    return List.of(
        peer(fact.get("subject")),
        attribute(String.valueOf(fact.get("attribute"))),
        value(fact.get("value")),
        fact.get("ttl") + "s",
        source(fact.get("source")));
  }

  private static String source(@Nullable Object source) {
    boolean local = source instanceof Map<?, ?> members && "local".equals(members.get("kind"));
    return local ? "this host" : peer(source);
  }

  private static String peer(@Nullable Object peer) {
    if (peer instanceof Map<?, ?> members) {
      return members.get("name") instanceof String name && !name.isEmpty()
          ? name
          : String.valueOf(members.get("key"));
    }
    return "?";
  }

  /** WireGuard's words; the family of an address can be seen. */
  private static String attribute(String name) {
    return switch (name) {
      case "EndpointV4", "EndpointV6" -> "endpoint";
      case "AllowedCidrV4", "AllowedCidrV6" -> "AllowedIPs";
      case "Member", "MemberMetadata" -> "member";
      case "Alive" -> "alive";
      default -> name;
    };
  }

  private static String value(@Nullable Object value) {
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
  private static String printable(String text) {
    return text.strip().replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
