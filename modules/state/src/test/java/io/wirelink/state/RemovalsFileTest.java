package io.wirelink.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.agent.KeptRemoval;
import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.RemovalRecord;
import io.wirelink.fixtures.Views;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How it survives a restart who was removed. */
class RemovalsFileTest {
  private static final PublicKey SELF = Views.key(1);
  private static final Instant SINCE = Instant.parse("2030-01-02T03:04:05Z");
  private static final List<KeptRemoval> ALL =
      List.of(
          new KeptRemoval(
              new RemovalRecord(Views.key(2), 1893553445, true),
              "größe \"7\"",
              SINCE,
              Set.of(Cidr.parse("10.77.0.5/32"), Cidr.parse("fd77::5/128"))),
          new KeptRemoval(
              new RemovalRecord(Views.key(3), Long.MAX_VALUE, false), "", SINCE, Set.of()));

  @TempDir private Path folder;
  private StateFile file;
  private Path path;

  @BeforeEach
  void nobodyIsRemoved() {
    file = new StateFile(folder, "wg0");
    path = folder.resolve("wg0.removals");
  }

  @Test
  void whatWasSavedIsLoadedAgain() throws IOException {
    assertEquals(List.of(), file.loadRemovals(SELF));
    file.saveRemovals(SELF, ALL);
    assertEquals(ALL, file.loadRemovals(SELF));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void whatIsNotToBeBelievedIsIgnored() throws IOException {
    file.saveRemovals(SELF, ALL);
    assertEquals(List.of(), file.loadRemovals(Views.key(9)), "of another host");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    assertEquals(List.of(), file.loadRemovals(SELF), "others may write it");
  }

  @Test
  void whateverIsInItIsReadOrRefused() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] good = RemovalsJson.write(SELF, ALL).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 2000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      try {
        RemovalsJson.read(bad, SELF);
      } catch (StateJson.Damaged e) {
        // As it should be, or nothing has changed.
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", " + i, e);
      }
    }
    for (String text : List.of("", "[]", "{}", "{\"version\":2}", "{\"version\":1}")) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertThrows(StateJson.Damaged.class, () -> RemovalsJson.read(bytes, SELF), text);
    }
  }
}
