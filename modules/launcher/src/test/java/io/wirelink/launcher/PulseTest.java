package io.wirelink.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.AgentView;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import io.wirelink.fixtures.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a service manager is told of an agent, second by second. */
class PulseTest {
  private static final long WATCHDOG = SECONDS.toNanos(60);

  /** Near the end of what a long holds, as nanoTime may be. */
  private static final long START = Long.MAX_VALUE - SECONDS.toNanos(30);

  private @Nullable AgentView view = Views.of();

  /** A notice, and in which second it was given. */
  private record Given(int second, String notice) {}

  private AgentView look() throws TimeoutException {
    if (view == null) {
      throw new TimeoutException();
    }
    return view;
  }

  /** The notices of the first seconds of a loop that turns in those that the test accepts. */
  private List<Given> notices(Pulse pulse, int seconds, java.util.function.IntPredicate turns)
      throws InterruptedException {
    List<Given> given = new ArrayList<>();
    boolean turned = false;
    for (int second = 0; second <= seconds; second++) {
      long now = START + SECONDS.toNanos(second);
      turned |= turns.test(second);
      if (pulse.waitNanos(now) == 0) {
        for (String notice : pulse.due(now, turned)) {
          given.add(new Given(second, notice));
        }
        turned = false;
      }
    }
    return given;
  }

  private Pulse pulse(long watchdogNanos) {
    return new Pulse(watchdogNanos, this::look, START);
  }

  private static List<Integer> beats(List<Given> given) {
    return given.stream()
        .filter(each -> each.notice().equals(Pulse.ALIVE))
        .map(Given::second)
        .toList();
  }

  @Test
  void aLoopThatTurnsEveryFewSecondsIsToldTwiceWithinTheLimitAtLeast() throws Exception {
    for (int offset = 0; offset < 5; offset++) {
      int first = offset;
      List<Integer> beats = beats(notices(pulse(WATCHDOG), 600, s -> s % 5 == first));
      int before = 0;
      for (int beat : beats) {
        assertTrue(beat - before <= 30, beats.toString());
        before = beat;
      }
      assertTrue(before >= 570, beats.toString());
    }
  }

  @Test
  void aLoopThatHangsIsNotToldOfAnyMore() throws Exception {
    List<Integer> beats = beats(notices(pulse(WATCHDOG), 600, second -> second <= 100));
    assertTrue(beats.getLast() >= 90 && beats.getLast() <= 115, beats.toString());
  }

  @Test
  void aLoopThatNeverTurnedIsNotToldOf() throws Exception {
    assertEquals(List.of(), beats(notices(pulse(WATCHDOG), 600, second -> false)));
  }

  @Test
  void aManagerThatDoesNotWantToHearOfTheLoopDoesNot() throws Exception {
    assertEquals(List.of(), beats(notices(pulse(0), 600, second -> true)));
  }

  @Test
  void theStatusIsToldWhenItChangesAndNoMoreThanEveryFiveSeconds() throws Exception {
    List<Given> given = new ArrayList<>();
    Pulse pulse = pulse(0);
    for (int second = 0; second < 20; second++) {
      long now = START + SECONDS.toNanos(second);
      view = withFacts(second);
      if (pulse.waitNanos(now) == 0) {
        for (String notice : pulse.due(now, true)) {
          given.add(new Given(second, notice));
        }
      }
    }
    assertEquals(
        List.of(
            new Given(1, "STATUS=leaf, 1 fact, no peers\n"),
            new Given(6, "STATUS=leaf, 6 facts, no peers\n"),
            new Given(11, "STATUS=leaf, 11 facts, no peers\n"),
            new Given(16, "STATUS=leaf, 16 facts, no peers\n")),
        given);
  }

  @Test
  void anAgentThatStaysAsItIsIsLookedAtLessAndLess() throws Exception {
    List<Integer> looks = new ArrayList<>();
    int[] now = {0};
    Pulse pulse =
        new Pulse(
            0,
            () -> {
              looks.add(now[0]);
              return Views.of();
            },
            START);
    for (; now[0] < 200; now[0]++) {
      long nanos = START + SECONDS.toNanos(now[0]);
      if (pulse.waitNanos(nanos) == 0) {
        pulse.due(nanos, true);
      }
    }
    assertEquals(List.of(1, 6, 16, 36, 76, 116, 156, 196), looks);
  }

  @Test
  void afterSomethingHappenedTheStatusDoesNotWaitForLong() throws Exception {
    Pulse pulse = pulse(0);
    notices(pulse, 100, second -> true);
    long now = START + SECONDS.toNanos(101);
    assertTrue(pulse.waitNanos(now) > Pulse.STATUS_NANOS);
    pulse.hurry(now);
    assertEquals(Pulse.STATUS_NANOS, pulse.waitNanos(now));
    pulse.hurry(now + 1);
    assertEquals(Pulse.STATUS_NANOS - 1, pulse.waitNanos(now + 1));
  }

  @Test
  void anAgentThatDoesNotAnswerIsSaidNotTo() throws Exception {
    view = null;
    assertEquals(
        List.of(new Given(1, "STATUS=does not answer\n")), notices(pulse(0), 100, second -> false));
  }

  private static AgentView withFacts(int count) {
    AgentView.KnownFact[] facts = new AgentView.KnownFact[count];
    for (int i = 0; i < count; i++) {
      facts[i] = Views.known(Fact.member(Views.key(i), MemberMetadata.EMPTY), Source.LOCAL, 255);
    }
    return Views.of(facts);
  }
}
