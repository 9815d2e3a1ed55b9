package io.wirelink.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A text format that metrics are served in. */
enum Format {
  /** What is served unless another is asked for. */
  PROMETHEUS(PrometheusTextFormatWriter.create()),
  /** The format that became a standard of its own. */
  OPEN_METRICS(new OpenMetricsTextFormatWriter(false, false));

  @SuppressWarnings("ImmutableEnumChecker") // It keeps nothing of what it writes.
  private final ExpositionFormatWriter writer;

  Format(ExpositionFormatWriter writer) {
    this.writer = writer;
  }

  /** OpenMetrics if that is among the formats that the client takes, and else Prometheus. */
  static Format of(@Nullable String accept) {
    return OPEN_METRICS.writer.accepts(accept) ? OPEN_METRICS : PROMETHEUS;
  }

  /** The page of these metrics. */
  Page page(MetricSnapshots metrics) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      writer.write(body, metrics, EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new AssertionError("memory can be written to", e);
    }
    return new Page(200, writer.getContentType(), body.toByteArray());
  }
}
