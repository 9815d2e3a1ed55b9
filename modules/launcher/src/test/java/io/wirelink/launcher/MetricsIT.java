package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The metrics of agents of the image, scraped and judged by Prometheus' own tool. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsIT {
  private static final String HOST = "leaf1";
  private static final String ADDRESS = "127.0.0.1:9586";
  private static final Path DOCS = Lab.SCRIPTS.resolve("../docs");

  private static final Pattern SAMPLE = Pattern.compile("(?m)^(wirelink_[^ ]+) (\\S+)$");

  private Lab lab;

  @BeforeAll
  void build() {
    lab = Lab.lan(2);
    lab.lab("start", "--", "--metrics", ADDRESS).done();
    lab.lab("wait-up", Integer.toString(Lab.NEVER_SECONDS)).done();
  }

  @AfterAll
  void remove() {
    if (lab != null) {
      try (Lab ending = lab) {
        ending.stop(); // in time, though they serve
      }
    }
  }

  /** What a request to a host's agent is answered, head and all. */
  private String ask(String host, String request) {
    String script = "exec 3<>/dev/tcp/127.0.0.1/9586 && printf '%s' \"$1\" >&3 && cat <&3";
    return lab.exec(host, "bash", "-c", script, "-", request).done().out();
  }

  private String scrape(String host, String path) {
    String answer = ask(host, "GET " + path + " HTTP/1.0\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  /** The values of a page by name and labels. */
  private static Map<String, Double> samples(String page) {
    Map<String, Double> samples = new LinkedHashMap<>();
    Matcher matcher = SAMPLE.matcher(page);
    while (matcher.find()) {
      samples.put(matcher.group(1), Double.parseDouble(matcher.group(2)));
    }
    return samples;
  }

  private double value(String host, String sample) {
    return samples(scrape(host, "/metrics")).getOrDefault(sample, -1.0);
  }

  private static void promtool(String input, String... words) {
    boolean here =
        Pattern.compile(File.pathSeparator)
            .splitAsStream(System.getenv("PATH"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
    assumeTrue(here, "there is no promtool on the PATH");
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(words));
    Ended ended = Ended.run(command, Map.of(), input).done();
    // It lints, too: what it does not like it says, and ends well.
    assertEquals("", ended.err());
  }

  @Test
  void countersOnlyGrowAndPeersBecomeDirect() {
    String direct = "wirelink_peers{state=\"direct\"}";
    lab.within("both peers are direct", () -> value(HOST, direct) == 2);
    Map<String, Double> before = samples(scrape(HOST, "/metrics"));
    assertEquals(2, before.get("wirelink_peers_alive"));
    assertEquals(0, before.get("wirelink_router"));
    assertEquals(1, value("router", "wirelink_router"));
    assertTrue(before.get("wirelink_time_to_direct_seconds_count") >= 1, before.toString());
    assertTrue(before.get("wirelink_device_changes_total") >= 1, before.toString());
    String steps = "wirelink_step_duration_seconds_count";
    lab.within("the agent steps", () -> value(HOST, steps) > before.get(steps));
    Map<String, Double> after = samples(scrape(HOST, "/metrics"));
    assertEquals(before.keySet(), after.keySet());
    after.forEach(
        (name, value) -> {
          if (name.matches("\\w+_(total|count|sum|bucket)\\b.*")) {
            assertTrue(value >= before.get(name), name + " fell to " + value);
          }
        });
    assertEquals(
        before.get("wirelink_start_time_seconds"), after.get("wirelink_start_time_seconds"));
  }

  @Test
  void eachPeerIsTold() {
    String labels = "{peer=\"%1$s\",public_key=\"%1$s\"}".formatted(lab.key("router").toString());
    lab.within(
        "the router is up and direct and has sent something",
        () -> {
          Map<String, Double> peers = samples(scrape(HOST, "/metrics/peers"));
          return peers.getOrDefault("wirelink_peer_up" + labels, 0.0) == 1
              && peers.getOrDefault("wirelink_peer_direct" + labels, 0.0) == 1
              && peers.getOrDefault("wirelink_peer_received_bytes_total" + labels, 0.0) > 0
              && peers.getOrDefault("wirelink_peer_last_handshake_timestamp_seconds" + labels, 0.0)
                  > 1e9;
        });
  }

  @Test
  void whatIsNotThereIsTold() {
    assertTrue(ask(HOST, "GET / HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 404 "));
    assertTrue(ask(HOST, "DELETE /metrics HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 405 "));
  }

  @Test
  void anAddressThatIsTakenOrOfAnotherHostIsRefused() {
    for (String address : List.of(ADDRESS, "192.0.2.250:9586")) {
      // As an agent of another host, so that not the interface is what is taken.
      Ended ended =
          lab.exec(
              HOST,
              "env",
              "WIRELINK_METRICS=" + address,
              "unshare",
              "--mount",
              "sh",
              "-c",
              "mount -t tmpfs none /run/wirelink && exec wirelink run wg0");
      assertEquals(1, ended.exitCode(), ended::toString);
      assertEquals(1, ended.err().lines().count(), ended::toString);
      assertTrue(ended.err().startsWith("metrics cannot be served at " + address), ended::toString);
    }
  }

  @Test
  void prometheusLikesThePages() {
    promtool(scrape(HOST, "/metrics"), "check", "metrics");
    promtool(scrape(HOST, "/metrics/peers"), "check", "metrics");
  }

  @Test
  void prometheusUnderstandsTheAlerts() {
    promtool("", "check", "rules", DOCS.resolve("wirelink-alerts.yml").toString());
  }

  @Test
  void prometheusUnderstandsTheDashboard() throws IOException {
    StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
    Map<String, Object> dashboard =
        JSON.std.mapFrom(Files.readString(DOCS.resolve("grafana-wirelink.json")));
    int number = 0;
    for (Object panel : (List<?>) dashboard.get("panels")) {
      if (((Map<?, ?>) panel).get("targets") instanceof List<?> targets) {
        for (Object target : targets) {
          String expression =
              ((String) ((Map<?, ?>) target).get("expr"))
                  .replace("$__rate_interval", "5m")
                  .replaceAll("\\$(job|instance)", ".*");
          rules.append(
              "      - record: query%d%n        expr: '%s'%n".formatted(number++, expression));
        }
      }
    }
    Path file = Files.writeString(lab.directory().resolve("dashboard.yml"), rules);
    promtool("", "check", "rules", file.toString());
  }
}
