package io.wirelink.diagnosis;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.PortMappingView;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.portmap.Obstacle;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Writes what gateways were asked for, and what they gave (docs/control.md). */
public final class PortMappingJson {
  /** What {@code state} says of a gateway by which everybody reaches this host. */
  public static final String MAPPED = "mapped";

  /** What {@code state} says of one that has another NAT behind it. */
  public static final String BEHIND_NAT = "behind_nat";

  /** What {@code state} says of one that gives nothing. */
  public static final String UNMAPPED = "unmapped";

  private PortMappingJson() {}

  /** Writes it as a member of an object. */
  public static void write(JsonGenerator json, PortMappingView view) throws IOException {
    json.writeObjectFieldStart("port_mapping");
    json.writeStringField("mode", view.mode().configName());
    json.writeBooleanField("asked", view.wanted());
    json.writeArrayFieldStart("gateways");
    for (PortMappingView.KnownMapping known : view.gateways()) {
      write(json, known);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, PortMappingView.KnownMapping known)
      throws IOException {
    MappingStatus status = known.status();
    json.writeStartObject();
    json.writeStringField("gateway", status.gateway().address().toString());
    json.writeStringField("address", status.gateway().local().toString());
    switch (status) {
      case MappingStatus.Asked asked -> json.writeStringField("state", "asked");
      case MappingStatus.Mapped mapped -> {
        json.writeStringField("state", mapped.isBehindAnotherNat() ? BEHIND_NAT : MAPPED);
        json.writeStringField("protocol", mapped.protocol().toString());
        json.writeStringField("external", mapped.external().toString());
        Instant until = known.until();
        if (until != null) {
          json.writeStringField("until", until.truncatedTo(ChronoUnit.SECONDS).toString());
        }
      }
      case MappingStatus.Unmapped(var gateway, Obstacle why) -> {
        json.writeStringField("state", UNMAPPED);
        json.writeStringField("why", why.name().toLowerCase(Locale.ROOT));
        json.writeStringField("words", why.toString());
      }
    }
    json.writeEndObject();
  }
}
