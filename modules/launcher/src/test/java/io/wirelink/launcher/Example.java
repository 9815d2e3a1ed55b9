package io.wirelink.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command line that a reader is told to type.
 *
 * @param place where it is told
 * @param line as a shell takes it
 */
record Example(String place, String line) {

  /** In the footer of a command, what is indented; behind two blanks, what it is for. */
  private static final Pattern IN_FOOTER = Pattern.compile(" {2}(\\S.*?)(?: {2,}.*)?");

  /** A block that is marked as one for a shell; the indentation is that of a list around it. */
  private static final Pattern BLOCK =
      Pattern.compile("^ *```sh\\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#\\s.*");

  private static final Pattern SEPARATOR = Pattern.compile("\\|\\|?|&&|;|<\\(|\\$\\(");

  /** The examples that the help of a command and of all below it ends with. */
  static Stream<Example> ofHelp(CommandSpec command) {
    return Stream.concat(ofFooter(command), below(command).flatMap(Example::ofHelp));
  }

  /** The examples that the help of one command ends with. */
  static Stream<Example> ofFooter(CommandSpec command) {
    return Arrays.stream(command.usageMessage().footer())
        .map(String::formatted)
        .map(IN_FOOTER::matcher)
        .filter(Matcher::matches)
        .map(line -> new Example(command.qualifiedName() + " --help", line.group(1)));
  }

  /** The commands right below another. */
  static Stream<CommandSpec> below(CommandSpec command) {
    return command.subcommands().values().stream().map(CommandLine::getCommandSpec).distinct();
  }

  /** The examples of a text in Markdown: each line of its blocks of {@code sh}. */
  static List<Example> ofText(Path file) throws IOException {
    List<Example> examples = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(file));
    while (block.find()) {
      for (String line : block.group(1).replace("\\\n", "").lines().toList()) {
        String command = COMMENT.matcher(line).replaceFirst("").strip();
        if (!command.isEmpty()) {
          examples.add(new Example(file.getFileName().toString(), command));
        }
      }
    }
    return examples;
  }

  /** The programs that it calls: the first words of its parts. */
  List<String> programs() {
    String unquoted = line.replaceAll("'[^']*'|\"[^\"]*\"", "''");
    return Arrays.stream(SEPARATOR.split(unquoted, -1))
        .map(part -> part.strip().replaceFirst("^sudo ", "").replaceFirst("[\\s)].*", ""))
        .toList();
  }

  /** Whether it goes on until somebody ends it. */
  boolean goesOn() {
    return (line.matches("wirelink run .*") && !line.matches(".* --(dump|help).*"))
        || line.matches("wirelink watch\\b.*")
        || line.contains(" --watch");
  }
}
