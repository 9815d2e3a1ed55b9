import io.wirelink.command.Surroundings;
import io.wirelink.command.WirelinkCommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Writes the manual pages of a command and of all its subcommands, in AsciiDoc, from what their
 * {@code --help} says.
 *
 * <p>usage: java ManPages.java FOLDER
 */
final class ManPages {
  private final Path folder;
  private final CommandSpec top;

  private ManPages(Path folder, CommandSpec top) {
    this.folder = folder;
    this.top = top;
  }

  public static void main(String[] args) throws Exception {
    CommandLine line = WirelinkCommandLine.of(Surroundings.NONE);
    new ManPages(Path.of(args[0]), line.getCommandSpec()).write();
  }

  private void write() throws IOException {
    List<CommandSpec> all = withAllBelow(top).toList();
    all.forEach(this::forPaper);
    int status = ManPageGenerator.generateManPage(folder.toFile(), null, new boolean[0], true, top);
    if (status != 0) {
      throw new IOException("the manual pages could not be written, for the reason above");
    }
    for (CommandSpec command : all) {
      seeAlso(command);
    }
  }

  private static Stream<CommandSpec> withAllBelow(CommandSpec command) {
    return Stream.concat(Stream.of(command), below(command).flatMap(ManPages::withAllBelow));
  }

  private static Stream<CommandSpec> below(CommandSpec command) {
    return command.subcommands().values().stream().map(CommandLine::getCommandSpec).distinct();
  }

  /** A page has headings of its own kind; and what is said once of all commands, each page says. */
  private void forPaper(CommandSpec command) {
    var usage = command.usageMessage();
    usage.exitCodeListHeading("Exit status%n").exitCodeList(top.usageMessage().exitCodeList());
    usage.footerHeading(usage.footerHeading().replaceAll("%n|:", ""));
    command.version(top.version());
    command.versionProvider(top.versionProvider());
  }

  /** What is around a command: those above it, those below it, and the other pages. */
  private void seeAlso(CommandSpec command) throws IOException {
    List<String> pages = new ArrayList<>();
    for (CommandLine above = command.parent() == null ? null : command.parent().commandLine();
        above != null;
        above = above.getParent()) {
      pages.add("*" + name(above.getCommandSpec()) + "*(1)");
    }
    below(command).forEach(each -> pages.add("*" + name(each) + "*(1)"));
    pages.addAll(List.of("*wirelink.json*(5)", "*wg*(8)"));
    Files.writeString(
        folder.resolve(name(command) + ".adoc"),
        "\n== See also\n\n" + String.join(", ", pages) + "\n",
        StandardOpenOption.APPEND);
  }

  private static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }
}
