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

/**
 * How long traffic was interrupted by faults of each kind, and what was too long. Several threads
 * may tell at once.
 */
final class Outages {

  /** What differs between complaints of one kind. */
  private static final Pattern NAMES = Pattern.compile("leaf\\d|r\\d|PeerChange.*|PT\\S+|\\d+");

  /** One kind's figures; the durations are in nanoseconds. */
  private static final class Row {
    final List<Long> nanos = new ArrayList<>();
    int failures;
    long worstNanos = -1;
    long worstSeed;

    void add(long outageNanos, long seed) {
      if (outageNanos > worstNanos) {
        worstNanos = outageNanos;
        worstSeed = seed;
      }
      nanos.add(outageNanos);
    }
  }

  private final Map<FaultKind, Row> begins = new EnumMap<>(FaultKind.class);
  private final Map<FaultKind, Row> ends = new EnumMap<>(FaultKind.class);
  private final Map<Long, String> failures = new TreeMap<>();
  private final Map<String, Integer> wrong = new TreeMap<>();
  private final Map<String, Long> firstSeed = new HashMap<>();

  private Row row(FaultKind kind, boolean beginning) {
    return (beginning ? begins : ends).computeIfAbsent(kind, key -> new Row());
  }

  synchronized void add(FaultKind kind, boolean beginning, Duration outage, long seed) {
    row(kind, beginning).add(outage.toNanos(), seed);
  }

  synchronized void failed(FaultKind kind, boolean beginning) {
    row(kind, beginning).failures++;
  }

  /** Notes something that is not as it must be, where that does not end the run. */
  synchronized void wrong(long seed, String what) {
    wrong.merge(NAMES.matcher(what).replaceAll("…"), 1, Integer::sum);
    firstSeed.putIfAbsent(NAMES.matcher(what).replaceAll("…"), seed);
  }

  /** Notes that a seed did not pass. */
  synchronized void failed(long seed, String why) {
    failures.put(seed, why);
  }

  /** All that went wrong, a line for each seed that did not pass; null if nothing did. */
  synchronized @Nullable String verdict(int seeds) {
    return failures.isEmpty()
        ? null
        : failures.size()
            + " of "
            + seeds
            + " seeds failed: "
            + failures.keySet()
            + "\n"
            + String.join("\n", failures.values());
  }

  @Override
  public synchronized String toString() {
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
