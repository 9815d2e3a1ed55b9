package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.RefreshControl;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

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
final class RefreshCommand extends AgentCommand {
  @Override
  void tell(ControlClient agent, PrintWriter out) {
    agent.ask(RefreshControl.NAME);
    out.println("The agent on " + agent.interfaceName() + " asks all others what they know.");
  }
}
