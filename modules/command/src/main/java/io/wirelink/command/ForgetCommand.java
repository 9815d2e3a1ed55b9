package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.ForgetControl;
import io.wirelink.text.Amounts;
import io.wirelink.text.PeerLabels;
import io.wirelink.text.Printable;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lets a running agent forget what it learned about a peer. */
@Command(
    name = "forget",
    description = {
      "Let a running agent forget all that it learned about a peer.",
      "",
      "A peer that the agent has put on the device, and that the configuration does not name, is"
          + " removed from it. What others still say of the peer is learned anew at once.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  wirelink forget leaf1", "  wirelink forget leaf1 wg0"})
final class ForgetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Parameters(
      index = "0",
      paramLabel = "PEER",
      description =
          "The peer's name or key; the beginning of either will do if it is the only one.")
  private String peer;

  @Mixin private AgentParameter agentParameter;

  @Override
  public Integer call() {
    ControlClient agent = agentParameter.toAsk(wirelink.surroundings());
    Map<String, Object> answer = agent.ask(ForgetControl.NAME, Map.of(ForgetControl.PEER, peer));
    PrintWriter out = spec.commandLine().getOut();
    out.println(Printable.of(sentence(answer, agent.interfaceName())));
    out.flush();
    return CommandFailure.DONE;
  }

  private static String sentence(Map<String, Object> answer, String device) {
    long facts = answer.get("facts") instanceof Number number ? number.longValue() : 0;
    String forgot = "Forgot %s about %s: ".formatted(Amounts.counted(facts, "fact"), who(answer));
    if (is(answer, "removed")) {
      return forgot + "it is removed from " + device + ", until a router names it again.";
    }
    if (!is(answer, "on_device")) {
      return forgot + "it is not on " + device + ".";
    }
    String why =
        is(answer, "configured")
            ? "the configuration names it"
            : "it was there before the agent, so it is not the agent's to remove";
    return forgot + "it stays on " + device + ", since " + why + ".";
  }

  private static boolean is(Map<String, Object> answer, String flag) {
    return Boolean.TRUE.equals(answer.get(flag));
  }

  private static String who(Map<String, Object> answer) {
    Map<?, ?> peer = answer.get("peer") instanceof Map<?, ?> members ? members : Map.of();
    return PeerLabels.nameAndKey(String.valueOf(peer.get("name")), String.valueOf(peer.get("key")));
  }
}
