package io.wirelink.command;

import io.wirelink.agent.OwnRotation;
import io.wirelink.config.ConfigDirectory;
import io.wirelink.config.ConfigFailure;
import io.wirelink.config.WgQuickKey;
import io.wirelink.control.ControlClient;
import io.wirelink.control.ControlFailure;
import io.wirelink.control.Members;
import io.wirelink.control.RotateControl;
import io.wirelink.control.RotationsControl;
import io.wirelink.device.PublicKey;
import io.wirelink.state.StateFile;
import io.wirelink.text.Amounts;
import io.wirelink.text.JsonText;
import io.wirelink.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Gives this host another key. */
@Command(
    name = "rotate",
    description = {
      "Give this host another key, which all other hosts follow without losing a packet.",
      "",
      "The agent makes the key, announces it under the one before, and takes it when the others"
          + " have confirmed that they follow and /etc/wireguard/IFACE.conf has it; the file as it"
          + " was stays beside it. Run again after a failure, it goes on where it ended.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  wirelink rotate --status"})
final class RotateCommand implements Callable<Integer> {

  /** How often and how long the others are waited for. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final int PAUSES = 50;
  private static final int CHANGE_PAUSES = 150;
  private static final String FOLLOWS = "follows";

  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Mixin private AgentParameter agentParameter;

  @Option(
      names = "--anyway",
      description = "Go on though others do not follow; they are told by hand.")
  private boolean anyway;

  @Option(
      names = "--no-file",
      description = "Change the device alone, where no file of wg-quick has the key.")
  private boolean noFile;

  @Option(names = "--withdraw", description = "Give up another key that was not taken yet.")
  private boolean withdraw;

  @Option(names = "--status", description = "Show how it stands, as JSON, and change nothing.")
  private boolean status;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Surroundings around = wirelink.surroundings();
    ControlClient agent = agentParameter.toAsk(around);
    PrintWriter out = spec.commandLine().getOut();
    if (status) {
      Map<String, Object> answer = new LinkedHashMap<>(agent.ask(RotationsControl.NAME));
      answer.remove("version");
      out.print(JsonText.lines(answer));
    } else if (withdraw) {
      step(agent, "withdraw");
      out.println("This host stays with the key that it has.");
    } else {
      rotate(around, agent, out);
    }
    out.flush();
    return CommandFailure.DONE;
  }

  private void rotate(Surroundings around, ControlClient agent, PrintWriter out)
      throws InterruptedException, IOException {
    step(agent, "begin");
    Members own = waitForOthers(agent, around.terminal().pauses());
    if (!own.flag("saved")) {
      throw failed("the other key is not on this host's disk: the agent's log says why");
    }
    List<Members> lost = lost(own);
    if (!lost.isEmpty() && !anyway) {
      step(agent, "withdraw");
      throw failed(
          "these hosts would not find this one under its other key, and so it stays with the one"
              + " that it has: "
              + names(lost)
              + "; --anyway goes on, and they are told by hand");
    }
    PublicKey from = PublicKey.parse(own.text("from"));
    Optional<WgQuickKey> file =
        noFile
            ? Optional.empty()
            : WgQuickKey.of(
                ConfigDirectory.of(around.variables()).path(), agent.interfaceName(), from);
    if (file.isEmpty() && !noFile) {
      step(agent, "withdraw");
      throw failed(
          "no %1$s.conf has the private key of %1$s; --no-file changes the device alone"
              .formatted(agent.interfaceName()));
    }
    if (file.isPresent()) {
      write(file.get(), around, agent, own);
    }
    try {
      step(agent, "change");
    } catch (ControlFailure e) {
      file.ifPresent(place -> place.putBack(PublicKey.parse(own.text("to"))));
      throw e;
    }
    waitForChange(agent, own.text("to"), around.terminal().pauses());
    say(out, agent.interfaceName(), own, lost, file);
  }

  private static void step(ControlClient agent, String step) {
    agent.ask(RotateControl.NAME, Map.of(RotateControl.STEP, step));
  }

  private static CommandFailure failed(String why) {
    return new CommandFailure(CommandFailure.FAILED, Printable.of(why));
  }

  private static Members waitForOthers(ControlClient agent, Terminal.Pauses pauses)
      throws InterruptedException {
    Members own = own(agent);
    for (int i = 0; i < PAUSES && isGoingOn(own) && pauses.pause(PAUSE); i++) {
      own = own(agent);
    }
    return own;
  }

  private static Members own(ControlClient agent) {
    return Members.of(agent.ask(RotationsControl.NAME)).object(RotationsControl.OWN);
  }

  private static boolean isGoingOn(Members own) {
    return !own.flag("saved") || peers(own).anyMatch(each -> is(each, "awaited"));
  }

  private static Stream<Members> peers(Members own) {
    return own.list("peers").stream().map(Members::of);
  }

  private static boolean is(Members peer, String standing) {
    return peer.text("standing").equals(standing);
  }

  /**
   * Who would not find this host any more: who does not follow, but for those who are away and hear
   * of it from a router when they are back.
   */
  private static List<Members> lost(Members own) {
    boolean routers = peers(own).anyMatch(each -> each.flag("router") && is(each, FOLLOWS));
    return peers(own)
        .filter(each -> !is(each, FOLLOWS))
        .filter(each -> each.flag("router") || !is(each, "away") || !routers)
        .toList();
  }

