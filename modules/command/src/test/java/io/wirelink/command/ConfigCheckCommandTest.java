package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.fixtures.AbstractShell.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding all mistakes of a configuration at once. */
class ConfigCheckCommandTest {
  private static final String KEY = "ZP/Mzlvt9BwNH9oqtuL0ZP8OW1foBBWfE8R6nSrM/nk=";

  /** The same mistakes in each format. */
  private static final String WRONG_JSON =
      """
      {
        "chaty": true,
        "port": 70000,
        "peers": [
          {"PublicKey": "%1$s", "Trust": "much", "AllowedIPs": ["10.0.0.0/33"]},
          {"PublicKey": "%1$s"},
          {"PublicKey": "short", "Endpoint": ["a:1"]}
        ]
      }
      """
          .formatted(KEY);

  private static final String WRONG_YAML =
      """
      chaty: true
      port: 70000
      peers:
        - PublicKey: %1$s
          Trust: much
          AllowedIPs: [10.0.0.0/33]
        - PublicKey: %1$s
        - PublicKey: short
          Endpoint: ["a:1"]
      """
          .formatted(KEY);

  private static final String WRONG_TOML =
      """
      chaty = true
      port = 70000
      [[peers]]
      PublicKey = "%1$s"
      Trust = "much"
      AllowedIPs = ["10.0.0.0/33"]
      [[peers]]
      PublicKey = "%1$s"
      [[peers]]
      PublicKey = "short"
      Endpoint = ["a:1"]
      """
          .formatted(KEY);

  @TempDir private Path folder;
  private Path etc;
  private Shell shell;

  @BeforeEach
  void openTheShell() throws Exception {
    shell = new Shell(folder);
    etc = Files.createDirectories(folder.resolve("etc"));
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(etc.resolve(name), text);
  }

  private void assertSays(int exitCode, String out, String... words) {
    assertEquals(new Ended(exitCode, out, ""), shell.run(words));
  }

  @Test
  void aRightFileIsPraised() throws Exception {
    Path file = write("wirelink.wg0.json", "{\"peers\": [{\"PublicKey\": \"" + KEY + "\"}]}");
    assertSays(0, file + ": no mistakes, 1 peer\n", "config", "check");
    assertSays(0, file + ": no mistakes, 1 peer\n", "config", "check", "wg0");
    assertSays(0, file + ": no mistakes, 1 peer\n", "config", "check", file.toString());
  }

  @Test
  void anInterfaceWithoutFileIsRightToo() {
    assertSays(
        0,
        "wg7: no mistakes; there is no file for it in " + etc + ", so the defaults are in force\n",
        "config",
        "check",
        "wg7");
  }

  @Test
  void allMistakesAreToldInEachFormatWithLineAndColumn() throws Exception {
    Path json = write("a.json", WRONG_JSON);
    Path yaml = write("a.yaml", WRONG_YAML);
    Path toml = write("a.toml", WRONG_TOML);
    assertFinds(json, "2:3", "3:11", "5:76", "5:99", "6:5", "7:19", "7:28");
    assertFinds(yaml, "1:1", "2:7", "5:12", "6:18", "7:5", "8:16", "9:5");
    assertFinds(toml, "1:1", "2:8", "5:9", "6:15", "7:1", "10:13", "11:1");
  }

