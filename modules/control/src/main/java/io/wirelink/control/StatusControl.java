package io.wirelink.control;

import io.wirelink.agent.AgentView;
import java.util.concurrent.TimeoutException;

/**
 * Answers how the agent and its peers are.
 *
 * @param agent who is asked
 * @param version the version that the agent is of
 */
public record StatusControl(ControlProtocol.Agent agent, String version) implements ControlCommand {
  public static final String NAME = "status";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws InterruptedException, TimeoutException {
    AgentView view = agent.view();
    return json -> StatusJson.write(json, view, version);
  }
}
