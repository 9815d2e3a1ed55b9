package io.wirelink.launcher;

import io.wirelink.device.DeviceException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The entry of the {@code wirelink} command: what a failure of a command looks like from outside.
 *
 * <p>An error is one sentence on standard error. The exit code is 0 when the command was done, 1
 * when it failed, 2 for wrong usage or configuration, and 3 when no agent runs.
 */
public final class Main {
  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args the command line as the shell gave it
   */
  public static void main(String[] args) {
    System.exit(commandLine(Surroundings.ofProcess()).execute(args));
  }

  /**
   * The command line with everything that a caller sees of it; executing it gives the exit code.
   */
  static CommandLine commandLine(Surroundings surroundings) {
    return new CommandLine(new WirelinkCommand(surroundings))
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler((wrong, line) -> refuse(wrong))
        .setExecutionExceptionHandler((failure, line, parsed) -> fail(failure, line));
  }

  private static int execute(ParseResult parsed) {
    Logging.configure(top(parsed.commandSpec().commandLine()).debug());
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int refuse(ParameterException wrong) {
    CommandLine line = wrong.getCommandLine();
    String command = line.getCommandSpec().qualifiedName();
    line.getErr().println(complaint(wrong) + " '" + command + " --help' shows what there is.");
    return CommandFailure.WRONG_USAGE;
  }

  private static String complaint(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      String word = unmatched.getUnmatched().getFirst();
      return unmatched.getSuggestions().isEmpty()
          ? "There is no place for '" + word + "' here."
          : "There is no '"
              + word
              + "': did you mean "
              + unmatched.getSuggestions().getFirst()
              + "?";
    }
    return sentence(wrong);
  }

  private static int fail(Exception failure, CommandLine line) {
    boolean debug = top(line).debug();
    if (debug) {
      failure.printStackTrace(line.getErr());
    }
    switch (failure) {
      case CommandFailure known -> {
        line.getErr().println(sentence(known));
        return known.exitCode();
      }
      case ConfigException wrong -> {
        line.getErr().println(sentence(wrong));
        return CommandFailure.WRONG_USAGE;
      }
      case DeviceException device -> {
        line.getErr().println(sentence(device));
        return CommandFailure.FAILED;
      }
      default -> {}
    }
    String advice = debug ? "" : " With --debug it says where.";
    line.getErr().println("wirelink failed unexpectedly: " + sentence(failure) + advice);
    return CommandFailure.FAILED;
  }

  /** The message of a failure on one line, with its full stop; its kind where it has no message. */
  private static String sentence(Exception failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      message = failure.getClass().getSimpleName();
    }
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    return line.endsWith(".") || line.endsWith("?") ? line : line + ".";
  }

  private static WirelinkCommand top(CommandLine line) {
    return (WirelinkCommand) line.getCommandSpec().root().userObject();
  }
}