  private void assertFinds(Path file, String... places) {
    String f = file.toString();
    List<String> complaints =
        List.of(
            "chaty: there is no such key: did you mean chatty?",
            "port: \"70000\" is not a UDP port, 1 to 65535, or 0 for the one after WireGuard's own",
            "peers[0].Trust: \"much\" is not a level of trust: Untrusted, Endpoint, AllowedIPs,"
                + " Membership, DelegateTrust",
            "peers[0].AllowedIPs[0]: \"10.0.0.0/33\" is not a network such as 192.0.2.0/24 or"
                + " 2001:db8::/32",
            "peers[1]: this is the same peer as peers[0]: make one of the two",
            "peers[2].PublicKey: a WireGuard key is 44 characters of base64, as `wg` prints it",
            "peers[2].Endpoint: there is no such key: did you mean Endpoints?");
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < places.length; i++) {
      expected.append("%s:%s: %s%n".formatted(f, places[i], complaints.get(i)));
    }
    assertSays(1, expected.toString(), "config", "check", f);
  }

  @Test
  void keysThatAreSetTwiceAreFoundInEachFormat() throws Exception {
    Path json = write("a.json", "{\"port\": 1,\n \"Port\": 2}");
    Path yaml = write("a.yaml", "port: 1\nport: 2\n");
    Path toml = write("a.toml", "port = 1\nPort = 2\n");
    String twice = ": this is set for the second time: remove one of the two\n";
    assertSays(1, json + ":2:2: Port" + twice, "config", "check", json.toString());
    assertSays(1, yaml + ":2:1: port" + twice, "config", "check", yaml.toString());
    assertSays(1, toml + ":2:1: Port" + twice, "config", "check", toml.toString());
    // Of the same spelling it is no TOML at all.
    write("a.toml", "port = 1\nport = 2\n");
    assertSays(
        1,
        toml + ":3:1: a key just before this is set for the second time: remove one of the two\n",
        "config",
        "check",
        toml.toString());
  }

  @Test
  void theEnvironmentIsCheckedWithAnInterfaceAndNotWithAFile() throws Exception {
    Path file = write("wirelink.wg0.json", "{\"prot\": 1}");
    shell.variables.put("WIRELINK_ROUTER", "maybe");
    String inFile = file + ":1:2: prot: there is no such key: did you mean port?\n";
    assertSays(
        1,
        inFile + "WIRELINK_ROUTER: \"maybe\" is not true, false or \"auto\"\n",
        "config",
        "check",
        "wg0");
    assertSays(1, inFile, "config", "check", file.toString());
  }

  @Test
  void aFileForAnotherInterfaceIsFoundByItsName() throws Exception {
    Path named = write("wirelink.wg1.json", "{\"iface\": \"wg0\"}");
    assertEquals(1, shell.run("config", "check", named.toString()).exitCode());
    Path unnamed = write("draft.json", "{\"iface\": \"wg0\"}");
    assertEquals(0, shell.run("config", "check", unnamed.toString()).exitCode());
  }

  @Test
  void whatCannotBeReadIsAMistakeToo() throws Exception {
    String missing = etc.resolve("no.json").toString();
    assertSays(1, missing + ": there is no such file\n", "config", "check", missing);
    String directory = Files.createDirectory(etc.resolve("d.yaml")).toString();
    assertSays(
        1,
        directory + ": this is not a regular file: make it one, or remove it\n",
        "config",
        "check",
        directory);
    String other = write("wg0.conf", "[Interface]").toString();
    Ended ended = shell.run("config", "check", other);
    assertEquals(1, ended.exitCode());
    assertTrue(ended.out().startsWith(other + ": the name of a configuration ends in .json"));
    Path dangling = Files.createSymbolicLink(etc.resolve("l.json"), Path.of("nowhere"));
    assertTrue(
        shell.run("config", "check", dangling.toString()).out().contains("the link leads nowhere"));
  }

  @Test
  void aHundredMistakesAreEnough() throws Exception {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      keys.append("key").append(i).append(": 1\n");
    }
    Path file = write("a.yaml", keys.toString());
    List<String> lines = shell.run("config", "check", file.toString()).out().lines().toList();
    assertEquals(101, lines.size());
    assertEquals(file + ":101:1: there are more mistakes from here on", lines.getLast());
  }

  @Test
  void scriptsGetTheSameAsJson() throws Exception {
    Path file = write("wirelink.wg0.toml", "\nprot = 1\n");
    Ended ended = shell.run("config", "check", "--json");
    assertEquals(1, ended.exitCode());
    Map<String, Object> found = JSON.std.mapFrom(ended.out());
    assertEquals("wg0", found.get("interface"));
    assertEquals(file.toString(), found.get("file"));
    assertEquals(
        List.of(
            Map.of(
                "source",
                file.toString(),
                "line",
                2,
                "column",
                1,
                "setting",
                "prot",
                "complaint",
                "there is no such key: did you mean port?")),
        found.get("problems"));
    Files.writeString(file, "port = 1");
    assertEquals(
        """
        {
          "interface": "wg0",
          "file": "%s",
          "problems": []
        }
        """
            .formatted(file),
        shell.run("config", "check", "--json").out());
    Files.delete(file);
    shell.variables.put("WIRELINK_PORT", "x");
    Map<String, Object> none = JSON.std.mapFrom(shell.run("config", "check", "--json").out());
    assertTrue(none.containsKey("file"));
    assertNull(none.get("file"));
    assertNull(((Map<?, ?>) ((List<?>) none.get("problems")).getFirst()).get("line"));
  }

  @Test
  void whatIsNeitherFileNorInterfaceIsWrongUsage() {
    assertEquals(2, shell.run("config", "check", "an interface").exitCode());
    assertEquals(2, shell.run("config", "check", "wg0", "wg1").exitCode());
  }

  @Test
  void showTellsWhereEachValueComesFrom() throws Exception {
    Path file =
        write(
            "wirelink.wg0.yaml",
            "port: 51900\nchatty: true\nhide-ifaces: [a*, b]\npeers: [{PublicKey: " + KEY + "}]");
    shell.variables.put("WIRELINK_CHATTY", "false");
    assertSays(
        0,
        """
        SETTING         VALUE  FROM
        router          auto   default
        port            51900  %1$s
        chatty          false  WIRELINK_CHATTY
        debug           false  default
        report-ifaces          default
        hide-ifaces     a*,b   %1$s
        port-mapping    auto   default
        preshared-keys  auto   default
        metrics         off    default
        state           true   default
        names           true   default
        domain                 default
        peers           1      %1$s
        """
            .formatted(file),
        "config",
        "show",
        "--origin");
  }
}
