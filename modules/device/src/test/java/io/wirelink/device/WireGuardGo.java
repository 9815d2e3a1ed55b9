package io.wirelink.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * Real wireguard-go processes in a network namespace of their own, which ends with them. Their
 * sockets are in a directory that the test gives, so that nothing meets what runs on this host.
 */
final class WireGuardGo implements AutoCloseable {

  /** What wireguard-go logs when its socket can be connected to. */
  private static final String READY = "UAPI listener started";

  /** Hides /run from the rest of the host, and puts the given directory where sockets belong. */
  private static final String IN_NAMESPACES =
      "mount -t tmpfs tmpfs /run && mkdir /run/wireguard && mount --bind \"$0\" /run/wireguard"
          + " && ip link set lo up && exec wireguard-go -f \"$1\"";

  private final List<Process> processes = new ArrayList<>();

  /** Starts one process for each name. */
  WireGuardGo(Path directory, String... names) throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new TestAbortedException("network namespaces need root");
    }
    for (String name : names) {
      processes.add(
          processes.isEmpty()
              ? launch("unshare", "-n", "-m", "sh", "-c", IN_NAMESPACES, directory.toString(), name)
              : launch(inside("wireguard-go", "-f", name)));
    }
  }

  /** Runs a command in the namespaces and gives what it prints. */
  String run(String... command) throws IOException, InterruptedException {
    return run("", command);
  }

  /** Runs a command with this as its input. */
  String run(String input, String[] command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(inside(command)).redirectErrorStream(true).start();
    try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
      stdin.write(input);
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
    return output;
  }

  /** Waits until the process of the first interface has ended by itself. */
  void awaitFirstEnd() throws InterruptedException {
    processes.getFirst().waitFor();
  }

  private String[] inside(String... command) {
    List<String> whole = new ArrayList<>(List.of("nsenter", "--net", "--mount", "--target"));
    whole.add(Long.toString(processes.getFirst().pid()));
    whole.addAll(List.of(command));
    return whole.toArray(String[]::new);
  }

  private static Process launch(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LOG_LEVEL", "verbose");
    Process process = builder.start();
    BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      said.append(line).append('\n');
      if (line.contains(READY)) {
        // It would stand still with a full pipe.
        Thread.ofPlatform().daemon().start(() -> drain(log));
        return process;
      }
    }
    throw new IOException(String.join(" ", command) + " ended: " + said);
  }

  private static void drain(BufferedReader log) {
    try {
      log.lines().forEach(line -> {});
    } catch (UncheckedIOException e) {
      // Closed with the process.
    }
  }

  @Override
  public void close() throws InterruptedException {
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      process.waitFor();
    }
  }
}
