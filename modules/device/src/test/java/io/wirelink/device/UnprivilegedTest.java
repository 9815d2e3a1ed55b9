package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process gets to read that lacks root's right to pass over the modes of files. */
class UnprivilegedTest {

  @TempDir private Path directory;

  /** Opens wg0 in the directory given, and prints what comes of it. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) {
      var backend = new UserspaceBackend(Path.of(arguments[0]), Duration.ofMinutes(10));
      try {
        System.out.print(backend.open("wg0").isPresent() ? "opened" : "not served");
      } catch (DeviceException e) {
        System.out.print(e.reason() + ": " + e.getMessage());
      }
    }
  }

  @BeforeEach
  void needRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "to give up a right needs root");
  }

  @Test
  void aSocketThatMayNotBeUsedSaysWhoMay() throws Exception {
    Path path = directory.resolve("wg0.sock");
    try (var server = new FakeUserspace(path, FakeUserspace.answering("errno=0\n\n"))) {
      assertEquals("opened", child());
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
      assertEquals(refusal(path), child());
    }
  }

  @Test
  void aDirectoryThatMayNotBeEnteredIsNotAnAbsentSocket() throws Exception {
    assertEquals("not served", child());
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));
    assertEquals(refusal(directory.resolve("wg0.sock")), child());
  }

  private static String refusal(Path path) {
    return "NO_PERMISSION: cannot open the interface wg0: this process may not use "
        + path
        + "; run wirelink as root, or as the socket's owner";
  }

  private String child() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "setpriv",
                "--bounding-set=-dac_override,-dac_read_search",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target/classes") + ":" + Path.of("target/test-classes"),
                Child.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
