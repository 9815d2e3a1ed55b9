package io.wirelink.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.KeptSuccession;
import io.wirelink.agent.RotationView;
import io.wirelink.agent.RotationsView;
import io.wirelink.agent.RunnableAgent;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/**
 * Answers how it stands with hosts that take another key.
 *
 * @param agent who is asked
 */
public record RotationsControl(RunnableAgent agent) implements ControlCommand {
  public static final String NAME = "rotations";

  /** The field with this host's own; null if no other key was made for it. */
  public static final String OWN = "own";

  /** The field with those of others, and this host's that are over, the latest last. */
  public static final String HOSTS = "hosts";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws InterruptedException, TimeoutException {
    RotationsView all = agent.rotations();
    return json -> write(json, all);
  }

  private static void write(JsonGenerator json, RotationsView all) throws IOException {
    json.writeFieldName(OWN);
    if (all.own() == null) {
      json.writeNull();
    } else {
      write(json, all.own());
    }
    json.writeArrayFieldStart(HOSTS);
    for (KeptSuccession each : all.others()) {
      json.writeStartObject();
      json.writeStringField("name", each.name());
      json.writeStringField("from", each.rotation().from().toString());
      json.writeStringField("to", each.rotation().to().toString());
      json.writeStringField("since", each.since().toString());
      json.writeBooleanField("over", each.over());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, RotationView own) throws IOException {
    json.writeStartObject();
    json.writeStringField("from", own.from().toString());
    json.writeStringField("to", own.to().toString());
    json.writeStringField("since", own.since().toString());
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
