package io.wirelink.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs command lines one after the other in one process, so that the build of the image can record
 * the classes that a start of the command needs: a cache is made from a single run.
 */
final class Rehearsal {
  /** What each command line finds in its standard input: a fact, an empty group and no hex. */
  private static final String INPUT = "6d00" + "00".repeat(32) + "\n\nx\n";

  private Rehearsal() {}

  /**
   * Runs each line of a file that is neither empty nor a comment, and then an agent in memory; what
   * the lines answer is of no interest here.
   *
   * @param args the file, with the words of a command line separated by single spaces
   * @throws IOException if the file cannot be read
   */
  public static void main(String[] args) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(args[0]));
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        Surroundings around =
            new Surroundings(
                System.getenv(),
                Surroundings.RUN_DIRECTORY,
                new ByteArrayInputStream(INPUT.getBytes(StandardCharsets.US_ASCII)),
                new InstalledBackends());
        Main.commandLine(around).execute(line.strip().split(" ", -1));
      }
    }
    AgentRehearsal.run();
  }
}
