package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.DrainControl;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lets a running agent ask others to leave its host before that is maintained. */
@Command(
    name = "drain",
    description = {
      "Ask others to go by other routers than this host, since it is about to be maintained.",
      "",
      "Agents that know another way leave this one within a second; where there is none, nothing "
          + "changes. It lasts until the agent ends, or is told to undrain.",
    },
    footerHeading = "%nExample:%n",
    footer = "  wirelink drain wg0")
final class DrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "IFACE",
      description = "The agent's interface; the one agent that runs if left out.")
  private @Nullable String interfaceName;

  @Override
  public Integer call() {
    ControlClient agent = InterfaceChoice.agentToAsk(interfaceName, wirelink.surroundings());
    agent.ask(DrainControl.DRAIN);
    PrintWriter out = spec.commandLine().getOut();
    out.println("The agent on " + agent.interfaceName() + " asks others to go by other routers.");
    out.flush();
    return CommandFailure.DONE;
  }
}
