package io.wirelink.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control socket of root, before an agent that is not root. */
class ForbiddenSocketTest {

  @TempDir private Path directory;

  /** Makes the control socket of wg0 in the directory given, and prints what comes of it. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) {
      try {
        new ControlSocket(Path.of(arguments[0]), "wg0").bind();
        System.out.print("bound");
      } catch (ControlFailure e) {
        System.out.print(e.getMessage());
      }
    }
  }

  @BeforeEach
  void needRoot() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "to give up a right needs root");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Test
  void theSocketOfAnotherIsLeftToItsOwner() throws Exception {
    Path path = directory.resolve("wg0.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      assertEquals(refusal(path), child());
    }
    // Of one that is dead, nobody else can tell.
    assertEquals(refusal(path), child());
    Files.delete(path);
    assertEquals("bound", child());
    assertTrue(Files.exists(path));
  }

  private static String refusal(Path path) {
    return "whether an agent runs on wg0 already, only root and the owner of "
        + path
        + " can tell: stop that agent, or remove the file";
  }

  private String child() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                // The classes may lie where only root may read.
                "--inh-caps=+dac_read_search",
                "--ambient-caps=+dac_read_search",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target/classes").toAbsolutePath()
                    + ":"
                    + Path.of("target/test-classes").toAbsolutePath(),
                Child.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
