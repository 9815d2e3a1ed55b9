package io.wirelink.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that change the same file of wg-quick at the same time: none loses what another did. */
class WgQuickTogetherTest {

  private static final PrivateKey OLD = PrivateKey.generate(new Random(1));
  private static final PrivateKey NEXT = PrivateKey.generate(new Random(2));
  private static final PublicKey DESK = new PublicKey(7, 0, 0, 0);
  private static final PublicKey LAPTOP = new PublicKey(8, 0, 0, 0);
  private static final List<Cidr> ROUTES = List.of(Cidr.parse("10.77.0.2/32"));

  @TempDir private Path folder;
  private Path file;
  private WgQuickPeers peers;

  @BeforeEach
  void begin() throws IOException {
    file = Files.writeString(folder.resolve("wg0.conf"), "");
    peers = WgQuickPeers.of(new ConfigDirectory(folder), "wg0");
    peers.add("desk", DESK, ROUTES);
    Files.writeString(file, text() + "\n[Interface]\n" + line(OLD) + " # mine\nMTU = 1420\n");
  }

  private static String base64(PrivateKey key) {
    return Base64.getEncoder().encodeToString(key.bytes());
  }

  private static String line(PrivateKey key) {
    return "PrivateKey = " + base64(key);
  }

  private String text() throws IOException {
    return Files.readString(file);
  }

  private WgQuickKey place() {
    return WgQuickKey.of(folder, "wg0", OLD.publicKey()).orElseThrow();
  }

  @Test
  void aPeerThatGoesWhileTheKeyIsAnnouncedLetsTheKeyMove() throws IOException {
    WgQuickKey place = place();
    peers.takeOut(DESK);
    place.replace(base64(NEXT));
    assertEquals("\n[Interface]\n" + line(NEXT) + "\nMTU = 1420\n", text());
  }

  @Test
  void aPeerThatCameMeanwhileStaysWhenTheKeyIsPutBack() throws IOException {
    WgQuickKey place = place();
    place.replace(base64(NEXT));
    peers.add("laptop", LAPTOP, ROUTES);
    String expected = text().replace(line(NEXT), line(OLD) + " # mine");
    place.putBack(NEXT.publicKey());
    assertEquals(expected, text());
    assertTrue(expected.contains("# laptop"), expected);
  }

  @Test
  void aKeyThatSomebodyElsePutThereStays() throws IOException {
    WgQuickKey place = place();
    String other = text().replace(line(OLD), line(PrivateKey.generate(new Random(3))));
    Files.writeString(file, other);
    ConfigFailure failure = assertThrows(ConfigFailure.class, () -> place.replace(base64(NEXT)));
    assertEquals(file + " does not have the key any more that was there", failure.getMessage());
    assertThrows(ConfigFailure.class, () -> place.putBack(NEXT.publicKey()));
    assertEquals(other, text());
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path real = Files.move(file, folder.resolve("real"));
    Files.createSymbolicLink(file, real);
    WgQuickKey place = place();
    place.replace(base64(NEXT));
    place.putBack(NEXT.publicKey());
    assertTrue(Files.isSymbolicLink(file));
    assertTrue(text().contains(line(OLD)));
  }

  @Test
  void whoChangesTheKeyOrPeersWaitsForAnotherProcess() throws Exception {
    WgQuickKey place = place();
    whileAnotherChanges(() -> place.replace(base64(NEXT)));
    assertTrue(text().contains(line(NEXT)), text());
    whileAnotherChanges(() -> place.putBack(NEXT.publicKey()));
    assertTrue(text().contains(line(OLD)), text());
    whileAnotherChanges(() -> peers.add("laptop", LAPTOP, ROUTES));
    assertTrue(text().contains("# laptop"), text());
    whileAnotherChanges(() -> peers.takeOut(DESK));
    assertFalse(text().contains("# desk"), text());
    assertEquals(4, text().lines().filter("# more"::equals).count(), text());
  }

  /** Goes on when the change waits for the lock, or was made without waiting for it. */
  private void whileAnotherChanges(Runnable change) throws Exception {
    Path classes =
        Path.of(URI.create(LockHolder.class.getResource("LockHolder.class").toString()))
            .resolve("../../../..")
            .normalize();
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes.toString(),
                LockHolder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = other.inputReader()) {
      assertEquals("held true", said.readLine());
      Thread changing = Thread.ofPlatform().start(change);
      while (changing.isAlive() && !isWaitedFor()) {
        Thread.onSpinWait();
      }
      other.outputWriter().append('\n').close();
      changing.join();
      assertEquals(0, other.waitFor());
    } finally {
      other.destroyForcibly();
    }
  }

  /** Whether this process waits for a lock; see proc_locks(5). */
  private static boolean isWaitedFor() throws IOException {
    String self = " " + ProcessHandle.current().pid() + " ";
    return Files.readAllLines(Path.of("/proc/locks")).stream()
        .anyMatch(line -> line.contains("->") && line.contains(self));
  }
}
