package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who has a turn in which round. */
class SweepTest {

  private final Sweep sweep = new Sweep();

  private List<Integer> turns(int many, boolean due) {
    List<Integer> turns = new ArrayList<>();
    sweep.begin(due);
    for (int i = 0; i < many; i++) {
      if (sweep.isTurn()) {
        turns.add(i);
      }
    }
    sweep.end();
    return turns;
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @Test
  void fewHaveTheirTurnTogetherWhenItIsDue() {
    assertEquals(List.of(), turns(Sweep.MAX_IN_ROUND, false));
    assertEquals(range(0, Sweep.MAX_IN_ROUND), turns(Sweep.MAX_IN_ROUND, true));
    assertEquals(List.of(), turns(Sweep.MAX_IN_ROUND, false));
    assertEquals(range(0, Sweep.MAX_IN_ROUND), turns(Sweep.MAX_IN_ROUND, true));
  }

  @Test
  void manyHaveOneTurnEachInOneRoundAfterTheOther() {
    int many = 1000;
    List<Integer> all = new ArrayList<>(turns(many, true));
    assertEquals(Sweep.MAX_IN_ROUND, all.size());
    for (int round = 1; round < Math.ceilDiv(many, Sweep.MAX_IN_ROUND); round++) {
      all.addAll(turns(many, false));
      assertEquals(Math.min(many, (round + 1) * Sweep.MAX_IN_ROUND), all.size());
    }
    assertEquals(range(0, many), all);
    assertEquals(List.of(), turns(many, false), "until the next sweep is due");
  }

  @Test
  void ifMostAreGoneTheNextRoundBeginsAnew() {
    turns(200, true);
    assertEquals(List.of(), turns(10, true), "the sweep ends");
    assertEquals(range(0, 10), turns(10, true));
  }
}
