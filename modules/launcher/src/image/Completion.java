import io.wirelink.command.Surroundings;
import io.wirelink.command.WirelinkCommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Fills in the completion scripts for bash and zsh what the command line takes, so that they know
 * each command as soon as it is there. What an argument is called says what completes it: IFACE and
 * PEER are asked for when somebody presses the key.
 *
 * <p>usage: java Completion.java [TEMPLATE.bash|TEMPLATE.zsh SCRIPT]...
 */
final class Completion {
  private Completion() {}

  public static void main(String[] args) throws Exception {
    CommandSpec top = WirelinkCommandLine.of(Surroundings.NONE).getCommandSpec();
    for (int i = 0; i < args.length; i += 2) {
      fillIn(top, Path.of(args[i]), Path.of(args[i + 1]));
    }
  }

  private static void fillIn(CommandSpec top, Path template, Path script) throws IOException {
    boolean zsh = template.toString().endsWith(".zsh");
    String commands =
        all(top).map(zsh ? Completion::zsh : Completion::bash).collect(Collectors.joining("\n"));
    Files.createDirectories(script.getParent());
    Files.writeString(
        script, Files.readString(template).replace("@COMMANDS@", commands.stripTrailing()));
  }

  private static Stream<CommandSpec> all(CommandSpec command) {
    return Stream.concat(Stream.of(command), below(command).flatMap(Completion::all));
  }

  private static Stream<CommandSpec> below(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .distinct()
        .filter(each -> !each.usageMessage().hidden());
  }

  private static Stream<OptionSpec> options(CommandSpec command) {
    return command.options().stream().filter(option -> !option.hidden());
  }

  private static Stream<PositionalParamSpec> arguments(CommandSpec command) {
    return command.positionalParameters().stream().filter(argument -> !argument.hidden());
  }

  /** The kind of an argument's values: interface, peer, file, none, or the words between bars. */
  private static String kind(ArgSpec argument) {
    String label = argument.paramLabel();
    if (argument.completionCandidates() != null) {
      return StreamSupport.stream(argument.completionCandidates().spliterator(), false)
          .collect(Collectors.joining("|"));
    }
    return switch (label) {
      case "IFACE" -> "interface";
      case "PEER" -> "peer";
      case "FILE" -> "file";
      default -> label.contains("|") ? label : "none";
    };
  }

  private static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  private static boolean mayGoWithout(OptionSpec option) {
    return option.arity().min() == 0;
  }

  // ---- bash: a table ----

  private static String bash(CommandSpec command) {
    String subcommands = below(command).map(CommandSpec::name).collect(Collectors.joining(" "));
    String options =
        options(command)
            .flatMap(option -> Stream.of(option.names()))
            .collect(Collectors.joining(" "));
    String values =
        options(command)
            .filter(Completion::takesValue)
            .flatMap(
                option ->
                    Stream.of(option.names())
                        .map(name -> name + (mayGoWithout(option) ? "?" : "") + ":" + kind(option)))
            .collect(Collectors.joining(" "));
    String places =
        arguments(command)
            .map(argument -> kind(argument) + (repeats(argument) ? "*" : ""))
            .collect(Collectors.joining(" "));
    return "    '%s')\n      subcommands='%s'\n      options='%s'\n      values='%s' places='%s'\n      ;;"
        .formatted(command.qualifiedName(), subcommands, options, values, places);
  }

  private static boolean repeats(PositionalParamSpec argument) {
    return argument.arity().max() > 1;
  }

  // ---- zsh: a function for each command ----

  private static String zsh(CommandSpec command) {
    List<String> specs = new ArrayList<>();
    options(command).forEach(option -> specs.addAll(zsh(option)));
    List<PositionalParamSpec> arguments = arguments(command).toList();
    for (int i = 0; i < arguments.size(); i++) {
      PositionalParamSpec argument = arguments.get(i);
      String place = repeats(argument) ? "*:" : i + 1 + (argument.arity().min() == 0 ? "::" : ":");
      specs.add(quoted(place + message(argument) + ":" + action(argument)));
    }
    String function = "_" + command.qualifiedName("_");
    String head = "%s() {\n".formatted(function);
    List<CommandSpec> below = below(command).toList();
    if (below.isEmpty()) {
      return head + "  _arguments -s " + String.join(" \\\n    ", specs) + "\n}\n";
    }
    specs.add("'1:command:->command'");
    specs.add("'*::argument:->argument'");
    return head
        + "  local curcontext=$curcontext state line\n"
        + "  local -a commands\n  commands=(\n"
        + below.stream()
            .map(each -> "    " + quoted(each.name() + ":" + described(each)) + "\n")
            .collect(Collectors.joining())
        + "  )\n  _arguments -s -C "
        + String.join(" \\\n    ", specs)
        + "\n  case $state in\n    command) _describe -t commands command commands ;;\n"
        + "    argument) (( ! $+functions[%1$s_$words[1]] )) || %1$s_$words[1] ;;\n  esac\n}\n"
            .formatted(function);
  }

  private static List<String> zsh(OptionSpec option) {
    String others = option.names().length > 1 ? "(" + String.join(" ", option.names()) + ")" : "";
    String what = "[" + text(option.description()).replace("]", "\\]") + "]";
    return Stream.of(option.names())
        .map(
            name -> {
              String value = "";
              String form = name;
              if (takesValue(option)) {
                value =
                    (mayGoWithout(option) ? "::" : ":") + message(option) + ":" + action(option);
                String joint = name.startsWith("--") ? "=" : "+";
                form = name + joint + (mayGoWithout(option) && joint.equals("=") ? "-" : "");
              }
              return quoted(others + form + what + value);
            })
        .toList();
  }

  private static String message(ArgSpec argument) {
    return argument.paramLabel().toLowerCase(Locale.ROOT).replace(":", "\\:");
  }

  private static String action(ArgSpec argument) {
    String kind = kind(argument);
    return switch (kind) {
      case "interface" -> "__wirelink_interface";
      case "peer" -> "__wirelink_peer";
      case "file" -> "_files";
      case "none" -> " ";
      default -> "(" + kind.replace('|', ' ') + ")";
    };
  }

  private static String described(CommandSpec command) {
    return text(command.usageMessage().description());
  }

  /** The first line of a description, as it would be printed, without a full stop. */
  private static String text(String[] description) {
    return description.length == 0 ? "" : String.format(description[0]).replaceFirst("\\.$", "");
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
