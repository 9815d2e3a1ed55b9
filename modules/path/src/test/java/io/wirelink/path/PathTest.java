package io.wirelink.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.gossip.PathMessage.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PathTest {

  private static final long START = Duration.ofHours(24).toNanos();
  private static final long LOOK = Duration.ofMillis(500).toNanos();

  private final Random random = new Random(1);
  private final Path path = new Path(() -> {});
  private long now = START;
  private int order;
  private boolean witnessed;

  /** What the path has asked since this was emptied. */
  private final List<Probing.Question> asked = new ArrayList<>();

  private Path.Sample traffic(boolean sent, boolean received) {
    return new Path.Sample(true, false, sent ? 128 : 0, sent, received, received, false);
  }

  private void look(boolean sent, boolean received) {
    now += LOOK;
    path.sampled(traffic(sent, received), now);
    tick();
  }

  private void tick() {
    Collection<Probing.Question> questions = path.tick(witnessed, now, random);
    asked.addAll(questions);
  }

  /** Lets time pass in which nothing comes; the device is looked at while the path is in doubt. */
  private void pass(Duration duration) {
    long end = now + duration.toNanos();
    long nextLook = now + LOOK;
    while (path.deadlineNanos() <= end) {
      now = Math.max(now, path.deadlineNanos());
      boolean due = path.state() instanceof PathState.InDoubt && now >= nextLook;
      if (due || path.isLookAwaited()) {
        path.sampled(traffic(false, false), now);
        nextLook = now + LOOK;
      }
      tick();
      if (path.report(++order, now) == null && path.deadlineNanos() <= now) {
        tick();
      }
    }
    now = end;
  }

  private void echoAll(boolean good) {
    List<Probing.Question> open = List.copyOf(asked);
    asked.clear();
    open.forEach(each -> path.echoed(each.id(), new Word(++order, good, false), now));
  }

  private void comeUp() {
    path.setAnswers(Path.Answers.ECHOES, now);
    path.sampled(new Path.Sample(true, true, 0, false, true, true, false), now);
    tick();
    echoAll(true);
    assertInstanceOf(PathState.Up.class, path.state());
    asked.clear();
  }

  private PathBreak broken() {
    return path.state().broken();
  }

  @Test
  void aNewPathProvesItselfByOneLargeEcho() {
    path.setAnswers(Path.Answers.ECHOES, now);
    path.sampled(new Path.Sample(true, true, 0, false, true, true, false), now);
    assertTrue(path.isHealthy());
    assertFalse(path.carries());
    tick();
    assertEquals(List.of(true), asked.stream().map(Probing.Question::large).toList());
    echoAll(true);
    assertTrue(path.carries());
  }

  @Test
  void aNewPathWaitsForThePeersWord() {
    path.setAnswers(Path.Answers.ECHOES, now);
    path.sampled(new Path.Sample(true, true, 0, false, true, true, false), now);
    tick();
    echoAll(false);
    assertFalse(path.carries());
    assertTrue(path.isGood());
    path.reported(new Word(++order, true, false), now);
    assertTrue(path.carries());
  }

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
    witnessed = true;
    look(true, false);
    pass(Duration.ofSeconds(9));
    assertTrue(path.carries());
    path.reported(new Word(++order, true, true), now);
    pass(Duration.ofSeconds(1));
    assertEquals(PathBreak.UNANSWERED, broken());
  }

  @Test
  void aPeerThatIsSilentOnAllWaysIsLeftWhenWireGuardShouldHaveAnswered() {
    comeUp();
    witnessed = true;
    look(true, false);
    pass(Duration.ofSeconds(9));
    path.sampled(new Path.Sample(true, false, 128, true, false, false, true), now);
    assertEquals(PathBreak.UNANSWERED, broken());
  }

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
  void aPathThatLosesLargePacketsIsNoPathForTraffic() {
    comeUp();
    now += PathTiming.LARGE_CHECK_NANOS;
    path.sampled(new Path.Sample(true, false, 10_000, true, true, true, false), now);
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
  void echoesThatWereNotAskedForProveNothing() {
    comeUp();
    look(true, false);
    for (int i = 0; i < 100; i++) {
      assertFalse(path.echoed(i, new Word(++order, true, false), now));
    }
    pass(Duration.ofSeconds(3));
    assertEquals(PathBreak.UNANSWERED, broken());
  }

  @Test
  void anEchoCountsOnce() {
    comeUp();
    look(true, false);
    long id = asked.getFirst().id();
    assertTrue(path.echoed(id, new Word(++order, true, false), now));
    assertFalse(path.echoed(id, new Word(++order, true, false), now));
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
  void theOtherSideIsToldThreeTimesAtMostAndNotOnceItSaysTheSame() {
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
  void aPathReturnsAfterThreeEchoesInARowAndAPause() {
    comeUp();
    look(true, false);
    pass(Duration.ofSeconds(3));
    long broke = path.state().sinceNanos();
    asked.clear();
    path.sampled(new Path.Sample(true, true, 0, false, true, true, false), now);
    int echoes = 0;
    while (!path.carries()) {
      now = Math.max(now, path.deadlineNanos());
      path.report(++order, now);
      tick();
      echoes += asked.size();
      echoAll(true);
    }
    assertTrue(now - broke >= PathTiming.FIRST_PAUSE_NANOS);
    assertTrue(echoes >= PathTiming.ECHOES_AFTER_BREAK);
  }

  @Test
  void aPeerWithoutProbesIsLeftWhenAnAnswerIsOverdue() {
    path.setAnswers(Path.Answers.WIREGUARD_ONLY, now);
    path.sampled(new Path.Sample(true, true, 0, false, true, true, false), now);
    assertTrue(path.carries());
    look(true, false);
    assertTrue(path.carries());
    path.sampled(new Path.Sample(true, false, 128, true, false, false, true), now);
    assertEquals(PathBreak.UNANSWERED, broken());
    assertEquals(List.of(), asked);
  }

  @Test
  void aHandshakeThatIsTooOldEndsAPath() {
    comeUp();
    path.sampled(new Path.Sample(false, false, 0, false, false, false, false), now);
    assertEquals(PathBreak.NO_HANDSHAKE, broken());
  }

  @Test
  void whatCameBackByWireGuardsWordAloneDoesNotBreakWhenThePeerHasYetToTurnToIt() {
    comeUp();
    look(true, false);
    pass(Duration.ofSeconds(3));
    assertEquals(1, path.breaks());
    path.setAnswers(Path.Answers.WIREGUARD_ONLY, now);
    pass(Duration.ofMinutes(5));
    path.sampled(new Path.Sample(true, true, 0, false, true, true, false), now);
    assertTrue(path.carries());
    path.setAnswers(Path.Answers.ECHOES, now);
    path.reported(new Word(++order, false, false), now);
    assertEquals(PathBreak.GIVEN_UP_BY_PEER, broken());
    assertEquals(1, path.breaks());
  }
}
