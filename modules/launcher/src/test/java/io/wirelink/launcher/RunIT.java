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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How an agent starts, where it cannot, and how it ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunIT {

  private static final String HOST = "leaf1";

  /** Each is a JVM; KernelNetworkIT meets the moment when an interface comes up more often. */
  private static final int STARTS = 15;

  private Lab lab;
  private final List<Agent> agents = new ArrayList<>();

  /** An agent that was started with its output in a file. */
  private record Agent(Process process, Path output) {

    String said() {
      try {
        return Files.readString(output);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean isUp() {
      return said().contains("running on");
    }

    void signal(String name) {
      Ended.run(List.of("kill", "-" + name, Long.toString(process.pid())), Map.of()).done();
    }
  }

  @BeforeAll
  void build() {
    lab = Lab.lan(1);
  }

  @AfterEach
  void endAgents() {
    agents.forEach(agent -> agent.process().destroyForcibly());
    agents.clear();
    lab.stop();
  }

  @AfterAll
  void remove() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void anInterfaceThatDoesNotExistIsRefused() {
    assertRefused(1, run("wg9"), "wg9");
  }

  @Test
  void anInterfaceThatIsNoWireGuardIsRefused() {
    assertRefused(1, run("eth0"), "eth0", "WireGuard");
  }

  @Test
  void aProcessThatMayNotChangeInterfacesIsRefused() {
    Ended ended =
        lab.exec(
            HOST, "setpriv", "--bounding-set=-all", "--inh-caps=-all", "wirelink", "run", "wg0");
    assertRefused(1, ended, "root");
  }

  @Test
  void aUserThatMayNotUseTheDeviceIsRefused() {
    Ended ended = lab.execAsNobody(HOST, "run", "wg0");
    assertRefused(1, ended, "root");
  }

  @Test
  void aPortThatIsTakenIsRefused() {
    // WireGuard itself has it.
    assertRefused(1, lab.exec(HOST, "wirelink", "run", "wg0", "--port", "51820"), "51820");
  }

  @Test
  void aSecondAgentForAnInterfaceIsRefused() {
    lab.start(HOST);
    lab.within("it knows itself", () -> !lab.facts(HOST).isEmpty());
    String before = lab.log(HOST);
    assertRefused(1, run("wg0"), "wg0");
    assertFalse(lab.facts(HOST).isEmpty());
    assertEquals(before, lab.log(HOST));
  }

  @Test
  void anAgentWhoseInterfaceIsDeletedEndsWithOneSentence() throws Exception {
    try (Device device = new Device("wg7", 51870)) {
      Agent agent = begin("wirelink", "run", "wg7");
      lab.within("the agent is up", () -> agent.said().contains("This host is"));
      // By a thread of its own, so that it may be said before or after the rest of the start.
      lab.within("names are answered", () -> agent.said().contains("are answered at"));
      String before = agent.said();
      lab.exec(HOST, "ip", "link", "delete", "wg7").done();
      double seconds = lab.within("the agent has ended", () -> !agent.process().isAlive());
      System.out.printf("An agent without a device ended after %.1f s.%n", seconds);
      assertEquals(1, agent.process().exitValue(), agent.said());
      String last = agent.said().substring(before.length());
      assertEquals(1, last.lines().count(), last);
      assertTrue(last.contains("wg7"), last);
    }
  }

  @Test
  void sigtermAndSigintEndTheAgentOrderly() throws Exception {
    for (String signal : List.of("TERM", "INT")) {
      Agent agent = begin("wirelink", "run", "wg0");
      lab.within("the agent is up", agent::isUp);
      lab.within("it has its socket", () -> socketIsThere("wg0"));
      agent.signal(signal);
      lab.within("SIG" + signal + " ends it", () -> !agent.process().isAlive());
      assertEquals(0, agent.process().exitValue(), agent.said());
      assertFalse(socketIsThere("wg0"));
      assertFalse(agent.said().contains("Exception"), agent.said());
    }
  }

  @Test
  void sigusr1LogsFactsAndPeers() {
    lab.start("router", HOST);
    String router = lab.key("router").toString();
    lab.within("it knows the router", () -> lab.facts(HOST).size() > 2);
    Ended.run(List.of("kill", "-USR1", Long.toString(lab.pid(HOST))), Map.of()).done();
    lab.within(
        "the log has facts and peers",
        () -> {
          String log = lab.log(HOST);
          return log.contains("Current facts:")
              && log.contains("Current peers:")
              && log.contains("Peer " + router + " is healthy and alive");
        });
    assertFalse(lab.facts(HOST).isEmpty());
  }

  @Test
  void anAgentStartsRightAfterItsInterfaceCameUp() throws Exception {
    try (Device device = new Device("wg8", 51880)) {
      for (int i = 0; i < STARTS; i++) {
        device.bringUpAnew();
        Agent agent = begin("wirelink", "run", "wg8");
        lab.within(
            "the agent is up or has ended", () -> agent.isUp() || !agent.process().isAlive());
        assertTrue(agent.isUp(), "an agent did not start: " + agent.said());
        agent.signal("TERM");
        lab.within("the agent has ended", () -> !agent.process().isAlive());
        assertEquals(0, agent.process().exitValue(), agent.said());
      }
    }
  }

  @Test
  void factsWithoutAnAgentSayThatNoneRuns() {
    assertRefused(3, lab.exec(HOST, "wirelink", "facts"), "wirelink run");
    assertRefused(3, lab.exec(HOST, "wirelink", "facts", "wg0", "--json"), "wirelink run");
  }

  @Test
  void factsOfOneOfTwoAgentsMustBeAskedForByName() throws Exception {
    try (Device device = new Device("wg6", 51860)) {
      lab.start(HOST);
      lab.exec(HOST, "wirelink", "facts", "--json").done();
      Agent second = begin("wirelink", "run", "wg6");
      lab.within("the second agent is up", second::isUp);
      lab.within("it has its socket", () -> socketIsThere("wg6"));
      assertRefused(2, lab.exec(HOST, "wirelink", "facts"), "wg0", "wg6");
      String text = lab.exec(HOST, "wirelink", "facts", "wg6", "--json").done().out();
      assertFalse(Told.parse(text).stream().anyMatch(told -> told.source().length() == 44));
      second.signal("TERM");
      assertTrue(second.process().waitFor(Lab.NEVER_SECONDS, TimeUnit.SECONDS));
    }
  }

  private Ended run(String interfaceName) {
    return lab.exec(HOST, "wirelink", "run", interfaceName);
  }

  private Agent begin(String... words) {
    Path output = lab.directory().resolve("agent" + agents.size());
    Agent agent = new Agent(lab.begin(HOST, output, words), output);
    agents.add(agent);
    return agent;
  }

  private boolean socketIsThere(String interfaceName) {
    return lab.exec(HOST, "test", "-e", "/run/wirelink/" + interfaceName + ".sock").exitCode() == 0;
  }

  /** Fails unless a command ended with one sentence on standard error that has these words. */
  private static void assertRefused(int exitCode, Ended ended, String... words) {
    assertEquals(exitCode, ended.exitCode(), ended::toString);
    assertEquals(1, ended.err().lines().count(), ended::toString);
    assertTrue(ended.err().stripTrailing().endsWith("."), ended::toString);
    for (String word : words) {
      assertTrue(ended.err().contains(word), ended::toString);
    }
    assertFalse(ended.toString().contains("\tat "), ended::toString);
  }

  /** One more WireGuard device on the host; it came up the moment before. */
  private final class Device implements AutoCloseable {

    private final String name;
    private final Process process;

    Device(String name, int port) {
      this.name = name;
      Path output = lab.directory().resolve(name + ".log");
      process =
          lab.begin(
              HOST,
              output,
              "env",
              "WG_PROCESS_FOREGROUND=1",
              "LOG_LEVEL=error",
              "wireguard-go",
              name);
      lab.within(
          name + " is there",
          () ->
              lab.exec(HOST, "test", "-S", "/run/wireguard/" + name + ".sock").exitCode() == 0
                  && lab.exec(HOST, "wg", "show", name).exitCode() == 0);
      lab.execWith(
              lab.privateKeyText("router"),
              HOST,
              "wg",
              "set",
              name,
              "listen-port",
              Integer.toString(port),
              "private-key",
              "/dev/stdin")
          .done();
      lab.exec(HOST, "ip", "link", "set", name, "up").done();
    }

    /** Without the addresses that it had. */
    void bringUpAnew() {
      lab.exec(HOST, "ip", "link", "set", name, "down").done();
      lab.exec(HOST, "ip", "link", "set", name, "up").done();
    }

    @Override
    public void close() throws InterruptedException {
      lab.exec(HOST, "ip", "link", "delete", name);
      process.waitFor();
    }
  }
}
