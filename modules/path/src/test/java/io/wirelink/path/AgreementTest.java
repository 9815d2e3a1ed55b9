package io.wirelink.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.gossip.PathMessage.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest extends ProbedPath {

  @Test
  void aPeerThatAsksAboutAPathThatWasGivenUpIsToldSo() {
    comeUp();
    look(true, false);
    pass(Duration.ofSeconds(10));
    assertEquals(PathBreak.UNANSWERED, broken());
    path.reported(new Word(++order, true, true), now);
    Word word = path.report(++order, now);
    assertFalse(word == null || word.good());
  }

  @Test
  void aPeerThatGivesAPathUpIsAskedWhetherItIsReachedWhereItIs() {
    comeUp();
    path.reported(new Word(++order, false, false), now);
    tick();
    assertEquals(List.of(false), asked.stream().map(Probing.Question::large).toList());
    echoAll(false);
    pass(Duration.ofSeconds(1));
    assertTrue(path.isHealthy());
    assertFalse(path.carries());
    assertEquals(List.of(), asked);
  }

  @Test
  void aPeerThatGivesAPathUpAndDoesNotAnswerIsToBeReachedElsewhere() {
    comeUp();
    path.reported(new Word(++order, false, false), now);
    pass(Duration.ofSeconds(2));
    assertFalse(path.isHealthy());
  }

  @Test
  void thePeersWordEndsAPathAndAnOlderOneDoesNot() {
    comeUp();
    path.reported(new Word(order, false, false), now);
    assertTrue(path.carries(), "said before");
    path.reported(new Word(++order, false, false), now);
    assertEquals(PathBreak.GIVEN_UP_BY_PEER, broken());
  }

  @Test
  void theOtherSideIsToldThatAPathIsGivenUpAndNotOnceItSaysTheSame() {
    comeUp();
    look(true, false);
    pass(Duration.ofSeconds(1));
    assertEquals(PathBreak.UNANSWERED, broken());
    Word word = path.report(++order, now);
    assertTrue(word == null || !word.good());
    path.reported(new Word(++order, false, false), now);
    assertNull(path.report(++order, now + Duration.ofMinutes(1).toNanos()));
  }

  @Test
  void whoDoesNotSayThatItHeardThatAPathIsGivenUpIsAskedForAMinute() {
    comeUp();
    look(true, false);
    now += Duration.ofSeconds(1).toNanos();
    List<Word> told = new ArrayList<>();
    for (int second = 0; second < 120; second++) {
      tick();
      Word word = path.report(++order, now);
      if (word != null && !word.good()) {
        told.add(word);
      }
      now += Duration.ofSeconds(1).toNanos();
    }
    assertEquals(PathBreak.UNANSWERED, broken());
    assertEquals(
        List.of(false, false, false, true), told.stream().limit(4).map(Word::asks).toList());
    assertTrue(told.size() >= 16 && told.size() <= 18, told.size() + " times");
  }

  @Test
  void thePeerIsToldTimeAndAgainThatThereIsNoOtherWay() {
    comeUp();
    path.reported(new Word(++order, false, false), now);
    tick();
    echoAll(false);
    int told = 0;
    for (int second = 0; second < 60; second++) {
      path.setNeeded(true, now);
      tick();
      told += asked.stream().anyMatch(each -> !each.large()) ? 1 : 0;
      assertTrue(path.word(++order).needs());
      echoAll(false);
      now += Duration.ofSeconds(1).toNanos();
    }
    assertTrue(told >= 6 && told <= 7, told + " times");
    path.setNeeded(false, now);
    tick();
    assertEquals(1, asked.size());
    assertFalse(path.word(++order).needs());
  }

  @Test
  void thatThereIsAnotherWayAgainIsSaidUntilThePeerMustHaveForgotten() {
    comeUp();
    path.reported(new Word(++order, false, false), now);
    path.setNeeded(true, now);
    path.setNeeded(false, now);
    long begun = now;
    long last = now;
    int told = 0;
    while (now - begun < PathTiming.NEED_NANOS + Duration.ofMinutes(1).toNanos()) {
      Word word = path.report(++order, now);
      if (word != null) {
        assertFalse(word.needs());
        assertTrue(now - last <= PathTiming.LATER_REPORT_INTERVAL_NANOS);
        last = now;
        told++;
      }
      // What the peer says of its side does not mean that it has heard.
      path.reported(new Word(++order, false, false), now);
      now += Duration.ofMillis(500).toNanos();
    }
    assertTrue(last - begun > PathTiming.NEED_NANOS - PathTiming.LATER_REPORT_INTERVAL_NANOS);
    assertTrue(told <= 10, told + " times");
  }

  @Test
  void aNeedThatIsNotSaidAgainRunsOut() {
    comeUp();
    path.reported(new Word(++order, false, false, true), now);
    assertTrue(path.need().isTheirs(now + PathTiming.NEED_NANOS - 1));
    assertFalse(path.need().isTheirs(now + PathTiming.NEED_NANOS));
    path.reported(new Word(++order, false, false), now);
    assertFalse(path.need().isTheirs(now));
  }

  @Test
  void aPathThatEitherEndNeedsIsNotKeptFromTrafficForLong() {
    for (boolean here : new boolean[] {true, false}) {
      comeUp();
      path.reported(new Word(++order, false, false), now);
      tick();
      echoAll(false);
      assertTrue(path.pausedUntilNanos() > now);
      if (here) {
        path.setNeeded(true, now);
        tick();
        echoAll(true);
        path.setNeeded(true, now);
      } else {
        path.reported(new Word(++order, true, false, true), now);
      }
      long begun = now;
      while (!path.carries() && now - begun < PathTiming.FIRST_PAUSE_NANOS) {
        now = Math.max(now, path.deadlineNanos());
        path.report(++order, now);
        tick();
        echoAll(true);
      }
      assertTrue(path.carries());
      assertTrue(now - begun < PathTiming.FIRST_PAUSE_NANOS);
      path.setNeeded(false, now);
      now += PathTiming.FIRST_PROOF_RETRY_NANOS;
    }
  }
}
