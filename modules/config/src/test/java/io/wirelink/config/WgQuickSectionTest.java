package io.wirelink.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WgQuickSectionTest {

  private static final PublicKey DESK = new PublicKey(1, 0, 0, 0);
  private static final PublicKey OTHER = new PublicKey(2, 0, 0, 0);

  @TempDir private Path folder;

  private Optional<WgQuickSection> find(PublicKey key) {
    return WgQuickSection.of(folder, "wg0", key);
  }

  @Test
  void theHeadingOfItsSectionIsFound() throws IOException {
    Path file = folder.resolve("wg0.conf");
    Files.writeString(
        file,
        """
        [Interface]
        Address = 10.77.0.1/24

        # PublicKey = %2$s
        [Peer]
        AllowedIPs = 10.77.0.2/32
        PublicKey=%1$s

        [peer]
        publickey = %2$s # the desk
        """
            .formatted(OTHER, DESK));
    assertEquals(Optional.of(new WgQuickSection(file, 5)), find(OTHER));
    assertEquals(Optional.of(new WgQuickSection(file, 9)), find(DESK));
    assertEquals(Optional.empty(), find(new PublicKey(3, 0, 0, 0)));
  }

  @Test
  void whereThereIsNoFileThereIsNoSection() {
    assertEquals(Optional.empty(), find(DESK));
  }
}
