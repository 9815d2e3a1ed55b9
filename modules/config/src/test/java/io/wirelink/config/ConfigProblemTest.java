package io.wirelink.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a configuration that is wrong. */
class ConfigProblemTest {
  private static final String KEY = "ZP/Mzlvt9BwNH9oqtuL0ZP8OW1foBBWfE8R6nSrM/nk=";
  private static final String SECRET = "YLpn9SV5mWrwofGm+82HBOEZGW/MKJpttqQXCiyuMWE=";

  @TempDir private Path folder;

  private ConfigException refused(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("WIRELINK_CONFIG_PATH", folder.toString());
    return assertThrows(
        ConfigException.class, () -> EffectiveConfig.load("wg0", Settings.NONE, all));
  }

  private Path write(String extension, String text) throws Exception {
    return Files.writeString(folder.resolve("wirelink.wg0." + extension), text);
  }

  private void assertRefused(String extension, String text, String place) throws Exception {
    Path file = write(extension, text);
    ConfigException refused = refused(Map.of());
    assertEquals(1, refused.problems().size(), refused.getMessage());
    String sentence = refused.problems().getFirst().sentence();
    assertTrue(sentence.startsWith(file + place), sentence);
  }

  private void assertRefused(String text, String place) throws Exception {
    assertRefused("json", text, place);
  }

  private static String peer(String members) {
    return "{\"peers\": [{\"PublicKey\": \"%s\"},\n {%s}]}".formatted(SECRET, members);
  }

  @Test
  void anUnknownKeyIsToldWithTheOneThatWasMeant() throws Exception {
    assertRefused("{\"chaty\": true}", ":1:2: chaty: there is no such key: did you mean chatty?");
    assertRefused("{\"ruoter\": true}", ":1:2: ruoter: there is no such key: did you mean router?");
    assertRefused(
        peer("\"PublicKey\": \"%s\", \"AllowedIP\": []".formatted(KEY)),
        ":2:64: peers[1].AllowedIP: there is no such key: did you mean AllowedIPs?");
  }

  @Test
  void aKeyThatIsNothingLikeAnyIsToldWithAllThatThereAre() throws Exception {
    assertRefused(
        "{\"colour\": \"red\"}",
        ":1:2: colour: there is no such key; the keys here are router, port, chatty, debug,"
            + " report-ifaces, hide-ifaces, port-mapping, preshared-keys, metrics, state, names, domain, peers");
  }

  @Test
  void aKeyThatIsSetTwiceIsRefused() throws Exception {
    assertRefused("{\"port\": 1,\n\"Port\": 2}", ":2:1: Port: this is set for the second time");
    assertRefused(
        "{\"ReportIfaces\": [], \"report-ifaces\": []}",
        ":1:22: report-ifaces: this is set for the second time");
  }

  @Test
  void aBadKeyIsRefusedAndNotRepeated() throws Exception {
    assertRefused(
        peer("\"PublicKey\": \"%s\"".formatted(SECRET.substring(1))),
        ":2:16: peers[1].PublicKey: a WireGuard key is 44 characters of base64");
    assertFalse(refused(Map.of()).getMessage().contains(SECRET.substring(1, 9)));
  }

  @Test
  void aPeerWithoutKeyIsRefused() throws Exception {
    assertRefused(peer("\"Name\": \"hub\""), ":2:2: peers[1]: a peer needs its PublicKey");
    assertRefused(peer("\"PublicKey\": null"), ":2:2: peers[1]: a peer needs its PublicKey");
  }

  @Test
  void theSamePeerTwiceIsRefused() throws Exception {
    assertRefused(
        peer("\"PublicKey\": \"%s\"".formatted(SECRET)),
        ":2:2: peers[1]: this is the same peer as peers[0]");
  }

  @Test
  void aBadNetworkIsRefused() throws Exception {
    String start = "\"PublicKey\": \"%s\",\n\"AllowedIPs\": ".formatted(KEY);
    for (String network : List.of("10.0.0.0/33", "10.0.0/24", "::/129", "wg0", "10.0.0.0/", "")) {
      assertRefused(
          peer(start + "[\"10.1.0.0/16\", \"" + network + "\"]"),
          ":3:31: peers[1].AllowedIPs[1]: \"" + network + "\" is not a network such as");
    }
  }

