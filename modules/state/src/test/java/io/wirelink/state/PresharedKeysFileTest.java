package io.wirelink.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.KeptPresharedKey;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresharedKeysFileTest {

  private static final Instant SINCE = Instant.parse("2030-01-02T03:04:05Z");
  private static final PublicKey SELF = new PublicKey(1, 2, 3, 4);
  private static final PublicKey PEER = new PublicKey(5, 6, 7, 8);

  @TempDir Path folder;

  private StateFile file() {
    return new StateFile(folder, "wg0");
  }

  private Path path() {
    return folder.resolve("wg0.preshared");
  }

  private static PresharedKey key(int first) {
    byte[] secret = new byte[PresharedKey.SECRET_LENGTH];
    secret[0] = (byte) first;
    return PresharedKey.agreed(secret);
  }

  @Test
  void whatIsWrittenIsReadAndForNobodyElse() throws IOException {
    PublicKey other = new PublicKey(9, 9, 9, 9);
    file()
        .savePresharedKeys(
            SELF,
            List.of(
                new KeptPresharedKey(PEER, key(1), key(2), SINCE),
                new KeptPresharedKey(other, key(3), null, SINCE)));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
    List<KeptPresharedKey> read = file().loadPresharedKeys(SELF);
    assertEquals(2, read.size());
    assertEquals(PEER, read.getFirst().peer());
    assertArrayEquals(key(1).bytes(), read.getFirst().worked().bytes());
    assertArrayEquals(key(2).bytes(), read.getFirst().next().bytes());
    assertEquals(SINCE, read.getFirst().since());
    assertNull(read.getLast().next());
    assertEquals(List.of(), file().loadPresharedKeys(PEER), "of another host");
  }

  @Test
  void thatThereIsNoKeyIsKeptAsWell() throws IOException {
    file()
        .savePresharedKeys(
            SELF,
            List.of(
                new KeptPresharedKey(PEER, key(1), PresharedKey.NONE, SINCE),
                new KeptPresharedKey(SELF, PresharedKey.NONE, key(1), SINCE)));
    List<KeptPresharedKey> read = file().loadPresharedKeys(SELF);
    assertEquals(PresharedKey.NONE, read.getFirst().next());
    assertEquals(PresharedKey.NONE, read.getLast().worked());
  }

  @Test
  void nothingIsLeftOfOnesThatAreNotInUse() throws IOException {
    file().savePresharedKeys(SELF, List.of());
    assertFalse(Files.exists(path()));
    file().savePresharedKeys(SELF, List.of(new KeptPresharedKey(PEER, key(1), key(2), SINCE)));
    file().savePresharedKeys(SELF, List.of(new KeptPresharedKey(PEER, key(2), null, SINCE)));
    String first = Base64.getEncoder().encodeToString(key(1).bytes());
    assertFalse(Files.readString(path()).contains(first));
    file().savePresharedKeys(SELF, List.of());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void whatIsDamagedOrSetByHandCountsAsNothing() throws IOException {
    file().savePresharedKeys(SELF, List.of(new KeptPresharedKey(PEER, key(1), null, SINCE)));
    String whole = Files.readString(path());
    String text = Base64.getEncoder().encodeToString(key(1).bytes());
    String byHand = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3, 4});
    assertTrue(whole.contains(text));
    for (String damaged :
        List.of(
            "",
            "{}",
            "[]",
            whole.substring(1),
            whole.replace("2030", "x"),
            whole.replace("worked", "before"),
            whole.replace(text, byHand),
            whole.replace(text, text.replace('A', 'B')),
            whole.replace(text, "!" + text))) {
      Files.writeString(path(), damaged);
      assertEquals(List.of(), file().loadPresharedKeys(SELF), damaged);
    }
  }
}
