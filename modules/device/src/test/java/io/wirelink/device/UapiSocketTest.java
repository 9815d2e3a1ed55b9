package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UapiSocketTest {
  private static final Duration AMPLE = Duration.ofMinutes(10);
  private static final String DONE = "errno=0\n\n";

  @TempDir private Path directory;
  private Path path;

  @BeforeEach
  void nameTheSocket() {
    path = directory.resolve("wg0.sock");
  }

  private static String ask(UapiSocket socket) throws Exception {
    return ask(socket, 0);
  }

  private static String ask(UapiSocket socket, int expectedBytes) throws Exception {
    return socket.exchange(UapiRequest.get(), expectedBytes, UapiSocketTest::text);
  }

  private static String text(ByteBuffer answer) {
    return StandardCharsets.ISO_8859_1.decode(answer).toString();
  }

  @Test
  void manyRequestsGoOverOneConnection() throws Exception {
    AtomicInteger number = new AtomicInteger();
    try (var server =
            new FakeUserspace(
                path,
                connection ->
                    FakeUserspace.send(
                        connection, "listen_port=" + number.incrementAndGet() + "\n" + DONE),
                true);
        var socket = new UapiSocket(path, AMPLE)) {
      for (int i = 1; i <= 100; i++) {
        assertEquals("listen_port=" + i + "\n" + DONE, ask(socket));
      }
      assertEquals(1, server.connections());
    }
  }

  @Test
  void whoClosesAfterEachAnswerIsAskedOverANewConnectionEachTime() throws Exception {
    try (var server = new FakeUserspace(path, FakeUserspace.answering(DONE));
        var socket = new UapiSocket(path, AMPLE)) {
      for (int i = 1; i <= 100; i++) {
        assertEquals(DONE, ask(socket));
        assertEquals(i, server.connections());
      }
    }
  }

  @Test
  void aProcessThatStartedAnewIsAskedAnew() throws Exception {
    try (var socket = new UapiSocket(path, AMPLE)) {
      for (int i = 0; i < 5; i++) {
        try (var server = new FakeUserspace(path, FakeUserspace.answering(DONE), true)) {
          assertEquals(DONE, ask(socket));
          assertEquals(DONE, ask(socket));
          assertEquals(1, server.connections());
          // It reads until the other side closes.
          socket.close();
        }
      }
      assertThrows(IOException.class, () -> ask(socket));
    }
  }

  @Test
  void whatComesTooLateIsNotTakenForTheNextAnswer() throws Exception {
    AtomicInteger number = new AtomicInteger();
    FakeUserspace.Behaviour late =
        connection -> {
          if (number.getAndIncrement() == 0) {
            // The other side has gone by then.
            while (connection.read(ByteBuffer.allocate(1)) >= 0) {}
          }
          FakeUserspace.send(connection, "listen_port=" + number + "\n" + DONE);
        };
    try (var server = new FakeUserspace(path, late, true);
        var hasty = new UapiSocket(path, Duration.ofMillis(1));
        var patient = new UapiSocket(path, AMPLE)) {
      assertThrows(SocketTimeoutException.class, () -> ask(hasty));
      assertEquals("listen_port=2\n" + DONE, ask(patient));
      assertEquals(2, server.connections());
    }
  }

  @Test
  void whatNobodyAskedForIsNoAnswer() throws Exception {
    AtomicInteger number = new AtomicInteger();
    FakeUserspace.Behaviour twice =
        connection -> {
          String answer = "listen_port=" + number.incrementAndGet() + "\n" + DONE;
          FakeUserspace.send(connection, answer + answer);
        };
    try (var server = new FakeUserspace(path, twice, true);
        var socket = new UapiSocket(path, AMPLE)) {
      for (int i = 1; i <= 5; i++) {
        assertTrue(ask(socket).startsWith("listen_port=" + i + "\n" + DONE));
      }
    }
  }

  @Test
  void anAnswerThatGrowsGetsAConnectionWithRoomForIt() throws Exception {
    try (var server = new FakeUserspace(path, FakeUserspace.answering(DONE), true);
        var socket = new UapiSocket(path, AMPLE)) {
      assertEquals(DONE, ask(socket, 1));
      assertEquals(DONE, ask(socket, 50_000));
      assertEquals(DONE, ask(socket, 1_000_000));
      assertTrue(server.connections() <= 3);
      int before = server.connections();
      assertEquals(DONE, ask(socket, 2_000_000));
      assertEquals(before, server.connections());
    }
  }

  @Test
  void aSocketThatIsGoneIsAnErrorAndNothingIsKept() throws Exception {
    try (var socket = new UapiSocket(path, AMPLE)) {
      try (var server = new FakeUserspace(path, FakeUserspace.answering(DONE))) {
        assertEquals(DONE, ask(socket));
        assertEquals(1, server.connections());
      }
      assertTrue(Files.notExists(path));
      assertThrows(IOException.class, () -> ask(socket));
    }
  }
}
