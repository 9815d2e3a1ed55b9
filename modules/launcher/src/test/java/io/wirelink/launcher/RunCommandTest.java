package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.agent.StateStore;
import io.wirelink.device.DeviceException;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.FakeHost;
import io.wirelink.fixtures.Views;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class RunCommandTest {
  @TempDir private Path folder;
  private Shell shell;
  private FakeHost host;

  @BeforeEach
  void openTheShell() throws IOException {
    Files.createDirectory(folder.resolve("etc"));
    shell = new Shell(folder);
    host = new FakeHost();
    shell.backends = host;
  }

  private void configure(String text) throws IOException {
    Files.writeString(folder.resolve("etc/wirelink.wg0.json"), text);
  }

  private Map<String, Object> dumped(String command, String... options) throws IOException {
    return JSON.std.mapFrom(shell.done(command, options));
  }

  private void assertWrong(String expected, String... words) {
    Ended ended = shell.run(words);
    assertEquals(2, ended.exitCode());
    assertEquals("", ended.out());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().contains(expected), ended.err());
    assertEquals(0, host.open.get());
  }

  @Test
  void signalsLogTheStateAndEndTheAgent() throws Exception {
    for (String signal : Signal.heard(Map.of("TERM", 15, "INT", 2))) {
      host = new FakeHost();
      shell.backends = host;
      CompletableFuture<Ended> run = shell.begin("run", "wg0");
      host.running.await();
      assertEquals(0, shell.run("facts").exitCode());
      Signal.raise("USR1");
      host.logged.await();
      Signal.raise(signal);
      assertEquals(new Ended(0, "", ""), run.get());
      assertEquals(0, host.open.get());
      assertEquals(3, shell.run("facts").exitCode());
      assertFalse(Files.exists(shell.runDirectory.resolve("wg0.sock")));
    }
  }

  @Test
  void theConfigurationReachesTheAgent() throws Exception {
    configure("{\"router\": true, \"port\": 7}");
    shell.variables.put("WIRELINK_CHATTY", "1");
    host.trouble = new DeviceException(DeviceException.Reason.GONE, "the end");
    assertEquals(1, shell.run("run", "wg0", "--port", "9").exitCode());
    assertEquals(true, host.config.router());
    assertEquals(9, host.config.port());
    assertTrue(host.config.chatty());
  }

  @Test
  void aDeviceThatGoesAwayIsOneSentenceAndAFailure() {
    host.trouble = new DeviceException(DeviceException.Reason.GONE, "the interface wg0 is gone");
    assertEquals(new Ended(1, "", "the interface wg0 is gone.\n"), shell.run("run"));
    assertEquals(0, host.open.get());
    assertFalse(Files.exists(shell.runDirectory.resolve("wg0.sock")));
  }

  @Test
  void anInterfaceThatIsNotThereIsOneSentenceAndAFailure() {
    assertEquals(new Ended(1, "", "there is no interface wg1.\n"), shell.run("run", "wg1"));
    assertEquals(0, host.open.get());
    shell.variables.put("WIRELINK_IFACE", "wg2");
    assertEquals(new Ended(1, "", "there is no interface wg2.\n"), shell.run("run"));
  }

  @Test
  void aSecondAgentIsRefused() throws Exception {
    CompletableFuture<Ended> first = shell.begin("run", "wg0");
    host.running.await();
    Ended second = shell.run("run", "wg0");
    assertEquals(1, second.exitCode());
    assertTrue(second.err().startsWith("an agent runs on wg0 already"), second.err());
    Signal.raise("TERM");
    assertEquals(0, first.get().exitCode());
  }

  @Test
  void aWrongConfigurationStartsNothing() throws Exception {
    configure("{\"prot\": 7}");
    assertWrong("wirelink.wg0.json:1:2: prot: there is no such key: did you mean port?", "run");
    assertWrong("did you mean port?", "run", "--dump");
    assertWrong("did you mean port?", "config", "show");
    assertFalse(Files.exists(shell.runDirectory));
  }

  @Test
  void wrongFlagsStartNothing() {
    assertWrong("--port: \"wg\" is not a UDP port", "run", "--port", "wg");
    assertWrong("--port: \"65536\" is not a UDP port", "run", "--port=65536");
    for (String wrong :
        List.of(
            "9586",
            ":9586",
            "localhost:9586",
            "127.0.0.1",
            "127.0.0.1:0",
            "127.0.0.1:70000",
            "::1:9586",
            "[::1]",
            "[fe80::1%2]:9586",
            "")) {
      assertWrong(
          "--metrics: \"" + wrong + "\" is not ADDRESS:PORT, such as 127.0.0.1:9586",
          "run",
          "--metrics=" + wrong);
    }
    assertWrong("--metrics", "run", "--metrics");
    assertWrong("--router: \"maybe\" is not true, false or", "run", "--router=maybe");
    assertWrong("--chatty", "run", "--chatty=maybe");
    assertWrong("There are two interfaces, wg0 and wg1", "run", "wg0", "--iface", "wg1");
    assertWrong("There is no place for 'wg1' here", "run", "wg0", "wg1");
    assertWrong("--no-such", "run", "--no-such");
    assertWrong("cannot be the name of an interface", "run", "../../wg0");
    assertWrong("cannot be the name of an interface", "run", "--iface", "wgNotRealLongerThan15");
  }

  @Test
  void whatIsKnownIsKeptUnlessThatIsNotWanted() throws Exception {
    RememberedMesh mesh = new RememberedMesh(Views.SELF, Instant.EPOCH, List.of(), Map.of());
    Path file = Path.of(shell.variables.get("WIRELINK_STATE_PATH"), "wg0.json");
    for (String words : List.of("run wg0", "run wg0 --no-state")) {
      host = new FakeHost();
      shell.backends = host;
      CompletableFuture<Ended> run = shell.begin(words.split(" ", -1));
      host.running.await();
      boolean kept = words.equals("run wg0");
      assertEquals(kept, !host.state.equals(StateStore.NONE));
      host.state.save(mesh);
      assertEquals(kept, Files.deleteIfExists(file));
      Signal.raise("TERM");
      assertEquals(new Ended(0, "", ""), run.get());
    }
    assertEquals(false, dumped("run", "--dump", "--no-state").get("state"));
    assertFalse(dumped("run", "--dump").containsKey("state"));
  }

  @Test
  void metricsAreServedWhileTheAgentRuns() throws Exception {
    int port = freePort();
    CompletableFuture<Ended> run = shell.begin("run", "wg0", "--metrics", "127.0.0.1:" + port);
    host.running.await();
    URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
    String text = new String(uri.toURL().openStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(text.contains("wirelink_interface_info{interface=\"wg0\""), text);
    Ended second = shell.run("run", "wg0", "--metrics", "127.0.0.1:" + port);
    assertTrue(second.err().startsWith("an agent runs on wg0 already"), second.err());
    Signal.raise("TERM");
    assertEquals(new Ended(0, "", ""), run.get());
    assertThrows(IOException.class, () -> uri.toURL().openStream().close());
  }

  @Test
  void whereMetricsCannotBeServedNoAgentRuns() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String here = "127.0.0.1:" + taken.getLocalPort();
      for (String address : List.of(here, "192.0.2.1:9586", "[2001:db8::1]:9586")) {
        shell.variables.put("WIRELINK_METRICS", address);
        Ended ended = shell.run("run", "wg0");
        assertEquals(1, ended.exitCode());
        assertEquals(1, ended.err().lines().count(), ended.err());
        assertTrue(
            ended.err().startsWith("metrics cannot be served at " + address + " ("), ended.err());
        assertEquals(1, host.running.getCount());
        assertEquals(0, host.open.get());
        assertFalse(Files.exists(shell.runDirectory.resolve("wg0.sock")));
      }
    }
  }

  @Test
  void aWrongAddressForMetricsInAFileIsTold() throws Exception {
    configure("{\"metrics\": \"localhost:9586\"}");
    assertWrong("wirelink.wg0.json:1:13: metrics: \"localhost:9586\" is not ADDRESS:PORT", "run");
    configure("{\"metrics\": \"off\"}");
    assertFalse(dumped("run", "--dump").containsKey("metrics"));
    assertEquals("[::1]:1", dumped("run", "--dump", "--metrics=[::1]:1").get("metrics"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  @Test
  void everyFlagOfTheGoImplementationIsTaken() throws Exception {
    Map<String, Object> all =
        dumped("run", "--dump", "-i", "wg0", "--router=true", "--port=7", "--chatty", "-d");
    assertEquals(
        Map.of(
            "iface",
            "wg0",
            "router",
            true,
            "port",
            7,
            "chatty",
            true,
            "debug",
            true,
            "ReportIfaces",
            List.of(),
            "HideIfaces",
            List.of(),
            "peers",
            List.of()),
        all);
    assertEquals(false, dumped("run", "--dump", "--chatty=false").get("chatty"));
    assertEquals(true, dumped("--debug", "run", "--dump").get("debug"));
    assertEquals("wg7", dumped("run", "--dump", "--iface=wg7").get("iface"));
  }

  @Test
  void routerNeedsNoValueAndTakesNoInterfaceForOne() throws Exception {
    assertEquals(true, dumped("run", "--router", "--dump").get("router"));
    assertEquals(true, dumped("run", "--dump", "--router").get("router"));
    assertEquals(false, dumped("run", "--router", "false", "--dump").get("router"));
    assertEquals("auto", dumped("run", "--router=auto", "--dump").get("router"));
    Map<String, Object> before = dumped("run", "--router", "wg5", "--dump");
    assertEquals(true, before.get("router"));
    assertEquals("wg5", before.get("iface"));
  }
}
