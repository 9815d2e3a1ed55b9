package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is learned of the pauses of a path. */
class PathRestTest {

  private final PathRest rest = new PathRest();
  private long now;

  private void pass(Duration duration) {
    now += duration.toNanos();
  }

  /** This host speaks first, and all that comes is WireGuard's keepalive. */
  private void miss() {
    rest.sent(now);
    pass(Duration.ofSeconds(10));
    rest.read(0, true, now);
  }

  @Test
  void whoGetsNothingButAKeepaliveThreeTimesLearnsThatTheNatForgets() {
    rest.read(32, true, now);
    for (int i = 0; i < 3; i++) {
      assertFalse(rest.isShort(now));
      pass(Duration.ofSeconds(62));
      miss();
    }
    assertTrue(rest.isShort(now));
    assertEquals(Duration.ofSeconds(62).toNanos(), rest.endedNanos());
  }

  /** As where one pause in two ends with a handshake. */
  @Test
  void aPauseThatEndsWithAnAnswerAtOnceDoesNotKeepTheNextFromBeingJudged() {
    rest.read(32, true, now);
    for (int i = 0; i < 3; i++) {
      assertFalse(rest.isShort(now));
      pass(Duration.ofSeconds(62));
      miss();
      pass(Duration.ofSeconds(48));
      rest.sent(now);
      pass(Duration.ofMillis(500));
      rest.read(148 + 32, true, now);
    }
    assertTrue(rest.isShort(now));
  }
}
