package io.wirelink.launcher;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows what a running agent believes. */
@Command(
    name = "facts",
    description = "Show what a running agent believes, for how long yet, and on whose word.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink facts",
      "  wirelink facts wg0 --json | jq '.[] | select(.attribute == \"EndpointV4\")'",
    })
final class FactsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "IFACE",
      description = "The agent's interface; the one agent that runs if left out.")
  private @Nullable String interfaceName;

  @Option(names = "--json", description = "Print a JSON array for scripts.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Surroundings around = wirelink.surroundings();
    String name = InterfaceChoice.toAsk(interfaceName, around);
    ControlSocket socket = new ControlSocket(around.runDirectory(), name);
    Map<String, Object> answer =
        new ControlClient(socket, ControlClient.PATIENCE).ask(ControlProtocol.FACTS);
    List<?> facts = answer.get("facts") instanceof List<?> list ? list : List.of();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      printJson(facts, out);
    } else if (facts.isEmpty()) {
      out.println("The agent on " + name + " knows nothing yet.");
    } else {
      out.print(FactTable.of(facts, answer.get("self")));
    }
    out.flush();
    return CommandFailure.DONE;
  }

  /** A fact a line, so that people can read that too. */
  private static void printJson(List<?> facts, PrintWriter out) throws IOException {
    out.print("[");
    String separator = "\n  ";
    for (Object fact : facts) {
      out.print(separator);
      out.print(JSON.std.asString(fact));
      separator = ",\n  ";
    }
    out.println(facts.isEmpty() ? "]" : "\n]");
  }
}
