package io.wirelink.command;

import io.wirelink.agent.Backends;
import io.wirelink.newcomer.NewcomerHost;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a command finds around it, so that tests can put something else there. Standard output and
 * error are picocli's.
 *
 * @param variables the environment
 * @param runDirectory where agents have their control sockets
 * @param input standard input
 * @param backends the host's network and WireGuard
 * @param terminal the terminal that standard output may be
 * @param launcher begins to log, and runs agents
 * @param newcomer what a host that joins a mesh needs
 */
public record Surroundings(
    Map<String, String> variables,
    Path runDirectory,
    InputStream input,
    Backends backends,
    Terminal terminal,
    AgentLauncher launcher,
    Supplier<NewcomerHost> newcomer) {

  /** Where agents have their control sockets (systemd's {@code RuntimeDirectory=wirelink}). */
  public static final Path RUN_DIRECTORY = Path.of("/run/wirelink");

  /** A host that has nothing. */
  public static final Surroundings NONE =
      new Surroundings(
          Map.of(),
          RUN_DIRECTORY,
          InputStream.nullInputStream(),
          Backends.NONE,
          Terminal.NONE,
          AgentLauncher.NONE,
          () -> NewcomerHost.NONE);
}
