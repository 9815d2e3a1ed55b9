package io.wirelink.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client makes of agents that are not as they should be, or of another version. */
@Timeout(300)
class ControlClientTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir private Path folder;
  private ControlSocket socket;
  private ServerSocketChannel agent;

  @BeforeEach
  void bind() throws IOException {
    socket = new ControlSocket(folder, "wg0");
    agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    agent.bind(UnixDomainSocketAddress.of(socket.path()));
  }

  @AfterEach
  void close() throws IOException {
    agent.close();
  }

  /** An agent that says this to whoever connects, once it was asked, and hangs up. */
  private void says(String text) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (agent.isOpen()) {
                  try (SocketChannel client = agent.accept()) {
                    if (client.read(ByteBuffer.allocate(4096)) > 0) {
                      client.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
                    }
                  }
                }
              } catch (IOException e) {
                if (agent.isOpen()) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private ControlFailure asked(Map<String, String> parameters) {
    ControlClient client = new ControlClient(socket, Duration.ofSeconds(100));
    return assertThrows(ControlFailure.class, () -> client.ask("facts", parameters));
  }

  private void assertFails(ControlFailure.Kind kind, String expected, ControlFailure failure) {
    assertEquals(kind, failure.kind());
    assertTrue(failure.getMessage().contains(expected), failure.getMessage());
  }

  @Test
  void anAgentOfALaterVersionIsToldOf() {
    says("{\"version\":2,\"facts\":[]}\n");
    assertFails(ControlFailure.Kind.FAILED, "is of another version of wirelink", asked(Map.of()));
  }

  @Test
  void anAgentThatDoesNotSpeakThisVersionIsToldOf() {
    says("{\"version\":2,\"error\":\"this agent speaks version 2 only\",\"kind\":\"version\"}\n");
    assertFails(ControlFailure.Kind.FAILED, "restart the agent", asked(Map.of()));
  }

  @Test
  void anAgentWithoutTheCommandIsToldOf() {
    says("{\"version\":1,\"error\":\"there is no such command; there is facts\"}\n");
    assertFails(
        ControlFailure.Kind.FAILED, "which has no 'facts': restart the agent", asked(Map.of()));
  }

  @Test
  void anAgentThatDoesNotHeedParametersIsToldOf() {
    says("{\"version\":1,\"interface\":\"wg0\",\"facts\":[]}\n");
    assertFails(
        ControlFailure.Kind.FAILED,
        "which has no attribute, peer for 'facts'",
        asked(Map.of("peer", "a", "attribute", "e")));
  }

  @Test
  void aConnectionThatEndsInTheMiddleOfAnAnswerIsToldOf() {
    says("{\"version\":1,\"inter");
    assertFails(ControlFailure.Kind.FAILED, "ended before it had answered", asked(Map.of()));
  }

  @Test
  void aConnectionThatEndsWithoutAnAnswerIsToldOf() {
    says("");
    assertFails(ControlFailure.Kind.FAILED, "ended before it had answered", asked(Map.of()));
  }

  @Test
  void rubbishIsNoAnswer() {
    says("\u0000\u0001 rubbish\n");
    assertFails(ControlFailure.Kind.FAILED, "cannot be asked", asked(Map.of()));
  }

  @Test
  void anAnswerThatStallsIsGivenUp() {
    ControlClient client = new ControlClient(socket, SHORT);
    assertFails(
        ControlFailure.Kind.FAILED,
        "does not answer",
        assertThrows(ControlFailure.class, () -> client.ask("facts", Map.of())));
  }

  @Test
  void aStreamThatIsCutOffByALivingAgentIsToldOf() {
    says("{\"version\":1,\"watching\":true}\n{\"version\":1,\"lost\":1}\n{\"vers");
    ControlClient client = new ControlClient(socket, Duration.ofSeconds(100));
    assertFails(
        ControlFailure.Kind.FAILED,
        "has disconnected this client",
        assertThrows(
            ControlFailure.class, () -> client.follow("watch", Map.of(), () -> {}, line -> true)));
  }
}
