package io.wirelink.command;

import io.wirelink.config.ConfigDirectory;
import io.wirelink.config.ConfigException;
import io.wirelink.config.ConfigFile;
import io.wirelink.config.ConfigWriter;
import io.wirelink.config.InitialConfig;
import io.wirelink.config.KnownPeers;
import io.wirelink.config.NewFile;
import io.wirelink.control.ControlSocket;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceState;
import io.wirelink.device.HostInterface;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.WireGuard;
import io.wirelink.text.Amounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes a first configuration file. */
@Command(
    name = "init",
    description = {
      "Make a first configuration file from an interface as it is.",
      "",
      "At a terminal it asks for what cannot be seen: names, and whom to trust. Where there is no"
          + " such interface, it asks for all.",
      "",
      "A peer with a network routed to it is taken for a router and trusted with membership. A"
          + " router gets all its peers into the file, a leaf only routers and those that are given"
          + " a name.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink config init wg0",
      "  wirelink config init wg0 --yes --output - | less",
    })
final class ConfigInitCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  /** What uname(2) calls the node; asking for it over the network could take its time. */
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  @Spec private CommandSpec spec;
  @ParentCommand private ConfigCommand config;

  @Mixin private InterfaceParameter interfaceParameter;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to write it, - for standard output; /etc/wireguard/wirelink.IFACE.json if left"
              + " out.")
  private @Nullable String output;

  @Option(names = "--force", description = "Replace the file that is there.")
  private boolean force;

  @Option(
      names = {"-y", "--yes"},
      description = "Ask nothing and take what is proposed, as without a terminal.")
  private boolean yes;

  @Override
  public Integer call() throws ConfigException, DeviceException {
    Surroundings around = config.surroundings();
    String name = interfaceParameter.toAsk(around);
    Optional<NewFile> target = target(name, around);
    if (target.isPresent() && target.get().isTaken() && !force) {
      throw target.get().taken();
    }
    ConfigFile made = make(name, around);
    String text = ConfigWriter.write(made);
    target.ifPresent(file -> file.write(text, force));
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        target
            .map(
                file ->
                    "%s is written, %s; %s.%n"
                        .formatted(
                            file.path(),
                            Amounts.counted(made.peers().size(), "host"),
                            use(name, around)))
            .orElse(text));
    out.flush();
    return CommandFailure.DONE;
  }

  /** How the file comes to be used. */
  private static String use(String name, Surroundings around) {
    return runs(name, around)
        ? "'wirelink reload %s' puts it in force".formatted(name)
        : "'wirelink run %s' starts the agent with it".formatted(name);
  }

  /** The file to write; nothing for standard output. */
  private Optional<NewFile> target(String name, Surroundings around) throws ConfigException {
    if (output != null) {
      return output.equals(STANDARD_OUTPUT)
          ? Optional.empty()
          : Optional.of(new NewFile(Path.of(output)));
    }
    ConfigDirectory directory = ConfigDirectory.of(around.variables());
    Path made = directory.newFile(name);
    Path found = directory.find(name).orElse(made);
    if (!found.equals(made)) {
      throw new CommandFailure(
          CommandFailure.FAILED,
          name + " is configured by " + found + ", and may have one file only: remove that first");
    }
    return Optional.of(new NewFile(found));
  }

  private ConfigFile make(String name, Surroundings around) throws DeviceException {
    boolean ask = !yes && StandardStreams.canAsk(around);
    Questions questions =
        new Questions(
            new BufferedReader(new InputStreamReader(around.input(), StandardCharsets.UTF_8)),
            spec.commandLine().getErr());
    InitInterview interview = new InitInterview(questions);
    DeviceState device;
    List<HostInterface> interfaces;
    try (HostNetwork network = around.backends().network();
        WireGuard wireGuard = around.backends().open(network, name)) {
      device = wireGuard.read();
      interfaces = network.interfaces();
    } catch (DeviceException e) {
      if (ask && e.reason() == DeviceException.Reason.NO_SUCH_INTERFACE) {
        return interview.fromNothing(name);
      }
      throw e;
    }
    InitialConfig initial = new InitialConfig(device, known(name, around));
    ConfigFile proposal = initial.propose(hostName(), interfaces);
    return ask ? interview.about(device, initial, proposal) : proposal;
  }

  /** What an agent knows, where one runs: it may have the names already. */
  private static KnownPeers known(String name, Surroundings around) {
    return runs(name, around)
        ? new KnownPeers().addFacts(ConfigExportCommand.facts(name, around))
        : new KnownPeers();
  }

  private static boolean runs(String name, Surroundings around) {
    return new ControlSocket(around.runDirectory(), name).state() == ControlSocket.State.LIVE;
  }

  private static String hostName() {
    try {
      String name = Files.readString(HOST_NAME).strip();
      int dot = name.indexOf('.');
      return dot < 0 ? name : name.substring(0, dot);
    } catch (IOException e) {
      return "";
    }
  }
}
