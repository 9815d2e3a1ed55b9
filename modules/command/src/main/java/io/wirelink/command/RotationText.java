package io.wirelink.command;

import io.wirelink.control.RotationStatus;
import io.wirelink.control.Status;
import io.wirelink.text.Amounts;
import io.wirelink.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which hosts are about to take another key, for people: a line each. */
final class RotationText {

  /** How many peers are named that do not follow, and how many hosts have a line. */
  private static final int MAX_NAMED = 5;

  private static final String FOLLOWS = "follows";

  private RotationText() {}

  static List<String> of(Status status, Instant now) {
    RotationStatus rotations = status.rotations();
    List<String> lines = new ArrayList<>();
    RotationStatus.Own own = rotations.own();
    if (own != null) {
      lines.add(
          "another key, %s, was made%s: %s"
              .formatted(
                  own.to(),
                  ago(own.since(), now),
                  own.changing() ? "it is being taken" : followers(own.peers())));
    }
    String key = rotations.fileKey();
    if (!key.isEmpty() && !key.equals(status.self().key())) {
      lines.add(
          own != null && key.equals(own.to())
              ? "wg-quick's file has that key already: 'wirelink rotate' goes on"
              : "wg-quick's file has another key than the interface, %s: that would be the one from"
                      .formatted(Printable.of(key))
                  + " the next start on");
    }
    rotations.announced().stream()
        .limit(MAX_NAMED)
        .map(
            each ->
                "%s is about to take another key, %s, announced%s"
                    .formatted(label(each.from()), each.to(), ago(each.since(), now)))
        .forEach(lines::add);
    int more = rotations.announced().size() - MAX_NAMED;
    if (more > 0) {
      lines.add("… and %s more".formatted(Amounts.counted(more, "host")));
    }
    return lines.stream().map(Printable::of).toList();
  }

  private static String followers(List<RotationStatus.Peer> peers) {
    List<RotationStatus.Peer> others =
        peers.stream().filter(each -> !each.standing().equals(FOLLOWS)).toList();
    String named =
        others.stream()
            .limit(MAX_NAMED)
            .map(each -> label(each.host()) + " " + standing(each.standing()))
            .collect(Collectors.joining(", "));
    int more = others.size() - MAX_NAMED;
    return "%d of %s %s it%s%s; 'wirelink rotate' goes on, 'wirelink rotate --withdraw' gives it up"
        .formatted(
            peers.size() - others.size(),
            Amounts.counted(peers.size(), "peer"),
            peers.size() - others.size() == 1 ? "follows" : "follow",
            named.isEmpty() ? "" : "; " + named,
            more > 0 ? " and " + more + " more" : "");
  }

  private static String standing(String word) {
    return switch (word) {
      case "awaited" -> "has not answered yet";
      case "refuses" -> "refuses it";
      case "unable" -> "knows nothing of that";
      case "away" -> "is away";
      default -> word;
    };
  }

  private static String label(Status.Named host) {
    return host.name().isEmpty() ? host.key() : host.name();
  }

  private static String ago(@Nullable Instant since, Instant now) {
    return since == null ? "" : " " + Amounts.time(Duration.between(since, now)) + " ago";
  }
}
