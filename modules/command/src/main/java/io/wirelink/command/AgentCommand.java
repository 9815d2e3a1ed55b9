package io.wirelink.command;

import io.wirelink.control.ControlClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that tells one running agent one thing, and prints what came of it. */
abstract class AgentCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "IFACE",
      description = "The agent's interface; the one agent that runs if left out.")
  private @Nullable String interfaceName;

  @Override
  public final Integer call() {
    ControlClient agent = InterfaceChoice.agentToAsk(interfaceName, wirelink.surroundings());
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
