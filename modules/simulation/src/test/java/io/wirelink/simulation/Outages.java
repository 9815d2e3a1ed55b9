package io.wirelink.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long traffic was interrupted by faults of each kind, and what was too long. */
final class Outages {

  private static final int SHOWN_FAILURES = 20;

  /** What differs between complaints of one kind. */
  private static final Pattern NAMES = Pattern.compile("leaf\\d|r\\d|PeerChange.*|PT\\S+|\\d+");

  /** One kind's figures; the durations are in nanoseconds. */
  private static final class Row {
    final List<Long> nanos = new ArrayList<>();
    int failures;
    long worstSeed;

    void add(long outageNanos, long seed) {
      if (nanos.stream().allMatch(other -> other < outageNanos)) {
        worstSeed = seed;
      }
      nanos.add(outageNanos);
    }
  }

  private final Map<FaultKind, Row> begins = new EnumMap<>(FaultKind.class);
  private final Map<FaultKind, Row> ends = new EnumMap<>(FaultKind.class);
  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> wrong = new TreeMap<>();
  private final Map<String, Long> firstSeed = new HashMap<>();
  private int failed;

  private Row row(FaultKind kind, boolean beginning) {
    return (beginning ? begins : ends).computeIfAbsent(kind, key -> new Row());
  }

  void add(FaultKind kind, boolean beginning, Duration outage, long seed) {
    row(kind, beginning).add(outage.toNanos(), seed);
  }

  void failed(FaultKind kind, boolean beginning) {
    row(kind, beginning).failures++;
  }

  /** Notes something that is not as it must be, where that does not end the run. */
  void wrong(long seed, String what) {
    wrong.merge(NAMES.matcher(what).replaceAll("…"), 1, Integer::sum);
    firstSeed.putIfAbsent(NAMES.matcher(what).replaceAll("…"), seed);
  }

  /** Notes that a seed did not pass. */
  void failed(String why) {
    failed++;
    if (failures.size() < SHOWN_FAILURES) {
      failures.add(why);
    }
  }

  /** All that went wrong, with the figures; null if nothing did. */
  @Nullable String verdict(int seeds) {
    return failed == 0
        ? null
        : failed + " of " + seeds + " seeds failed\n" + this + "\n" + String.join("\n", failures);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (FaultKind kind : FaultKind.values()) {
      append(text, kind + " begins", begins.get(kind));
      append(text, kind + " ends", ends.get(kind));
    }
    wrong.forEach(
        (what, count) ->
            text.append(
                String.format("%6d times (seed %d) %s%n", count, firstSeed.get(what), what)));
    return text.toString();
  }

  private static void append(StringBuilder text, String what, @Nullable Row row) {
    if (row == null) {
      return;
    }
    List<Long> sorted = row.nanos.stream().sorted().toList();
    String figures =
        sorted.isEmpty()
            ? ""
            : String.format(
                ", median %.1f s, worst %.1f s (seed %d)",
                sorted.get(sorted.size() / 2) / 1e9, sorted.getLast() / 1e9, row.worstSeed);
    text.append(
        String.format(
            "%-22s %6d flows hit%s, %d too long%n", what, sorted.size(), figures, row.failures));
  }
}
