package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.DrainControl;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** Lets a running agent take back that it is about to be maintained. */
@Command(
    name = "undrain",
    description = {
      "Let others go by this host again, after a drain.",
    },
    footerHeading = "%nExample:%n",
    footer = "  wirelink undrain wg0")
final class UndrainCommand extends AgentCommand {
  @Override
  void tell(ControlClient agent, PrintWriter out) {
    agent.ask(DrainControl.UNDRAIN);
    out.println("The agent on " + agent.interfaceName() + " takes the traffic of others again.");
  }
}
