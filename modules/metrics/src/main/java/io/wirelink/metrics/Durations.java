package io.wirelink.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often something took how long: a histogram that one thread fills and others look at, without
 * ever waiting for each other.
 */
final class Durations {

  private static final double NANOS_PER_SECOND = 1e9;

  private final double[] bounds;
  private final AtomicLongArray counts;
  private final AtomicLong sumNanos = new AtomicLong();

  /**
   * An empty histogram.
   *
   * @param seconds the upper bounds of its buckets, in ascending order; all above is counted too
   */
  Durations(double... seconds) {
    bounds = Arrays.copyOf(seconds, seconds.length + 1);
    bounds[seconds.length] = Double.POSITIVE_INFINITY;
    counts = new AtomicLongArray(bounds.length);
  }

  /** Counts one; what took less than nothing took nothing. */
  void add(long nanos) {
    long taken = Math.max(0, nanos);
    double seconds = taken / NANOS_PER_SECOND;
    int bucket = 0;
    while (seconds > bounds[bucket]) {
      bucket++;
    }
    counts.incrementAndGet(bucket);
    sumNanos.addAndGet(taken);
  }

  /** What was counted so far. */
  HistogramDataPointSnapshot snapshot() {
    long[] counted = new long[bounds.length];
    Arrays.setAll(counted, counts::get);
    return HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counted))
        .sum(sumNanos.get() / NANOS_PER_SECOND)
        .build();
  }
}
