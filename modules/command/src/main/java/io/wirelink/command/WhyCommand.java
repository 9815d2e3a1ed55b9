package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.WhyControl;
import io.wirelink.device.IpAddress;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Tells why there is no direct path to a peer. */
@Command(
    name = "why",
    description = {
      "Tell why there is no direct path to a peer: what is known of it, what was tried, what stands"
          + " in the way, what happens next, and what to do about it.",
      "",
      "Where that makes a difference, the peer is sent a ping through the tunnel, which shows"
          + " whether it is there at all.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink why leaf2",
      "  wirelink why 302gDm            the beginning of a key",
      "  wirelink why leaf2 wg0 --json | jq -r .cause",
    })
final class WhyCommand implements Callable<Integer> {
  /** How long a peer may take to answer: much longer than to any place on earth and back. */
  private static final int PING_MILLIS = 1000;

  /** Members of the answer that are about the conversation, and not about the peer. */
  private static final List<String> ENVELOPE = List.of("version", "interface", "parameters");

  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Parameters(
      index = "0",
      paramLabel = "PEER",
      description = "The peer: its name, its public key, or the beginning of one of them.")
  private String peer;

  @Mixin private AgentParameter agentParameter;

  @Option(names = "--json", description = "Print a JSON object for scripts.")
  private boolean json;

  @Option(names = "--no-ping", description = "Send the peer nothing.")
  private boolean noPing;

  @Override
  public Integer call() throws IOException {
    Surroundings around = wirelink.surroundings();
    Map<String, Object> answer = ask(agentParameter.toAsk(around));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      answer.keySet().removeAll(ENVELOPE);
      answer.remove(WhyControl.PING);
      out.println(JsonText.line(answer));
    } else {
      out.print(WhyPage.of(answer, WhyPage.columns(around.terminal())));
    }
    out.flush();
    return CommandFailure.DONE;
  }

  private Map<String, Object> ask(ControlClient client) throws IOException {
    Map<String, String> parameters = new LinkedHashMap<>(Map.of(WhyControl.PEER, peer));
    Map<String, Object> answer = client.ask(WhyControl.NAME, parameters);
    if (!noPing && answer.get(WhyControl.PING) instanceof String address) {
      boolean answers = IpAddress.parse(address).toInetAddress().isReachable(PING_MILLIS);
      parameters.put(WhyControl.ANSWERS_PING, Boolean.toString(answers));
      answer = client.ask(WhyControl.NAME, parameters);
    }
    return answer;
  }
}
