package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.FactNotice;
import io.wirelink.control.ControlLimits;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.ControlServer;
import io.wirelink.control.ControlSocket;
import io.wirelink.control.FactWatch;
import io.wirelink.control.WatchControl;
import io.wirelink.fixtures.Notice;
import io.wirelink.fixtures.Views;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command that watches an agent; this test's thread is the agent's. */
@Timeout(300)
class WatchTest {
  @TempDir private Path folder;
  private Shell shell;
  private ControlServer server;
  private final FactWatch watch = new FactWatch();

  @BeforeEach
  void serve() {
    shell = new Shell(folder);
    server =
        ControlServer.open(
            new ControlSocket(shell.runDirectory, "wg0"),
            ControlLimits.DEFAULT,
            new ControlProtocol("wg0", List.of(new WatchControl(Views::some, watch))));
    watch.wakeWith(server::wake);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void happens(FactNotice.Kind kind, int port) {
    watch.happened(() -> Notice.of(kind, port));
  }

  /** A `wirelink facts --watch` in this process. */
  private final class Command {
    final PipedReader shown = new PipedReader(1 << 16);
    final BufferedReader out = new BufferedReader(shown);
    final PipedReader errors = new PipedReader();
    final BufferedReader err = new BufferedReader(errors);
    final CompletableFuture<Integer> exitCode;

    Command(String... options) throws IOException {
      List<String> words = new ArrayList<>(List.of("facts", "wg0", "--watch"));
      words.addAll(List.of(options));
      PrintWriter to = new PrintWriter(new PipedWriter(shown), true);
      PrintWriter toErr = new PrintWriter(new PipedWriter(errors), true);
      Surroundings around = shell.surroundings();
      exitCode =
          CompletableFuture.supplyAsync(
              () -> {
                int code =
                    WirelinkCommandLine.of(around)
                        .setOut(to)
                        .setErr(toErr)
                        .execute(words.toArray(String[]::new));
                to.close();
                return code;
              },
              // Those of the pool may be as few as one.
              task -> Thread.ofPlatform().daemon().start(task));
    }

    void awaitBegin() throws IOException {
      assertEquals("Watching the agent on wg0; Ctrl-C ends this.", err.readLine());
    }
  }

  @Test
  void changesAreALineEachWithTheirReasons() throws Exception {
    Command command = new Command();
    command.awaitBegin();
    happens(FactNotice.Kind.NEW, 1);
    happens(FactNotice.Kind.EXPIRED, 1);
    watch.happened(Notice::ofThisHost);
    watch.happened(Notice::rejected);
    watch.happened(Notice::foreignPacket);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      lines.add(command.out.readLine().substring("2030-01-02 03:04:05  ".length()));
    }
    assertEquals(
        List.of(
            "new        router        endpoint    192.0.2.1:1             255s  from router",
            "expired    router        endpoint    192.0.2.1:1             from router",
            "withdrawn  AwAAAAAA…     endpoint    192.0.2.3:3             from this host",
            "rejected   AwAAAAAA…     endpoint    192.0.2.3:3             from router: it says more"
                + " than its sender is trusted with",
            "rejected   a packet  from fe80::7: it comes from an address that is no peer's"
                + " (12 bytes)"),
        lines);
    server.close();
    assertEquals(3, command.exitCode.get());
    assertEquals("the agent on wg0 has ended.", command.err.readLine());
  }

  @Test
  void jsonIsAnObjectALineAndFilterHold() throws Exception {
    Command command = new Command("--json", "--source", "local");
    Command other = new Command();
    other.awaitBegin();
    // Whether the command watches already is seen by what it gets.
    while (!command.out.ready()) {
      happens(FactNotice.Kind.NEW, 1);
      watch.happened(Notice::ofThisHost);
      assertTrue(other.out.readLine().contains("  new "));
      assertTrue(other.out.readLine().contains("  withdrawn "));
    }
    Map<String, Object> notice = JSON.std.mapFrom(command.out.readLine());
    assertEquals("withdrawn", notice.get("reason"));
    assertEquals("2030-01-02T03:04:05.678Z", notice.get("time"));
    assertEquals(Map.of("key", Views.STRANGER.toString(), "name", ""), notice.get("subject"));
    server.close();
    // How much it still says depends on when it began to watch, and may be more than the pipe
    // holds.
    command.out.lines().forEach(line -> assertFalse(line.contains("\"reason\":\"new\""), line));
    assertEquals(3, command.exitCode.get());
  }

  @Test
  void aReaderThatHasEnoughEndsIt() throws Exception {
    Command command = new Command();
    command.awaitBegin();
    happens(FactNotice.Kind.NEW, 1);
    assertTrue(command.out.readLine().contains("new"));
    command.out.close();
    happens(FactNotice.Kind.NEW, 2);
    assertEquals(0, command.exitCode.get());
  }

  @Test
  void aFilterThatMeansNothingIsRefused() throws Exception {
    Command command = new Command("--source", "ruoter");
    assertEquals(2, command.exitCode.get());
    assertTrue(command.err.readLine().endsWith("did you mean router?"));
  }

  @Test
  void withoutAgentThereIsNothingToWatch() {
    server.close();
    StringWriter err = new StringWriter();
    int code =
        WirelinkCommandLine.of(shell.surroundings())
            .setErr(new PrintWriter(err))
            .execute("facts", "--watch");
    assertEquals(3, code);
    assertTrue(err.toString().startsWith("no agent runs on wg0"), err.toString());
  }
}
