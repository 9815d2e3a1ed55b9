package io.wirelink.control;

import io.wirelink.agent.RunnableAgent;
import io.wirelink.invitation.Invitation;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Takes an invitation back, and with it the membership of who came by it.
 *
 * @param agent who let it in
 */
public record RevokeControl(RunnableAgent agent) implements ControlCommand {
  public static final String NAME = "revoke";
  public static final String WHOM = "name";

  /** The field that says whether somebody had come. */
  public static final String JOINED = "joined";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> parameters() {
    return List.of(WHOM);
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws ControlException, InterruptedException, TimeoutException {
    Invitation taken =
        agent
            .takeBack(parameters.required(WHOM))
            .orElseThrow(
                () ->
                    new ControlException(
                        ControlException.Kind.PARAMETER, "there is no invitation of this name"));
    return json -> {
      json.writeStringField(WHOM, taken.name());
      json.writeBooleanField(JOINED, taken.joined() != null);
    };
  }
}
