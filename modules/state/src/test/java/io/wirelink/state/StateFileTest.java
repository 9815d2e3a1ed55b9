package io.wirelink.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wirelink.agent.RememberedMesh;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fixtures.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to the file that survives a restart, and what is not believed of it. */
class StateFileTest {
  private static final PublicKey SELF = Views.key(1);
  private static final PublicKey LEAF = Views.key(2);
  private static final RememberedMesh MESH =
      new RememberedMesh(
          SELF,
          Instant.parse("2030-01-02T03:04:05Z"),
          List.of(
              known(Fact.member(LEAF, MemberMetadata.EMPTY.with("größe\n\"7\"", false)), 0),
              known(Fact.allowedCidr(LEAF, Cidr.parse("10.77.0.11/32")), 3),
              known(Fact.endpoint(LEAF, Endpoint.parse("[2001:db8::7]:51820")), 604_800)),
          Map.of(Views.key(3), Set.of(Cidr.parse("10.77.0.0/24"), Cidr.parse("2001:db8:7::/48"))));

  @TempDir private Path temporary;
  private Path folder;
  private StateFile file;
  private Path path;

  private static RememberedMesh.Known known(Fact fact, long ageSeconds) {
    return new RememberedMesh.Known(fact, Duration.ofSeconds(ageSeconds));
  }

  @BeforeEach
  void aFolderThatIsNotThereYet() {
    folder = temporary.resolve("lib").resolve("wirelink");
    file = new StateFile(folder, "wg0");
    path = folder.resolve("wg0.json");
  }

  private void complains(String about) {
    StateJson.Damaged damaged = assertThrows(StateJson.Damaged.class, () -> file.read(SELF));
    String said = String.valueOf(damaged.getMessage());
    assertTrue(said.contains(about), said);
    assertEquals(Optional.empty(), file.load(SELF));
  }

  private void holds(String text) throws IOException {
    file.save(MESH);
    Files.writeString(path, text);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatWasSavedIsLoadedAgain() throws IOException {
    assertEquals(Optional.empty(), file.load(SELF));
    file.save(MESH);
    assertEquals(Optional.of(MESH), file.load(SELF));
    assertEquals(
        """
        {
          "version": 1,
          "key": "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
          "saved": "2030-01-02T03:04:05Z",
          "peers": [
            {"key":"AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",\
        "memberships":[{"name":"größe\\n\\"7\\"","basic":false,"age":0}],\
        "networks":[{"network":"10.77.0.11/32","age":3}],\
        "endpoints":[{"endpoint":"[2001:db8::7]:51820","age":604800}]},
            {"key":"AwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",\
        "lent":["10.77.0.0/24","2001:db8:7::/48"]}
          ]
        }
        """,
        Files.readString(path));
  }

  @Test
  void nobodyElseMayReadIt() throws IOException {
    file.save(MESH);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
  }

  @Test
  void whatIsSavedTakesThePlaceOfWhatWasThereAndLeavesNothingBehind() throws IOException {
    RememberedMesh empty = new RememberedMesh(SELF, MESH.savedAt(), List.of(), Map.of());
    file.save(MESH);
    Files.writeString(folder.resolve(".wg0.json.new"), "left by somebody who died");
    file.save(empty);
    assertEquals(Optional.of(empty), file.load(SELF));
    assertEquals(List.of("wg0.json"), names());
  }

  @Test
  void agentsOfTwoInterfacesHaveAFileEach() throws IOException {
    StateFile other = new StateFile(folder, "wg1");
    RememberedMesh others = new RememberedMesh(LEAF, MESH.savedAt(), List.of(), Map.of());
    file.save(MESH);
    other.save(others);
    file.save(MESH);
    assertEquals(Optional.of(MESH), file.load(SELF));
    assertEquals(Optional.of(others), other.load(LEAF));
    assertEquals(List.of("wg0.json", "wg1.json"), names());
  }

  @Test
  void oneOfAnotherHostIsIgnored() throws IOException {
    file.save(MESH);
    assertEquals(Optional.empty(), file.load(LEAF));
    assertThrows(StateJson.Damaged.class, () -> file.read(LEAF));
  }

  @Test
  void oneThatWasCutOffIsIgnored() throws IOException {
    file.save(MESH);
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length - 2; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertThrows(StateJson.Damaged.class, () -> file.read(SELF));
    }
  }

  @Test
  void oneOfALaterVersionIsIgnored() throws IOException {
    holds("{\"version\":2,\"key\":\"" + SELF + "\",\"saved\":\"2030-01-02T03:04:05Z\"}");
    complains("version 2");
    holds("{\"key\":\"" + SELF + "\",\"saved\":\"2030-01-02T03:04:05Z\"}");
    complains("version null");
  }

