package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the agents of a small mesh say of it, in a pipe and on a terminal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusIT {
  private static final String HOST = "leaf1";

  private Lab lab;

  @BeforeAll
  void build() {
    lab = Lab.lan(2);
    lab.startAndMeet();
  }

  @AfterAll
  void remove() {
    if (lab != null) {
      lab.close();
    }
  }

  /** Runs a shell command on a terminal of 20 rows and 130 columns, and returns what that shows. */
  private String onTerminal(String command) {
    String shell = "stty rows 20 cols 130; TERM=xterm " + command;
    return lab.exec(HOST, "script", "-qec", shell, "/dev/null").done().out();
  }

  private Map<?, ?> peer(String name) {
    try {
      String json = lab.exec(HOST, "wirelink", "status", "--json").done().out();
      String key = lab.key(name).toString();
      return ((List<?>) JSON.std.mapFrom(json).get("peers"))
          .stream()
              .map(peer -> (Map<?, ?>) peer)
              .filter(peer -> key.equals(peer.get("key")))
              .findFirst()
              .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPeerThatIsReachedIsDirect() {
    lab.within("leaf2 is alive", () -> peer("leaf2").get("alive").equals(true));
    Map<?, ?> peer = peer("leaf2");
    assertEquals("direct", peer.get("path"));
    assertEquals(null, peer.get("via"));
    assertTrue(((List<?>) peer.get("allowed_ips")).contains(lab.tunnel("leaf2") + "/32"));
    assertEquals(true, peer("router").get("router"));
  }

  @Test
  void aPipeGetsNoColours() {
    String text = lab.exec(HOST, "wirelink", "status").done().out();
    assertTrue(text.startsWith("wg0: "), text);
    assertTrue(text.contains("leaf because "), text);
    assertEquals(3 + 2, text.lines().count(), text);
    assertFalse(text.contains("\u001b"), text);
  }

  @Test
  void aTerminalGetsColoursAndNoMoreThanFits() {
    String text = onTerminal("wirelink status");
    assertTrue(text.contains("\u001b[32mdirect\u001b[0m"), text);
    assertTrue(text.contains(", +"), text);
    assertFalse(onTerminal("NO_COLOR=1 wirelink status").contains("\u001b"), text);
  }

  @Test
  void watchingEndsWithTheTerminalAsItWas() {
    String text = onTerminal("timeout --foreground --preserve-status -s INT 4 wirelink status -w");
    assertTrue(text.startsWith("\u001b[?1049h"), text);
    assertTrue(text.split("\u001b\\[H", -1).length > 2, text);
    assertTrue(text.endsWith("\u001b[?7h\u001b[?25h\u001b[?1049l"), text);
  }
}
