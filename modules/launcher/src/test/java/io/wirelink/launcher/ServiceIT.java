package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An agent as the units start it: as nobody of note, with the capabilities that they give it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceIT {
  private static final String HOST = "leaf1";

  /** One of those from which systemd takes its dynamic users. */
  private static final String USER = "61595";

  private static final String PORT = "51999";

  private Lab lab;

  @BeforeAll
  void build() {
    lab = Lab.lan(1);
    String config = "{\"port\": %s, \"router\": false}".formatted(PORT);
    String write = "umask 077 && cat >/etc/wireguard/wirelink.wg0.json";
    lab.execWith(config, HOST, "sh", "-c", write).done();
  }

  @BeforeEach
  void makeRuntimeDirectory() {
    lab.exec(HOST, "rm", "-rf", "/run/wirelink").done();
    lab.exec(HOST, "install", "-d", "-m", "755", "-o", USER, "-g", USER, "/run/wirelink").done();
  }

  @AfterAll
  void remove() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void anAgentRunsWithTheCapabilitiesOfTheUnits() throws Exception {
    for (String name : Unit.NAMES) {
      Path output = lab.directory().resolve(name + ".log");
      Process agent = lab.begin(HOST, output, asService(Unit.read(name)));
      try {
        lab.within("it reads root's configuration", () -> isUp(output));
        String port = "port " + PORT;
        assertTrue(read(output).contains(port), read(output));
        lab.within("it has the port of DNS", () -> read(output).contains("port 53"));
        lab.within("root may ask it", () -> !lab.facts(HOST).isEmpty());
        String status = read(Path.of("/proc", Long.toString(agent.pid()), "status"));
        assertTrue(status.contains("Uid:\t" + USER + "\t" + USER), status);
        assertEquals(3, Long.bitCount(mask(status, "CapEff")), status);
        for (String set : List.of("CapInh", "CapPrm", "CapBnd", "CapAmb")) {
          assertEquals(mask(status, "CapEff"), mask(status, set), status);
        }
      } finally {
        end(agent);
      }
      assertEquals(0, agent.exitValue(), read(output));
      assertFalse(read(output).contains("Exception"), read(output));
    }
  }

  @Test
  void systemdIsToldOfTheAgentsLife() throws Exception {
    Path socket = lab.directory().resolve("notify");
    Path told = lab.directory().resolve("told");
    Process systemd = lab.begin(HOST, told, "socat", "-u", "UNIX-RECV:" + socket, "STDOUT");
    Path output = lab.directory().resolve("notified.log");
    try {
      lab.within("the socket is there", () -> Files.exists(socket));
      List<String> words = new ArrayList<>();
      words.addAll(List.of("env", "NOTIFY_SOCKET=" + socket, "WATCHDOG_USEC=1000000"));
      words.addAll(List.of(asService(Unit.read("wirelink@.service"))));
      Process agent = lab.begin(HOST, output, words.toArray(String[]::new));
      try {
        lab.within(
            "its loop is told of again and again",
            () -> count(told, "WATCHDOG=1") > 2 && count(told, "STATUS=leaf, ") > 0);
      } finally {
        end(agent);
      }
      lab.within("its end is told", () -> count(told, "STOPPING=1") > 0);
      List<String> lines = read(told).lines().toList();
      assertEquals("READY=1", lines.getFirst(), lines::toString);
      assertEquals("STOPPING=1", lines.getLast(), lines::toString);
      assertTrue(
          lines.stream()
              .anyMatch(line -> line.matches("STATUS=leaf, \\d+ facts?, . of 1 peer direct.*")),
          lines::toString);
    } finally {
      systemd.destroy();
      systemd.waitFor();
    }
  }

  /** The command of a unit, in what of its surroundings setpriv(1) can make. */
  private static String[] asService(Unit unit) {
    String ambient = setprivNames(unit.words("AmbientCapabilities"));
    String bounding = setprivNames(unit.words("CapabilityBoundingSet"));
    List<String> words = new ArrayList<>(List.of("setpriv", "--no-new-privs", "--clear-groups"));
    words.addAll(List.of("--reuid=" + USER, "--regid=" + USER));
    words.addAll(List.of("--inh-caps=-all," + ambient, "--ambient-caps=-all," + ambient));
    words.add("--bounding-set=-all," + bounding);
    unit.words("ExecStart").stream().map(word -> word.replace("%i", "wg0")).forEach(words::add);
    return words.toArray(String[]::new);
  }

  private static String setprivNames(List<String> capabilities) {
    return capabilities.stream()
        .map(name -> "+" + name.toLowerCase(Locale.ROOT).replaceFirst("^cap_", ""))
        .collect(Collectors.joining(","));
  }

  private static boolean isUp(Path output) {
    return read(output).contains("running on");
  }

  private static long mask(String status, String set) {
    return status
        .lines()
        .filter(line -> line.startsWith(set + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(set.length() + 1).strip(), 16))
        .findFirst()
        .orElseThrow();
  }

  private static long count(Path told, String beginning) {
    return read(told).lines().filter(line -> line.startsWith(beginning)).count();
  }

  private static void end(Process agent) throws InterruptedException {
    Ended.run(List.of("kill", "-TERM", Long.toString(agent.pid())), Map.of());
    if (!agent.waitFor(Lab.NEVER_SECONDS, TimeUnit.SECONDS)) {
      agent.destroyForcibly();
      throw new AssertionError("the agent does not end");
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
