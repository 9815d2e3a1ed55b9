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

/** Lets a running agent take back that it is about to be maintained. */
@Command(
    name = "undrain",
    description = {
      "Let others go by this host again, after a drain.",
    },
    footerHeading = "%nExample:%n",
    footer = "  wirelink undrain wg0")
final class UndrainCommand implements Callable<Integer> {
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
    agent.ask(DrainControl.UNDRAIN);
    PrintWriter out = spec.commandLine().getOut();
    out.println("The agent on " + agent.interfaceName() + " takes the traffic of others again.");
    out.flush();
    return CommandFailure.DONE;
  }
}
