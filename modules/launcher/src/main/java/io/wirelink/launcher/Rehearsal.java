package io.wirelink.launcher;

import io.wirelink.agent.Backends;
import io.wirelink.command.CommandFailure;
import io.wirelink.command.Surroundings;
import io.wirelink.command.WirelinkCommandLine;
import io.wirelink.config.EnvironmentSettings;
import io.wirelink.newcomer.NewcomerHost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs command lines one after the other in one process, so that the build of the image can record
 * the classes that a start of the command needs: a cache is made from a single run.
 */
final class Rehearsal {
  /** What each command line finds in its standard input: a fact, an empty group and no hex. */
  private static final String INPUT = "6d00" + "00".repeat(32) + "\n\nx\n";

  private static final String INTERFACE = "rehearsal";

  private Rehearsal() {}

  /**
   * Runs an agent in memory, and beside it each line of a file that is neither empty nor a comment;
   * what the lines answer is of no interest here. The agent answers for the interface {@code
   * rehearsal}.
   *
   * @param args the file, with the words of a command line separated by single spaces
   * @throws IOException if the file cannot be read
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> lines = Files.readAllLines(Path.of(args[0]));
    Path folder = Files.createTempDirectory("wirelink");
    AgentRehearsal.run(folder);
    RehearsedHost host = new RehearsedHost(INTERFACE);
    Thread agent = new Thread(() -> run("run " + INTERFACE, folder, host), "agent");
    agent.start();
    try {
      awaitSocket(folder, agent);
      for (String line : lines) {
        if (!line.isBlank() && !line.startsWith("#")) {
          run(line.strip(), folder, new InstalledBackends());
        }
      }
      host.stop();
      agent.join();
    } finally {
      remove(folder);
    }
    System.exit(CommandFailure.DONE); // as each command ends: that takes classes too
  }

  /** Waits until the agent can be asked, or has ended because something is missing here. */
  private static void awaitSocket(Path folder, Thread agent) throws InterruptedException {
    while (agent.isAlive() && !Files.exists(folder.resolve(INTERFACE + ".sock"))) {
      Thread.sleep(10);
    }
  }

  /** Removes a folder of files, such as the lock that stays where a socket was. */
  private static void remove(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static void run(String line, Path folder, Backends backends) {
    Surroundings around =
        new Surroundings(
            Map.of(EnvironmentSettings.STATE_PATH, folder.toString()),
            folder,
            new ByteArrayInputStream(INPUT.getBytes(StandardCharsets.US_ASCII)),
            backends,
            new ProcessTerminal(),
            new ProcessLauncher(),
            () -> NewcomerHost.NONE);
    WirelinkCommandLine.execute(around, line.split(" ", -1));
  }
}
