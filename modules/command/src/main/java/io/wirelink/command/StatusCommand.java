package io.wirelink.command;

import io.wirelink.command.StatusWatch.Outcome;
import io.wirelink.config.ConfigDirectory;
import io.wirelink.config.WgQuickKey;
import io.wirelink.control.ControlClient;
import io.wirelink.control.ControlFailure;
import io.wirelink.control.ControlSocket;
import io.wirelink.control.RotationStatus;
import io.wirelink.control.StatusControl;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows how a running agent and its peers are. */
@Command(
    name = "status",
    description = {
      "Show how a running agent reaches each peer.",
      "",
      "A line about this host, then a line for each peer: its traffic goes directly (direct), by a"
          + " router (by NAME), or nowhere (down). SINCE is for how long the direct path is as it is."
          + " HANDSHAKE is the age of the last handshake."
          + " ALIVE says whether the peer's agent was heard lately; basic is a peer without one. On"
          + " a terminal, what is long is shortened; --json and a pipe get all of it.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink status",
      "  wirelink status wg0 --watch",
      "  wirelink status --json | jq -r '.peers[] | select(.path != \"direct\").name'",
      "  wirelink status --json --watch     an object a line, for each change",
    })
final class StatusCommand implements Callable<Integer> {
  /** An agent that was there a second ago answers soon, or something is worth saying. */
  private static final Duration WATCH_PATIENCE = Duration.ofSeconds(3);

  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "IFACE",
      description = "The agent's interface; all agents that run if left out.")
  private @Nullable String interfaceName;

  @Option(names = "--json", description = "Print a JSON object for scripts.")
  private boolean json;

  @Option(
      names = {"-w", "--watch"},
      description =
          "Go on until Ctrl-C: redraw the terminal each second; elsewhere, and with --json, print"
              + " what changes.")
  private boolean watch;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Surroundings around = wirelink.surroundings();
    List<String> names = InterfaceChoice.allToAsk(interfaceName, around);
    PrintWriter out = spec.commandLine().getOut();
    if (watch) {
      StatusWatch.Display display = display(around, out);
      new StatusWatch(names, name -> ask(name, around, WATCH_PATIENCE), display, out)
          .run(around.terminal());
    } else {
      show(names, around, out);
    }
    return CommandFailure.DONE;
  }

  private StatusWatch.Display display(Surroundings around, PrintWriter out) {
    return !json && around.terminal().canPaint(around.variables())
        ? new StatusScreen(around.terminal(), around.variables(), out)
        : new StatusLog(json, out);
  }

  /** Shows all that answer, and only then fails for those that do not. */
  private void show(List<String> names, Surroundings around, PrintWriter out) throws IOException {
    List<Outcome> outcomes =
        names.stream().map(name -> ask(name, around, ControlClient.PATIENCE)).toList();
    StatusText.Look look = look(around);
    String separator = "";
    for (Outcome outcome : outcomes) {
      Map<String, ?> answer = outcome.answer();
      if (answer != null && json) {
        out.print(JsonText.lines(answer));
      } else if (answer != null) {
        List<String> lines = StatusScreen.block(outcome, look, StatusText.UNLIMITED);
        out.print(separator + String.join("\n", lines) + "\n");
        separator = "\n";
      }
    }
    out.flush();
    failFor(outcomes.stream().filter(outcome -> outcome.failure() != null).toList());
  }

  private static StatusText.Look look(Surroundings around) {
    int columns = around.terminal().size().map(Terminal.Size::columns).orElse(0);
    return new StatusText.Look(around.terminal().wantsColour(around.variables()), columns);
  }

  private static void failFor(List<Outcome> failed) {
    if (failed.size() == 1) {
      ControlFailure only = failed.getFirst().failure();
      throw only == null ? new IllegalStateException("it did not fail") : only;
    }
    if (!failed.isEmpty()) {
      throw new CommandFailure(
          CommandFailure.FAILED,
          failed.stream().map(Outcome::why).collect(Collectors.joining("; ")));
    }
  }

  /**
   * Asks an agent; what is particular to the protocol is left out of its answer, and which key
   * wg-quick's file has is put beside it, where that can be read.
   */
  private static Outcome ask(String name, Surroundings around, Duration patience) {
    ControlSocket socket = new ControlSocket(around.runDirectory(), name);
    try {
      Map<String, Object> answer =
          new LinkedHashMap<>(new ControlClient(socket, patience).ask(StatusControl.NAME));
      answer.remove("version");
      WgQuickKey.inFile(ConfigDirectory.of(around.variables()).path(), name)
          .ifPresent(key -> answer.put(RotationStatus.FILE_KEY, key.toString()));
      return new Outcome(name, answer, null);
    } catch (ControlFailure e) {
      return new Outcome(name, null, e);
    }
  }
}
