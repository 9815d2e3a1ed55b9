package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.RefreshControl;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lets a running agent ask all others for everything again. */
@Command(
    name = "refresh",
    description = {
      "Let all other agents tell a running agent again what they know.",
      "",
      "The agent does so by itself when it may have missed something. It keeps what it believes, "
          + "and looks at once again for peers that cannot be reached.",
    },
    footerHeading = "%nExample:%n",
    footer = "  wirelink refresh wg0")
final class RefreshCommand implements Callable<Integer> {
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
    agent.ask(RefreshControl.NAME);
    PrintWriter out = spec.commandLine().getOut();
    out.println("The agent on " + agent.interfaceName() + " asks all others what they know.");
    out.flush();
    return CommandFailure.DONE;
  }
}
