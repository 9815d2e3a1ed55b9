package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.HostsControl;
import io.wirelink.control.Members;
import io.wirelink.device.IpAddress;
import io.wirelink.text.JsonText;
import io.wirelink.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows what the hosts of a mesh are called and where they are, as a hosts file has it. */
@Command(
    name = "hosts",
    description = {
      "Show what the hosts of the mesh are called and where they are, as /etc/hosts has it.",
      "",
      "It is for hosts on which no systemd-resolved asks the agent. What is in a file stays as it"
          + " is until the command is run again. An address that only means something together with"
          + " an interface is left out: such a file cannot have it.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink hosts",
      "  wirelink hosts wg0 --into /etc/hosts",
      "  wirelink hosts wg0 --out-of /etc/hosts",
    })
final class HostsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Mixin private AgentParameter agentParameter;

  @ArgGroup private @Nullable Output output;

  /** What is done with it, if it is not printed as it is. */
  private static final class Output {
    @Option(names = "--json", description = "Print a JSON object for scripts.")
    private boolean json;

    @Option(
        names = "--into",
        paramLabel = "FILE",
        description = "Put it into this file, in place of what was put there before.")
    private @Nullable Path into;

    @Option(
        names = "--out-of",
        paramLabel = "FILE",
        description = "Remove it from this file; no agent need be running.")
    private @Nullable Path outOf;
  }

  @Override
  public Integer call() throws IOException {
    Surroundings around = wirelink.surroundings();
    if (output != null && output.outOf != null) {
      String name = agentParameter.interfaceToAsk(around);
      new HostsFile(name).write(output.outOf, List.of());
      return CommandFailure.DONE;
    }
    ControlClient agent = agentParameter.toAsk(around);
    Map<String, Object> answer = new LinkedHashMap<>(agent.ask(HostsControl.NAME));
    HostsFile file = new HostsFile(agent.interfaceName());
    List<String> part = file.part(lines(Members.of(answer)));
    if (output != null && output.into != null) {
      file.write(output.into, part);
      return CommandFailure.DONE;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (output != null && output.json) {
      answer.remove("version");
      out.print(JsonText.lines(answer));
    } else {
      part.forEach(out::println);
    }
    out.flush();
    return CommandFailure.DONE;
  }

  /** A line for each address, with the whole name and the short one. */
  private static List<String> lines(Members answer) {
    List<String> lines = new ArrayList<>();
    for (Object each : answer.list("hosts")) {
      Members host = Members.of(each);
      for (Object address : host.list("addresses")) {
        String text = String.valueOf(address);
        if (!IpAddress.parse(text).isLinkLocal()) {
          lines.add(
              "%s %s %s"
                  .formatted(
                      text, Printable.of(host.text("host")), Printable.of(host.text("label"))));
        }
      }
    }
    return lines;
  }
}
