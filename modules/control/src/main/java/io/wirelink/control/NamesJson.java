package io.wirelink.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.AgentView;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.names.NameDomain;
import io.wirelink.names.NamesView;
import io.wirelink.names.RefusedName;
import io.wirelink.names.Zone;
import java.io.IOException;

/** Writes how it stands with the names of a mesh, and who is called what (docs/control.md). */
final class NamesJson {
  private NamesJson() {}

  /** Writes a member about whether and where names are answered, and which are refused. */
  static void write(JsonGenerator json, AgentView view, NamesView names) throws IOException {
    json.writeObjectFieldStart("names");
    json.writeStringField("mode", names.mode().configName());
    NameDomain domain = names.domain();
    json.writeFieldName("domain");
    json.writeString(domain == null ? null : domain.text());
    Endpoint server = names.server();
    json.writeFieldName("server");
    json.writeString(server == null ? null : server.toString());
    json.writeStringField("failure", names.failure());
    json.writeNumberField("hosts", names.hosts().size());
    json.writeArrayFieldStart("refused");
    for (RefusedName refused : names.refused()) {
      json.writeStartObject();
      json.writeStringField("key", refused.key().toString());
      json.writeStringField("name", refused.name());
      json.writeStringField("reason", refused.reason().word());
      PublicKey other = refused.other();
      json.writeFieldName("other");
      if (other == null) {
        json.writeNull();
      } else {
        FactJson.writePeer(json, view, other);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Writes a member with all hosts that have a name. */
  static void writeHosts(JsonGenerator json, NamesView names) throws IOException {
    json.writeArrayFieldStart("hosts");
    for (Zone.Host host : names.hosts()) {
      json.writeStartObject();
      json.writeStringField("key", host.key().toString());
      json.writeStringField("label", host.label());
      json.writeStringField("host", host.label() + "." + names.domain());
      json.writeArrayFieldStart("addresses");
      for (IpAddress address : host.addresses()) {
        json.writeString(address.toString());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
