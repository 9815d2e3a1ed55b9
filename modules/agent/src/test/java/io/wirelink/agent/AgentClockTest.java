package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AgentClockTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AgentClock clock = new AgentClock(new Time(500, START), 10 * SECOND);
  private long monotonic = 500;
  private Instant wall = START;

  private boolean advance(long monotonicSeconds, long wallSeconds) {
    monotonic += monotonicSeconds * SECOND;
    wall = wall.plusSeconds(wallSeconds);
    return clock.advance(new Time(monotonic, wall));
  }

  private long passed() {
    return (clock.nowNanos() - AgentClock.ORIGIN_NANOS) / SECOND;
  }

  @Test
  void timePassesAsTheMonotonicClockSays() {
    assertFalse(advance(5, 5));
    assertFalse(advance(5, 6));
    assertEquals(10, passed());
  }

  @Test
  void timePassesWhileTheHostSleepsAndTheMonotonicClockStandsStill() {
    assertTrue(advance(1, 3600));
    assertEquals(3600, passed());
  }

  @Test
  void timePassesWhileTheHostSleepsAndTheMonotonicClockGoesOn() {
    assertTrue(advance(3600, 3600));
    assertEquals(3600, passed());
  }

  @Test
  void aLongPauseOfTheProcessIsNoticed() {
    assertFalse(advance(10, 10));
    assertTrue(advance(11, 11));
  }

  @Test
  void aWallClockThatGoesBackIsNoticedAndDoesNotTurnTimeBack() {
    assertTrue(advance(1, -3600));
    assertEquals(1, passed());
  }

  @Test
  void smallCorrectionsOfTheWallClockAreNotNoticed() {
    assertFalse(advance(1, -5));
    assertFalse(advance(1, 9));
    assertEquals(2, passed());
  }

  @Test
  void aMonotonicClockThatGoesBackStandsStill() {
    assertFalse(advance(-5, 1));
    assertEquals(0, passed());
  }

  @Test
  void aWallClockThatIsSetAgainAndAgainDoesNotExhaustTime() {
    for (int i = 0; i < 1000; i++) {
      long before = passed();
      advance(1, Duration.ofDays(56 * 365).toSeconds());
      assertTrue(passed() - before >= 65535, "no fact lives so long");
      advance(1, -Duration.ofDays(56 * 365).toSeconds());
    }
    // Seconds of this time are counted in 31 bits elsewhere.
    assertTrue(passed() < Integer.MAX_VALUE / 4, passed() + " s");
  }

  @Test
  void theFurthestMomentsOfTheWallClockAreSurvived() {
    clock.advance(new Time(monotonic, Instant.MAX));
    clock.advance(new Time(monotonic, Instant.MIN));
    assertTrue(clock.advance(new Time(monotonic, Instant.MAX)));
    assertTrue(clock.nowNanos() > 0);
  }

  @Test
  void aMomentIsShownAsTheWallClockHasIt() {
    advance(7, 7);
    assertEquals(wall.plusSeconds(3), clock.wallAt(clock.nowNanos() + 3 * SECOND));
  }

  @Property
  void timeNeverGoesBack(
      @ForAll @Size(max = 20) List<@LongRange(min = -100_000, max = 100_000) Long> steps) {
    for (int i = 0; i + 1 < steps.size(); i += 2) {
      long before = clock.nowNanos();
      advance(steps.get(i), steps.get(i + 1));
      assertTrue(clock.nowNanos() >= before);
    }
  }
}
