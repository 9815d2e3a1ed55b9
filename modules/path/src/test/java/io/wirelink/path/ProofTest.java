package io.wirelink.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.gossip.PathMessage.Word;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofTest extends ProbedPath {

  @Test
  void aNewPathProvesItselfByOneLargeEcho() {
    path.setAnswers(Answers.ECHOES, now);
    path.sampled(new Sample(true, true, 0, false, true, true, false), now);
    assertTrue(path.isHealthy());
    assertFalse(path.carries());
    tick();
    assertEquals(List.of(true), asked.stream().map(Probing.Question::large).toList());
    echoAll(true);
    assertTrue(path.carries());
  }

  @Test
  void aNewPathWaitsForThePeersWord() {
    path.setAnswers(Answers.ECHOES, now);
    path.sampled(new Sample(true, true, 0, false, true, true, false), now);
    tick();
    echoAll(false);
    assertFalse(path.carries());
    assertTrue(path.isGood());
    path.reported(new Word(++order, true, false), now);
    assertTrue(path.carries());
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
  void aPathReturnsAfterThreeEchoesInARowAndAPause() {
    comeUp();
    look(true, false);
    pass(Duration.ofSeconds(3));
    long broke = path.state().sinceNanos();
    asked.clear();
    path.sampled(new Sample(true, true, 0, false, true, true, false), now);
    int echoes = 0;
    while (!path.carries()) {
      askNext();
      echoes += asked.size();
      echoAll(true);
    }
    assertTrue(now - broke >= PathTiming.FIRST_PAUSE_NANOS);
    assertTrue(echoes >= PathTiming.ECHOES_AFTER_BREAK);
  }

  @Test
  void whatCameBackByWireGuardsWordAloneDoesNotBreakWhenThePeerHasYetToTurnToIt() {
    comeUp();
    look(true, false);
    pass(Duration.ofSeconds(3));
    assertEquals(1, path.breaks());
    path.setAnswers(Answers.WIREGUARD_ONLY, now);
    pass(Duration.ofMinutes(5));
    path.sampled(new Sample(true, true, 0, false, true, true, false), now);
    assertTrue(path.carries());
    path.setAnswers(Answers.ECHOES, now);
    path.reported(new Word(++order, false, false), now);
    assertEquals(PathBreak.GIVEN_UP_BY_PEER, broken());
    assertEquals(1, path.breaks());
  }

  @Test
  void whatCameUpByWireGuardsWordAloneIsToldToThePeerAsSoonAsItsAgentIsHeard() {
    path.setAnswers(Answers.WIREGUARD_ONLY, now);
    path.sampled(new Sample(true, true, 0, false, true, true, false), now);
    assertTrue(path.carries());
    assertEquals(Long.MAX_VALUE, path.deadlineNanos());
    path.setAnswers(Answers.ECHOES, now);
    askNext();
    assertEquals(List.of(false), asked.stream().map(Probing.Question::large).toList());
  }

  @Test
  void anEchoThatComesLateIsNoAnswerToWhatThePeerIsToldNow() {
    comeUp();
    look(true, false);
    pass(Duration.ofSeconds(3));
    asked.clear();
    path.sampled(new Sample(true, true, 0, false, true, true, false), now);
    askNext();
    Probing.Question late = asked.removeFirst();
    while (!path.isGood()) {
      askNext();
      echoAll(false);
    }
    path.reported(new Word(++order, true, false), now);
    assertTrue(path.carries());
    askNext();
    assertEquals(1, asked.size());
    assertTrue(path.echoed(late.id(), new Word(++order, true, false), now));
    askNext();
    assertEquals(2, asked.size(), "the peer may not know yet");
  }

  private void askNext() {
    now = Math.max(now, path.deadlineNanos());
    path.report(++order, now);
    tick();
  }
}
