package io.wirelink.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.FactNotice;
import io.wirelink.fixtures.Notice;
import io.wirelink.fixtures.Views;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watching an agent over its socket; this test's thread is the agent's. */
@Timeout(300)
class WatchControlTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int WATCHERS = 2;

  @TempDir private Path folder;
  private ControlSocket socket;
  private ControlServer server;
  private final FactWatch watch = new FactWatch();
  private final List<SocketChannel> clients = new ArrayList<>();

  @BeforeEach
  void serve() {
    socket = new ControlSocket(folder.resolve("run"), "wg0");
    serve(LONG);
  }

  private void serve(Duration answerTime) {
    server =
        ControlServer.open(
            socket,
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

  private BufferedReader ask(String command) throws IOException {
    SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()));
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
}
