package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.FakeHost;
import io.wirelink.fixtures.Views;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The address that follows from a key. */
class AddressCommandTest {
  private final FakeHost host = new FakeHost();

  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void openTheShell() {
    shell = new Shell(folder);
    shell.backends = host;
  }

  @Test
  void theAddressFollowsFromTheKey() {
    assertEquals(
        new Ended(0, "fe80::8cf3:2eee:f929:448d\n", ""),
        shell.run("address", "ZP/Mzlvt9BwNH9oqtuL0ZP8OW1foBBWfE8R6nSrM/nk="));
    assertEquals(new Ended(0, Views.SELF.linkLocalAddress() + "\n", ""), shell.run("address"));
    assertEquals(0, host.open.get());
    Ended wrong = shell.run("address", "wg0");
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.err().contains("This is no key"), wrong.err());
    assertEquals(1, shell.run("address", "-i", "wg1").exitCode());
  }

  @Test
  void anInterfaceWithoutKeyHasNoAddress() {
    host.key = null;
    Ended ended = shell.run("address");
    assertEquals(1, ended.exitCode());
    assertTrue(ended.err().startsWith("the interface wg0 has no private key"), ended.err());
  }
}
