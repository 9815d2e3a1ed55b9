package io.wirelink.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private final Simulation simulation = new Simulation(7);

  @Test
  void whatIsEarlierHappensFirstAndWhatIsScheduledFirstBeforeWhatIsScheduledLater() {
    List<String> happened = new ArrayList<>();
    simulation.schedule(20, () -> happened.add("late"));
    simulation.schedule(10, () -> happened.add("first of two"));
    simulation.schedule(10, () -> happened.add("second of two"));
    simulation.schedule(10, () -> happened.add("cancelled")).cancel();

    simulation.runFor(Duration.ofNanos(20));

    assertEquals(List.of("first of two", "second of two", "late"), happened);
    assertEquals(20, simulation.nowNanos());
  }

  @Test
  void timePassesEvenIfNothingHappens() {
    simulation.runFor(Duration.ofDays(1));
    assertEquals(Duration.ofDays(1), simulation.elapsed());
  }

  @Test
  void waitingEndsAtTheVeryMomentAndSaysHowLongItTook() {
    boolean[] done = {false};
    simulation.runFor(Duration.ofSeconds(1));
    simulation.schedule(5, () -> done[0] = true);
    simulation.schedule(6, () -> done[0] = false);
    assertEquals(Duration.ofNanos(5), simulation.runUntil(() -> done[0], Duration.ofSeconds(1)));
  }

  @Test
  void aFailureNamesTheSeedAndShowsWhatHappenedLast() {
    simulation.note("a", "does", "something");
    var late =
        assertThrows(
            AssertionError.class, () -> simulation.runUntil(() -> false, Duration.ofSeconds(1)));
    assertTrue(late.getMessage().startsWith("seed 7 at 1.000000 s: "), late.getMessage());
    assertTrue(late.getMessage().contains("a does something"), late.getMessage());

    simulation.schedule(
        1,
        () -> {
          throw new IllegalStateException("broken");
        });
    var broken = assertThrows(AssertionError.class, () -> simulation.runFor(Duration.ofSeconds(1)));
    assertTrue(broken.getMessage().contains("broken"), broken.getMessage());
    assertEquals(IllegalStateException.class, broken.getCause().getClass());
  }

  @Test
  void timeThatStandsStillIsAFailure() {
    Runnable[] again = new Runnable[1];
    again[0] = () -> simulation.schedule(0, again[0]);
    simulation.schedule(0, again[0]);
    assertThrows(AssertionError.class, () -> simulation.runFor(Duration.ofSeconds(1)));
  }

  @Test
  void theMonotonicClockAndTimersStandStillInASuspendAndTheWallClockGoesOn() {
    var clock = new HostClock(simulation);
    List<String> happened = new ArrayList<>();
    Time before = clock.time();
    HostTimer timer = clock.newTimer(() -> happened.add("timer"));
    timer.setIn(10 * Times.SECOND);
    simulation.runFor(Duration.ofSeconds(4));

    clock.suspend();
    simulation.runFor(Duration.ofSeconds(100));
    assertEquals(before.monotonicNanos() + 4 * Times.SECOND, clock.monotonicNanos());
    assertEquals(before.wall().plusSeconds(104), clock.wall());
    assertEquals(List.of(), happened);

    clock.resume();
    simulation.runFor(Duration.ofSeconds(5));
    assertEquals(List.of(), happened);
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of("timer"), happened);
    assertEquals(before.monotonicNanos() + 10 * Times.SECOND, clock.monotonicNanos());
  }

  @Test
  void aStepOfTheWallClockLeavesTheMonotonicOneAlone() {
    var clock = new HostClock(simulation);
    Time before = clock.time();
    clock.stepWall(Duration.ofHours(-1));
    assertEquals(new Time(before.monotonicNanos(), before.wall().minusSeconds(3600)), clock.time());
  }

  @Test
  void aTimerCanBeSetEarlierAndLaterAndCancelled() {
    var clock = new HostClock(simulation);
    List<Long> happened = new ArrayList<>();
    HostTimer timer = clock.newTimer(() -> happened.add(simulation.nowNanos()));
    timer.setIn(100);
    timer.setIn(300);
    timer.setNoLaterThan(clock.monotonicNanos() + 500);
    simulation.runFor(Duration.ofNanos(200));
    timer.setIn(50);
    simulation.runFor(Duration.ofNanos(200));
    assertEquals(List.of(250L), happened);
    timer.setIn(10);
    timer.cancel();
    simulation.runFor(Duration.ofNanos(200));
    assertEquals(List.of(250L), happened);
    assertFalse(timer.isPending());
  }
}
