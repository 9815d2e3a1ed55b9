package io.wirelink.control;

import static io.wirelink.control.ControlException.Kind.PARAMETER;
import static io.wirelink.control.ControlException.Kind.REQUEST;
import static io.wirelink.control.ControlException.Kind.VERSION;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client asks.
 *
 * @param command what is asked for
 * @param parameters more on that
 */
record ControlRequest(String command, ControlParameters parameters) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Reads a request.
   *
   * @param line a line without its end, which may be anything
   * @throws ControlException if it is no request of this version
   */
  static ControlRequest parse(String line) throws ControlException {
    String command = "";
    Map<String, String> parameters = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw noRequest();
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        switch (key) {
          case "command" -> command = value == JsonToken.VALUE_STRING ? json.getText() : "";
          case "version" -> checkVersion(json.getText());
          case "parameters" -> readParameters(json, parameters);
          default -> json.skipChildren(); // for later versions
        }
        json.skipChildren();
      }
    } catch (JsonProcessingException e) {
      throw noRequest();
    } catch (IOException e) {
      throw new AssertionError("a text in memory can be read", e);
    }
    if (command.isEmpty()) {
      throw new ControlException(REQUEST, "a request has a \"command\"");
    }
    return new ControlRequest(command, new ControlParameters(parameters));
  }

  private static void checkVersion(String version) throws ControlException {
    if (!version.equals(String.valueOf(ControlProtocol.VERSION))) {
      throw new ControlException(
          VERSION, "this agent speaks version " + ControlProtocol.VERSION + " only");
    }
  }

  private static void readParameters(JsonParser json, Map<String, String> parameters)
      throws IOException, ControlException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new ControlException(PARAMETER, "\"parameters\" is a JSON object");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (!value.isScalarValue() || value == JsonToken.VALUE_NULL) {
        throw new ControlException(
            PARAMETER, "the parameter \"" + name + "\" is neither a text nor a number nor a flag");
      }
      parameters.put(name, json.getText());
    }
  }

  private static ControlException noRequest() {
    return new ControlException(REQUEST, "a request is a JSON object on a line");
  }
}
