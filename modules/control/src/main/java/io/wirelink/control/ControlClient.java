package io.wirelink.control;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks a running agent at its control socket. */
public final class ControlClient {
  /** Longer than an agent may take for an answer. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ControlSocket socket;
  private final Duration patience;

  /** A client of the agent of an interface. */
  public ControlClient(ControlSocket socket, Duration patience) {
    this.socket = socket;
    this.patience = patience;
  }

  /** The agent's interface. */
  public String interfaceName() {
    return socket.interfaceName();
  }

  /**
   * The number of the user that the agent runs as, whose socket it is.
   *
   * @throws IOException if there is no socket any more
   */
  public int user() throws IOException {
    return (int) Files.getAttribute(socket.path(), "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  /** Asks something that needs no parameters; see {@link #ask(String, Map)}. */
  public Map<String, Object> ask(String command) {
    return ask(command, Map.of());
  }

  /**
   * Asks something and waits for the answer.
   *
   * @param command what is asked for
   * @param parameters more on that
   * @return the answer, which is no error
   * @throws ControlFailure if no agent runs, or it does not answer, or refuses
   */
  public Map<String, Object> ask(String command, Map<String, String> parameters) {
    requireAgent();
    long deadline = System.nanoTime() + patience.toNanos();
    try (ControlLines lines = ControlLines.open(socket)) {
      lines.send(ControlProtocol.request(command, parameters), deadline);
      return checked(object(lines.next(deadline)), command, parameters);
    } catch (IOException e) {
      throw cannotAsk(e);
    }
  }

  /**
   * Asks for something that goes on, and passes on each line of it until the agent ends or nobody
   * wants more.
   *
   * @param begun is run when the agent has understood
   * @param wanted takes a line, and says whether it wants another
   * @throws ControlFailure as for {@link #ask}, and when the agent ends
   */
  public void follow(
      String command,
      Map<String, String> parameters,
      Runnable begun,
      Predicate<Map<String, Object>> wanted) {
    requireAgent();
    long deadline = System.nanoTime() + patience.toNanos();
    try (ControlLines lines = ControlLines.open(socket)) {
      lines.send(ControlProtocol.request(command, parameters), deadline);
      checked(object(lines.next(deadline)), command, parameters);
      begun.run();
      Map<String, Object> line = object(lines.next());
      while (line != null && !line.containsKey("end")) {
        if (!wanted.test(line)) {
          return;
        }
        line = object(lines.next());
      }
      if (line == null && socket.state() != ControlSocket.State.ABSENT) {
        throw failed("has disconnected this client, which read too slowly: try again");
      }
    } catch (IOException e) {
      throw cannotAsk(e);
    }
    throw new ControlFailure(
        ControlFailure.Kind.NO_AGENT, "the agent on " + socket.interfaceName() + " has ended");
  }

  private void requireAgent() {
    switch (socket.state()) {
      case LIVE -> {}
      case ABSENT -> throw noAgent();
      case FORBIDDEN -> throw failed("belongs to another user: run this as root, or as that user");
    }
  }

  private ControlFailure cannotAsk(IOException e) {
    return failed("cannot be asked (" + e.getMessage() + "): restart it");
  }

  /** The object of a line; null for the end. */
  private static @Nullable Map<String, Object> object(@Nullable String line) throws IOException {
    return line == null ? null : JSON.std.mapFrom(line);
  }

  /** The answer of an agent that understood, and did all that was asked. */
  private Map<String, Object> checked(
      @Nullable Map<String, Object> answer, String command, Map<String, String> parameters) {
    if (answer == null) {
      throw failed("cannot be asked (it ended before it had answered): restart it");
    }
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
        throw new ControlFailure(ControlFailure.Kind.REFUSED, error);
      }
      if (kind.equals(ControlException.Kind.CONFIGURATION.word())) {
        throw new ControlFailure(
            ControlFailure.Kind.REFUSED,
            error,
            answer.get("problems") instanceof List<?> all ? all : List.of());
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
    return answer;
  }

  private ControlFailure noAgent() {
    return new ControlFailure(
        ControlFailure.Kind.NO_AGENT,
        "no agent runs on %1$s: start one with 'wirelink run %1$s'"
            .formatted(socket.interfaceName()));
  }

  private ControlFailure failed(String why) {
    return new ControlFailure(
        ControlFailure.Kind.FAILED, "the agent on " + socket.interfaceName() + " " + why);
  }
}
