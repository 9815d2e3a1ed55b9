package io.wirelink.command;

import io.wirelink.config.ConfigDirectory;
import io.wirelink.config.ConfigException;
import io.wirelink.config.ConfigFormat;
import io.wirelink.config.ConfigProblem;
import io.wirelink.config.ConfigSources;
import io.wirelink.config.Position;
import io.wirelink.text.Amounts;
import io.wirelink.text.JsonText;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Finds all that is wrong with a configuration; to do so is its success, so it is not an error. */
@Command(
    name = "check",
    description = {
      "Find all mistakes of a configuration at once, each with its place.",
      "",
      "Of an interface it checks what 'run' would read: the file and the environment. It ends with"
          + " 0 if there are no mistakes, and with 1 if there are.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink config check",
      "  wirelink config check ./wirelink.wg0.yaml",
      "  wirelink config check wg0 --json",
    })
final class ConfigCheckCommand implements Callable<Integer> {
  /** So that scripts find the same fields each time. */
  @Spec private CommandSpec spec;

  @ParentCommand private ConfigCommand config;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE|IFACE",
      description =
          "A file, which its ending or a slash tells from an interface; the interface of the one"
              + " agent that runs, or wg0, if left out.")
  private @Nullable String subject;

  @Option(names = "--json", description = "Print a JSON object for scripts.")
  private boolean json;

  /**
   * What was looked at, and what is wrong with it.
   *
   * @param interfaceName the interface that it is for; null if that is not known
   * @param file the file; null if there is none, or it could not be found
   * @param peers how many peers are configured
   * @param problems all that is wrong
   */
  private record Finding(
      @Nullable String interfaceName,
      @Nullable Path file,
      int peers,
      List<ConfigProblem> problems) {}

  @Override
  public Integer call() throws IOException {
    Finding finding = find();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(json(finding));
    } else if (finding.problems().isEmpty()) {
      out.println(praise(finding));
    } else {
      finding.problems().forEach(problem -> out.println(problem.sentence()));
    }
    out.flush();
    return finding.problems().isEmpty() ? CommandFailure.DONE : CommandFailure.FAILED;
  }

  private Finding find() {
    if (subject != null && isFile(subject)) {
      Path file = Path.of(subject);
      String name = ConfigDirectory.interfaceOf(file);
      try {
        return new Finding(name, file, ConfigDirectory.read(file, name).peers().size(), List.of());
      } catch (ConfigException e) {
        return new Finding(name, file, 0, e.problems());
      }
    }
    Surroundings around = config.surroundings();
    String name = InterfaceChoice.toAsk(subject, around);
    try {
      ConfigSources sources = ConfigSources.load(name, around.variables());
      return new Finding(name, sources.path(), sources.file().peers().size(), List.of());
    } catch (ConfigException e) {
      return new Finding(name, fileOf(name, around), 0, e.problems());
    }
  }

  private static boolean isFile(String subject) {
    return subject.contains(File.separator) || ConfigFormat.of(Path.of(subject)).isPresent();
  }

  private static @Nullable Path fileOf(String name, Surroundings around) {
    try {
      return ConfigDirectory.of(around.variables()).find(name).orElse(null);
    } catch (ConfigException e) {
      return null;
    }
  }

  private String praise(Finding finding) {
    Path file = finding.file();
    if (file == null) {
      Path directory = ConfigDirectory.of(config.surroundings().variables()).path();
      return "%s: no mistakes; there is no file for it in %s, so the defaults are in force"
          .formatted(finding.interfaceName(), directory);
    }
    return "%s: no mistakes, %s".formatted(file, Amounts.counted(finding.peers(), "peer"));
  }

  private static String json(Finding finding) throws IOException {
    Path file = finding.file();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("interface", finding.interfaceName());
    members.put("file", file == null ? null : file.toString());
    members.put("problems", finding.problems().stream().map(ConfigCheckCommand::members).toList());
    return JsonText.lines(members);
  }

  private static Map<String, @Nullable Object> members(ConfigProblem problem) {
    Position position = problem.position();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("source", problem.source());
    members.put("line", position == null ? null : position.line());
    members.put("column", position == null ? null : position.column());
    members.put("setting", problem.place());
    members.put("complaint", problem.complaint());
    return members;
  }
}
