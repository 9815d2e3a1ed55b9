package io.wirelink.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WgQuickKeyTest {

  private static final PrivateKey OLD = PrivateKey.generate(new Random(1));
  private static final PrivateKey NEXT = PrivateKey.generate(new Random(2));

  @TempDir Path folder;

  private static String base64(PrivateKey key) {
    return Base64.getEncoder().encodeToString(key.bytes());
  }

  private static String text(PrivateKey key, String manner) {
    return "[Interface]\n# mine\n" + manner.formatted(base64(key)) + "\nListenPort = 5\n";
  }

  @Test
  void theKeyAloneIsAnotherAndTheFileBeforeIsKept() throws IOException {
    Path file = folder.resolve("wg0.conf");
    for (String manner : List.of("PrivateKey = %s", "privatekey=%s # since May")) {
      Files.writeString(file, text(OLD, manner));
      WgQuickKey place = WgQuickKey.of(folder, "wg0", OLD.publicKey()).orElseThrow();
      place.replace(base64(NEXT));
      assertEquals(text(NEXT, "PrivateKey = %s"), Files.readString(file));
      assertEquals(text(OLD, manner), Files.readString(place.before()));
      for (Path each : List.of(file, place.before())) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
      }
      assertTrue(WgQuickKey.of(folder, "wg0", NEXT.publicKey()).isPresent());
      place.putBack(NEXT.publicKey());
      assertEquals(text(OLD, manner), Files.readString(file));
    }
  }

  @Test
  void whichKeyAFileHasIsKnownByItsPublicHalf() throws IOException {
    assertEquals(Optional.empty(), WgQuickKey.inFile(folder, "wg0"));
    Path file = Files.writeString(folder.resolve("wg0.conf"), text(OLD, "privatekey=%s # mine"));
    assertEquals(Optional.of(OLD.publicKey()), WgQuickKey.inFile(folder, "wg0"));
    Files.writeString(file, "[Interface]\nPrivateKey = none\n");
    assertEquals(Optional.empty(), WgQuickKey.inFile(folder, "wg0"));
  }

  @Test
  void whatIsNoUtf8StaysAsItWas() throws IOException {
    Path file = folder.resolve("wg0.conf");
    String manner = "PrivateKey = %s\n# M\u00fcnchen";
    Files.writeString(file, text(OLD, manner), StandardCharsets.ISO_8859_1);
    WgQuickKey place = WgQuickKey.of(folder, "wg0", OLD.publicKey()).orElseThrow();
    place.replace(base64(NEXT));
    assertEquals(text(NEXT, manner), Files.readString(file, StandardCharsets.ISO_8859_1));
    assertEquals(text(OLD, manner), Files.readString(place.before(), StandardCharsets.ISO_8859_1));
  }

  @Test
  void aFileThatIsTooLargeIsNotCutOff() throws IOException {
    Path file = folder.resolve("wg0.conf");
    String large = text(OLD, "PrivateKey = %s") + "#".repeat(4 << 20);
    Files.writeString(file, large);
    assertEquals(Optional.empty(), WgQuickKey.of(folder, "wg0", OLD.publicKey()));
    WgQuickKey place = new WgQuickKey(file, OLD.publicKey());
    assertThrows(ConfigFailure.class, () -> place.replace(base64(NEXT)));
    assertEquals(large, Files.readString(file));
  }

  @Test
  void aFileWithoutTheKeyHasNoPlaceForAnother() throws IOException {
    assertEquals(Optional.empty(), WgQuickKey.of(folder, "wg0", OLD.publicKey()));
    for (String line : List.of("PrivateKey = nonsense", "#PrivateKey = %s", "PublicKey = %s", "")) {
      Files.writeString(
          folder.resolve("wg0.conf"), text(OLD, line.contains("%s") ? line : line + "#%s"));
      assertEquals(Optional.empty(), WgQuickKey.of(folder, "wg0", OLD.publicKey()), line);
    }
    Files.writeString(folder.resolve("wg0.conf"), text(NEXT, "PrivateKey = %s"));
    assertEquals(Optional.empty(), WgQuickKey.of(folder, "wg0", OLD.publicKey()));
  }
}
