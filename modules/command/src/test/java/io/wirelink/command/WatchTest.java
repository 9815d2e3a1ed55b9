package io.wirelink.command;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import io.wirelink.control.FactsControl;
import io.wirelink.control.WatchControl;
import io.wirelink.fixtures.Notice;
import io.wirelink.fixtures.Views;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watching an agent over its socket; this test's thread is the agent's. */
@Timeout(300)
class WatchTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int WATCHERS = 2;

  @TempDir private Path folder;
  private Shell shell;
  private ControlServer server;
  private final FactWatch watch = new FactWatch();
  private final List<SocketChannel> clients = new ArrayList<>();

  @BeforeEach
  void serve() {
    serve(LONG);
  }

  private void serve(Duration answerTime) {
    shell = new Shell(folder);
    server =
        ControlServer.open(
            new ControlSocket(shell.runDirectory, "wg0"),
            new ControlLimits(3, WATCHERS, 4096, 1 << 20, LONG, answerTime),
            new ControlProtocol(
                "wg0",
                List.of(new FactsControl(Views::some), new WatchControl(Views::some, watch))));
    watch.wakeWith(server::wake);
  }

  @AfterEach
  void closeAll() throws IOException {
    for (SocketChannel client : clients) {
      client.close();
    }
    server.close();
  }

  private void happens(FactNotice.Kind kind, int port) {
    watch.happened(() -> Notice.of(kind, port));
  }

  /** A client that speaks for itself. */
  private BufferedReader ask(String command) throws IOException {
    SocketChannel client =
        SocketChannel.open(UnixDomainSocketAddress.of(shell.runDirectory.resolve("wg0.sock")));
    clients.add(client);
    client.write(ByteBuffer.wrap(("{\"command\":\"" + command + "\"}\n").getBytes(UTF_8)));
    return new BufferedReader(Channels.newReader(client, UTF_8));
  }

  private static Map<String, Object> read(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    return line == null ? Map.of() : JSON.std.mapFrom(line);
  }

  private BufferedReader watching() throws IOException {
    BufferedReader reader = ask("watch");
    assertEquals(true, read(reader).get("watching"));
    return reader;
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
              });
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
    BufferedReader other = watching();
    // Whether the command watches already is seen by what it gets.
    while (!command.out.ready()) {
      happens(FactNotice.Kind.NEW, 1);
      watch.happened(Notice::ofThisHost);
      assertEquals("new", read(other).get("reason"));
      assertEquals("withdrawn", read(other).get("reason"));
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
  void theAgentNeverWaitsForWhoDoesNotRead() throws Exception {
    BufferedReader stalled = watching();
    BufferedReader reading = watching();
    // Far more than the socket and the queue hold; each call returns, or this test times out.
    int count = 20 * FactWatch.MAX_WAITING;
    long longest = 0;
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      happens(FactNotice.Kind.NEW, i % 60_000);
      longest = Math.max(longest, System.nanoTime() - begin);
      if (i % 100 == 0) {
        // Others are served meanwhile.
        assertEquals("new", read(reading).get("reason"));
      }
    }
    System.out.printf(
        "%d notices with a full socket: the longest took %.3f ms.%n", count, longest / 1e6);
    assertEquals("wg0", read(ask("facts")).get("interface"));
    happens(FactNotice.Kind.EXPIRED, 1);
    long got = 0;
    long lost = 0;
    Map<String, Object> notice = read(stalled);
    while (!"expired".equals(notice.get("reason")) && got + lost < count + 1) {
      if (notice.get("lost") instanceof Number some) {
        lost += some.longValue();
      } else {
        got++;
      }
      notice = got + lost < count + 1 ? read(stalled) : notice;
    }
    assertTrue(lost > 0, "it must have lost some");
    assertTrue(got + lost == count || got + lost == count + 1, got + " and " + lost);
  }

  @Test
  void watchersHaveTheirOwnPlacesAndAreRefusedWhenAllOfThemRead() throws Exception {
    List<BufferedReader> watching = List.of(watching(), watching());
    Map<String, Object> refused = read(ask("watch"));
    assertEquals("busy", refused.get("kind"));
    assertEquals("2 others watch already: end one of them", refused.get("error"));
    for (int i = 0; i < 20; i++) {
      ask("facts"); // and reads nothing of the answer
    }
    assertEquals("wg0", read(ask("facts")).get("interface"));
    happens(FactNotice.Kind.NEW, 1);
    for (BufferedReader each : watching) {
      assertEquals("new", read(each).get("reason"));
    }
  }

  @Test
  void aWatcherThatDoesNotReadGivesWayToOneThatWantsTo() throws Exception {
    server.close();
    serve(Duration.ofNanos(1));
    BufferedReader stalled = watching();
    BufferedReader reading = watching();
    for (int i = 0; i < 10 * FactWatch.MAX_WAITING; i++) {
      happens(FactNotice.Kind.NEW, 1);
      assertEquals(true, readOrLost(reading));
    }
    BufferedReader third = watching();
    happens(FactNotice.Kind.EXPIRED, 1);
    assertEquals("expired", read(third).get("reason"));
    assertFalse(lastLine(stalled).contains("expired"));
  }

  private static boolean readOrLost(BufferedReader reader) throws IOException {
    Map<String, Object> line = read(reader);
    return line.containsKey("reason") || line.containsKey("lost");
  }

  /** What is said last, once the other side has ended what it says; until then it waits. */
  private static String lastLine(BufferedReader reader) {
    return reader.lines().reduce("", (before, line) -> line);
  }

  @Test
  void watchersThatGoMakeRoom() throws Exception {
    for (int i = 0; i < 50; i++) {
      watching();
      clients.removeLast().close();
    }
    watching();
  }

  @Test
  void whatAWatcherSaysIsNotHeard() throws Exception {
    BufferedReader reader = watching();
    SocketChannel client = clients.getLast();
    client.write(ByteBuffer.wrap("x".repeat(10_000).getBytes(UTF_8)));
    client.shutdownOutput();
    happens(FactNotice.Kind.NEW, 1);
    assertEquals("new", read(reader).get("reason"));
  }

  @Test
  void theLastLineSaysThatTheAgentEnds() throws Exception {
    BufferedReader reader = watching();
    happens(FactNotice.Kind.NEW, 1);
    server.close();
    assertEquals("new", read(reader).get("reason"));
    assertEquals(true, read(reader).get("end"));
    assertEquals(Map.of(), read(reader));
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
