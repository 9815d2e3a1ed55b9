package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.Members;
import io.wirelink.control.RemovedControl;
import io.wirelink.control.RestoreControl;
import io.wirelink.text.Amounts;
import io.wirelink.text.JsonText;
import io.wirelink.text.PeerLabels;
import io.wirelink.text.Printable;
import io.wirelink.text.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows who was removed from the mesh, and lets them back. */
@Command(
    name = "removed",
    description = {
      "Show who was removed from the mesh.",
      "",
      "On a router, who is let back is put on its device again, and told to all others.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  wirelink removed", "  wirelink removed --restore 7zvK0Yh5"})
final class RemovedCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Mixin private AgentParameter agentParameter;

  @Option(names = "--json", description = "Print a JSON object for scripts.")
  private boolean json;

  @Option(
      names = "--restore",
      paramLabel = "NAME|KEY",
      description = "Let the host back that was removed under this name or key.")
  private @Nullable String restore;

  @Override
  public Integer call() throws IOException {
    ControlClient agent = agentParameter.toAsk(wirelink.surroundings());
    PrintWriter out = spec.commandLine().getOut();
    if (restore != null) {
      Members answer =
          Members.of(agent.ask(RestoreControl.NAME, Map.of(RestoreControl.WHOM, restore)));
      out.println(Printable.of(sentence(answer, agent.interfaceName())));
    } else {
      Map<String, Object> answer = new LinkedHashMap<>(agent.ask(RemovedControl.NAME));
      answer.remove("version");
      out.print(json ? JsonText.lines(answer) : text(answer, agent.interfaceName()));
    }
    out.flush();
    return CommandFailure.DONE;
  }

  private static String sentence(Members answer, String interfaceName) {
    Members peer = answer.object(RestoreControl.WHOM);
    String who = PeerLabels.nameAndKey(peer.text("name"), peer.text("key"));
    String taken =
        answer.list(RestoreControl.TAKEN).stream()
            .map(Object::toString)
            .collect(Collectors.joining(" and "));
    String others = taken.isEmpty() ? "" : ", but without " + taken + ", which others have by now";
    return (answer.flag(RestoreControl.ON_DEVICE)
            ? "%s may come back, and is on %s again%s: after its next start only if %2$s.conf has it."
            : "%s may come back%3$s: put it into %2$s.conf here, or invite it.")
        .formatted(who, interfaceName, others);
  }

  private static String text(Map<String, Object> answer, String interfaceName) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "REMOVED", "GO BY IT", "KEY"));
    for (Object each : Members.of(answer).list(RemovedControl.HOSTS)) {
      Members host = Members.of(each);
      if (host.flag("removed")) {
        rows.add(row(host));
      }
    }
    return rows.size() == 1
        ? "As far as the agent on " + interfaceName + " knows, nobody was removed.\n"
        : TextTable.aligned(rows);
  }

  private static List<String> row(Members host) {
    String name = host.text("name");
    Instant since = host.instant("since");
    return List.of(
        name.isEmpty() ? "-" : Printable.of(name),
        !host.flag("saved")
            ? "not yet"
            : since == null ? "-" : Amounts.time(Duration.between(since, Instant.now())) + " ago",
        goBy(host),
        Printable.of(host.text("key")));
  }

  /** How many of the peers; nothing where this host tells nobody. */
  private static String goBy(Members host) {
    long told = host.number("told").longValue();
    long all = told + host.number("awaited").longValue() + host.number("others").longValue();
    return all == 0 ? "-" : told + " of " + all;
  }
}
