package io.wirelink.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ReturnPauseTest {

  private static final long START = Duration.ofHours(24).toNanos();

  private static long seconds(long number) {
    return Duration.ofSeconds(number).toNanos();
  }

  @Test
  void aPauseGrowsFourTimesWithEachBreakAndNoFurtherThanTenMinutes() {
    ReturnPause pause = new ReturnPause();
    long now = START;
    for (long expected : new long[] {2, 8, 32, 128, 512, 600, 600}) {
      pause.broke(now);
      assertEquals(seconds(expected), pause.untilNanos() - now);
      now += seconds(60);
    }
  }

  @Test
  void breaksThatComeTogetherAreOne() {
    ReturnPause pause = new ReturnPause();
    pause.broke(START);
    pause.broke(START + seconds(9));
    assertEquals(1, pause.breaks());
  }

  @Test
  void aBreakOfLongAgoIsForgotten() {
    ReturnPause pause = new ReturnPause();
    pause.broke(START);
    pause.broke(START + seconds(60));
    pause.broke(START + seconds(660));
    assertEquals(1, pause.breaks());
  }

  @Test
  void newsEndsAPauseOnceAMinute() {
    ReturnPause pause = new ReturnPause();
    pause.broke(START);
    pause.broke(START + seconds(20));
    pause.news(START + seconds(21));
    assertEquals(START + seconds(21), pause.untilNanos());
    pause.broke(START + seconds(40));
    long until = pause.untilNanos();
    pause.news(START + seconds(41));
    assertEquals(until, pause.untilNanos());
  }

  @Test
  void whatPeersSayAfterASleepIsNoFurtherBreak() {
    ReturnPause pause = new ReturnPause();
    pause.broke(START);
    pause.broke(START + seconds(60));
    pause.slept(START + seconds(600));
    pause.broke(START + seconds(601));
    assertEquals(1, pause.breaks());
    assertEquals(START + seconds(603), pause.untilNanos());
  }

  @Property
  void whoFlapsIsNeverTrustedLongerThanHeIsDistrusted(
      @ForAll @IntRange(min = 1, max = 50) int breaks,
      @ForAll @LongRange(min = 10, max = 120) long apart) {
    ReturnPause pause = new ReturnPause();
    long now = START;
    for (int i = 0; i < breaks; i++) {
      pause.broke(now);
      assertTrue(pause.untilNanos() - now <= PathTiming.LONGEST_PAUSE_NANOS);
      assertTrue(pause.untilNanos() - now >= PathTiming.FIRST_PAUSE_NANOS);
      now += seconds(apart);
    }
  }
}
