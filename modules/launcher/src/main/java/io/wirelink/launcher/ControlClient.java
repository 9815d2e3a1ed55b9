package io.wirelink.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;

/** Asks a running agent at its control socket. */
final class ControlClient {
  /** Longer than an agent may take for an answer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Far more than the facts that an agent keeps. */
  private static final int MAX_ANSWER_BYTES = 16 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final ControlSocket socket;
  private final Duration patience;

  /** A client of the agent of an interface. */
  ControlClient(ControlSocket socket, Duration patience) {
    this.socket = socket;
    this.patience = patience;
  }

  /** Asks something that needs no parameters; see {@link #ask(String, Map)}. */
  Map<String, Object> ask(String command) {
    return ask(command, Map.of());
  }

  /**
   * Asks something and waits for the answer.
   *
   * @param command what is asked for
   * @param parameters more on that
   * @return the answer, which is no error
   * @throws CommandFailure if no agent runs, or it does not answer, or refuses; wrong usage if it
   *     refuses a parameter
   */
  Map<String, Object> ask(String command, Map<String, String> parameters) {
    switch (socket.state()) {
      case LIVE -> {}
      case ABSENT -> throw noAgent();
      case FORBIDDEN -> throw failed("belongs to another user: run this as root, or as that user");
    }
    Map<String, Object> answer;
    try {
      answer = JSON.std.mapFrom(exchange(ControlProtocol.request(command, parameters)));
    } catch (IOException e) {
      throw failed("cannot be asked (" + e.getMessage() + "): restart it");
    }
    check(answer, command, parameters);
    return answer;
  }

  /** Whether the agent understood, and did all that was asked. */
  private void check(Map<String, Object> answer, String command, Map<String, String> parameters) {
    String kind = String.valueOf(answer.get("kind"));
    boolean sameVersion = Integer.valueOf(ControlProtocol.VERSION).equals(answer.get("version"));
    if (!sameVersion || kind.equals(ControlException.Kind.VERSION.word())) {
      throw failed(
          "is of another version of wirelink, which speaks another protocol: restart the agent, or"
              + " use the wirelink that it was started with");
    }
    if (answer.get("error") instanceof String error) {
      if (kind.equals(ControlException.Kind.COMMAND.word())
          || error.startsWith("there is no such command")) {
        throw failed(
            "is of another version of wirelink, which has no '" + command + "': restart the agent");
      }
      if (kind.equals(ControlException.Kind.PARAMETER.word())) {
        throw new CommandFailure(CommandFailure.WRONG_USAGE, error);
      }
      throw failed("refuses: " + error);
    }
    if (!parameters.isEmpty() && !parameters.equals(answer.get("parameters"))) {
      throw failed(
          "is of an older version of wirelink, which has no "
              + String.join(", ", new TreeSet<>(parameters.keySet()))
              + " for '"
              + command
              + "': restart the agent");
    }
  }

  private CommandFailure noAgent() {
    return new CommandFailure(
        CommandFailure.NO_AGENT,
        "no agent runs on %1$s: start one with 'wirelink run %1$s'"
            .formatted(socket.interfaceName()));
  }

  private CommandFailure failed(String why) {
    return new CommandFailure(
        CommandFailure.FAILED, "the agent on " + socket.interfaceName() + " " + why);
  }

  private String exchange(byte[] request) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(socket.path()));
      SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
      ByteBuffer output = ByteBuffer.wrap(request);
      while (output.hasRemaining()) {
        await(selector, deadline);
        channel.write(output);
      }
      key.interestOps(SelectionKey.OP_READ);
      return line(channel, selector, deadline);
    }
  }

  private static String line(SocketChannel channel, Selector selector, long deadline)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (answer.size() <= MAX_ANSWER_BYTES) {
      await(selector, deadline);
      if (channel.read(buffer.clear()) < 0) {
        throw new IOException("it ended before it had answered");
      }
      answer.write(buffer.array(), 0, buffer.position());
      if (buffer.position() > 0 && buffer.get(buffer.position() - 1) == '\n') {
        return answer.toString(UTF_8);
      }
    }
    throw new IOException("its answer has no end");
  }

  private static void await(Selector selector, long deadline) throws IOException {
    long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
    if (leftMillis <= 0 || selector.select(leftMillis) == 0) {
      throw new IOException("it does not answer");
    }
    selector.selectedKeys().clear();
  }
}
