package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When facts are looked at again. */
class LookPlanTest {

  private final LookPlan plan = new LookPlan(0);

  private List<Integer> takenAt(int seconds) {
    List<Integer> taken = new ArrayList<>();
    plan.take(seconds, taken::add);
    return taken;
  }

  @Test
  void eachFactIsTakenOnceInTheBucketAfterItsTime() {
    plan.plan(300, 5, 0);
    plan.plan(7, 10, 0);
    plan.plan(7, 1, 0);
    assertEquals(8, plan.nextSeconds());
    assertEquals(List.of(), takenAt(7));
    assertEquals(List.of(300), takenAt(8));
    assertEquals(List.of(7), takenAt(100));
    assertEquals(Integer.MAX_VALUE, plan.nextSeconds());
  }

  @Test
  void aNumberThatStandsForAnotherFactNowHasAPlanOfItsOwn() {
    plan.plan(7, 5, 0);
    plan.forget(7);
    assertEquals(Integer.MAX_VALUE, plan.nextSeconds());
    plan.plan(7, 50, 0);
    assertEquals(List.of(), takenAt(20));
    assertEquals(List.of(7), takenAt(52));
  }

  @Test
  void whatIsPlannedAnewWhileItIsTakenIsTakenLater() {
    plan.plan(7, 5, 0);
    plan.take(8, id -> plan.plan(id, 8 + 4 * 63, 8));
    assertEquals(List.of(), takenAt(8));
    assertEquals(List.of(7), takenAt(1000));
  }
}
