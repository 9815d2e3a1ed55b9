package io.wirelink.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The installed command as an agent: a process of its own, in the guest of a kernel's test. */
final class GuestAgent implements AutoCloseable {

  /** Where {@code scripts/test-kernel} puts the image. */
  static final String COMMAND = "/opt/wirelink/bin/wirelink";

  private final String interfaceName;
  private final Process process;
  private final File output;

  private GuestAgent(String interfaceName, Process process, File output) {
    this.interfaceName = interfaceName;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts an agent, and does not wait until it is up.
   *
   * @param before the words that run it where it belongs; none for the namespace of this thread
   */
  static GuestAgent start(String interfaceName, String... before) throws IOException {
    List<String> words = new ArrayList<>(List.of(before));
    words.addAll(List.of(COMMAND, "run", interfaceName));
    File output = Files.createTempFile("agent", ".log").toFile();
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output).start();
    return new GuestAgent(interfaceName, process, output);
  }

  /** Waits until it is up; fails if it ends instead. */
  void awaitUp() throws Exception {
    Within.seconds(
        () -> said().contains("This host is") || !process.isAlive(),
        () -> "the agent of " + interfaceName + " is up:\n" + said());
    assertTrue(process.isAlive(), this::said);
  }

  /** What it has said so far. */
  String said() {
    try {
      return Files.readString(output.toPath());
    } catch (IOException e) {
      return e.toString();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(Within.NEVER.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the agent of " + interfaceName + " does not end:\n" + said());
    }
    return process.exitValue();
  }

  /** What it believes. */
  String facts() throws IOException {
    return answer("{\"command\":\"facts\"}");
  }

  /** What it answers at its socket to a line: there is no JVM to be started first. */
  String answer(String request) throws IOException {
    Path socket = Path.of("/run/wirelink", interfaceName + ".sock");
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(StandardCharsets.US_ASCII.encode(request + "\n"));
      channel.shutdownOutput();
      byte[] answer = Channels.newInputStream(channel).readAllBytes();
      return StandardCharsets.UTF_8.decode(ByteBuffer.wrap(answer)).toString();
    }
  }

  /** Tells it to end, and does not wait for that. */
  void stop() {
    process.destroy();
  }

  /** Ends it as a service manager would. */
  @Override
  public void close() throws InterruptedException {
    stop();
    assertEquals(0, exitCode(), this::said);
  }
}
