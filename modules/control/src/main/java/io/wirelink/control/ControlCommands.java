package io.wirelink.control;

import io.wirelink.agent.AgentView;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.agent.ViewSource;
import io.wirelink.names.NamesView;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** All that can be asked of an agent at its control socket, in the order in which it is listed. */
public final class ControlCommands {
  private ControlCommands() {}

  /** What only asks, and changes nothing. */
  static List<ControlCommand> questions(
      ViewSource agent, String version, Function<AgentView, NamesView> names) {
    return List.of(
        new FactsControl(agent),
        new StatusControl(agent, version, names),
        new NetcheckControl(agent),
        new HostsControl(agent, names));
  }

  /** Everything. */
  public static List<ControlCommand> all(
      RunnableAgent agent,
      String version,
      FactWatch watch,
      Reload reload,
      LogControl logs,
      Function<AgentView, NamesView> names) {
    List<ControlCommand> all = new ArrayList<>(questions(agent, version, names));
    all.add(new WhyControl(agent, ZoneId.systemDefault()));
    all.add(new WatchControl(agent, watch));
    all.add(new ReloadControl(reload));
    all.add(new RefreshControl(agent));
    all.add(new DrainControl(agent, true));
    all.add(new DrainControl(agent, false));
    all.add(new ForgetControl(agent, reload));
    all.add(new InviteControl(agent, reload));
    all.add(new InvitesControl(agent));
    all.add(new RevokeControl(agent));
    all.add(new RemoveControl(agent, reload));
    all.add(new RemovedControl(agent));
    all.add(new RestoreControl(agent));
    all.add(new RotateControl(agent, reload));
    all.add(new RotationsControl(agent));
    all.add(new LogLevelControl(logs));
    return all;
  }
}
