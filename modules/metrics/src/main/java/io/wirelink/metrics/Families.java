package io.wirelink.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gathers metrics by family: one name, one help text, one unit, and a value for each combination of
 * labels. Names are given without what a format adds: {@code _total} of counters, {@code _info}.
 */
final class Families {

  private static final String PREFIX = "wirelink_";

  /** Units, which end a name where they apply: the library must be told what the name says. */
  private static final List<Unit> UNITS = List.of(Unit.SECONDS, Unit.BYTES);

  private final List<MetricSnapshot> families = new ArrayList<>();

  /** Takes the values of a family. */
  @FunctionalInterface
  interface Values {
    /** One value with its labels. */
    void add(Labels labels, Number value);
  }

  /** A counter without labels. */
  void counter(String name, String help, Number value) {
    counters(name, help, values -> values.add(Labels.EMPTY, value));
  }

  /** Counters. */
  void counters(String name, String help, Consumer<Values> values) {
    var family = CounterSnapshot.builder();
    values.accept(
        (labels, value) ->
            family.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value(value.doubleValue())
                    .build()));
    add(family, name, help);
  }

  /** A gauge without labels. */
  void gauge(String name, String help, Number value) {
    gauges(name, help, values -> values.add(Labels.EMPTY, value));
  }

  /** Gauges. */
  void gauges(String name, String help, Consumer<Values> values) {
    var family = GaugeSnapshot.builder();
    values.accept(
        (labels, value) ->
            family.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(labels)
                    .value(value.doubleValue())
                    .build()));
    add(family, name, help);
  }

  /** A histogram of durations. */
  void histogram(String name, String help, Durations durations) {
    add(HistogramSnapshot.builder().dataPoint(durations.snapshot()), name, help);
  }

  /** What does not change, in labels. */
  void info(String name, String help, Map<String, String> labels) {
    var point = InfoDataPointSnapshot.builder();
    Labels.Builder all = Labels.builder();
    labels.forEach(all::label);
    add(InfoSnapshot.builder().dataPoint(point.labels(all.build()).build()), name, help);
  }

  private void add(MetricSnapshot.Builder<?> family, String name, String help) {
    family.name(PREFIX + name).help(help);
    UNITS.stream().filter(unit -> name.endsWith("_" + unit)).forEach(family::unit);
    families.add(family.build());
  }

  /** All of them, sorted by name. */
  MetricSnapshots all() {
    return new MetricSnapshots(families);
  }
}
