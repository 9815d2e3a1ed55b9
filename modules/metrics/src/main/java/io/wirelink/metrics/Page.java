package io.wirelink.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to a request.
 *
 * @param status the status of HTTP (RFC 9110)
 * @param contentType what the body is
 * @param body the body
 */
record Page(int status, String contentType, byte[] body) {

  private static final ExpositionFormatWriter OPEN_METRICS =
      new OpenMetricsTextFormatWriter(false, false);
  private static final ExpositionFormatWriter PROMETHEUS = PrometheusTextFormatWriter.create();

  /**
   * A page of metrics.
   *
   * @param accept the formats that the client takes; it gets OpenMetrics if that is among them, and
   *     else the text format of Prometheus
   */
  static Page of(MetricSnapshots metrics, @Nullable String accept) {
    ExpositionFormatWriter format = OPEN_METRICS.accepts(accept) ? OPEN_METRICS : PROMETHEUS;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      format.write(body, metrics, EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new AssertionError("memory can be written to", e);
    }
    return new Page(200, format.getContentType(), body.toByteArray());
  }

  /** A page that says in a sentence why there are no metrics. */
  static Page refusal(int status, String sentence) {
    byte[] body = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
    return new Page(status, "text/plain; charset=utf-8", body);
  }
}
