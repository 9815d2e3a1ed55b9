package io.wirelink.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.KeptSuccession;
import io.wirelink.agent.RotationView;
import io.wirelink.agent.RotationsView;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes how it stands with hosts that take another key (docs/control.md). */
final class RotationsJson {

  private RotationsJson() {}

  /** All that is known, as members of an object that is open. */
  static void write(JsonGenerator json, RotationsView all) throws IOException {
    writeOwn(json, RotationsControl.OWN, all.own());
    json.writeArrayFieldStart(RotationsControl.HOSTS);
    for (KeptSuccession each : all.others()) {
      writeKeys(json, each);
      json.writeBooleanField("over", each.over());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** What is under way, as members of an object that is open. */
  static void writeOpen(JsonGenerator json, RotationsView all) throws IOException {
    writeOwn(json, "rotation", all.own());
    writeAnnounced(json, all.open());
  }

  private static void writeAnnounced(JsonGenerator json, List<KeptSuccession> open)
      throws IOException {
    json.writeArrayFieldStart("announced");
    for (KeptSuccession each : open) {
      writeKeys(json, each);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeKeys(JsonGenerator json, KeptSuccession succession) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", succession.name());
    json.writeStringField("from", succession.rotation().from().toString());
    json.writeStringField("to", succession.rotation().to().toString());
    writeSince(json, succession.since());
  }

  private static void writeSince(JsonGenerator json, Instant since) throws IOException {
    json.writeStringField("since", since.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static void writeOwn(JsonGenerator json, String field, @Nullable RotationView own)
      throws IOException {
    if (own == null) {
      json.writeNullField(field);
      return;
    }
    json.writeObjectFieldStart(field);
    json.writeStringField("from", own.from().toString());
    json.writeStringField("to", own.to().toString());
    writeSince(json, own.since());
    json.writeBooleanField("saved", own.saved());
    json.writeBooleanField("changing", own.changing());
    json.writeArrayFieldStart("peers");
    for (RotationView.Other each : own.others()) {
      json.writeStartObject();
      json.writeStringField("key", each.key().toString());
      json.writeStringField("name", each.name());
      json.writeBooleanField("router", each.router());
      json.writeStringField("standing", each.standing().name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
