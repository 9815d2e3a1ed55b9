package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.DrainControl;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

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
final class DrainCommand extends AgentCommand {
  @Override
  void tell(ControlClient agent, PrintWriter out) {
    agent.ask(DrainControl.DRAIN);
    out.println("The agent on " + agent.interfaceName() + " asks others to go by other routers.");
  }
}
