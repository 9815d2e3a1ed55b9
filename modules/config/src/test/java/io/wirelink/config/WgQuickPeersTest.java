package io.wirelink.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that are added to a file of wg-quick, and taken out of it again. */
class WgQuickPeersTest {

  private static final PublicKey DESK = new PublicKey(7, 0, 0, 0);
  private static final PublicKey OTHER = new PublicKey(8, 0, 0, 0);
  private static final List<Cidr> ROUTES =
      List.of(Cidr.parse("fd77::2/128"), Cidr.parse("10.77.0.2/32"));
  private static final String INTERFACE = "[Interface]\nPrivateKey = x\nPostUp = echo # no\n";
  private static final String SECTION =
      "\n[Peer]\n# desk, by wirelink invites --save\nPublicKey = "
          + DESK
          + "\nAllowedIPs = 10.77.0.2/32, fd77::2/128\n";

  @TempDir private Path folder;
  private Path file;
  private WgQuickPeers peers;

  @BeforeEach
  void begin() throws IOException {
    file = Files.writeString(folder.resolve("wg0.conf"), INTERFACE);
    peers = WgQuickPeers.of(new ConfigDirectory(folder), "wg0");
  }

  private String text() throws IOException {
    return Files.readString(file);
  }

  @Test
  void aPeerIsAddedOnceAndNobodyElseReadsTheFile() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertTrue(peers.add("desk", DESK, ROUTES));
    assertEquals(INTERFACE + SECTION, text());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertFalse(peers.add("desk", DESK, ROUTES));
    assertEquals(INTERFACE + SECTION, text());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void whatWasAddedIsTakenOutAndAllElseIsAsItWas() throws IOException {
    String last = "\n# about the next one\n[Peer]\nPublicKey = " + OTHER + " # other\n";
    for (String before : List.of("", INTERFACE, INTERFACE + last, INTERFACE + "\n\n")) {
      Files.writeString(file, before);
      peers.add("desk", DESK, ROUTES);
      Files.writeString(file, text() + last);
      assertTrue(peers.takeOut(DESK));
      assertEquals(before + last, text());
      assertFalse(peers.takeOut(DESK));
    }
  }

  @Test
  void whoHasAnotherKeyHasOneSectionAsBefore() throws IOException {
    String own = "\n[Peer]\n# desk\nPublicKey = " + OTHER + "\n";
    Files.writeString(file, INTERFACE + own);
    peers.add("desk", new PublicKey(9, 0, 0, 0), ROUTES);
    peers.add("desk2", new PublicKey(10, 0, 0, 0), ROUTES);
    String other = text().substring(text().indexOf("\n[Peer]\n# desk2"));
    assertTrue(peers.add("desk", DESK, ROUTES));
    assertEquals(INTERFACE + own + other + SECTION, text());
  }

  @Test
  void aSectionWithoutTheMarkStaysAndIsNotAddedAgain() throws IOException {
    String own = INTERFACE + "[peer]\npublickey=" + DESK + "#, by wirelink\n";
    Files.writeString(file, own);
    assertFalse(peers.add("desk", DESK, ROUTES));
    assertFalse(peers.takeOut(DESK));
    assertEquals(own, text());
  }

  @Test
  void bytesThatAreNoTextStayAsTheyAre() throws IOException {
    byte[] bytes = "# \u00e9\r\n[Interface]".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, bytes);
    peers.add("b\u00fcro", DESK, ROUTES);
    assertTrue(
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains("# b\u00fcro, by"));
    peers.takeOut(DESK);
    assertArrayEquals(
        "# \u00e9\r\n[Interface]\n".getBytes(StandardCharsets.ISO_8859_1),
        Files.readAllBytes(file));
  }

  @Test
  void aNameMakesNoSettingOfTheFile() throws IOException {
    peers.add("desk\nPostUp = reboot", DESK, ROUTES);
    assertEquals(1, text().lines().filter(line -> line.startsWith("PostUp")).count());
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path real = Files.move(file, folder.resolve("real"));
    Files.createSymbolicLink(file, real);
    peers.add("desk", DESK, ROUTES);
    assertTrue(Files.isSymbolicLink(file));
    assertEquals(INTERFACE + SECTION, text());
  }

  @Test
  void whereThereIsNoFileThatIsSaid() throws IOException {
    Files.delete(file);
    assertFalse(peers.takeOut(DESK));
    ConfigFailure failure =
        assertThrows(ConfigFailure.class, () -> peers.add("desk", DESK, ROUTES));
    assertTrue(failure.getMessage().startsWith("there is no " + file), failure.getMessage());
  }
}
