package io.wirelink.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The commands about the configuration (docs/configuration.md). */
@Command(
    name = "config",
    description = "Make, check and show the configuration of an interface.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ConfigCheckCommand.class,
      ConfigShowCommand.class,
      ConfigInitCommand.class,
      ConfigExportCommand.class,
      ConfigForBasicCommand.class,
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink config init wg0          make a file from the interface as it is",
      "  wirelink config check             find all mistakes at once",
      "  wirelink config for-basic phone   a plain WireGuard file for a phone",
    })
final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }

  /** What is around all commands. */
  Surroundings surroundings() {
    return wirelink.surroundings();
  }
}
