package io.wirelink.command;

import io.wirelink.config.ConfigException;
import io.wirelink.config.ConfigOrigins;
import io.wirelink.config.ConfigSources;
import io.wirelink.config.ConfigWriter;
import io.wirelink.config.EffectiveConfig;
import io.wirelink.config.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows the configuration that is in force. */
@Command(
    name = "show",
    description = {
      "Print what is in force, as a configuration file.",
      "",
      "That is what 'run' without options would do now, after file and environment were put"
          + " together.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink config show wg0",
      "  wirelink config show wg0 --origin",
    })
final class ConfigShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ConfigCommand config;

  @Mixin private InterfaceParameter interfaceParameter;

  @Option(
      names = "--origin",
      description = "Print a table instead: each setting, its value, and where that comes from.")
  private boolean origin;

  @Override
  public Integer call() throws ConfigException {
    Surroundings around = config.surroundings();
    String name = interfaceParameter.toAsk(around);
    ConfigSources sources = ConfigSources.load(name, around.variables());
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        origin
            ? ConfigOrigins.of(sources)
            : ConfigWriter.write(EffectiveConfig.of(name, Settings.NONE, sources)));
    out.flush();
    return CommandFailure.DONE;
  }
}
