package io.wirelink.command;

import io.wirelink.control.FactJson;
import io.wirelink.fact.FactNames;
import io.wirelink.text.PeerLabels;
import io.wirelink.text.Printable;
import io.wirelink.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts as a table that people read: names where there are names, columns that line up. */
final class FactTable {
  private static final List<String> HEADING =
      List.of("SUBJECT", "ATTRIBUTE", "VALUE", "TTL", "FROM");

  private static final String THIS_HOST = "this host";
  private static final String REMEMBERED = "remembered";

  private final @Nullable Object ownKey;
  private final PeerLabels labels;

  private FactTable(@Nullable Object ownKey, PeerLabels labels) {
    this.ownKey = ownKey;
    this.labels = labels;
  }

  /**
   * Makes the table.
   *
   * @param facts the facts as {@link FactJson} writes them
   * @param self this host, as it is written there
   * @return lines, each with its end
   */
  static String of(List<?> facts, @Nullable Object self) {
    List<String> keys = new ArrayList<>();
    for (Object fact : facts) {
      for (String role : List.of("subject", "source")) {
        if (member(member(fact, role), "key") instanceof String key) {
          keys.add(key);
        }
      }
    }
    FactTable table = new FactTable(member(self, "key"), new PeerLabels(keys));
    List<List<String>> rows = new ArrayList<>(List.of(HEADING));
    for (Object fact : facts) {
      rows.add(table.row(fact).stream().map(Printable::of).toList());
    }
    return TextTable.aligned(rows);
  }

  private static @Nullable Object member(@Nullable Object object, String key) {
    return object instanceof Map<?, ?> members ? members.get(key) : null;
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
    return switch (String.valueOf(member(source, "kind"))) {
      case FactJson.LOCAL -> THIS_HOST;
      case FactJson.MEMORY -> REMEMBERED;
      default -> peer(source);
    };
  }

  /** A peer's name, or else enough of its key to know it by. */
  private String peer(@Nullable Object peer) {
    String name = member(peer, "name") instanceof String text ? text : "";
    String key = String.valueOf(member(peer, "key"));
    return name.isEmpty() && key.equals(ownKey) ? THIS_HOST : labels.of(key, name);
  }

  /** What a fact says, for people. */
  static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Map<?, ?> metadata -> {
        boolean basic = Boolean.TRUE.equals(metadata.get("basic"));
        String nat = metadata.get("nat") instanceof String text ? " (NAT: " + text + ")" : "";
        yield (metadata.get("name") + (basic ? " (basic)" : "") + nat).strip();
      }
      default -> value.toString();
    };
  }
}
