package io.wirelink.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.KeptRemoval;
import io.wirelink.agent.RemovalView;
import io.wirelink.agent.RunnableAgent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Answers who was removed from the mesh, and who was let back.
 *
 * @param agent who is asked
 */
public record RemovedControl(RunnableAgent agent) implements ControlCommand {
  public static final String NAME = "removed";

  /** The field with all of them, the latest last. */
  public static final String HOSTS = "hosts";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws InterruptedException, TimeoutException {
    List<RemovalView> all = agent.removals();
    return json -> {
      json.writeArrayFieldStart(HOSTS);
      for (RemovalView each : all) {
        write(json, each);
      }
      json.writeEndArray();
    };
  }

  private static void write(JsonGenerator json, RemovalView view) throws IOException {
    KeptRemoval removal = view.removal();
    json.writeStartObject();
    json.writeStringField("key", removal.record().subject().toString());
    json.writeStringField("name", removal.name());
    json.writeBooleanField("removed", removal.record().removed());
    json.writeNumberField("number", removal.record().number());
    json.writeStringField("since", removal.since().toString());
    json.writeBooleanField("saved", view.saved());
    json.writeNumberField("told", view.told());
    json.writeNumberField("awaited", view.awaited());
    json.writeNumberField("others", view.others());
    json.writeArrayFieldStart("routers");
    for (String each : view.routers()) {
      json.writeString(each);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
