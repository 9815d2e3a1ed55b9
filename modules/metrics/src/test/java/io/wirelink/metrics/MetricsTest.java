package io.wirelink.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.path.PathBreak;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What an agent's metrics look like to who scrapes them. */
class MetricsTest {

  private final Metrics metrics = new Metrics(new Build("1.2.3", "abc"));

  private static String text(Page page) {
    return new String(page.body(), StandardCharsets.UTF_8);
  }

  private String mesh() {
    return text(Format.PROMETHEUS.page(metrics.ofMesh(Views.some())));
  }

  private static String expected(String file) throws IOException {
    try (InputStream in = MetricsTest.class.getResourceAsStream("/pages/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aMeshIsToldInFull() throws IOException {
    metrics.stepped(90_000);
    metrics.stepped(250_000);
    metrics.stepped(2_000_000_000);
    metrics.becameDirect(Views.LEAF, 1_500_000_000L);
    metrics.leftDirect(Views.LEAF, PathBreak.ONE_WAY, 2_100_000_000L);
    assertEquals(expected("mesh.txt").replace("@JAVA@", Runtime.version().toString()), mesh());
  }

  @Test
  void peersAreToldInFull() throws IOException {
    assertEquals(
        expected("peers.txt"), text(Format.PROMETHEUS.page(metrics.ofPeers(Views.some()))));
  }

  @Test
  void whoTakesOpenMetricsGetsIt() {
    String accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";
    Page page = Format.of(accept).page(metrics.ofPeers(Views.some()));
    assertEquals("application/openmetrics-text; version=1.0.0; charset=utf-8", page.contentType());
    assertTrue(text(page).endsWith("# EOF\n"), text(page));
    assertTrue(text(page).contains("# UNIT wirelink_peer_sent_bytes bytes"), text(page));
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        Format.of("*/*").page(metrics.ofPeers(Views.some())).contentType());
  }

  @Test
  void theSizeOfAMeshDoesNotMatter() {
    long small = mesh().lines().count();
    assertEquals(
        small, text(Format.PROMETHEUS.page(metrics.ofMesh(Views.large(1000)))).lines().count());
  }

  @Test
  void thePageOfPeersIsBounded() {
    int size =
        Format.PROMETHEUS.page(metrics.ofPeers(Views.large(PeerMetrics.MAX_PEERS))).body().length;
    assertTrue(size < 2_500_000, size + " bytes");
    assertEquals(
        size,
        Format.PROMETHEUS
            .page(metrics.ofPeers(Views.large(PeerMetrics.MAX_PEERS + 500)))
            .body()
            .length);
  }

  @Test
  void whatTookLessThanNothingTookNothing() {
    metrics.stepped(-5);
    assertTrue(mesh().contains("wirelink_step_duration_seconds_sum 0.0\n"), mesh());
    assertTrue(mesh().contains("wirelink_step_duration_seconds_count 1\n"), mesh());
  }
}
