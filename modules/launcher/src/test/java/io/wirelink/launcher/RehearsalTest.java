package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The command lines that the build of the image runs. */
class RehearsalTest {

  private static final Pattern PEER = Pattern.compile("--peer (\\S+)");

  private static final Pattern BEGIN_OF_KEY = Pattern.compile("[A-Za-z0-9+/]+=?");

  /** The key of the agent in memory is another one each time, and a begin of it names it. */
  @Test
  void whatWatchesEndsSinceItAsksForWhoCannotBeThere() throws IOException {
    List<String> watching =
        Files.readAllLines(Path.of("src/image/rehearsal.txt")).stream()
            .filter(line -> line.contains("--watch"))
            .toList();
    assertFalse(watching.isEmpty());
    for (String line : watching) {
      Matcher peer = PEER.matcher(line);
      assertTrue(peer.find() && !BEGIN_OF_KEY.matcher(peer.group(1)).matches(), line);
    }
  }
}
