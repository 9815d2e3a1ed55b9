package io.wirelink.control;

import io.wirelink.agent.RunnableAgent;
import java.util.concurrent.TimeoutException;

/**
 * Lets all other agents tell again what they know.
 *
 * @param agent who asks them
 */
public record RefreshControl(RunnableAgent agent) implements ControlCommand {
  public static final String NAME = "refresh";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws InterruptedException, TimeoutException {
    agent.refresh();
    return json -> json.writeBooleanField("refreshed", true);
  }
}
