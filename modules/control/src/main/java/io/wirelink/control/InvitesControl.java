package io.wirelink.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.device.Cidr;
import io.wirelink.invitation.Invitation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Answers who was invited and who came. It repeats no line, which is kept nowhere.
 *
 * @param agent who is asked
 */
public record InvitesControl(RunnableAgent agent) implements ControlCommand {
  public static final String NAME = "invites";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws InterruptedException, TimeoutException {
    List<Invitation> all = agent.invitations();
    return json -> {
      json.writeArrayFieldStart("invitations");
      for (Invitation each : all) {
        write(json, each);
      }
      json.writeEndArray();
    };
  }

  private static void write(JsonGenerator json, Invitation invitation) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", invitation.name());
    json.writeArrayFieldStart("addresses");
    for (Cidr each : invitation.addresses()) {
      json.writeString(each.address().toString());
    }
    json.writeEndArray();
    json.writeStringField("expires", invitation.expires().toString());
    Invitation.Joined joined = invitation.joined();
    json.writeStringField("key", joined == null ? null : joined.key().toString());
    json.writeStringField("joined", joined == null ? null : joined.at().toString());
    json.writeBooleanField("save", invitation.save());
    json.writeEndObject();
  }
}
