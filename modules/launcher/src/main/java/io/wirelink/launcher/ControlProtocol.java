package io.wirelink.launcher;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.wirelink.agent.AgentView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be asked at the control socket, and how it is answered (docs/control.md). */
final class ControlProtocol implements ControlServer.Answers {
  /** The version of requests and answers; it changes when what is there changes its meaning. */
  static final int VERSION = 1;

  /** Asks for the facts that are believed. */
  static final String FACTS = "facts";

  private static final Logger log = LoggerFactory.getLogger(ControlProtocol.class);
  private static final JsonFactory JSON = new JsonFactory();

  /** Asks an agent. */
  @FunctionalInterface
  interface Agent {
    /**
     * What the agent knows.
     *
     * @throws TimeoutException if it does not answer in time
     */
    AgentView view() throws InterruptedException, TimeoutException;
  }

  private final String interfaceName;
  private final Agent agent;

  /** Answers for the agent of an interface. */
  ControlProtocol(String interfaceName, Agent agent) {
    this.interfaceName = interfaceName;
    this.agent = agent;
  }

  /** Writes what is particular to an answer. */
  @FunctionalInterface
  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /** A request is wrong; the message says how. */
  private static final class WrongRequest extends Exception {
    WrongRequest(String message) {
      super(message);
    }
  }

  /** The line that asks for something. */
  static byte[] request(String command) {
    return line(json -> json.writeStringField("command", command));
  }

  /** The line that says what is wrong. */
  static byte[] error(String message) {
    return line(json -> json.writeStringField("error", message));
  }

  @Override
  public byte[] answer(String request) throws InterruptedException {
    try {
      String command = command(request);
      return switch (command) {
        case FACTS -> facts(agent.view());
        default -> error("there is no such command; there is " + FACTS);
      };
    } catch (WrongRequest e) {
      return error(String.valueOf(e.getMessage()));
    } catch (TimeoutException e) {
      return error("the agent is too busy to answer: try again");
    } catch (RuntimeException e) {
      log.debug("A control request failed", e);
      return error("the agent failed to answer");
    }
  }

  private byte[] facts(AgentView view) {
    return line(
        json -> {
          json.writeStringField("interface", interfaceName);
          json.writeFieldName("self");
          FactJson.writePeer(json, view, view.self());
          json.writeFieldName("facts");
          FactJson.write(json, view);
        });
  }

  /** Takes the command out of a request; what else is in it is for later versions. */
  private static String command(String request) throws WrongRequest {
    String command = "";
    try (JsonParser json = JSON.createParser(request)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new WrongRequest("a request is a JSON object on a line");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        if (key.equals("command") && value == JsonToken.VALUE_STRING) {
          command = json.getText();
        } else if (key.equals("version") && !json.getText().equals(String.valueOf(VERSION))) {
          throw new WrongRequest("this agent speaks version " + VERSION + " only");
        }
        json.skipChildren();
      }
    } catch (JsonProcessingException e) {
      throw new WrongRequest("a request is a JSON object on a line");
    } catch (IOException e) {
      throw new AssertionError("a text in memory can be read", e);
    }
    if (command.isEmpty()) {
      throw new WrongRequest("a request has a \"command\"");
    }
    return command;
  }

  private static byte[] line(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
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
