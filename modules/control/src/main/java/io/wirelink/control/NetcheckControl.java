package io.wirelink.control;

import io.wirelink.agent.AgentView;
import io.wirelink.agent.ViewSource;
import java.util.concurrent.TimeoutException;

/**
 * Answers what the network of the host is like, as far as the agent knows: it asks nobody for that.
 *
 * @param agent who is asked
 */
public record NetcheckControl(ViewSource agent) implements ControlCommand {
  public static final String NAME = "netcheck";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws InterruptedException, TimeoutException {
    AgentView view = agent.view();
    return json -> new NetcheckJson(json, view).write();
  }
}
