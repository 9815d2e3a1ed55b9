package io.wirelink.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wirelink.fixtures.AbstractShell;
import io.wirelink.newcomer.NewcomerHost;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.nio.file.Path;

/** A shell in which no agent runs. */
final class Shell extends AbstractShell {
  Terminal terminal = Terminal.NONE;
  NewcomerHost newcomer = NewcomerHost.NONE;

  Shell(Path folder) {
    super(folder);
  }

  /** What commands find around them. */
  Surroundings surroundings() {
    return new Surroundings(
        variables,
        runDirectory,
        new ByteArrayInputStream(input.getBytes(UTF_8)),
        backends,
        terminal,
        AgentLauncher.NONE,
        () -> newcomer);
  }

  @Override
  protected int execute(PrintWriter out, PrintWriter err, String... words) {
    return WirelinkCommandLine.of(surroundings()).setOut(out).setErr(err).execute(words);
  }
}
