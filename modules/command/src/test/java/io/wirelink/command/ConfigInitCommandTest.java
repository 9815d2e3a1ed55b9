package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.config.ConfigFailure;
import io.wirelink.config.NewFile;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.FakeHost;
import io.wirelink.fixtures.Views;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Making a first configuration where nobody can be asked. */
class ConfigInitCommandTest {
  static final PeerState ROUTER =
      peer(Views.ROUTER, "198.51.100.1:51900", "10.0.0.0/24", "fe80::2/128");
  static final PeerState LEAF = peer(Views.STRANGER, "203.0.113.7:40001", "10.0.0.7/32");

  @TempDir private Path folder;
  private Path etc;
  private Shell shell;
  private FakeHost host;

  @BeforeEach
  void openTheShell() throws Exception {
    shell = new Shell(folder);
    host = new FakeHost();
    shell.backends = host;
    etc = Files.createDirectories(folder.resolve("etc"));
  }

  private static PeerState peer(PublicKey key, String endpoint, String... networks) {
    Set<Cidr> allowedIps = new LinkedHashSet<>();
    for (String network : networks) {
      allowedIps.add(Cidr.parse(network));
    }
    return new PeerState(key, Endpoint.parse(endpoint), null, 0, 0, 0, allowedIps);
  }

  static Map<PublicKey, PeerState> peers(PeerState... peers) {
    Map<PublicKey, PeerState> byKey = new LinkedHashMap<>();
    for (PeerState peer : peers) {
      byKey.put(peer.publicKey(), peer);
    }
    return byKey;
  }

  private String made(String... options) {
    String out = shell.done("config init --output -", options);
    assertEquals(0, host.open.get());
    return out;
  }

  private void assertFails(int exitCode, String sentence, String... words) {
    Ended ended = shell.run(words);
    assertEquals(new Ended(exitCode, "", sentence + "\n"), ended);
    assertEquals(0, host.open.get());
  }

  private static String hostName() throws Exception {
    return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip().replaceFirst("\\..*", "");
  }

  @Test
  void aLeafTrustsItsRouterAndLeavesTheOthersToIt() throws Exception {
    host.peers = peers(LEAF, ROUTER);
    host.interfaces =
        List.of(
            new HostInterface("eth0", 2, true, List.of()),
            new HostInterface("docker0", 3, true, List.of()));
    assertEquals(
        """
        {
          "port": 51901,
          "HideIfaces": [
            "docker*"
          ],
          "peers": [
            {
              "PublicKey": "%s",
              "Name": "%s"
            },
            {
              "PublicKey": "%s",
              "Trust": "Membership",
              "Endpoints": [
                "198.51.100.1:51900"
              ]
            }
          ]
        }
        """
            .formatted(Views.SELF, hostName(), Views.ROUTER),
        made());
  }

  @Test
  void aRouterNamesAllItsPeers() {
    host.peers = peers(LEAF);
    String made = made("wg0", "--yes");
    assertTrue(made.contains("\"PublicKey\": \"" + Views.STRANGER + "\""), made);
    assertFalse(made.contains("Trust"), made);
    assertFalse(made.contains("Endpoints"), made);
    assertFalse(made.contains("port"), made);
  }

  @Test
  void anInterfaceWithoutKeyAndPeersIsPossible() {
    host.key = null;
    assertEquals("{\n  \"peers\": []\n}\n", made());
  }

  @Test
  void anAgentThatRunsKnowsNames() {
    host.peers = peers(ROUTER);
    try (Agents agent = new Agents(shell).serve("wg0", Views::some)) {
      assertTrue(made().contains("\"Name\": \"router\""), made());
    }
  }

  @Test
  void theFileIsWrittenForItsOwnerAloneAndIsRight() throws Exception {
    host.peers = peers(ROUTER);
    Path file = etc.resolve("wirelink.wg0.json");
    Ended ended = shell.run("config", "init");
    assertEquals(
        new Ended(
            0, file + " is written, 2 hosts; 'wirelink run wg0' starts the agent with it.\n", ""),
        ended);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        new Ended(0, file + ": no mistakes, 2 peers\n", ""), shell.run("config", "check", "wg0"));
    try (var left = Files.list(etc)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyByForce() throws Exception {
    Path file = Files.writeString(etc.resolve("wirelink.wg0.json"), "precious");
    assertFails(
        1,
        file + " is there already, and nothing was written: --force replaces it.",
        "config",
        "init");
    Path elsewhere = Files.writeString(folder.resolve("a.json"), "precious");
    assertFails(
        1,
        elsewhere + " is there already, and nothing was written: --force replaces it.",
        "config",
        "init",
        "--output",
        elsewhere.toString());
    assertEquals("precious", Files.readString(file));
    assertEquals("precious", Files.readString(elsewhere));
    assertEquals(0, shell.run("config", "init", "--force").exitCode());
    assertEquals(0, shell.run("config", "check").exitCode());
  }

  @Test
  void aFileThatComesInBetweenIsNotReplaced() throws Exception {
    NewFile file = new NewFile(etc.resolve("a.json"));
    assertFalse(file.isTaken());
    Files.writeString(file.path(), "precious");
    ConfigFailure failure = assertThrows(ConfigFailure.class, () -> file.write("new", false));
    assertTrue(failure.getMessage().contains("is there already"));
    assertEquals("precious", Files.readString(file.path()));
  }

  @Test
  void aSecondFileForAnInterfaceIsNotMade() throws Exception {
    Path yaml = Files.writeString(etc.resolve("wirelink.wg0.yaml"), "{}");
    for (String[] words : new String[][] {{"config", "init"}, {"config", "init", "--force"}}) {
      assertFails(
          1,
          "wg0 is configured by " + yaml + ", and may have one file only: remove that first.",
          words);
    }
  }

  @Test
  void withoutADirectoryNothingIsWritten() throws Exception {
    Files.delete(etc);
    assertFails(
        1,
        "cannot write "
            + etc.resolve("wirelink.wg0.json")
            + ": there is no such directory: make it first.",
        "config",
        "init");
  }

  @Test
  void anInterfaceThatIsNotThereIsOneSentence() {
    assertFails(1, "there is no interface wg9.", "config", "init", "wg9");
    assertFails(1, "there is no interface wg9.", "config", "init", "wg9", "--yes");
    assertEquals(2, shell.run("config", "init", "no interface").exitCode());
  }
}
