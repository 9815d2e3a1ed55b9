package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.ReloadControl;
import io.wirelink.text.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lets a running agent load its configuration again. */
@Command(
    name = "reload",
    description = {
      "Let a running agent load its configuration again, and say what has changed.",
      "",
      "The options and the environment that the agent was started with still override the file. A"
          + " configuration with mistakes changes nothing; all of them are told. SIGHUP does the"
          + " same, and the log tells.",
    },
    footerHeading = "%nExample:%n",
    footer = "  wirelink reload wg0")
final class ReloadCommand extends AgentCommand {
  @Override
  void tell(ControlClient agent, PrintWriter out) {
    Map<String, Object> answer = agent.ask(ReloadControl.NAME);
    List<?> changes = answer.get("changes") instanceof List<?> list ? list : List.of();
    if (changes.isEmpty()) {
      out.println("Nothing has changed.");
    }
    changes.forEach(change -> out.println(Printable.of(String.valueOf(change))));
  }
}
