package io.wirelink.names;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command by which systemd-resolved is asked and told things: resolvectl(1). */
@FunctionalInterface
interface Resolvectl {

  /** Where systemd-resolved has its state as long as it runs. */
  Path STATE = Path.of("/run/systemd/resolve");

  /** How long a call may take, in seconds: what it waits for is a service of this host. */
  long MAX_SECONDS = 5;

  /** How much of what it says is read, in bytes. */
  int MAX_OUTPUT = 64 * 1024;

  /**
   * What it said.
   *
   * @param done whether it did what it was told
   * @param output what it printed, on whichever stream
   */
  record Said(boolean done, String output) {}

  /**
   * Runs it.
   *
   * @param words its arguments
   * @throws IOException if it cannot be run, or does not end
   */
  Said run(List<String> words) throws IOException, InterruptedException;

  /** That of this host. */
  static Said ofHost(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("resolvectl"));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    try (var output = process.getInputStream()) {
      if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("resolvectl has not ended after " + MAX_SECONDS + " s");
      }
      return new Said(process.exitValue() == 0, new String(output.readNBytes(MAX_OUTPUT), UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Whether there is a systemd-resolved that knows the interfaces which this process sees, and
   * takes this process's word: that of root. In a network namespace of its own, a process has other
   * interfaces by the same names and numbers.
   */
  static boolean isHere() {
    try {
      return Files.isDirectory(STATE)
          && Files.readAllLines(Path.of("/proc/self/status")).stream()
              .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"))
          && Files.readSymbolicLink(Path.of("/proc/self/ns/net"))
              .equals(Files.readSymbolicLink(Path.of("/proc/1/ns/net")));
    } catch (IOException e) {
      return false;
    }
  }
}
