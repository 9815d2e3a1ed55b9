package io.wirelink.command;

import io.wirelink.config.ConfigDirectory;
import io.wirelink.config.WgQuickPeers;
import io.wirelink.control.ControlClient;
import io.wirelink.control.InviteControl;
import io.wirelink.control.Members;
import io.wirelink.names.RefusedName;
import io.wirelink.text.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lets a router invite a host. */
@Command(
    name = "invite",
    description = {
      "Print a line by which one host may come into the mesh; to be run on a router.",
      "",
      "On the new host, 'wirelink join LINE' does the rest. Whoever reads the line may come in its"
          + " place, until it is used, has expired or is taken back by 'wirelink invites"
          + " --revoke'; nobody can come by it twice.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink invite desk",
      "  wirelink invite laptop --for 15m --qr",
      "  wirelink invite server wg0 --address 10.77.0.20",
      "  wirelink invite backup --endpoint vpn.example.org:51820",
    })
final class InviteCommand implements Callable<Integer> {
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])");
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Parameters(index = "0", paramLabel = "NAME", description = "What the host is to be called.")
  private String name;

  @Mixin private AgentParameter agentParameter;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "1h",
      description =
          "For how long the line may be used, such as 15m, 2h or 7d; an hour if left out.")
  private String lasts;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description =
          "An address for the host; one that is free in each network of the interface if left out.")
  private List<String> addresses = List.of();

  @Option(
      names = "--endpoint",
      paramLabel = "HOST:PORT",
      description =
          "Where the host reaches this router; what is configured, or its addresses, if left out.")
  private List<String> endpoints = List.of();

  @Option(
      names = "--save",
      description =
          "Have the host written into the file of wg-quick when it has come, by systemd's"
              + " wirelink-save@IFACE.path.")
  private boolean save;

  @Option(names = "--qr", description = "Draw the line as a QR code as well.")
  private boolean qr;

  @Override
  public Integer call() throws InterruptedException {
    Surroundings around = wirelink.surroundings();
    ControlClient agent = agentParameter.toAsk(around);
    WgQuickPeers file =
        WgQuickPeers.of(ConfigDirectory.of(around.variables()), agent.interfaceName());
    if (save && file.isMissing()) {
      throw file.missing();
    }
    Map<String, String> wish = new LinkedHashMap<>();
    wish.put(InviteControl.WHOM, name);
    wish.put(InviteControl.SECONDS, Long.toString(seconds()));
    put(wish, InviteControl.ADDRESSES, addresses);
    put(wish, InviteControl.ENDPOINTS, endpoints);
    if (save) {
      wish.put(InviteControl.SAVE, "true");
    }
    Members answer = Members.of(agent.ask(InviteControl.NAME, wish));
    String line = answer.text(InviteControl.LINE);
    PrintWriter out = spec.commandLine().getOut();
    if (qr) {
      // In capitals a code needs fewer squares (ISO/IEC 18004, alphanumeric mode).
      boolean colours = around.terminal().wantsColour(around.variables());
      out.print(QrText.of(line.toUpperCase(Locale.ROOT), colours));
    }
    out.println(line);
    out.flush();
    // Standard output has the line alone, for programs.
    PrintWriter err = spec.commandLine().getErr();
    err.println(Printable.of(sentence(answer)));
    RefusedName.Reason.of(name)
        .ifPresent(
            reason ->
                err.println(
                    "No program finds it by this name, since %s."
                        .formatted(NamesText.why(reason.word(), ""))));
    if (save) {
      SaveService service = new SaveService(around.newcomer().get(), agent.interfaceName());
      err.println(Printable.of(service.start(name, file.file())));
    }
    return CommandFailure.DONE;
  }

  private static void put(Map<String, String> wish, String parameter, List<String> values) {
    if (!values.isEmpty()) {
      wish.put(parameter, String.join(",", values));
    }
  }

  private long seconds() {
    Matcher time = TIME.matcher(lasts);
    if (!time.matches()) {
      throw new ParameterException(
          spec.commandLine(), "--for: a time is a number and s, m, h or d, such as 15m.");
    }
    long count = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "m" -> Duration.ofMinutes(count).toSeconds();
      case "h" -> Duration.ofHours(count).toSeconds();
      case "d" -> Duration.ofDays(count).toSeconds();
      default -> count;
    };
  }

  private static String sentence(Members answer) {
    Instant expires = Instant.parse(answer.text("expires"));
    return "%s gets %s and comes by %s, until %s: run 'wirelink join LINE' there."
        .formatted(
            answer.text(InviteControl.WHOM),
            list(answer.list(InviteControl.ADDRESSES)),
            list(answer.list(InviteControl.ENDPOINTS)),
            CLOCK.format(expires.atZone(ZoneId.systemDefault())));
  }

  private static String list(List<?> values) {
    return String.join(" and ", values.stream().map(Object::toString).toList());
  }
}
