package io.wirelink.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wirelink.command.Surroundings;
import io.wirelink.command.Terminal;
import io.wirelink.command.WirelinkCommandLine;
import io.wirelink.fixtures.AbstractShell;
import io.wirelink.newcomer.NewcomerHost;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.nio.file.Path;

/** A shell in which agents run. */
final class Shell extends AbstractShell {
  /** An agent that takes long to end, on a slow machine, is not to end the tests' process. */
  private static final long NEVER_MILLIS = Long.MAX_VALUE;

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
        Terminal.NONE,
        new ProcessLauncher(NEVER_MILLIS),
        () -> NewcomerHost.NONE);
  }

  @Override
  protected int execute(PrintWriter out, PrintWriter err, String... words) {
    return WirelinkCommandLine.of(surroundings()).setOut(out).setErr(err).execute(words);
  }
}
