package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.fixtures.FakeHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Telling systemd-resolved of names, as far as that is possible without one. */
class ResolvedCommandTest {
  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void openTheShell() {
    shell = new Shell(folder);
    shell.backends = new FakeHost();
  }

  private void configure(String json) throws IOException {
    Path configuration = Files.createDirectories(folder.resolve("etc"));
    Files.writeString(configuration.resolve("wirelink.wg0.json"), json);
  }

  @Test
  void whereNamesAreOffNothingIsTold() throws IOException {
    configure("{\"names\": false}");
    assertEquals("Names are not answered on wg0.\n", shell.done("resolved", "wg0"));
  }

  @Test
  void aWrongConfigurationIsAnError() throws IOException {
    configure("{\"domain\": \"a b\"}");
    var ended = shell.run("resolved", "wg0");
    assertEquals(2, ended.exitCode());
    assertTrue(ended.err().contains("domain"), ended.err());
  }
}
