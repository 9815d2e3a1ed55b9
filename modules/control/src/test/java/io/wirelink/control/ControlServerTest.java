package io.wirelink.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.control.ControlServer.Answers;
import io.wirelink.control.ControlServer.Reply;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The control socket, used and abused. Whoever reads here is woken by the server, or times out. */
@Timeout(300)
class ControlServerTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Answers ECHO = request -> reply("<" + request + ">\n");

  @TempDir private Path folder;
  private ControlSocket socket;
  private ControlServer server;
  private final List<SocketChannel> clients = new ArrayList<>();

  @BeforeEach
  void chooseTheSocket() {
    socket = new ControlSocket(folder.resolve("wirelink"), "wg0");
  }

  @AfterEach
  void closeAll() throws IOException {
    for (SocketChannel client : clients) {
      client.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static Reply reply(String text) {
    return new Reply(text.getBytes(UTF_8), null);
  }

  private void serve(ControlLimits limits, Answers answers) {
    server = ControlServer.open(socket, limits, answers);
  }

  private static ControlLimits limits(Duration requestTime, Duration answerTime) {
    return new ControlLimits(3, 2, 64, 1000, requestTime, answerTime);
  }

  private SocketChannel connect() throws IOException {
    SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()));
    clients.add(client);
    return client;
  }

  private static void send(SocketChannel client, String text) throws IOException {
    client.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private static String readLine(SocketChannel client) throws IOException {
    StringBuilder line = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (client.read(one.clear()) > 0) {
      if (one.get(0) == '\n') {
        return line.toString();
      }
      line.append((char) one.get(0));
    }
    return line + "(end)";
  }

  @Test
  void requestsAreAnsweredInTheirOrder() throws IOException {
    serve(ControlLimits.DEFAULT, ECHO);
    SocketChannel client = connect();
    send(client, "one\ntwo\nthr");
    assertEquals("<one>", readLine(client));
    assertEquals("<two>", readLine(client));
    send(client, "ee\n");
    assertEquals("<three>", readLine(client));
  }

  @Test
  void aClientThatEndsItsInputIsAnsweredYet() throws IOException {
    serve(ControlLimits.DEFAULT, ECHO);
    SocketChannel client = connect();
    send(client, "one\ntwo");
    client.shutdownOutput();
    assertEquals("<one>", readLine(client));
    assertEquals("<two>", readLine(client));
    assertEquals("(end)", readLine(client));
  }

  @Test
  void aRequestThatIsTooLongIsRefusedAndItsClientDropped() throws IOException {
    serve(limits(LONG, LONG), ECHO);
    SocketChannel client = connect();
    send(client, "x".repeat(64) + "\n");
    assertEquals("<" + "x".repeat(64) + ">", readLine(client));
    send(client, "x".repeat(65));
    assertEquals(
        "{\"version\":1,\"error\":\"a request has at most 64 bytes\",\"kind\":\"request\"}",
        readLine(client));
    assertEquals("(end)", readLine(client));
  }

  @Test
  void aClientThatSaysNothingIsDropped() throws IOException {
    serve(limits(SHORT, LONG), ECHO);
    assertEquals("(end)", readLine(connect()));
  }

  @Test
  void aClientThatSaysHalfARequestIsDropped() throws IOException {
    serve(limits(SHORT, LONG), ECHO);
    assertEquals("(end)", readLine(sayHalfARequest()));
  }

  private SocketChannel sayHalfARequest() throws IOException {
    while (true) {
      SocketChannel client = connect();
      try {
        send(client, "fac");
        return client;
      } catch (IOException e) {
        // On a slow machine, the time may be over before it has said anything.
      }
    }
  }

  @Test
  void aClientThatDoesNotReadItsAnswerIsDropped() throws IOException {
    byte[] large = new byte[4 << 20];
    serve(
        limits(LONG, SHORT),
        request -> request.equals("large") ? new Reply(large, null) : ECHO.answer(request));
    SocketChannel stalled = connect();
    send(stalled, "large\n");
    SocketChannel other = connect();
    // Answered as soon as the other's answer does not wait any more, since it is over the limit.
    send(other, "one\n");
    assertEquals("<one>", readLine(other));
    // What was sent before it was dropped can still be read, and it is not all.
    assertTrue(Channels.newInputStream(stalled).readAllBytes().length < large.length);
  }

  @Test
  void aLargeAnswerArrivesWhole() throws IOException {
    byte[] large = "0123456789".repeat(400_000).getBytes(UTF_8);
    serve(limits(LONG, LONG), request -> new Reply(large, null));
    SocketChannel client = connect();
    send(client, "large\n");
    client.shutdownOutput();
    assertArrayEquals(large, Channels.newInputStream(client).readAllBytes());
  }

  @Test
  void aThousandClientsThatStallGiveWayToNewOnes() throws IOException {
    serve(limits(LONG, LONG), ECHO);
    List<SocketChannel> stalled = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      SocketChannel client = connect();
      send(client, "nothing comes after thi");
      stalled.add(client);
    }
    SocketChannel last = connect();
    send(last, "one\n");
    assertEquals("<one>", readLine(last));
    for (SocketChannel client : stalled.subList(0, 998)) {
      assertEquals("(end)", readLine(client));
    }
  }

  @Test
  void clientsThatComeAndGoLeaveNothing() throws IOException {
    serve(limits(LONG, LONG), ECHO);
    for (int i = 0; i < 500; i++) {
      try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
        send(client, i % 2 == 0 ? "gone before the answer\n" : "");
      }
    }
    SocketChannel client = connect();
    send(client, "one\n");
    assertEquals("<one>", readLine(client));
  }

  @Test
  void onlyTheOwnerMayConnect() throws IOException {
    serve(ControlLimits.DEFAULT, ECHO);
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.path())));
    Path lock = socket.directory().resolve(".lock");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)));
    try (var files = Files.list(socket.directory())) {
      assertEquals(Set.of(socket.path(), lock), files.collect(Collectors.toSet()));
    }
  }

  @Test
  void aSecondAgentForTheInterfaceIsRefused() throws IOException {
    serve(ControlLimits.DEFAULT, ECHO);
    ControlFailure refused =
        assertThrows(
            ControlFailure.class, () -> ControlServer.open(socket, ControlLimits.DEFAULT, ECHO));
    assertEquals(ControlFailure.Kind.FAILED, refused.kind());
    assertTrue(refused.getMessage().startsWith("an agent runs on wg0 already"));
    SocketChannel client = connect();
    send(client, "one\n");
    assertEquals("<one>", readLine(client));
    ControlSocket other = new ControlSocket(socket.directory(), "wg1");
    ControlServer.open(other, ControlLimits.DEFAULT, ECHO).close();
  }

  @Test
  void theSocketOfADeadAgentIsReplaced() throws IOException {
    Files.createDirectory(socket.directory());
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket.path()));
    }
    assertEquals(List.of(), ControlSocket.running(socket.directory()));
    serve(ControlLimits.DEFAULT, ECHO);
    assertEquals(List.of("wg0"), ControlSocket.running(socket.directory()));
    SocketChannel client = connect();
    send(client, "one\n");
    assertEquals("<one>", readLine(client));
  }

  @Test
  void theSocketIsRemovedAtTheEnd() {
    serve(ControlLimits.DEFAULT, ECHO);
    server.close();
    server.close();
    assertFalse(Files.exists(socket.path()));
    assertEquals(List.of(), ControlSocket.running(socket.directory()));
  }

  @Test
  void theSocketOfASuccessorIsLeftAlone() throws IOException {
    serve(ControlLimits.DEFAULT, ECHO);
    Files.move(socket.path(), folder.resolve("aside"));
    ControlServer successor = ControlServer.open(socket, ControlLimits.DEFAULT, ECHO);
    server.close();
    assertTrue(Files.exists(socket.path()));
    successor.close();
    assertFalse(Files.exists(socket.path()));
  }

  @Test
  void anAnswerThatTakesForeverDoesNotKeepTheServerFromEnding() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    serve(
        ControlLimits.DEFAULT,
        request -> {
          asked.countDown();
          new CountDownLatch(1).await();
          throw new AssertionError("nobody counts it down");
        });
    SocketChannel client = connect();
    send(client, "one\n");
    asked.await();
    server.close();
    assertEquals("(end)", readLine(client));
  }

  @Test
  void aDirectoryThatCannotBeMadeIsTold() throws IOException {
    Files.createFile(socket.directory());
    ControlFailure refused =
        assertThrows(
            ControlFailure.class, () -> ControlServer.open(socket, ControlLimits.DEFAULT, ECHO));
    assertTrue(refused.getMessage().startsWith("cannot make the control socket"));
    ControlSocket deep = new ControlSocket(folder.resolve("a/b"), "wg0");
    assertThrows(ControlFailure.class, () -> ControlServer.open(deep, ControlLimits.DEFAULT, ECHO));
  }
}
