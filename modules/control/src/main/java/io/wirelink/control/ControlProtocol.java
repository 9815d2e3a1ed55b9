package io.wirelink.control;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.ViewSource;
import io.wirelink.control.ControlException.Kind;
import io.wirelink.control.ControlServer.Reply;
import io.wirelink.names.NamesView;
import io.wirelink.text.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** What goes over the control socket: lines that ask, and lines that answer (docs/control.md). */
public final class ControlProtocol implements ControlServer.Answers {
  /** The version of requests and answers; it changes when what is there changes its meaning. */
  static final int VERSION = 1;

  private final String interfaceName;
  private final Map<String, ControlCommand> commands = new LinkedHashMap<>();

  /** Answers questions to the agent of an interface. */
  public ControlProtocol(String interfaceName, String version, ViewSource agent) {
    this(interfaceName, ControlCommands.questions(agent, version, view -> NamesView.NONE));
  }

  /** Answers for the agent of an interface what these commands can. */
  public ControlProtocol(String interfaceName, List<ControlCommand> commands) {
    this.interfaceName = interfaceName;
    commands.forEach(command -> this.commands.put(command.name(), command));
  }

  /** The line that asks for something. */
  static byte[] request(String command, Map<String, String> parameters) {
    return line(
        json -> {
          json.writeStringField("command", command);
          writeParameters(json, parameters);
        });
  }

  /** The line that says what is wrong. */
  public static byte[] error(Kind kind, String message) {
    return error(new ControlException(kind, message));
  }

  private static byte[] error(ControlException wrong) {
    return line(
        json -> {
          json.writeStringField("error", wrong.sentence());
          json.writeStringField("kind", wrong.kind().word());
          if (!wrong.problems().isEmpty()) {
            json.writeArrayFieldStart("problems");
            for (String problem : wrong.problems()) {
              json.writeString(problem);
            }
            json.writeEndArray();
          }
        });
  }

  @Override
  public Reply answer(String line) throws InterruptedException {
    try {
      ControlRequest request = ControlRequest.parse(line);
      ControlParameters parameters = request.parameters();
      ControlCommand command = find(request);
      ControlAnswer answer = command.answer(parameters);
      byte[] first =
          line(
              json -> {
                json.writeStringField("interface", interfaceName);
                writeParameters(json, parameters.texts());
                answer.write(json);
              });
      return answer instanceof ControlAnswer.Streaming streaming
          ? new Reply(first, streaming.stream())
          : new Reply(first, null);
    } catch (ControlException e) {
      return new Reply(error(e), null);
    } catch (TimeoutException e) {
      return new Reply(error(Kind.BUSY, "the agent is too busy to answer: try again"), null);
    } catch (RuntimeException e) {
      // Got here and not before: clients use this class too, and logging would slow their start.
      LoggerFactory.getLogger(ControlProtocol.class).debug("A control request failed", e);
      return new Reply(error(Kind.FAILED, "the agent failed to answer"), null);
    }
  }

  private ControlCommand find(ControlRequest request) throws ControlException {
    ControlCommand command = commands.get(request.command());
    if (command == null) {
      throw new ControlException(
          Kind.COMMAND,
          "there is no such command; there is " + String.join(", ", commands.keySet()));
    }
    for (String name : request.parameters().texts().keySet()) {
      if (!command.parameters().contains(name)) {
        throw new ControlException(Kind.PARAMETER, complaint(command, name));
      }
    }
    return command;
  }

  private static String complaint(ControlCommand command, String parameter) {
    List<String> all = command.parameters();
    return "%s has no parameter \"%s\"%s"
        .formatted(
            command.name(), parameter, all.isEmpty() ? "" : "; it has " + String.join(", ", all));
  }

  /** An agent repeats what it heeded, since one that does not know of parameters ignores them. */
  private static void writeParameters(JsonGenerator json, Map<String, String> parameters)
      throws IOException {
    if (!parameters.isEmpty()) {
      json.writeObjectFieldStart("parameters");
      for (var parameter : new TreeMap<>(parameters).entrySet()) {
        json.writeStringField(parameter.getKey(), parameter.getValue());
      }
      json.writeEndObject();
    }
  }

  /** A line with an object that has these members beside its version. */
  static byte[] line(ControlAnswer body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JsonText.factory().createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      body.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new AssertionError("memory can be written", e);
    }
    return bytes.toByteArray();
  }
}
