package io.wirelink.command;

import io.wirelink.control.Status;
import io.wirelink.diagnosis.PortMappingJson;
import io.wirelink.text.Amounts;
import io.wirelink.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the gateways of a host gave, for people: a line. */
final class MappingText {

  private MappingText() {}

  /** The line; empty where no gateway was asked, or has had no time to answer. */
  static Optional<String> of(List<Status.Mapping> mappings, Instant now) {
    String parts =
        mappings.stream()
            .map(mapping -> part(mapping, now))
            .filter(part -> !part.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    return parts.isEmpty() ? Optional.empty() : Optional.of("port mapping: " + parts);
  }

  private static String part(Status.Mapping mapping, Instant now) {
    String gateway = Printable.of(mapping.gateway());
    Instant until = mapping.until();
    String time =
        until == null ? "" : ", for " + Amounts.time(Duration.between(now, until)) + " yet";
    String mapped =
        "%s by %s of %s%s"
            .formatted(
                Printable.of(mapping.external()), Printable.of(mapping.protocol()), gateway, time);
    return switch (mapping.state()) {
      case PortMappingJson.MAPPED -> mapped;
      case PortMappingJson.BEHIND_NAT -> mapped + ", which has another NAT behind it";
      case PortMappingJson.UNMAPPED -> "none, since " + gateway + " " + Printable.of(mapping.why());
      default -> "";
    };
  }
}
