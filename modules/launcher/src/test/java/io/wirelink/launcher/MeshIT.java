package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.device.PrivateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A mesh of three that has met and is at rest: what it costs, tells and keeps to itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeshIT {

  /** What an agent of three hosts may take. */
  private static final long RESIDENT_KIB = 68 * 1024;

  /** As many characters of a key are a secret told, whatever stands around them. */
  private static final int TELLING_LENGTH = 16;

  /** Between two words of a mesh at rest there is time to look at a device many times. */
  private static final int TRIES = 20;

  /**
   * Prints what arrives by UDP at a port, as lines of hex: a packet socket, since the port itself
   * belongs to the agent. Perl is on every Debian, tcpdump is not.
   */
  private static final String CAPTURE =
      """
      socket(my $all, 17, 2, unpack("S", pack("n", 3))) or die $!;
      $| = 1;
      print "ready\\n";
      while (my $from = recv($all, my $packet, 65536, 0)) {
        my (undef, undef, undef, undef, $direction) = unpack("S n l S C", $from);
        next if $direction == 4;
        next unless unpack("C", $packet) >> 4 == 6 && unpack("x6 C", $packet) == 17;
        next unless unpack("x42 n", $packet) == 51821;
        print unpack("H*", substr($packet, 48)), "\\n";
      }
      """;

  private Lab lab;
  private Path captured;

  @BeforeAll
  void build() {
    lab = Lab.nat();
    captured = lab.directory().resolve("captured");
    lab.begin("leaf1", captured, "perl", "-e", CAPTURE);
    lab.within("the capture runs", () -> lines(captured).contains("ready"));
    lab.startAndMeet();
    for (String host : List.of("router", "leaf1")) {
      lab.within(host + " has heard of leaf2", () -> lab.speaksOf(host, "leaf2", "198."));
    }
  }

  @AfterAll
  void remove() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void anAgentIsSmall() {
    for (String host : lab.hosts()) {
      long resident = lab.residentKib(host);
      System.out.printf("The agent of %s has %.1f MB resident.%n", host, resident / 1024.0);
      assertTrue(resident <= RESIDENT_KIB, host + " has " + resident + " KiB");
    }
  }

  @Test
  void anAgentAtRestTellsTheSameFactsInTheSameOrder() {
    for (String host : lab.hosts()) {
      assertEquals(lab.facts(host), lab.facts(host));
    }
  }

  @Test
  void theDeviceIsShownAsWgDumpsIt() throws IOException {
    for (String host : lab.hosts()) {
      DumpedDevice ours = null;
      DumpedDevice before = DumpedDevice.byWg(lab, host);
      DumpedDevice after = null;
      // What wg says in between must not change, or nobody knows what is right.
      for (int i = 0; i < TRIES && !before.equals(after); i++) {
        before = after == null ? before : after;
        ours = DumpedDevice.byWirelink(lab, host);
        after = DumpedDevice.byWg(lab, host);
      }
      assertEquals(before, after, "the device is not at rest");
      assertEquals(after, ours);
    }
  }

  @Test
  void aLeafBelievesTheRouterAndItself() {
    String router = lab.key("router").toString();
    List<Told> facts = lab.facts("leaf1");
    String leaf2 = lab.key("leaf2").toString();
    // By now it sees for itself where the other is.
    assertTrue(
        facts.contains(new Told(leaf2, "EndpointV4", "198.51.100.12:51820", "local")), "" + facts);
    assertTrue(
        facts.contains(new Told(leaf2, "EndpointV4", "192.168.2.2:51820", router)), "" + facts);
    assertTrue(
        facts.contains(new Told(leaf2, "AllowedCidrV4", "10.77.0.12/32", router)), "" + facts);
  }

  @Test
  void packetsFromTheWireAreDecodedWithTheKeyOfTheirRecipient() throws IOException {
    List<String> packets = lines(captured).stream().filter(line -> !line.equals("ready")).toList();
    assertTrue(packets.size() >= 2, "" + packets);
    Path key = lab.directory().resolve("leaf1/private.key");
    Ended decoded =
        lab.execWith(
                String.join("\n", packets) + "\n",
                "leaf1",
                "wirelink",
                "decode",
                "--packet",
                "--private-key-file",
                key.toString())
            .done();
    List<String> lines = decoded.out().lines().toList();
    assertEquals(packets.size(), lines.size(), decoded::toString);
    for (String line : lines) {
      assertEquals(true, JSON.std.mapFrom(line).get("ok"), decoded::toString);
    }
    assertTrue(decoded.out().contains("198.51.100.12:51820"), decoded::toString);
  }

  @Test
  void noPrivateKeyIsInAnyOutput() throws IOException {
    Path broken = lab.directory().resolve("broken.key");
    Files.writeString(broken, lab.privateKeyText("leaf1").substring(1));
    List<String> outputs = new ArrayList<>();
    for (String host : lab.hosts()) {
      String pid = Long.toString(lab.pid(host));
      int before = lab.log(host).length();
      Ended.run(List.of("kill", "-USR1", pid), Map.of()).done();
      lab.within(
          host + " logs what it knows", () -> lab.log(host).substring(before).contains("Self:"));
      outputs.add(lab.log(host));
      outputs.add(lab.exec(host, "wirelink", "facts").done().toString());
      outputs.add(lab.exec(host, "wirelink", "facts", "--json").done().toString());
      outputs.add(lab.exec(host, "wirelink", "device").done().toString());
      outputs.add(lab.exec(host, "wirelink", "device", "--json").done().toString());
      outputs.add(lab.exec(host, "wirelink", "config", "show").done().toString());
      outputs.add(lab.exec(host, "wirelink", "run", "wg0").toString());
      outputs.add(lab.exec(host, "wirelink", "--debug", "run", "wg0").toString());
      outputs.add(
          lab.execWith(
                  "00\n",
                  host,
                  "wirelink",
                  "decode",
                  "--packet",
                  "--private-key-file",
                  broken.toString())
              .toString());
      outputs.add(Files.readString(Path.of("/proc", pid, "cmdline")));
    }
    for (String output : outputs) {
      for (String host : lab.hosts()) {
        assertTellsNothingOf(lab.privateKey(host), output);
      }
    }
  }

  private static void assertTellsNothingOf(PrivateKey key, String output) {
    String base64 = Base64.getEncoder().encodeToString(key.bytes());
    String hex = HexFormat.of().formatHex(key.bytes());
    for (int start = 0; start + TELLING_LENGTH <= base64.length(); start += 4) {
      assertFalse(output.contains(base64.substring(start, start + TELLING_LENGTH)), output);
    }
    String lower = output.toLowerCase(Locale.ROOT);
    for (int start = 0; start + TELLING_LENGTH <= hex.length(); start += 2) {
      assertFalse(lower.contains(hex.substring(start, start + TELLING_LENGTH)), output);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
