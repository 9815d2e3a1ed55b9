package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.command.Surroundings;
import io.wirelink.command.WirelinkCommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

/** What ExamplesIT runs is all that there is to run. */
class ExampleTest {
  private static final int HELP_WIDTH = 80;

  private final CommandSpec wirelink = WirelinkCommandLine.of(Surroundings.NONE).getCommandSpec();

  private static Stream<CommandSpec> all(CommandSpec command) {
    return Stream.concat(Stream.of(command), Example.below(command).flatMap(ExampleTest::all));
  }

  @Test
  void eachCommandHasAnExampleOfItself() {
    for (CommandSpec command : all(wirelink).toList()) {
      assertTrue(
          Example.below(command).findAny().isPresent()
              || Example.ofFooter(command)
                  .anyMatch(example -> example.line().contains(command.qualifiedName())),
          command.qualifiedName() + " --help shows no example of it");
    }
  }

  @Test
  void anExampleStaysOnItsLine() {
    all(wirelink)
        .flatMap(command -> Stream.of(command.usageMessage().footer()))
        .forEach(line -> assertTrue(line.length() < HELP_WIDTH, line));
  }

  @Test
  void anExampleInHelpEndsBeforeWhatIsSaidOfIt() {
    assertTrue(
        Example.ofHelp(wirelink).map(Example::line).anyMatch("wirelink run --help"::equals),
        () -> Example.ofHelp(wirelink).toList().toString());
  }

  @Test
  void aTextsExamplesAreTheLinesOfItsBlocksForShells(@TempDir Path folder) throws IOException {
    Path text = folder.resolve("text.md");
    Files.writeString(
        text,
        """
        ```sh
        wirelink facts        # what is known
        # nothing to run
        echo a#b \\
          c
        ```
        ```json
        {}
        ```
        """);
    assertEquals(
        List.of("wirelink facts", "echo a#b   c"),
        Example.ofText(text).stream().map(Example::line).toList());
  }

  @Test
  void theProgramsOfAnExampleAreThoseOfAllItsParts() {
    Example example = new Example("here", "echo 'a | b' | sudo tee \"x; y\" && rm -f z <(ls)");
    assertEquals(List.of("echo", "tee", "rm", "ls"), example.programs());
  }
}