  private static String names(List<Members> peers) {
    return peers.stream().map(each -> each.text("name")).collect(Collectors.joining(", "));
  }

  /** Puts the key into the file, from where the agent keeps it: it goes through no socket. */
  private static void write(WgQuickKey place, Surroundings around, ControlClient agent, Members own)
      throws IOException {
    OwnRotation kept =
        StateFile.of(around.variables(), agent.interfaceName())
            .ownRotation(PublicKey.parse(own.text("from")), agent.user())
            .filter(each -> each.to().publicKey().toString().equals(own.text("to")))
            .orElseThrow(
                () ->
                    failed(
                        "the other key cannot be read where the agent keeps it: run this as root"));
    byte[] secret = kept.to().bytes();
    try {
      place.replace(Base64.getEncoder().encodeToString(secret));
    } catch (ConfigFailure e) {
      throw failed(String.valueOf(e.getMessage()));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Waits until an agent runs under the new key. */
  private static void waitForChange(ControlClient agent, String to, Terminal.Pauses pauses)
      throws InterruptedException {
    for (int i = 0; i < CHANGE_PAUSES; i++) {
      try {
        Members now = Members.of(agent.ask(RotationsControl.NAME));
        boolean over =
            now.list(RotationsControl.HOSTS).stream()
                .map(Members::of)
                .anyMatch(each -> each.text("to").equals(to) && each.flag("over"));
        if (over) {
          return;
        }
      } catch (ControlFailure e) {
        // It starts anew under its other key.
      }
      if (!pauses.pause(PAUSE)) {
        return;
      }
    }
    throw failed("the agent does not run under the other key yet: its log says why");
  }

  private static void say(
      PrintWriter out,
      String interfaceName,
      Members own,
      List<Members> lost,
      Optional<WgQuickKey> file) {
    long follow = peers(own).filter(each -> is(each, FOLLOWS)).count();
    out.println(
        Printable.of(
            "%s has another key, %s. %s %s it."
                .formatted(
                    interfaceName,
                    own.text("to"),
                    Amounts.counted(follow, "other host"),
                    follow == 1 ? "follows" : "follow")));
    file.ifPresent(
        place ->
            out.println(
                Printable.of(
                    "%s has it as well; as it was, it is in %s."
                        .formatted(place.file(), place.before()))));
    if (file.isEmpty()) {
      out.println("It is on the device alone: put it where the device is configured from.");
    }
    if (!lost.isEmpty()) {
      out.println(
          Printable.of(
              "Put it in the place of %s by hand on: %s".formatted(own.text("from"), names(lost))));
    }
  }
}
