package io.wirelink.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that was run to its end.
 *
 * @param command its words
 * @param exitCode what it ended with
 * @param out its standard output
 * @param err its standard error
 */
record Ended(List<String> command, int exitCode, String out, String err) {

  /** Runs a command with nothing as its input. */
  static Ended run(List<String> command, Map<String, String> environment) {
    return run(command, environment, "");
  }

  /** Runs a command with this as its input. */
  static Ended run(List<String> command, Map<String, String> environment, String input) {
    try {
      // In files, for a pipe that a background process inherits would never end.
      Path folder = Files.createTempDirectory("wirelink-it");
      Path in = Files.writeString(folder.resolve("in"), input);
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      try {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectInput(in.toFile());
        builder.redirectOutput(out.toFile());
        builder.redirectError(err.toFile());
        int exitCode = awaitEnd(builder.start(), command);
        return new Ended(command, exitCode, text(out), text(err));
      } finally {
        Files.deleteIfExists(in);
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new AssertionError(command + " cannot be run", e);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static int awaitEnd(Process process, List<String> command) {
    try {
      if (process.waitFor(Lab.NEVER_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      throw new AssertionError(command + " did not end within " + Lab.NEVER_SECONDS + " s");
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError(command + " was interrupted", e);
    }
  }

  /** Fails unless the command was done. */
  Ended done() {
    if (exitCode != 0) {
      throw new AssertionError(this);
    }
    return this;
  }

  @Override
  public String toString() {
    return String.join(" ", command) + "\nexit code " + exitCode + "\n" + out + err;
  }
}
