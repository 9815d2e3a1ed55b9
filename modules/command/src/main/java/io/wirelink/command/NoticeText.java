package io.wirelink.command;

import io.wirelink.control.FactJson;
import io.wirelink.control.NoticeJson;
import io.wirelink.fact.FactNames;
import io.wirelink.text.PeerLabels;
import io.wirelink.text.Printable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lines of a watch as people read them, columns roughly below each other. */
final class NoticeText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private NoticeText() {}

  /** The line of a notice as {@link NoticeJson} writes it, without its end. */
  static String of(Map<String, Object> notice) {
    if (notice.get("lost") instanceof Number lost) {
      return "(%d more happened, and were lost because they were not read in time)"
          .formatted(lost.longValue());
    }
    StringBuilder line = new StringBuilder();
    line.append(time(notice.get("time"))).append("  ");
    line.append("%-9s  ".formatted(notice.get("reason")));
    if (notice.get("subject") instanceof Map<?, ?> subject) {
      String value = FactTable.value(notice.get("value"));
      line.append(
          "%-12s  %-10s  %-22s  "
              .formatted(
                  peer(subject), FactNames.shown(String.valueOf(notice.get("attribute"))), value));
    } else {
      line.append("a packet  ");
    }
    if (notice.get("ttl") instanceof Number ttl && ttl.longValue() > 0) {
      line.append(ttl).append("s  ");
    }
    line.append("from ").append(source(notice.get("source")));
    if (notice.get("because") instanceof String because) {
      line.append(": ").append(because);
    }
    if (notice.get("detail") instanceof String detail) {
      line.append(" (").append(detail).append(')');
    }
    return Printable.of(line.toString());
  }

  private static String time(@Nullable Object time) {
    try {
      return TIME.format(Instant.parse(String.valueOf(time)));
    } catch (DateTimeException e) {
      return String.valueOf(time);
    }
  }

  private static String source(@Nullable Object source) {
    if (!(source instanceof Map<?, ?> members)) {
      return "?";
    }
    return switch (String.valueOf(members.get("kind"))) {
      case FactJson.LOCAL -> "this host";
      case FactJson.MEMORY -> "this host's memory";
      case "address" -> String.valueOf(members.get("address"));
      default -> peer(members);
    };
  }

  private static String peer(Map<?, ?> peer) {
    String key = String.valueOf(peer.get("key"));
    return new PeerLabels(List.of(key))
        .of(key, peer.get("name") instanceof String name ? name : "");
  }
}
