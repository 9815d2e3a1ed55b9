package io.wirelink.launcher;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it, so that tests can put something else there. Standard output and
 * error are picocli's.
 *
 * @param variables the environment
 * @param runDirectory where agents have their control sockets
 * @param input standard input
 * @param backends the host's network and WireGuard
 * @param terminal the terminal that standard output may be
 */
record Surroundings(
    Map<String, String> variables,
    Path runDirectory,
    InputStream input,
    Backends backends,
    Terminal terminal) {

  /** Where agents have their control sockets (systemd's {@code RuntimeDirectory=wirelink}). */
  static final Path RUN_DIRECTORY = Path.of("/run/wirelink");

  /** Surroundings without a terminal. */
  Surroundings(
      Map<String, String> variables, Path runDirectory, InputStream input, Backends backends) {
    this(variables, runDirectory, input, backends, Terminal.NONE);
  }

  /** The surroundings of this process. */
  static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(), RUN_DIRECTORY, System.in, new InstalledBackends(), new ProcessTerminal());
  }
}