  @Test
  void aBadEndpointIsRefused() throws Exception {
    String start = "\"PublicKey\": \"%s\",\n\"Endpoints\": ".formatted(KEY);
    for (String endpoint :
        List.of("localhost", "hub:0", "hub:65536", ":51820", "2001:db8::1:51820", "hub:wg")) {
      assertRefused(
          peer(start + "[\"" + endpoint + "\"]"),
          ":3:15: peers[1].Endpoints[0]: \"" + endpoint + "\" is not HOST:PORT, such as");
    }
  }

  @Test
  void aBadPortIsRefused() throws Exception {
    for (String port : List.of("65536", "-1", "\"wg\"", "1.5", "1e3", "true")) {
      assertRefused(
          "{\"port\": " + port + "}",
          ":1:10: port: \"" + port.replace("\"", "") + "\" is not a UDP port, 1 to 65535");
    }
    assertRefused("{\"port\": []}", ":1:10: port: this has to be a single value, not a list");
    assertRefused("{\"port\": {}}", ":1:10: port: this has to be a single value, not keys");
  }

  @Test
  void aBadLevelIsRefused() throws Exception {
    assertRefused(
        peer("\"PublicKey\": \"%s\", \"Trust\": \"much\"".formatted(KEY)),
        ":2:73: peers[1].Trust: \"much\" is not a level of trust: Untrusted, Endpoint, AllowedIPs,"
            + " Membership, DelegateTrust");
  }

  @Test
  void aBadGlobIsRefused() throws Exception {
    assertRefused(
        "{\"hide-ifaces\": [\"eth0\", \"wg[0-\"]}",
        ":1:26: hide-ifaces[1]: \"wg[0-\" is not a glob such as eth*");
    assertRefused("{\"ReportIfaces\": [\"\"]}", ":1:19: ReportIfaces[0]: the glob is empty");
  }

  @Test
  void aBadTruthValueIsRefused() throws Exception {
    assertRefused(
        "{\"router\": \"maybe\"}", ":1:12: router: \"maybe\" is not true, false or \"auto\"");
    assertRefused("{\"chatty\": 2}", ":1:12: chatty: \"2\" is not true or false");
  }

  @Test
  void aWrongShapeIsRefused() throws Exception {
    assertRefused("[]", ":1:1: this has to be keys with values, not a list");
    assertRefused("7", ":1:1: this has to be keys with values");
    assertRefused("{\"peers\": {}}", ":1:11: peers: this has to be a list");
    assertRefused("{\"peers\": \"hub\"}", ":1:11: peers: this has to be a list of peers");
    assertRefused("{\"peers\": [7]}", ":1:12: peers[0]: this has to be keys with values");
    assertRefused("{\"hide-ifaces\": [null]}", ":1:18: hide-ifaces[0]: this has to be a value");
  }

  @Test
  void aNameThatNoPacketHoldsIsRefused() throws Exception {
    assertRefused(
        peer("\"PublicKey\": \"%s\", \"Name\": \"%s\"".formatted(KEY, "é".repeat(128))),
        ":2:72: peers[1].Name: a name has at most 255 bytes, and this one has 256");
  }

  @Test
  void aFileForAnotherInterfaceIsRefused() throws Exception {
    assertRefused("{\"iface\": \"wg1\"}", ":1:11: iface: this file is for the interface wg0");
  }

  @Test
  void allMistakesOfFileAndEnvironmentAreFoundAtOnce() throws Exception {
    write("json", "{\"chaty\": 1, \"port\": 70000, \"peers\": [{}, {\"PublicKey\": \"x\"}]}");
    ConfigException refused = refused(Map.of("WIRELINK_PORT", "x", "WIRELINK_HIDE_IFACES", "a,["));
    assertEquals(
        List.of("chaty", "port", "peers[0]", "peers[1].PublicKey", "", "[1]"),
        refused.problems().stream().map(ConfigProblem::place).toList());
    assertTrue(refused.getMessage().endsWith("(and there are 5 other mistakes)"));
  }

