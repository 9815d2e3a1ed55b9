package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.PrivateKey;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.Views;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.RouterEndpoint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is said of a line before anything is done with it; what is done then is tested elsewhere.
 */
class JoinCommandTest {
  private static final String LINE =
      new InvitationLine(
              Views.ROUTER,
              PrivateKey.ofBytes(new byte[32]),
              Instant.EPOCH,
              51821,
              "desk",
              List.of(Cidr.parse("10.77.0.13/24")),
              List.of(new RouterEndpoint("198.51.100.1", 51820)))
          .text();

  @TempDir private Path folder;

  private Ended join(String input, String... words) {
    Shell shell = new Shell(folder);
    shell.input = input;
    return shell.run(words);
  }

  @Test
  void aLineThatIsMistypedIsSaidWhere() {
    String wrong =
        LINE.substring(0, 22) + (LINE.charAt(22) == 'x' ? 'y' : 'x') + LINE.substring(23);
    assertEquals(new Ended(2, "", "LINE: group 3 is not what it was.\n"), join("", "join", wrong));
    assertEquals(
        new Ended(2, "", "LINE: the end of the invitation is missing.\n"),
        join("", "join", LINE.substring(0, 4 + 9 * 8 - 1)));
    assertEquals(
        new Ended(2, "", "LINE: an invitation begins with wl1-.\n"), join("", "join", "hello"));
  }

  @Test
  void aLineComesFromStandardInputAsWell() {
    Ended ended = join(LINE + "\n", "join", "-");
    assertEquals(1, ended.exitCode(), ended::toString);
    assertTrue(ended.err().startsWith("there is no wg on this host"), ended.err());
    assertEquals(2, join("", "join", "-").exitCode());
  }

  @Test
  void whatCannotBeAnInterfaceIsWrongUsage() {
    assertEquals(2, join("", "join", LINE, "../wg0").exitCode());
    assertEquals(2, join("", "join").exitCode());
  }
}
