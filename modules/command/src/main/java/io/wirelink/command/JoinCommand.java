package io.wirelink.command;

import io.wirelink.device.Cidr;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.MalformedLineException;
import io.wirelink.newcomer.JoinFailure;
import io.wirelink.newcomer.Newcomer;
import io.wirelink.text.FileFailures;
import io.wirelink.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Brings this host into a mesh. */
@Command(
    name = "join",
    description = {
      "Bring this host into a mesh by the line that 'wirelink invite' has printed on a router.",
      "",
      "It makes a key, which never leaves this host, asks the router inside of a tunnel to let it"
          + " in, writes /etc/wireguard/IFACE.conf, and starts the interface and its agent where"
          + " systemd does that. Nothing that is there is overwritten. Run again after a failure,"
          + " it goes on where it ended.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink join wl1-...",
      "  wirelink join - wg1 < line     where other users do not see it",
    })
final class JoinCommand implements Callable<Integer> {
  /** More than any line has, in bytes. */
  private static final int MAX_LINE = 16 << 10;

  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Parameters(
      index = "0",
      paramLabel = "LINE",
      description = "The invitation; with -, it is read from standard input.")
  private String line;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "IFACE",
      description = "What the interface is to be called; wg0 if left out.")
  private @Nullable String interfaceName;

  @Option(
      names = "--no-start",
      description = "Write the file of the interface, and say what starts it.")
  private boolean noStart;

  @Override
  public Integer call() throws InterruptedException {
    Surroundings around = wirelink.surroundings();
    String name = InterfaceChoice.toRun(interfaceName, around);
    Newcomer newcomer = new Newcomer(around.newcomer().get(), invitation(around), name);
    PrintWriter out = spec.commandLine().getOut();
    try {
      List<Cidr> addresses =
          newcomer.join(
              sentence -> {
                out.println(sentence + ".");
                out.flush();
              });
      String shown = addresses.stream().map(Cidr::toString).collect(Collectors.joining(" and "));
      out.println(
          Printable.of(
              "This host belongs to the mesh now, as %s: %s is written."
                  .formatted(shown, newcomer.file())));
      List<String> left = noStart ? newcomer.commands() : newcomer.start();
      if (!left.isEmpty()) {
        out.println("Run this now, and at each start of the host:");
        left.forEach(command -> out.println("  " + command));
      }
    } catch (JoinFailure e) {
      throw new CommandFailure(CommandFailure.FAILED, String.valueOf(e.getMessage()));
    } finally {
      out.flush();
    }
    return CommandFailure.DONE;
  }

  private InvitationLine invitation(Surroundings around) {
    try {
      return InvitationLine.parse(line.equals("-") ? input(around) : line);
    } catch (MalformedLineException e) {
      throw new CommandFailure(CommandFailure.WRONG_USAGE, "LINE: " + e.getMessage());
    }
  }

  private static String input(Surroundings around) {
    try {
      return new String(around.input().readNBytes(MAX_LINE), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new CommandFailure(
          CommandFailure.FAILED, "standard input cannot be read: " + FileFailures.reading(e));
    }
  }
}