  @Test
  void aVariableThatIsWrongIsNamed() {
    String message = refused(Map.of("WIRELINK_PORT", "many")).getMessage();
    assertTrue(message.startsWith("WIRELINK_PORT: \"many\" is not a UDP port"), message);
  }

  @Test
  void anEmptyFileIsRefused() throws Exception {
    for (String empty : List.of("", " \n")) {
      assertRefused(empty, ": the file is empty: write settings, or {} for none, or remove it");
    }
    Files.delete(folder.resolve("wirelink.wg0.json"));
    assertRefused("yaml", "# nothing yet\n", ": the file is empty");
    Files.delete(folder.resolve("wirelink.wg0.yaml"));
    assertRefused("toml", "", ": the file is empty: write settings, or a comment for none");
  }

  @Test
  void whatIsNotOfItsFormatIsRefusedWhereItBreaks() throws Exception {
    assertRefused("{\"port\": 1,}", ":1:12: this is not JSON: look here and just before");
    assertRefused("{\n  \"port\": 1\n", ":3:1: this is not JSON");
    assertRefused("port: 1", ":1:1: this is not JSON");
    assertRefused("{} {}", ":1:4: the configuration ended before this");
    assertRefused("[".repeat(500), ":1:10: values are nested too deep here");
    Files.delete(folder.resolve("wirelink.wg0.json"));
    assertRefused("yaml", "port: [1\nx: y", ":2:2: this is not YAML");
    assertRefused("yaml", "peers: *nobody", ":1:8: nothing with this name comes before");
    assertRefused("yaml", "port: 1\n---\nport: 2", ":3:1: the configuration ended before this");
    Files.delete(folder.resolve("wirelink.wg0.yaml"));
    assertRefused("toml", "port = 1\nchatty = maybe", ":2:10: this is not TOML");
  }

  @Test
  void noTextOfABrokenFileIsRepeated() throws Exception {
    for (String secret : List.of(SECRET, SECRET.substring(0, 42))) {
      for (String text :
          List.of(
              "{\"PrivateKey\": \"" + secret + "\"}",
              "{\"port\": \"" + secret + "\"}",
              "{\"router\": " + secret + "}",
              "{\"chatty\": x" + secret + "}",
              peer("\"PublicKey\": \"" + KEY + "\", \"Endpoints\": [\"" + secret + ":1x\"]"),
              secret)) {
        write("json", text);
        String message = refused(Map.of()).getMessage();
        assertFalse(message.contains(secret.substring(0, 8)), message);
      }
    }
  }

  @Test
  void whatIsNotTextIsRefused() throws Exception {
    Files.write(
        folder.resolve("wirelink.wg0.json"),
        "{\"iface\": \"wgé\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(refused(Map.of()).getMessage().contains("not text in UTF-8"));
  }

  @Test
  void whatIsTooLargeIsRefused() throws Exception {
    assertRefused(" ".repeat((4 << 20) + 1), ": the file is larger than 4 MiB");
  }

  @Test
  void whatCannotBeReadIsRefused() throws Exception {
    Path file = folder.resolve("wirelink.wg0.json");
    Files.createDirectory(file);
    assertTrue(refused(Map.of()).getMessage().contains("this is not a regular file"));
    Files.delete(file);
    Files.createSymbolicLink(file, folder.resolve("nowhere"));
    assertTrue(refused(Map.of()).getMessage().contains("the link leads nowhere"));
    Files.delete(file);
    Files.createSymbolicLink(file, file);
    assertTrue(refused(Map.of()).getMessage().contains("it cannot be read"));
  }

  @Test
  void twoFilesForOneInterfaceAreRefused() throws Exception {
    write("yaml", "{}");
    assertRefused("{}", ": the interface wg0 is also configured by wirelink.wg0.yaml");
  }
}
