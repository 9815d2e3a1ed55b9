package io.wirelink.command;

import io.wirelink.control.Members;
import io.wirelink.control.Status;
import io.wirelink.text.Amounts;
import io.wirelink.text.PeerLabels;
import io.wirelink.text.Printable;
import io.wirelink.text.TextTable;
import io.wirelink.text.TextTable.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the network of a host is like, for people.
 *
 * @param answer the answer of its agent
 * @param labels what hosts are called
 */
record NetcheckText(Members answer, PeerLabels labels) {

  private static final String NOTHING = "-";
  private static final double NANOS_PER_SECOND = 1e9;

  /** The lines for an answer, each with its end. */
  static String of(Members answer) {
    List<String> keys =
        Stream.of(
                objects(answer.object("nat"), "seen").stream().map(seen -> seen.object("by")),
                objects(answer, "routers").stream(),
                Stream.of(answer.object("nat").object("hairpin_to")))
            .flatMap(each -> each)
            .map(host -> host.text("key"))
            .filter(key -> !key.isEmpty())
            .toList();
    return new NetcheckText(answer, new PeerLabels(keys)).text();
  }

  private static List<Members> objects(Members of, String field) {
    return of.list(field).stream().map(Members::of).toList();
  }

  private String text() {
    Members self = answer.object("self");
    String name = self.text("name").isEmpty() ? self.text("key") : self.text("name");
    List<String> lines = new ArrayList<>();
    lines.add(Printable.of(answer.text("interface") + ": " + name));
    objects(answer, "families").forEach(family -> lines.add(family(family)));
    lines.add(Printable.of("NAT: " + answer.object("nat").text("words")));
    lifetime(answer.object("nat")).ifPresent(lines::add);
    Members hairpinTo = answer.object("nat").object("hairpin_to");
    if (!hairpinTo.text("key").isEmpty()) {
      lines.add(
          Printable.of(
              "hairpin: works, "
                  + labels.of(hairpinTo.text("key"), hairpinTo.text("name"))
                  + " behind the same NAT is reached at its address outside"));
    }
    MappingText.of(Status.Mapping.all(answer), now()).ifPresent(lines::add);
    addTable(
        lines,
        List.of("SEEN BY", "AT", "SINCE"),
        objects(answer.object("nat"), "seen"),
        this::seen);
    addTable(lines, List.of("ROUTER", "ENDPOINT", "RTT"), objects(answer, "routers"), this::router);
    return String.join("\n", lines) + "\n";
  }

  /** How long a mapping lives that nobody uses; empty if none is known to be made. */
  private static Optional<String> lifetime(Members nat) {
    Members lifetime = nat.object("lifetime");
    if (lifetime.hasNumber("shorter_than")) {
      return Optional.of(
          "mapping: forgotten in less than "
              + Amounts.time(seconds(lifetime, "shorter_than"))
              + ", so that paths are kept open every 30s");
    }
    if (lifetime.hasNumber("longer_than")) {
      return Optional.of(
          "mapping: lives for more than " + Amounts.time(seconds(lifetime, "longer_than")));
    }
    return nat.text("mapping").startsWith("endpoint_")
        ? Optional.of(
            "mapping: not known yet how long it lives, so that paths in use are kept open every 30s")
        : Optional.empty();
  }

  private static Duration seconds(Members of, String field) {
    return Duration.ofSeconds(of.number(field).longValue());
  }

  private Instant now() {
    return Objects.requireNonNullElse(answer.instant("time"), Instant.EPOCH);
  }

  private static String family(Members family) {
    List<?> addresses = family.list("addresses");
    long peers = family.number("peers").longValue();
    String has =
        addresses.isEmpty()
            ? "this host has no address"
            : "this host has "
                + String.join(", ", addresses.stream().map(String::valueOf).toList());
    String works =
        family.flag("works")
            ? "works, "
                + Amounts.counted(peers, "peer")
                + (peers == 1 ? " is" : " are")
                + " reached by it; "
            : addresses.isEmpty() ? "" : "no peer is reached by it; ";
    return Printable.of(family.text("family") + ": " + works + has);
  }

  private static void addTable(
      List<String> lines,
      List<String> heading,
      List<Members> objects,
      Function<Members, List<Cell>> row) {
    if (objects.isEmpty()) {
      return;
    }
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(List.of(Cell.of(heading.get(0)), Cell.of(heading.get(1)), right(heading.get(2))));
    objects.forEach(object -> rows.add(row.apply(object)));
    lines.add("");
    lines.addAll(TextTable.lines(rows));
  }

  private List<Cell> seen(Members seen) {
    Instant since = seen.instant("since");
    String at = seen.text("at").isEmpty() ? "an address of its own" : seen.text("at");
    return List.of(
        label(seen.object("by")),
        Cell.of(Printable.of(at)),
        right(since == null ? NOTHING : Amounts.time(Duration.between(since, now()))));
  }

  private List<Cell> router(Members router) {
    String endpoint = router.text("endpoint");
    return List.of(
        label(router),
        Cell.of(endpoint.isEmpty() ? NOTHING : Printable.of(endpoint)),
        right(router.flag("healthy") ? roundTrip(router) : "no answer"));
  }

  private static String roundTrip(Members router) {
    double seconds = router.number("round_trip").doubleValue();
    return router.hasNumber("round_trip")
        ? Amounts.roundTrip(Duration.ofNanos((long) (seconds * NANOS_PER_SECOND)))
        : NOTHING;
  }

  private Cell label(Members host) {
    return Cell.of(labels.of(host.text("key"), host.text("name")));
  }

  private static Cell right(String text) {
    return new Cell(text, true, null);
  }
}
