package io.wirelink.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs commands in this process, as a shell would, in surroundings that a test makes. */
final class Shell {
  final Map<String, String> variables = new HashMap<>();
  final Path runDirectory;
  Backends backends = Backends.NONE;
  Terminal terminal = Terminal.NONE;
  String input = "";

  /** A shell on a host that is empty but for a folder. */
  Shell(Path folder) {
    runDirectory = folder.resolve("run");
    variables.put("WIRELINK_CONFIG_PATH", folder.resolve("etc").toString());
  }

  /** What commands find around them. */
  Surroundings surroundings() {
    return new Surroundings(
        variables,
        runDirectory,
        new ByteArrayInputStream(input.getBytes(UTF_8)),
        backends,
        terminal,
        new ProcessLauncher());
  }

  /** What a command left behind. */
  record Ended(int exitCode, String out, String err) {}

  /** Runs a command line. */
  Ended run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        WirelinkCommandLine.of(surroundings())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words);
    return new Ended(exitCode, out.toString(), err.toString());
  }
}
