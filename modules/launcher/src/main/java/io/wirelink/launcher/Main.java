package io.wirelink.launcher;

import io.wirelink.command.Surroundings;
import io.wirelink.command.WirelinkCommandLine;
import io.wirelink.newcomer.NewcomerHost;

/** The entry of the {@code wirelink} command. */
public final class Main {
  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args the command line as the shell gave it
   */
  public static void main(String[] args) {
    Surroundings surroundings =
        new Surroundings(
            System.getenv(),
            Surroundings.RUN_DIRECTORY,
            System.in,
            new InstalledBackends(),
            new ProcessTerminal(),
            new ProcessLauncher(),
            NewcomerHost::ofThis);
    System.exit(WirelinkCommandLine.execute(surroundings, args));
  }
}
