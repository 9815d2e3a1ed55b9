package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build of the image asks for. */
class UserspaceRehearsalTest {

  @Test
  void whatIsRehearsedIsUnderstoodAndLeavesNothing(@TempDir Path folder) throws Exception {
    DeviceState state = UserspaceRehearsal.run(folder);
    assertEquals(2, state.peers().size());
    PeerState peer = state.peers().values().stream().toList().getLast();
    assertEquals(2, peer.sentBytes(), "that of the third reading");
    assertEquals(2, peer.allowedIps().size());
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }
}
