package io.wirelink.command;

import io.wirelink.config.ConfigException;
import io.wirelink.config.ConfigFailure;
import io.wirelink.control.ControlFailure;
import io.wirelink.device.DeviceException;
import io.wirelink.text.Printable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line with everything that a caller sees of it.
 *
 * <p>An error is one sentence on standard error. The exit code is 0 when the command was done, 1
 * when it failed, 2 for wrong usage or configuration, and 3 when no agent runs.
 */
public final class WirelinkCommandLine {
  /** All commands by their names, in the order in which they are listed. */
  private static final Map<String, Class<?>> COMMANDS = commands();

  private static final Set<String> VERSION = Set.of("-V", "--version");
  private static final Set<String> DEBUG = Set.of("-d", "--debug");

  private WirelinkCommandLine() {}

  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("run", RunCommand.class);
    commands.put("status", StatusCommand.class);
    commands.put("facts", FactsCommand.class);
    commands.put("why", WhyCommand.class);
    commands.put("netcheck", NetcheckCommand.class);
    commands.put("hosts", HostsCommand.class);
    commands.put("device", DeviceCommand.class);
    commands.put("decode", DecodeCommand.class);
    commands.put("address", AddressCommand.class);
    commands.put("config", ConfigCommand.class);
    commands.put("reload", ReloadCommand.class);
    commands.put("refresh", RefreshCommand.class);
    commands.put("drain", DrainCommand.class);
    commands.put("undrain", UndrainCommand.class);
    commands.put("forget", ForgetCommand.class);
    commands.put("resolved", ResolvedCommand.class);
    commands.put("invite", InviteCommand.class);
    commands.put("invites", InvitesCommand.class);
    commands.put("join", JoinCommand.class);
    commands.put("remove", RemoveCommand.class);
    commands.put("removed", RemovedCommand.class);
    commands.put("rotate", RotateCommand.class);
    commands.put("log-level", LogLevelCommand.class);
    return commands;
  }

  /** The whole command line in some surroundings; executing it gives the exit code. */
  public static CommandLine of(Surroundings surroundings) {
    return of(surroundings, COMMANDS);
  }

  /**
   * Executes a command line. Of the commands, only those are made that the words can be about: to
   * describe all of them to picocli takes longer than most have to do.
   *
   * @param words what the shell gave
   * @return the exit code
   */
  public static int execute(Surroundings surroundings, String... words) {
    return of(surroundings, needed(words)).execute(words);
  }

  /** The one command that is named, none for the version, and all where a list may be shown. */
  static Map<String, Class<?>> needed(String... words) {
    int first = 0;
    while (first < words.length && DEBUG.contains(words[first])) {
      first++;
    }
    if (first == words.length) {
      return COMMANDS;
    }
    String word = words[first];
    if (VERSION.contains(word) && first + 1 == words.length) {
      return Map.of();
    }
    Class<?> named = COMMANDS.get(word);
    return named == null ? COMMANDS : Map.of(word, named);
  }

  private static CommandLine of(Surroundings surroundings, Map<String, Class<?>> commands) {
    CommandLine line = new CommandLine(new WirelinkCommand(surroundings));
    commands.forEach(line::addSubcommand);
    return line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(WirelinkCommandLine::run)
        .setParameterExceptionHandler((wrong, other) -> refuse(wrong))
        .setExecutionExceptionHandler((failure, other, parsed) -> fail(failure, other));
  }

  private static int run(ParseResult parsed) {
    WirelinkCommand top = top(parsed.commandSpec().commandLine());
    top.surroundings().launcher().beginLogging(top.debug());
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int refuse(ParameterException wrong) {
    CommandLine line = wrong.getCommandLine();
    String command = line.getCommandSpec().qualifiedName();
    line.getErr()
        .println(Printable.of(complaint(wrong)) + " '" + command + " --help' shows what there is.");
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
    CommandFailure foreseen = foreseen(failure);
    if (foreseen != null) {
      foreseen.details().stream().map(Printable::of).forEach(line.getErr()::println);
      line.getErr().println(sentence(foreseen));
      return foreseen.exitCode();
    }
    String advice = debug ? "" : " With --debug it says where.";
    line.getErr().println("wirelink failed unexpectedly: " + sentence(failure) + advice);
    return CommandFailure.FAILED;
  }

  /** What a failure of any module is to the caller; null if nobody foresaw it. */
  private static @Nullable CommandFailure foreseen(Exception failure) {
    return switch (failure) {
      case CommandFailure known -> known;
      case ControlFailure control -> of(control);
      case ConfigException wrong -> of(CommandFailure.WRONG_USAGE, wrong);
      case ConfigFailure impossible -> of(CommandFailure.FAILED, impossible);
      case DeviceException device -> of(CommandFailure.FAILED, device);
      default -> null;
    };
  }

  private static CommandFailure of(ControlFailure control) {
    int exitCode =
        switch (control.kind()) {
          case NO_AGENT -> CommandFailure.NO_AGENT;
          case REFUSED -> CommandFailure.WRONG_USAGE;
          case FAILED -> CommandFailure.FAILED;
        };
    return new CommandFailure(exitCode, String.valueOf(control.getMessage()), control.details());
  }

  private static CommandFailure of(int exitCode, Exception failure) {
    return new CommandFailure(exitCode, sentence(failure));
  }

  /**
   * The message of a failure on one line that is safe to print, with a full stop or a question
   * mark; its kind where it has no message.
   */
  private static String sentence(Exception failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      message = failure.getClass().getSimpleName();
    }
    String line = Printable.of(message.strip().replaceAll("\\s*\\R\\s*", " "));
    return line.endsWith(".") || line.endsWith("?") ? line : line + ".";
  }

  private static WirelinkCommand top(CommandLine line) {
    return (WirelinkCommand) line.getCommandSpec().root().userObject();
  }
}
