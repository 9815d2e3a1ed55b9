package io.wirelink.control;

import io.wirelink.agent.AgentView;
import io.wirelink.agent.ViewSource;
import io.wirelink.names.NamesView;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Answers what the hosts of the mesh are called, and where they are.
 *
 * @param agent who is asked
 * @param names who is called what when the agent knows this
 */
public record HostsControl(ViewSource agent, Function<AgentView, NamesView> names)
    implements ControlCommand {
  public static final String NAME = "hosts";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws InterruptedException, TimeoutException {
    AgentView view = agent.view();
    NamesView now = names.apply(view);
    return json -> {
      NamesJson.write(json, view, now);
      NamesJson.writeHosts(json, now);
    };
  }
}
