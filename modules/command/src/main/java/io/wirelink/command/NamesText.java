package io.wirelink.command;

import io.wirelink.control.Status;
import io.wirelink.text.Amounts;
import io.wirelink.text.PeerLabels;
import io.wirelink.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How it stands with the names of hosts, for people: a line, and one for each that is refused. */
final class NamesText {
  /** How many refused names are told one by one. */
  private static final int MAX_REFUSED = 5;

  /** How much of a name is shown, in bytes: who has chosen it may have chosen a long one. */
  private static final int MAX_NAME = 60;

  private NamesText() {}

  /** The lines; none where names are off. */
  static List<String> of(Status.Names names, String interfaceName) {
    List<String> lines = new ArrayList<>();
    if (!names.server().isEmpty()) {
      lines.add(
          "names: %s in %s, answered at %s on %s"
              .formatted(
                  Amounts.counted(names.hosts(), "host"),
                  Printable.of(names.domain()),
                  Printable.of(names.server()),
                  Printable.of(interfaceName)));
    } else if (!names.failure().isEmpty()) {
      lines.add("names: not answered, since " + Printable.of(names.failure()));
    }
    List<Status.Refused> refused = names.refused();
    PeerLabels labels =
        new PeerLabels(
            refused.stream()
                .flatMap(each -> Stream.of(each.host().key(), each.other().key()))
                .toList());
    refused.stream().limit(MAX_REFUSED).map(each -> refusal(each, labels)).forEach(lines::add);
    if (refused.size() > MAX_REFUSED) {
      lines.add("names: %d more are refused".formatted(refused.size() - MAX_REFUSED));
    }
    return lines;
  }

  private static String refusal(Status.Refused refused, PeerLabels labels) {
    String name = '"' + Printable.of(refused.host().name(), MAX_NAME) + '"';
    String host = labels.of(refused.host().key(), "");
    String why = why(refused.reason(), labels.of(refused.other().key(), ""));
    return "names: %s of %s is refused, since %s".formatted(name, host, why);
  }

  /**
   * Why a name is refused.
   *
   * @param reason the word for it
   * @param other who has it instead
   */
  static String why(String reason, String other) {
    return switch (reason) {
      case "no_label" -> "it is no name of DNS: letters, digits and hyphens, at most 63";
      case "reserved" -> "programs look it up by themselves: configure it here if it is meant";
      case "configured_for_another" -> "this host's configuration gives it to " + other;
      case "claimed_twice" -> other + " is called so too";
      default -> Printable.of(reason);
    };
  }
}
