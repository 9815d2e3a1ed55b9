package io.wirelink.control;

import io.wirelink.agent.AgentView;
import io.wirelink.agent.ViewSource;
import io.wirelink.names.NamesView;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Answers how the agent and its peers are.
 *
 * @param agent who is asked
 * @param version the version that the agent is of
 * @param names who is called what when the agent knows this
 */
public record StatusControl(ViewSource agent, String version, Function<AgentView, NamesView> names)
    implements ControlCommand {
  public static final String NAME = "status";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws InterruptedException, TimeoutException {
    AgentView view = agent.view();
    NamesView now = names.apply(view);
    return json -> StatusJson.write(json, view, version, now);
  }
}
