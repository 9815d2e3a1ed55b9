package io.wirelink.command;

import io.wirelink.config.ConfigDirectory;
import io.wirelink.config.WgQuickPeers;
import io.wirelink.config.WgQuickSection;
import io.wirelink.control.ControlClient;
import io.wirelink.control.Members;
import io.wirelink.control.RemoveControl;
import io.wirelink.control.RemovedControl;
import io.wirelink.device.PublicKey;
import io.wirelink.text.Amounts;
import io.wirelink.text.PeerLabels;
import io.wirelink.text.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Removes a host from the mesh. */
@Command(
    name = "remove",
    description = {
      "Remove a host from the mesh; to be run on a router.",
      "",
      "All other hosts take it off their devices at once, or as soon as they are there, and keep"
          + " it out for good. An invitation of that name is taken back as well. Nobody is asked"
          + " whether to go on: 'wirelink removed --restore' lets the host back.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink remove laptop",
      "  wirelink remove 7zvK0Yh5mVqT8s3nS0m1oZ4xQ2bR6cD8eF0gH2iJ4kM= wg0",
    })
final class RemoveCommand implements Callable<Integer> {

  /** How often and how long the others are waited for: what is promised for ten hosts. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final int PAUSES = 50;

  private static final String OWN_MIND =
      "that router decides for itself, and does not trust this one with membership.";

  private static final String LATER =
      " when they are there, or within 5 minutes where their agents know no removals.";

  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Parameters(
      index = "0",
      paramLabel = "NAME|KEY",
      description =
          "The host's name or key; the beginning of either will do if it is the only one. A whole"
              + " key need not be known.")
  private String peer;

  @Mixin private AgentParameter agentParameter;

  @Override
  public Integer call() throws InterruptedException {
    Surroundings around = wirelink.surroundings();
    ControlClient agent = agentParameter.toAsk(around);
    Members answer = Members.of(agent.ask(RemoveControl.NAME, Map.of(RemoveControl.WHOM, peer)));
    PrintWriter out = spec.commandLine().getOut();
    String invitation = answer.text(RemoveControl.INVITATION);
    if (!invitation.isEmpty()) {
      out.println(Printable.of("The invitation for " + invitation + " is taken back."));
    }
    Members removed = answer.object(RemoveControl.WHOM);
    String key = removed.text("key");
    if (!key.isEmpty()) {
      String who = PeerLabels.nameAndKey(removed.text("name"), key);
      String before = answer.flag(RemoveControl.NEWS) ? "" : "already ";
      Members now = wait(agent, key, around.terminal().pauses());
      if (!now.flag("saved")) {
        throw new CommandFailure(
            CommandFailure.FAILED,
            who
                + " is not removed yet, since that is not on this host's disk: the agent goes on"
                + " trying, and its log says why");
      }
      out.println(Printable.of(who + " is " + before + "removed. " + told(now)));
      for (Object router : now.list("routers")) {
        out.println(Printable.of("Say it on " + router + " as well: " + OWN_MIND));
      }
      WgQuickPeers file =
          WgQuickPeers.of(ConfigDirectory.of(around.variables()), agent.interfaceName());
      out.flush();
      if (file.takeOut(PublicKey.parse(key))) {
        out.println(Printable.of("Its section is taken out of " + file.file() + "."));
      }
      section(around, agent, key).ifPresent(line -> out.println(Printable.of(line)));
    }
    out.flush();
    return CommandFailure.DONE;
  }

  /** How it stands when all who are there have confirmed it, or time is up. */
  private static Members wait(ControlClient agent, String key, Terminal.Pauses pauses)
      throws InterruptedException {
    Members now = of(agent, key);
    for (int i = 0; i < PAUSES && isGoingOn(now) && pauses.pause(PAUSE); i++) {
      now = of(agent, key);
    }
    return now;
  }

  private static boolean isGoingOn(Members removal) {
    return !removal.flag("saved") || removal.number("awaited").longValue() > 0;
  }

  private static Members of(ControlClient agent, String key) {
    return Members.of(agent.ask(RemovedControl.NAME)).list(RemovedControl.HOSTS).stream()
        .map(Members::of)
        .filter(each -> each.text("key").equals(key))
        .findFirst()
        .orElse(Members.of(null));
  }

  private static String told(Members removal) {
    long told = removal.number("told").longValue();
    long awaited = removal.number("awaited").longValue();
    long others = removal.number("others").longValue();
    return Amounts.counted(told, "other host")
        + (told == 1 ? " goes by it." : " go by it.")
        + (awaited == 0 ? "" : " Of those who are there, " + awaited + " did not confirm it.")
        + (others == 0
            ? ""
            : " " + Amounts.counted(others, "more host") + (others == 1 ? " does" : " do") + LATER);
  }

  private static Optional<String> section(Surroundings around, ControlClient agent, String key) {
    Path folder = ConfigDirectory.of(around.variables()).path();
    return WgQuickSection.of(folder, agent.interfaceName(), PublicKey.parse(key))
        .map(
            section ->
                ("Delete its section at line %d of %s as well: by that it is on the device at each"
                        + " start, until the agent runs.")
                    .formatted(section.line(), section.file()));
  }
}
