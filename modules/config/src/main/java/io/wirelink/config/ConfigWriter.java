package io.wirelink.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.PeerConfig;
import io.wirelink.agent.PortMappingMode;
import io.wirelink.agent.PresharedKeyMode;
import io.wirelink.device.PublicKey;
import io.wirelink.names.NamesMode;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a configuration as a JSON file that this project and the Go implementation can read. */
public final class ConfigWriter {
  private ConfigWriter() {}

  /** All that is in force, with a line break at its end. */
  public static String write(EffectiveConfig config) {
    AgentConfig agent = config.agent();
    Integer port = agent.port();
    Settings settings =
        new Settings(
            RouterMode.of(agent.router()),
            port == null ? 0 : port,
            agent.chatty(),
            config.debug(),
            agent.interfaces().report(),
            agent.interfaces().hide(),
            agent.portMapping(),
            agent.presharedKeys(),
            config.metrics(),
            config.state(),
            config.names().mode(),
            config.names().domain());
    return write(config.interfaceName(), settings, agent.peers());
  }

  /** A file that says no more than this one, and may be used for any interface. */
  public static String write(ConfigFile file) {
    return write(null, file.settings(), file.peers());
  }

  private static String write(
      @Nullable String interfaceName, Settings settings, Map<PublicKey, PeerConfig> peers) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JsonText.factory().createGenerator(text)) {
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      json.setPrettyPrinter(
          new DefaultPrettyPrinter()
              .withObjectIndenter(indenter)
              .withArrayIndenter(indenter)
              .withSeparators(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                      .withArrayEmptySeparator("")));
      json.writeStartObject();
      if (interfaceName != null) {
        json.writeStringField("iface", interfaceName);
      }
      writeSettings(json, settings);
      json.writeArrayFieldStart("peers");
      for (var peer : peers.entrySet()) {
        writePeer(json, peer.getKey(), peer.getValue());
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("a text in memory can be written", e);
    }
    return text.append('\n').toString();
  }

  private static void writeSettings(JsonGenerator json, Settings settings) throws IOException {
    RouterMode router = settings.router();
    if (router == RouterMode.AUTO) {
      json.writeStringField("router", router.configName());
    } else if (router != null) {
      json.writeBooleanField("router", router == RouterMode.YES);
    }
    if (settings.port() != null) {
      json.writeNumberField("port", settings.port());
    }
    if (settings.chatty() != null) {
      json.writeBooleanField("chatty", settings.chatty());
    }
    if (settings.debug() != null) {
      json.writeBooleanField("debug", settings.debug());
    }
    if (settings.reportInterfaces() != null) {
      writeTexts(json, "ReportIfaces", settings.reportInterfaces());
    }
    if (settings.hideInterfaces() != null) {
      writeTexts(json, "HideIfaces", settings.hideInterfaces());
    }
    PortMappingMode mapping = settings.portMapping();
    if (mapping != null && mapping != PortMappingMode.AUTO) {
      json.writeStringField("port-mapping", mapping.configName());
    }
    if (settings.presharedKeys() == PresharedKeyMode.OFF) {
      json.writeStringField("preshared-keys", PresharedKeyMode.OFF.configName());
    }
    MetricsAddress metrics = settings.metrics();
    if (metrics != null && !metrics.equals(MetricsAddress.OFF)) {
      json.writeStringField("metrics", metrics.toString());
    }
    if (Boolean.FALSE.equals(settings.state())) {
      json.writeBooleanField("state", false);
    }
    NamesMode names = settings.names();
    if (names == NamesMode.PEERS) {
      json.writeStringField("names", names.configName());
    } else if (names == NamesMode.OFF) {
      json.writeBooleanField("names", false);
    }
    if (settings.domain() != null) {
      json.writeStringField("domain", settings.domain().text());
    }
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
    if (peer.metric() != 0) {
      json.writeNumberField("Metric", peer.metric());
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
