package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.IpAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RejectionsTest {

  private final Rejections rejections = new Rejections();

  /** How often something was logged: details are made up for the log only. */
  private int words;

  private void reject(int source, Duration at) {
    rejections.count(
        RejectionRule.MALFORMED,
        IpAddress.v4(source),
        "somebody",
        () -> {
          words++;
          return "detail";
        },
        at.toNanos());
  }

  @Test
  void everyPacketIsCountedAndTheFirstOfASourceIsLogged() {
    for (int i = 0; i < 100_000; i++) {
      reject(1, Duration.ZERO);
    }
    assertEquals(Map.of(RejectionRule.MALFORMED, 100_000L), rejections.counts());
    assertEquals(1, words);
  }

  @Test
  void aSourceIsSpokenOfOnceInFiveMinutes() {
    for (int second = 0; second < 900; second++) {
      reject(1, Duration.ofSeconds(second));
    }
    assertEquals(3, words);
  }

  @Test
  void aFloodFromManySourcesIsSpokenOfAtMostOnceASecond() {
    for (int i = 0; i < 100_000; i++) {
      reject(i, Duration.ofMillis(i / 10));
    }
    assertTrue(words <= 10, words + " lines in 10 s");
  }

  @Test
  void anotherSourceIsSpokenOfToo() {
    reject(1, Duration.ZERO);
    reject(2, Duration.ofSeconds(2));
    assertEquals(2, words);
  }
}
