package io.wirelink.launcher;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.PeerConfig;
import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/** Writes a configuration as a JSON file that this project and the Go implementation can read. */
final class ConfigWriter {
  private ConfigWriter() {}

  /** The text of a configuration file, with a line break at its end. */
  static String write(EffectiveConfig config) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      json.setPrettyPrinter(
          new DefaultPrettyPrinter()
              .withObjectIndenter(indenter)
              .withArrayIndenter(indenter)
              .withSeparators(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                      .withArrayEmptySeparator("")));
      write(config, json);
    } catch (IOException e) {
      throw new AssertionError("a text in memory can be written", e);
    }
    return text.append('\n').toString();
  }

  private static void write(EffectiveConfig config, JsonGenerator json) throws IOException {
    AgentConfig agent = config.agent();
    json.writeStartObject();
    json.writeStringField("iface", config.interfaceName());
    Boolean router = agent.router();
    if (router == null) {
      json.writeStringField("router", RouterMode.AUTO.configName());
    } else {
      json.writeBooleanField("router", router);
    }
    Integer port = agent.port();
    json.writeNumberField("port", port == null ? 0 : port);
    json.writeBooleanField("chatty", agent.chatty());
    json.writeBooleanField("debug", config.debug());
    writeTexts(json, "ReportIfaces", agent.interfaces().report());
    writeTexts(json, "HideIfaces", agent.interfaces().hide());
    json.writeArrayFieldStart("peers");
    for (var peer : agent.peers().entrySet()) {
      writePeer(json, peer.getKey(), peer.getValue());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writePeer(JsonGenerator json, PublicKey key, PeerConfig peer)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("PublicKey", key.toString());
    if (!peer.name().isEmpty()) {
      json.writeStringField("Name", peer.name());
    }
    if (peer.trust() != null) {
      json.writeStringField("Trust", peer.trust().configName());
    }
    if (peer.factExchanger()) {
      json.writeBooleanField("FactExchanger", true);
    }
    if (!peer.endpoints().isEmpty()) {
      writeTexts(json, "Endpoints", peer.endpoints());
    }
    if (!peer.allowedIps().isEmpty()) {
      writeTexts(json, "AllowedIPs", peer.allowedIps());
    }
    if (peer.basic()) {
      json.writeBooleanField("Basic", true);
    }
    json.writeEndObject();
  }

  private static void writeTexts(JsonGenerator json, String key, List<?> values)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (Object value : values) {
      json.writeString(value.toString());
    }
    json.writeEndArray();
  }
}
