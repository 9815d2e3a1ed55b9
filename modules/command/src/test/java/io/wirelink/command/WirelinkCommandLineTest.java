package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class WirelinkCommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      WirelinkCommandLine.of(Surroundings.NONE)
          .setOut(new PrintWriter(out))
          .setErr(new PrintWriter(err));

  @Command(name = "fail")
  private record Failing(RuntimeException failure) implements Runnable {
    @Override
    public void run() {
      throw failure;
    }
  }

  private int fail(RuntimeException failure, String... options) {
    line.addSubcommand(new Failing(failure));
    line.setOut(line.getOut()).setErr(line.getErr());
    String[] words = new String[options.length + 1];
    System.arraycopy(options, 0, words, 0, options.length);
    words[options.length] = "fail";
    return line.execute(words);
  }

  @Test
  void helpAndVersionAreAnsweredAndDone() {
    assertEquals(0, line.execute("--help"));
    assertEquals(0, line.execute("--version"));
    assertTrue(out.toString().contains("Usage: wirelink"), out.toString());
    assertTrue(out.toString().lines().anyMatch(l -> l.startsWith("wirelink ")), out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void nothingToDoIsWrongUsage() {
    assertEquals(2, line.execute());
    assertEquals(
        "A command is missing. 'wirelink --help' shows what there is.", err.toString().strip());
  }

  @Test
  void aWordThatIsNearlyACommandIsWrongUsage() {
    assertEquals(2, line.execute("config"));
    assertEquals(2, line.execute("fact"));
    assertEquals(
        """
        A command is missing. 'wirelink config --help' shows what there is.
        There is no 'fact': did you mean facts? 'wirelink --help' shows what there is.
        """,
        err.toString());
  }

  @Test
  void anUnknownOptionIsWrongUsage() {
    assertEquals(2, line.execute("--no-such-option"));
    assertEquals(1, err.toString().lines().count());
  }

  @Test
  void aForeseenFailureIsItsSentenceAndItsExitCode() {
    assertEquals(3, fail(new CommandFailure(CommandFailure.NO_AGENT, "No agent runs for wg0")));
    assertEquals("No agent runs for wg0.", err.toString().strip());
  }

  @Test
  void anUnforeseenFailureHasNoStackTrace() {
    assertEquals(1, fail(new IllegalStateException("queue\nbroken")));
    assertEquals(
        "wirelink failed unexpectedly: queue broken. With --debug it says where.",
        err.toString().strip());
  }

  @Test
  void debugShowsWhereItFailed() {
    assertEquals(1, fail(new IllegalStateException("broken"), "--debug"));
    assertTrue(err.toString().contains("WirelinkCommandLineTest.java"), err.toString());
  }

  private static Set<String> needed(String... words) {
    return WirelinkCommandLine.needed(words).keySet();
  }

  @Test
  void onlyTheCommandThatIsNamedIsMade() {
    assertEquals(Set.of("status"), needed("status", "wg0", "--json"));
    assertEquals(Set.of("why"), needed("-d", "--debug", "why", "--help"));
    assertEquals(Set.of(), needed("--version"));
    assertEquals(Set.of(), needed("-V"));
  }

  @Test
  void whereTheCommandsMayBeListedAllAreMade() {
    Set<String> all = line.getSubcommands().keySet();
    assertEquals(23, all.size());
    for (String word : List.of("--help", "--debug", "sttaus", "")) {
      assertEquals(all, needed(word), word);
    }
    assertEquals(all, needed());
    assertEquals(all, needed("--help", "status"));
    assertEquals(all, needed("--version", "--bad"));
  }

  @Test
  void aCommandIsCalledAsItSaysItself() {
    line.getSubcommands()
        .forEach((name, command) -> assertEquals(name, command.getCommandSpec().name()));
  }

  @Test
  void eachCommandExplainsItself() {
    for (String name : line.getSubcommands().keySet()) {
      assertEquals(0, WirelinkCommandLine.execute(Surroundings.NONE, name, "--help"));
      out.getBuffer().setLength(0);
      assertEquals(0, line.execute(name, "--help"));
      assertTrue(out.toString().startsWith("Usage: wirelink " + name), out.toString());
    }
    assertEquals(0, line.execute("config", "show", "--help"));
  }
}
