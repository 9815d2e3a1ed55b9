package io.wirelink.launcher;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The commands about the configuration. */
@Command(
    name = "config",
    description = "Show how an interface is configured.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ConfigCommand.Show.class)
final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }

  /** Shows the configuration that is in force. */
  @Command(
      name = "show",
      description =
          "Print what is in force after file and environment were put together, as a"
              + " configuration file.",
      footerHeading = "%nExample:%n",
      footer = "  wirelink config show wg0")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ConfigCommand config;

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "IFACE",
        description = "The interface; the one of the one agent that runs, or wg0, if left out.")
    private @Nullable String interfaceName;

    @Override
    public Integer call() throws ConfigException {
      Surroundings around = config.wirelink.surroundings();
      String name = InterfaceChoice.toAsk(interfaceName, around);
      EffectiveConfig effective = EffectiveConfig.load(name, Settings.NONE, around.variables());
      PrintWriter out = spec.commandLine().getOut();
      out.print(ConfigWriter.write(effective));
      out.flush();
      return CommandFailure.DONE;
    }
  }
}
