package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.Members;
import io.wirelink.control.NetcheckControl;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows what the network of this host is like. */
@Command(
    name = "netcheck",
    description = {
      "Show what the network of this host is like: which address families work, what NAT stands"
          + " before it and who sees it where, what the gateway gives, and how far routers are.",
      "",
      "It is what the agent knows; nothing is sent for it. A NAT shows as soon as two peers say"
          + " where they see this host.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink netcheck",
      "  wirelink netcheck wg0 --json | jq -r .nat.mapping",
    })
final class NetcheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Mixin private AgentParameter agentParameter;

  @Option(names = "--json", description = "Print a JSON object for scripts.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ControlClient agent = agentParameter.toAsk(wirelink.surroundings());
    Map<String, Object> answer = new LinkedHashMap<>(agent.ask(NetcheckControl.NAME));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      answer.remove("version");
      out.print(JsonText.lines(answer));
    } else {
      out.print(NetcheckText.of(Members.of(answer)));
    }
    out.flush();
    return CommandFailure.DONE;
  }
}
