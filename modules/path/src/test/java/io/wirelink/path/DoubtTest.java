package io.wirelink.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.gossip.PathMessage.Word;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoubtTest extends ProbedPath {

  @Test
  void anIdlePathIsNotAsked() {
    comeUp();
    for (int i = 0; i < 1000; i++) {
      look(false, false);
    }
    assertEquals(List.of(), asked);
  }

  @Test
  void trafficThatIsAnsweredIsNotAskedAbout() {
    comeUp();
    for (int i = 0; i < 100; i++) {
      look(true, true);
    }
    assertEquals(List.of(), asked);
  }

  @Test
  void trafficThatNothingComesBackForIsAskedAboutWithinOneAndAHalfSeconds() {
    comeUp();
    look(true, true);
    long cut = now;
    while (asked.isEmpty()) {
      look(true, false);
    }
    assertTrue(now - cut <= Duration.ofMillis(1_500).toNanos());
    echoAll(true);
    assertInstanceOf(PathState.Up.class, path.state());
  }

  @Test
  void threeUnansweredProbesEndAPath() {
    comeUp();
    look(true, false);
    pass(Duration.ofSeconds(3));
    assertEquals(PathBreak.UNANSWERED, broken());
    assertEquals(PathTiming.UNANSWERED_PROBES, asked.size());
    assertFalse(path.isGood());
  }

  @Test
  void twoUnansweredProbesDoNot() {
    comeUp();
    look(true, false);
    now = path.deadlineNanos();
    tick();
    echoAll(true);
    pass(Duration.ofSeconds(3));
    assertInstanceOf(PathState.Up.class, path.state());
  }

  @Test
  void anAgentThatIsSilentOnAHostThatIsHeardTakesNothingAway() {
    comeUp();
    look(true, false);
    for (int i = 0; i < 100; i++) {
      look(true, true);
      pass(Duration.ZERO);
    }
    assertTrue(path.carries());
  }

  @Test
  void aPeerThatCanSpeakByAnotherWayIsLeftOnlyIfItDoes() {
    comeUp();
    fallSilentOnAllWays();
    assertTrue(path.carries());
    path.reported(new Word(++order, true, true), now);
    pass(Duration.ofSeconds(1));
    assertEquals(PathBreak.UNANSWERED, broken());
  }

  @Test
  void anAgentThatIsBackIsAskedAnewBeforeItsSilenceCounts() {
    comeUp();
    fallSilentOnAllWays();
    asked.clear();
    path.probed(new Word(++order, true, false), now);
    tick();
    echoAll(true);
    pass(Duration.ofSeconds(1));
    assertInstanceOf(PathState.Up.class, path.state());
  }

  @Test
  void anAgentThatIsBackAndDoesNotHearTheQuestionsHasAPathOfOneWay() {
    comeUp();
    fallSilentOnAllWays();
    path.probed(new Word(++order, true, false), now);
    pass(Duration.ofSeconds(1));
    path.probed(new Word(++order, true, false), now);
    pass(Duration.ofSeconds(2));
    assertEquals(PathBreak.ONE_WAY, broken());
  }

  @Test
  void aPeerThatIsSilentOnAllWaysIsLeftWhenWireGuardShouldHaveAnswered() {
    comeUp();
    fallSilentOnAllWays();
    path.sampled(new Sample(true, false, 128, true, false, false, true), now);
    assertEquals(PathBreak.UNANSWERED, broken());
  }

  @Test
  void aPathThatLosesLargePacketsIsNoPathForTraffic() {
    comeUp();
    now += PathTiming.LARGE_CHECK_NANOS;
    path.sampled(new Sample(true, false, 10_000, true, true, true, false), now);
    tick();
    for (int i = 0; i < 10 && path.carries(); i++) {
      asked.removeIf(Probing.Question::large);
      echoAll(true);
      now = Math.max(now, Math.min(path.deadlineNanos(), now + PathTiming.LONGEST_ANSWER_NANOS));
      tick();
    }
    assertEquals(PathBreak.LARGE_LOST, broken());
    assertTrue(path.isHealthy());
  }

  @Test
  void whatWasOnItsWayDoesNotSayThatThePeerIsHeard() {
    comeUp();
    path.doubtAfterChange(now);
    tick();
    look(true, true);
    look(true, false);
    pass(Duration.ofSeconds(2));
    assertEquals(PathBreak.UNANSWERED, broken());
  }

  @Test
  void whoeverAsksToLookGetsOneProbeASecond() {
    comeUp();
    int probes = 0;
    for (int i = 0; i < 1000; i++) {
      path.lookAtOnce(now);
      tick();
      probes += asked.size();
      echoAll(true);
      now += Duration.ofMillis(1).toNanos();
    }
    assertTrue(path.carries());
    assertTrue(probes <= 2, probes + " probes");
  }

  @Test
  void aPathThatIsKeptFromTrafficIsLookedAtAsWell() {
    comeUp();
    look(true, false);
    while (path.isHealthy()) {
      pass(Duration.ofMillis(100));
    }
    path.sampled(new Sample(true, true, 0, false, true, true, false), now);
    path.lookAtOnce(now);
    pass(Duration.ofMillis(1200));
    assertTrue(now < path.pausedUntilNanos());
    assertInstanceOf(PathState.Down.class, path.state());
  }

  @Test
  void trafficOfAPathThatIsKeptFromItIsWatchedAsWell() {
    brokenAndHeldBack();
    int looks = 0;
    while (path.isHealthy() && looks++ < 16) {
      look(true, false);
    }
    assertInstanceOf(PathState.Down.class, path.state());
  }

  @Test
  void aPathThatIsKeptFromTrafficStaysWhereOnlyTheAgentIsSilent() {
    brokenAndHeldBack();
    for (int i = 0; i < 16; i++) {
      look(true, i == 8);
    }
    assertTrue(path.isHealthy());
  }

  /** A path that broke four times, and answers again. */
  private void brokenAndHeldBack() {
    comeUp();
    for (int i = 0; i < 4; i++) {
      now += PathTiming.INCIDENT_NANOS;
      while (path.isHealthy()) {
        look(true, false);
      }
      path.sampled(new Sample(true, true, 0, false, true, true, false), now);
      while (i < 3 && !path.carries()) {
        now = Math.max(now, path.deadlineNanos());
        path.report(++order, now);
        tick();
        echoAll(true);
      }
    }
    asked.clear();
  }

  @Test
  void whoAsksToLookTimeAndAgainDoesNotKeepAPathFromProvingItself() {
    comeUp();
    look(true, false);
    pass(Duration.ofSeconds(3));
    path.sampled(new Sample(true, true, 0, false, true, true, false), now);
    long end = now + Duration.ofSeconds(10).toNanos();
    while (now < end && !path.carries()) {
      path.lookAtOnce(now);
      path.report(++order, now);
      tick();
      now += Duration.ofMillis(100).toNanos();
      echoAll(true);
    }
    assertTrue(path.carries());
  }

  @Test
  void thePeerIsAskedToLookAsWellAtOnceWhenSomethingHasChangedHere() {
    comeUp();
    path.doubtAfterChange(now);
    Word word = path.report(++order, now);
    assertNotNull(word);
    assertTrue(word.asks());
  }

  @Test
  void whatWasNotAnsweredInTimeIsLost() {
    comeUp();
    assertEquals(new Probing.Loss(1, 0), path.probing().loss(now));
    path.lookAtOnce(now);
    tick();
    assertEquals(new Probing.Loss(1, 0), path.probing().loss(now), "it may still be answered");
    pass(Duration.ofSeconds(1));
    assertEquals(1, path.probing().loss(now).lost());
    for (int i = 0; i < 100; i++) {
      now += Duration.ofSeconds(1).toNanos();
      path.lookAtOnce(now);
      tick();
      echoAll(true);
    }
    assertEquals(new Probing.Loss(32, 0), path.probing().loss(now), "that was long ago");
  }

  @Test
  void anOutageBeginsWhenTrafficIsNotReturnedAnyMore() {
    comeUp();
    look(true, true);
    long last = now;
    while (path.carries()) {
      look(true, false);
    }
    assertEquals(last, path.outageNanos());
    assertTrue(now - path.outageNanos() <= Duration.ofSeconds(3).toNanos());
  }

  @Test
  void aPeerWithoutProbesIsLeftWhenAnAnswerIsOverdue() {
    path.setAnswers(Answers.WIREGUARD_ONLY, now);
    path.sampled(new Sample(true, true, 0, false, true, true, false), now);
    assertTrue(path.carries());
    look(true, false);
    assertTrue(path.carries());
    path.sampled(new Sample(true, false, 128, true, false, false, true), now);
    assertEquals(PathBreak.UNANSWERED, broken());
    assertEquals(List.of(), asked);
  }

  @Test
  void aHandshakeThatIsTooOldEndsAPath() {
    comeUp();
    path.sampled(new Sample(false, false, 0, false, false, false, false), now);
    assertEquals(PathBreak.NO_HANDSHAKE, broken());
  }

  /** Nothing is heard any more of a peer that could speak by another way. */
  private void fallSilentOnAllWays() {
    witnessed = true;
    look(true, false);
    pass(Duration.ofSeconds(9));
  }
}