  @Test
  void whatMeansNothingIsIgnored() throws IOException {
    String head = "{\"version\":1,\"key\":\"" + SELF + "\",\"saved\":\"2030-01-02T03:04:05Z\"";
    String peer = head + ",\"peers\":[{\"key\":\"" + LEAF + "\",";
    holds(head + "}");
    assertEquals(List.of(), file.load(SELF).orElseThrow().facts());
    for (String wrong :
        List.of(
            "[]",
            "null",
            "7",
            "",
            "\0\0\0\0",
            "[".repeat(100_000),
            head.replace("2030", "soon") + "}",
            head + ",\"peers\":7}",
            head + ",\"peers\":[null]}",
            head + ",\"peers\":[{}]}",
            head + ",\"peers\":[{\"key\":\"x\"}]}",
            peer + "\"networks\":[{\"network\":\"10.0.0.0/33\",\"age\":1}]}]}",
            peer + "\"networks\":[{\"network\":\"10.0.0.0/24\"}]}]}",
            peer + "\"networks\":[{\"network\":\"10.0.0.0/24\",\"age\":-1}]}]}",
            peer + "\"networks\":[{\"network\":\"10.0.0.0/24\",\"age\":1e99}]}]}",
            peer + "\"networks\":[{\"network\":\"::ffff:1.2.3.4/128\",\"age\":1}]}]}",
            peer + "\"endpoints\":[{\"endpoint\":\"192.0.2.1\",\"age\":1}]}]}",
            peer + "\"endpoints\":[{\"endpoint\":\"[fe80::1%3]:1\",\"age\":1}]}]}",
            peer + "\"memberships\":[{\"more\":{\"300\":\"\"},\"age\":1}]}]}",
            peer + "\"memberships\":[{\"more\":{\"b\":\"\"},\"age\":1}]}]}",
            peer + "\"memberships\":[{\"more\":{\"98\":\"Ag==\"},\"age\":1}]}]}",
            peer + "\"memberships\":[{\"age\":1},{\"age\":2}]}]}",
            peer.replace(LEAF.toString(), SELF.toString()) + "\"memberships\":[{\"age\":1}]}]}")) {
      holds(wrong);
      assertThrows(StateJson.Damaged.class, () -> file.read(SELF), wrong);
    }
  }

  @Test
  void oneThatIsHugeIsIgnored() throws IOException {
    holds("{}" + " ".repeat(GuardedFile.MAX_BYTES));
    complains("more than 4194304 bytes");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i <= RememberedMesh.MAX_FACTS; i++) {
      many.append(i == 0 ? "" : ",");
      many.append(
          "{\"network\":\"10.%d.%d.%d/32\",\"age\":1}".formatted(i >> 16, i >> 8 & 255, i & 255));
    }
    holds(
        "{\"version\":1,\"key\":\"%s\",\"saved\":\"2030-01-02T03:04:05Z\",\"peers\":[{\"key\":\"%s\",\"networks\":[%s]}]}"
            .formatted(SELF, LEAF, many));
    complains("means nothing");
  }

  @Test
  void allThatIsRememberedAtMostFitsIn() throws IOException {
    List<RememberedMesh.Known> facts = new ArrayList<>();
    for (int i = 0; i < RememberedMesh.MAX_FACTS; i++) {
      MemberMetadata named = MemberMetadata.EMPTY.with("host-" + i + ".mesh.example.org", false);
      facts.add(known(Fact.member(Views.key(10 + i), named), i));
    }
    RememberedMesh full = new RememberedMesh(SELF, MESH.savedAt(), facts, MESH.lent());
    file.save(full);
    assertEquals(Optional.of(full), file.load(SELF));
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    file.save(MESH);
    Path elsewhere = temporary.resolve("elsewhere");
    Files.move(path, elsewhere);
    Files.createSymbolicLink(path, elsewhere);
    complains("no regular file");
    byte[] before = Files.readAllBytes(elsewhere);
    file.save(new RememberedMesh(SELF, MESH.savedAt(), List.of(), Map.of()));
    assertTrue(Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
    assertEquals(List.of(), file.load(SELF).orElseThrow().facts());
    assertTrue(Arrays.equals(before, Files.readAllBytes(elsewhere)));
  }

  @Test
  void aFolderInItsPlaceIsIgnoredAndSaidWhenSaving() throws IOException {
    Files.createDirectories(path.resolve("full"));
    complains("no regular file");
    IOException e = assertThrows(IOException.class, () -> file.save(MESH));
    assertTrue(String.valueOf(e.getMessage()).startsWith("cannot write " + path), e.getMessage());
    assertEquals(List.of("wg0.json"), names());
  }

  @Test
  void oneThatOthersMayWriteIsIgnored() throws IOException {
    for (String mode : List.of("rw--w----", "rw-----w-", "rw-rw-rw-")) {
      file.save(MESH);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
      complains("others may write it (its mode is " + mode + ")");
    }
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(Optional.of(MESH), file.load(SELF));
  }

  @Test
  void oneOfAnotherUserIsIgnored() throws IOException {
    file.save(MESH);
    assumeTrue((int) Files.getAttribute(path, "unix:uid") == 0, "only root can give files away");
    Files.setAttribute(path, "unix:uid", 12_345);
    complains("of the number 12345");
  }

  @Test
  void whereNothingCanBeWrittenThatIsSaid() throws IOException {
    StateFile nowhere = new StateFile(Path.of("/proc/wirelink"), "wg0");
    assertEquals(Optional.empty(), nowhere.load(SELF));
    IOException e = assertThrows(IOException.class, () -> nowhere.save(MESH));
    assertTrue(e.getMessage().startsWith("cannot write /proc/wirelink/wg0.json: "), e.getMessage());
    Files.createDirectories(folder.getParent());
    Files.createFile(folder);
    assertThrows(IOException.class, () -> file.save(MESH));
    assertFalse(Files.isDirectory(folder));
  }
}
