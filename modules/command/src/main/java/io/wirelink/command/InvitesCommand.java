package io.wirelink.command;

import io.wirelink.config.ConfigDirectory;
import io.wirelink.config.WgQuickPeers;
import io.wirelink.control.ControlClient;
import io.wirelink.control.InvitesControl;
import io.wirelink.control.Members;
import io.wirelink.control.RevokeControl;
import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.text.Amounts;
import io.wirelink.text.JsonText;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows whom a router has invited, and takes invitations back. */
@Command(
    name = "invites",
    description = {
      "Show whom this router has invited, and who came.",
      "",
      "A line that is taken back lets nobody in any more; if somebody came by it, that host"
          + " belongs to the mesh no more.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink invites",
      "  wirelink invites --revoke desk",
      "  wirelink invites --save"
    })
final class InvitesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Mixin private AgentParameter agentParameter;

  @Option(names = "--json", description = "Print a JSON object for scripts.")
  private boolean json;

  @Option(
      names = "--revoke",
      paramLabel = "NAME",
      description = "Take back the invitation of this name, and who came by it.")
  private @Nullable String revoke;

  @Option(
      names = "--save",
      description = {
        "Write who came into the file of wg-quick, so that it brings them up without an agent too;",
        "'wirelink remove' and --revoke take them out again."
      })
  private boolean save;

  @Option(
      names = "--save-marked",
      description =
          "The same with those alone whose invitation was made with --save, for"
              + " wirelink-save@.service.")
  private boolean saveMarked;

  @Override
  public Integer call() throws IOException {
    Surroundings around = wirelink.surroundings();
    ControlClient agent = agentParameter.toAsk(around);
    WgQuickPeers file =
        WgQuickPeers.of(ConfigDirectory.of(around.variables()), agent.interfaceName());
    PrintWriter out = spec.commandLine().getOut();
    if (save || saveMarked) {
      out.print(save(agent, file, save));
    } else if (revoke != null) {
      String key = keyOf(agent, revoke);
      Map<String, Object> answer =
          agent.ask(RevokeControl.NAME, Map.of(RevokeControl.WHOM, revoke));
      boolean joined = Members.of(answer).flag(RevokeControl.JOINED);
      out.println(
          Printable.of(
              joined
                  ? revoke + " does not belong to the mesh any more."
                  : "The invitation for " + revoke + " is taken back."));
      out.flush();
      if (joined && !key.isEmpty() && file.takeOut(PublicKey.parse(key))) {
        out.println(Printable.of("Its section is taken out of " + file.file() + "."));
      }
    } else {
      Map<String, Object> answer = new LinkedHashMap<>(agent.ask(InvitesControl.NAME));
      answer.remove("version");
      out.print(json ? JsonText.lines(answer) : text(answer, agent.interfaceName()));
    }
    out.flush();
    return CommandFailure.DONE;
  }

  /** The key of who came by an invitation; empty if nobody did. */
  private static String keyOf(ControlClient agent, String name) {
    return Members.of(agent.ask(InvitesControl.NAME)).list("invitations").stream()
        .map(Members::of)
        .filter(each -> each.text("name").equals(name))
        .map(each -> each.text("key"))
        .findFirst()
        .orElse("");
  }

  /**
   * Adds who came to the file, and says whom.
   *
   * @param all whether also those of whom nothing was said when they were invited
   */
  private static String save(ControlClient agent, WgQuickPeers file, boolean all) {
    StringBuilder said = new StringBuilder();
    for (Object each : Members.of(agent.ask(InvitesControl.NAME)).list("invitations")) {
      Members invitation = Members.of(each);
      String name = invitation.text("name");
      List<Cidr> routes =
          invitation.list("addresses").stream()
              .map(address -> Cidr.host(IpAddress.parse(address.toString())))
              .toList();
      if ((all || invitation.flag("save"))
          && !invitation.text("key").isEmpty()
          && file.add(name, PublicKey.parse(invitation.text("key")), routes)) {
        said.append(Printable.of(name + " is in " + file.file() + " now.")).append('\n');
      }
    }
    return said.isEmpty()
        ? Printable.of("Nobody has come who is not in " + file.file() + " already.") + "\n"
        : said.toString();
  }

  private static String text(Map<String, Object> answer, String interfaceName) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "STATE", "ADDRESSES", "KEY"));
    for (Object each : Members.of(answer).list("invitations")) {
      rows.add(row(Members.of(each)));
    }
    return rows.size() == 1
        ? "The agent on " + interfaceName + " has invited nobody.\n"
        : TextTable.aligned(rows);
  }

  private static List<String> row(Members invitation) {
    List<String> addresses = invitation.list("addresses").stream().map(Object::toString).toList();
    boolean joined = !invitation.text("joined").isEmpty();
    return List.of(
        Printable.of(invitation.text("name")),
        joined ? "joined" : open(invitation.text("expires")),
        String.join(", ", addresses),
        joined ? invitation.text("key") : "-");
  }

  private static String open(String expires) {
    Duration left = Duration.between(Instant.now(), Instant.parse(expires));
    return left.isPositive() ? "open for " + Amounts.time(left) : "expired";
  }
}
