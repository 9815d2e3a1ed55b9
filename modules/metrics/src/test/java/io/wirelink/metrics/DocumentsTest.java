package io.wirelink.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.RejectionRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Manual, dashboard and alerts speak of the metrics that there are, and the first two of all. */
class DocumentsTest {
  private static final Path DOCS = Path.of("..", "..", "docs");
  private static final Pattern NAME = Pattern.compile("\\bwirelink_[a-z_]+");

  private static Stream<String> pages() {
    Metrics metrics = new Metrics(new Build("1", "abc"));
    return Stream.of(metrics.ofMesh(Views.some()), metrics.ofPeers(Views.some()))
        .map(
            snapshots ->
                new String(Format.PROMETHEUS.page(snapshots).body(), StandardCharsets.UTF_8));
  }

  /** The names of all families. */
  private static Set<String> families() {
    return pages()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ", -1)[2])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The families that a text speaks of; the parts of a histogram belong to it. */
  private static Set<String> named(String text) {
    return NAME.matcher(text)
        .results()
        .map(MatchResult::group)
        .map(name -> name.replaceFirst("_seconds_(bucket|sum|count)$", "_seconds"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String read(String file) throws IOException {
    return Files.readString(DOCS.resolve(file));
  }

  private static List<Map<?, ?>> panels() throws IOException {
    Map<String, Object> dashboard = JSON.std.mapFrom(read("grafana-wirelink.json"));
    return ((List<?>) dashboard.get("panels"))
        .stream().<Map<?, ?>>map(panel -> (Map<?, ?>) panel).toList();
  }

  @Test
  void theManualTellsOfEveryMetric() throws IOException {
    assertEquals(families(), named(read("metrics.md")));
  }

  @Test
  void theManualKnowsHowManyThereAre() throws IOException {
    long series = pages().findFirst().orElseThrow().lines().filter(l -> !l.startsWith("#")).count();
    assertTrue(read("metrics.md").contains(": " + series + " series |"), series + " series");
  }

  @Test
  void theManualExplainsEveryRule() throws IOException {
    String manual = read("metrics.md");
    Arrays.stream(RejectionRule.values())
        .map(rule -> "| `" + MeshMetrics.lowerCase(rule) + "` |")
        .forEach(row -> assertTrue(manual.contains(row), row));
  }

  @Test
  void theDashboardShowsEveryMetric() throws IOException {
    Set<String> shown =
        panels().stream()
            .filter(panel -> panel.get("targets") != null)
            .flatMap(panel -> ((List<?>) panel.get("targets")).stream())
            .map(target -> (String) ((Map<?, ?>) target).get("expr"))
            .flatMap(expression -> named(expression).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(families(), shown);
  }

  @Test
  void everyPanelOfTheDashboardIsExplained() throws IOException {
    for (Map<?, ?> panel : panels()) {
      if (!"row".equals(panel.get("type"))) {
        assertTrue(!((String) panel.get("description")).isBlank(), panel.toString());
      }
    }
    assertEquals(
        panels().size(), panels().stream().map(panel -> panel.get("id")).distinct().count());
  }

  @Test
  void alertsAreAboutWhatThereIs() throws IOException {
    Set<String> unknown = named(read("wirelink-alerts.yml"));
    unknown.removeAll(families());
    assertEquals(Set.of(), unknown);
  }
}
