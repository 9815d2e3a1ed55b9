package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.device.Cidr;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fixtures.AbstractShell;
import io.wirelink.gossip.Sealer;
import io.wirelink.invitation.JoinMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeCommandTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("basedir", "."))
          .resolve("../fact/src/test/resources/vectors/wire.json");

  @TempDir private Path folder;

  @SuppressWarnings("unchecked") // the vectors are objects, lists of objects, and texts
  private static List<Map<String, Object>> vectors(String kind) throws IOException {
    Map<String, Object> all = JSON.std.mapFrom(Files.readString(VECTORS));
    return (List<Map<String, Object>>) all.get(kind);
  }

  private List<Map<String, Object>> decode(List<String> lines, String... options)
      throws IOException {
    Shell shell = new Shell(folder);
    shell.input = String.join("\n", lines) + "\n";
    List<Map<String, Object>> answers = new ArrayList<>();
    for (String line : shell.done("decode", options).lines().toList()) {
      answers.add(JSON.std.mapFrom(line));
    }
    assertEquals(lines.size(), answers.size());
    return answers;
  }

  private static void assertAccepted(Object facts, String hex, Map<String, Object> answer) {
    assertEquals(
        Map.of("ok", true, "facts", facts == null ? List.of() : facts, "reencoded", hex), answer);
  }

  private static void assertRejected(Map<String, Object> answer) {
    assertEquals(false, answer.get("ok"));
    assertTrue(answer.get("error") instanceof String why && !why.isBlank(), answer.toString());
    assertEquals(2, answer.size(), answer.toString());
  }

  @Test
  void everyFactOfTheVectorsIsDecoded() throws IOException {
    List<Map<String, Object>> vectors = vectors("fact");
    List<String> wires = vectors.stream().map(v -> (String) v.get("wire")).toList();
    List<Map<String, Object>> answers = decode(wires);
    for (int i = 0; i < vectors.size(); i++) {
      Map<String, Object> fact = new HashMap<>(vectors.get(i));
      String wire = (String) fact.remove("wire");
      assertAccepted(List.of(fact), wire, answers.get(i));
    }
  }

  @Test
  void everyVerdictOfTheVectorsIsTheSame() throws IOException {
    List<Map<String, Object>> vectors = vectors("verdict");
    List<String> inners = vectors.stream().map(v -> (String) v.get("inner")).toList();
    List<Map<String, Object>> answers = decode(inners);
    for (int i = 0; i < vectors.size(); i++) {
      Map<String, Object> vector = vectors.get(i);
      if (vector.get("ok").equals(true)) {
        assertAccepted(vector.get("facts"), (String) vector.get("reencoded"), answers.get(i));
      } else {
        assertRejected(answers.get(i));
      }
    }
  }

  @Test
  void everyPacketOfTheVectorsIsOpened() throws IOException {
    for (Map<String, Object> vector : vectors("signedGroup")) {
      Path key = folder.resolve("key");
      Files.writeString(key, vector.get("recipientPrivate") + "\n");
      List<String> packets = new ArrayList<>();
      for (Object packet : (List<?>) vector.get("packets")) {
        packets.add((String) packet);
      }
      List<Object> facts = new ArrayList<>();
      for (Map<String, Object> answer :
          decode(packets, "--packet", "--private-key-file", key.toString())) {
        assertEquals(true, answer.get("ok"));
        assertEquals(vector.get("senderPublic"), answer.get("sender"));
        facts.addAll((List<?>) answer.get("facts"));
      }
      assertEquals(vector.get("facts"), facts);
    }
  }

  @Test
  void aPacketThatWasChangedIsRejected() throws IOException {
    Map<String, Object> vector = vectors("signedGroup").getFirst();
    Path key = Files.writeString(folder.resolve("key"), (String) vector.get("recipientPrivate"));
    String packet = (String) ((List<?>) vector.get("packets")).getFirst();
    String flipped =
        packet.substring(0, 200) + (packet.charAt(200) == '0' ? '1' : '0') + packet.substring(201);
    for (Map<String, Object> answer :
        decode(
            List.of(flipped, "", "53", packet.substring(2), "00".repeat(3000)),
            "--packet",
            "--private-key-file",
            key.toString())) {
      assertRejected(answer);
    }
  }

  @Test
  void whatANewcomerAndItsRouterSayIsShown() throws Exception {
    Random random = new Random(1);
    PrivateKey oneTime = PrivateKey.generate(random);
    PrivateKey router = PrivateKey.generate(random);
    PublicKey newcomer = PrivateKey.generate(random).publicKey();
    Cidr address = Cidr.parse("10.77.0.9/24");
    List<JoinMessage> said =
        List.of(
            new JoinMessage.Request(newcomer),
            new JoinMessage.Answer(
                newcomer, JoinMessage.Verdict.WELCOME, List.of(address), List.of(address.masked())),
            new JoinMessage.Answer(newcomer, JoinMessage.Verdict.UNUSABLE_KEY));
    Sealer sealer = new Sealer(oneTime, random);
    List<String> packets = new ArrayList<>();
    for (JoinMessage each : said) {
      packets.add(HexFormat.of().formatHex(sealer.sealLarge(router.publicKey(), each.inner())));
    }
    Path key = Files.writeString(folder.resolve("key"), base64(router));
    List<Map<String, Object>> answers =
        decode(packets, "--packet", "--private-key-file", key.toString());
    String asked = newcomer.toString();
    assertEquals(Map.of("kind", "request", "key", asked), answers.get(0).get("join"));
    assertEquals(
        Map.of(
            "kind",
            "answer",
            "key",
            asked,
            "verdict",
            "welcome",
            "addresses",
            List.of("10.77.0.9/24"),
            "networks",
            List.of("10.77.0.0/24")),
        answers.get(1).get("join"));
    assertEquals(
        Map.of(
            "kind",
            "answer",
            "key",
            asked,
            "verdict",
            "unusable-key",
            "addresses",
            List.of(),
            "networks",
            List.of()),
        answers.get(2).get("join"));
  }

  private static String base64(PrivateKey key) {
    return Base64.getEncoder().encodeToString(key.bytes());
  }

  @Test
  void whatIsDecodedIsEncodedToTheSameAgain() throws IOException {
    List<String> reencoded = new ArrayList<>();
    for (Map<String, Object> vector : vectors("verdict")) {
      if (vector.get("reencoded") instanceof String hex) {
        reencoded.add(hex);
      }
    }
    // All groups in one are a group too.
    String all = String.join("", reencoded);
    assertEquals(all, decode(List.of(all)).getFirst().get("reencoded"));
  }

  @Test
  void anEmptyLineIsAnEmptyGroup() throws IOException {
    assertAccepted(List.of(), "", decode(List.of("")).getFirst());
    assertAccepted(List.of(), "", decode(List.of("  \r")).getFirst());
  }

  @Test
  void hexMayBeOfAnyCaseAndHaveBlanks() throws IOException {
    String wire = (String) vectors("fact").getFirst().get("wire");
    String dumped = " " + wire.toUpperCase(Locale.ROOT).replaceAll("(.{4})", "$1 ") + "\r";
    assertEquals(wire, decode(List.of(dumped)).getFirst().get("reencoded"));
  }

  @Test
  void whatIsNoHexIsRejectedAndTheNextLineIsNot() throws IOException {
    List<Map<String, Object>> answers =
        decode(List.of("6", "zz", "0x6d", "é", "\0", "ab".repeat(140_000), "", "\"}"));
    for (int i = 0; i < answers.size(); i++) {
      if (i == 6) {
        assertAccepted(List.of(), "", answers.get(i));
      } else {
        assertRejected(answers.get(i));
      }
    }
  }

  @Test
  void theLastLineNeedsNoEnd() {
    Shell shell = new Shell(folder);
    shell.input = "\n00";
    assertEquals(2, shell.run("decode").out().lines().count());
    shell.input = "";
    assertEquals("", shell.run("decode").out());
  }

  @Test
  void packetsNeedAPrivateKeyAndGroupsDoNot() {
    Shell shell = new Shell(folder);
    for (String[] words :
        new String[][] {{"decode", "--packet"}, {"decode", "--private-key-file", "x"}}) {
      AbstractShell.Ended ended = shell.run(words);
      assertEquals(2, ended.exitCode());
      assertEquals(1, ended.err().lines().count(), ended.err());
      assertEquals("", ended.out());
    }
  }

  @Test
  void aFileWithoutPrivateKeyIsToldWithoutWhatIsInIt() throws IOException {
    Shell shell = new Shell(folder);
    Path file = folder.resolve("key");
    for (String content : new String[] {null, "", "YLpn9SV5mWrwofGm+82HBOEZGW/MKJpttqQXCiyuMW"}) {
      if (content != null) {
        Files.writeString(file, content);
      }
      AbstractShell.Ended ended =
          shell.run("decode", "--packet", "--private-key-file", file.toString());
      assertEquals(2, ended.exitCode());
      assertTrue(ended.err().contains(file + ": there is no "), ended.err());
      assertFalse(ended.err().contains("YLpn"), ended.err());
    }
    Files.delete(file);
    assertEquals(
        new AbstractShell.Ended(
            2, "", "the private key cannot be taken from " + file + ": there is no such file.\n"),
        shell.run("decode", "--packet", "--private-key-file", file.toString()));
  }
}
