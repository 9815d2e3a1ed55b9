package io.wirelink.control;

import io.wirelink.agent.AgentView;
import io.wirelink.agent.ViewSource;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Answers what the agent believes.
 *
 * @param agent who is asked
 */
public record FactsControl(ViewSource agent) implements ControlCommand {
  public static final String NAME = "facts";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> parameters() {
    return FactFilter.PARAMETERS;
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws ControlException, InterruptedException, TimeoutException {
    AgentView view = agent.view();
    FactFilter filter = FactFilter.of(parameters, view);
    return json -> {
      json.writeFieldName("self");
      FactJson.writePeer(json, view, view.self());
      json.writeFieldName("facts");
      FactJson.write(json, view, filter);
    };
  }
}
