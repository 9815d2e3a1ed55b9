package io.wirelink.command;

import io.wirelink.control.ControlClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that tells one running agent one thing, and prints what came of it. */
abstract class AgentCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Mixin private AgentParameter agentParameter;

  @Override
  public final Integer call() {
    ControlClient agent = agentParameter.toAsk(wirelink.surroundings());
    PrintWriter out = spec.commandLine().getOut();
    tell(agent, out);
    out.flush();
    return CommandFailure.DONE;
  }

  /**
   * Tells the agent.
   *
   * @param out takes what came of it
   */
  abstract void tell(ControlClient agent, PrintWriter out);
}
