package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.ReloadControl;
import io.wirelink.text.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

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
final class ReloadCommand implements Callable<Integer> {
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
    Map<String, Object> answer = agent.ask(ReloadControl.NAME);
    List<?> changes = answer.get("changes") instanceof List<?> list ? list : List.of();
    PrintWriter out = spec.commandLine().getOut();
    if (changes.isEmpty()) {
      out.println("Nothing has changed.");
    }
    changes.forEach(change -> out.println(Printable.of(String.valueOf(change))));
    out.flush();
    return CommandFailure.DONE;
  }
}
