package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.LogLevel;
import io.wirelink.control.LogLevelControl;
import io.wirelink.text.Nearest;
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

/** Shows or changes how much a running agent logs. */
@Command(
    name = "log-level",
    description = {
      "Show how much a running agent logs, or change it at once, until the agent ends.",
      "",
      "After a change of 'debug' in the configuration, a reload sets the level too.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink log-level",
      "  wirelink log-level debug",
      "  wirelink log-level wg0 info",
    })
final class LogLevelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Parameters(
      index = "0..1",
      arity = "0..2",
      paramLabel = "[IFACE] [debug|info|warn|error]",
      hideParamSyntax = true,
      description = "The agent's interface, the one agent that runs if left out; and the level.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    String level = level();
    ControlClient agent = InterfaceChoice.agentToAsk(interfaceName(level), wirelink.surroundings());
    Map<String, Object> answer =
        agent.ask(
            LogLevelControl.NAME, level == null ? Map.of() : Map.of(LogLevelControl.LEVEL, level));
    PrintWriter out = spec.commandLine().getOut();
    String before = String.valueOf(answer.get("before"));
    String now = String.valueOf(answer.get("level"));
    out.println(level == null || now.equals(before) ? now : before + " -> " + now);
    out.flush();
    return CommandFailure.DONE;
  }

  /** The level is the last word, if there are two or it is one. */
  private @Nullable String level() {
    if (words.isEmpty()) {
      return null;
    }
    String last = words.getLast();
    if (LogLevel.of(last).isPresent()) {
      return last;
    }
    boolean meant = words.size() == 2 || Nearest.to(last, LogLevel.words()).isPresent();
    if (meant) {
      throw new CommandFailure(CommandFailure.WRONG_USAGE, LogLevel.complaint(last));
    }
    return null;
  }

  private @Nullable String interfaceName(@Nullable String level) {
    return words.size() > (level == null ? 0 : 1) ? words.getFirst() : null;
  }
}
