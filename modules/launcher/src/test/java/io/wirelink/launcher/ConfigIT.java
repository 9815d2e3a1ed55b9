package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PrivateKey;
import io.wirelink.fixtures.DrawnQr;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Configuration from a first file to one for a phone, by the image, on real devices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigIT {
  private static final String ROUTER = "router";
  private static final String LEAF = "leaf1";
  private static final String FILE = "/etc/wireguard/wirelink.wg0.json";
  private static final String PHONE_ADDRESS = "10.77.0.200/32";
  private static final String PHONE_KEY =
      Base64.getEncoder()
          .encodeToString("a key that no other phone has...".getBytes(StandardCharsets.US_ASCII));

  private Lab lab;

  @BeforeAll
  void build() {
    lab = Lab.lan(1);
  }

  @AfterAll
  void remove() {
    if (lab != null) {
      lab.close();
    }
  }

  private String config(String host, String... words) {
    return lab.exec(host, words(words)).done().out();
  }

  private static String[] words(String... words) {
    return Stream.concat(Stream.of("wirelink", "config"), Stream.of(words)).toArray(String[]::new);
  }

  @Test
  void fromAFirstFileToOneForAPhone() {
    begin(ROUTER, 2);
    begin(LEAF, 2);
    lab.start();
    String router = lab.key(ROUTER).toString();
    lab.within(
        "the leaf knows the router's networks", () -> lab.speaksOf(LEAF, ROUTER, "10.77.0.0/24"));
    exportAndStartFromIt(router);
    String phone = forPhone(router);
    joinsTheMesh(phone);
  }

  /** Makes the first file of a host, which is one that nobody need be asked for. */
  private void begin(String host, int hosts) {
    String said = config(host, "init", "wg0");
    assertEquals(
        "%s is written, %d hosts; 'wirelink run wg0' starts the agent with it.\n"
            .formatted(FILE, hosts),
        said);
    assertEquals("600", lab.exec(host, "stat", "-c", "%a", FILE).done().out().strip());
    assertEquals(FILE + ": no mistakes, 2 peers\n", config(host, "check", "wg0"));
    String made = lab.exec(host, "cat", FILE).done().out();
    assertTrue(made.contains("\"Name\": \"" + host), made);
    assertEquals(host.equals(LEAF), made.contains("\"Trust\": \"Membership\""), made);
    Ended again = lab.exec(host, words("init", "wg0"));
    assertEquals(1, again.exitCode());
    assertTrue(again.err().contains("is there already"), again.err());
  }

  /** What a leaf knows is enough to start from. */
  private void exportAndStartFromIt(String router) {
    String exported = config(LEAF, "export", "wg0");
    assertTrue(exported.contains(router), exported);
    assertTrue(exported.contains("\"10.77.0.0/24\""), exported);
    assertTrue(exported.contains("\"Trust\": \"Membership\""), exported);
    lab.stop(LEAF);
    lab.execWith(exported, LEAF, "cp", "/dev/stdin", FILE).done();
    assertEquals(FILE + ": no mistakes, 2 peers\n", config(LEAF, "check"));
    lab.start(LEAF);
    lab.within(
        "the leaf knows the router from its file",
        () -> lab.speaksOf(LEAF, ROUTER, "10.77.0.0/24"));
    Ended absent = lab.exec(LEAF, words("export", "wg9"));
    assertEquals(3, absent.exitCode(), absent.err());
  }

  /** A phone that the router is told of. */
  private String forPhone(String router) {
    String key = PrivateKey.parse(PHONE_KEY).publicKey().toString();
    lab.exec(ROUTER, "wg", "set", "wg0", "peer", key, "allowed-ips", PHONE_ADDRESS).done();
    String made = lab.exec(ROUTER, "cat", FILE).done().out();
    String peer = "{\"PublicKey\": \"%s\", \"Name\": \"phone\", \"Basic\": true},".formatted(key);
    String more = made.replace("\"peers\": [", "\"peers\": [" + peer);
    lab.execWith(more, ROUTER, "cp", "/dev/stdin", FILE).done();
    String text =
        lab.execWith(PHONE_KEY, ROUTER, words("for-basic", "pho", "--private-key", "-"))
            .done()
            .out();
    assertTrue(text.contains("PrivateKey = " + PHONE_KEY), text);
    assertTrue(text.contains("Address = " + PHONE_ADDRESS), text);
    assertTrue(text.contains("PublicKey = " + router), text);
    String drawn =
        lab.execWith(PHONE_KEY, ROUTER, words("for-basic", "phone", "--private-key", "-", "--qr"))
            .done()
            .out();
    assertEquals(
        text.lines().filter(line -> !line.startsWith("#")).toList(),
        DrawnQr.read(drawn).lines().toList());
    return text;
  }

  /** The file is one that WireGuard takes, and the router is where it says. */
  private void joinsTheMesh(String phone) {
    lab.stop(LEAF);
    String wg =
        phone
            .lines()
            .filter(line -> !line.startsWith("Address"))
            .reduce("", (text, line) -> text + line + "\n");
    String before = lab.exec(LEAF, "wg", "showconf", "wg0").done().out();
    lab.execWith(wg, LEAF, "wg", "setconf", "wg0", "/dev/stdin").done();
    lab.exec(LEAF, "ip", "address", "add", PHONE_ADDRESS, "dev", "wg0").done();
    Ended ping =
        lab.exec(
            LEAF,
            "ping",
            "-n",
            "-c",
            "1",
            "-w",
            Integer.toString(Lab.NEVER_SECONDS),
            "-I",
            "10.77.0.200",
            lab.tunnel(ROUTER));
    assertTrue(ping.out().contains("ttl="), ping.toString());
    lab.exec(LEAF, "ip", "address", "del", PHONE_ADDRESS, "dev", "wg0").done();
    lab.execWith(before, LEAF, "wg", "setconf", "wg0", "/dev/stdin").done();
  }

  @Test
  void somebodyAtATerminalIsAsked() {
    String answers = "\nme\nhub\n\n\n";
    Ended asked =
        lab.execWith(
            answers,
            LEAF,
            "script",
            "--quiet",
            "--return",
            "--command",
            "wirelink config init wg0 --force --output -",
            "/dev/null");
    assertEquals(0, asked.exitCode(), asked.toString());
    for (String said :
        List.of("Is this host a router", "Name of the router", "\"me\"", "\"hub\"", "[yes]")) {
      assertTrue(asked.out().contains(said), asked.out());
    }
  }
}
