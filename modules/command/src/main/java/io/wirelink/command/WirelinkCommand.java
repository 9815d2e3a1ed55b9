package io.wirelink.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The top of the command line, whose subcommands {@link WirelinkCommandLine} adds; all that it does
 * by itself is to ask for one.
 */
@Command(
    name = "wirelink",
    description = "A peer-to-peer configuration plane for WireGuard.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink run wg0         the agent, in the foreground",
      "  wirelink status          how its peers are reached",
      "  wirelink facts           what the agent knows",
      "  wirelink why leaf2       why a peer is not reached directly",
      "  wirelink netcheck        what NAT stands before this host",
      "  wirelink device          the device as the agent sees it",
      "  wirelink config show     what is configured, from file and environment",
      "  wirelink run --help      all about one command",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:wrong usage or configuration",
      "3:no agent is running",
    })
final class WirelinkCommand implements Runnable {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show what a command does and takes.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  @Option(
      names = {"-d", "--debug"},
      scope = ScopeType.INHERIT,
      description = "Log what is done in detail, and show the stack trace of a failure.")
  private boolean debug;

  /** Makes the command in these surroundings. */
  WirelinkCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What is around all commands. */
  Surroundings surroundings() {
    return surroundings;
  }

  /** Whether details and stack traces are asked for. */
  boolean debug() {
    return debug;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}
