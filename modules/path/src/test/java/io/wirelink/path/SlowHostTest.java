package io.wirelink.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.gossip.PathMessage.Word;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Hosts that have more to do than they can: what is late is not lost. */
class SlowHostTest extends ProbedPath {
  private static final long LATE = Duration.ofMillis(900).toNanos();

  @Test
  void anAnswerIsWaitedForASecondAsLongAsNobodyKnowsHowLongItTakes() {
    path.setAnswers(Answers.ECHOES, now);
    path.sampled(new Sample(true, true, 0, false, true, true, false), now);
    tick();
    pass(Duration.ofNanos(LATE));
    assertEquals(1, asked.size());
    echoAll(true);
    assertTrue(path.carries());
  }

  @Test
  void aHostThatWakesUpLateReadsWhatCameBeforeItAsksAgain() {
    comeUp();
    look(true, false);
    assertEquals(1, asked.size());
    now = path.deadlineNanos() + LATE;
    tick();
    assertEquals(1, asked.size());
    echoAll(true);
    assertInstanceOf(PathState.Up.class, path.state());
  }

  @Test
  void aHostThatIsAlwaysLateGivesUpAllTheSame() {
    comeUp();
    look(true, false);
    int turns = 0;
    while (path.carries()) {
      now = path.deadlineNanos() + LATE;
      path.sampled(traffic(false, false), now);
      tick();
      var _ = path.report(++order, now);
      turns++;
    }
    assertEquals(PathTiming.UNANSWERED_PROBES, asked.size());
    assertTrue(turns <= 2 * PathTiming.UNANSWERED_PROBES + 1, "it took " + turns);
    assertEquals(PathBreak.UNANSWERED, broken());
  }

  @Test
  void itIsNotLateForWhatItBeginsOnlyNow() {
    path.setAnswers(Answers.ECHOES, now);
    path.sampled(new Sample(true, true, 0, false, true, true, false), now);
    now += LATE;
    tick();
    assertEquals(1, asked.size());
    path.echoed(asked.getFirst().id(), new Word(++order, true, false), now);
    assertTrue(path.carries());
  }
}
