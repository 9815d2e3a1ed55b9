package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AllowanceTest {

  @Test
  void asManyAsAllowedMayComeAtOnceAndNoMore() {
    Allowance allowance = new Allowance(5, 100);
    long taken = 0;
    for (int i = 0; i < 20; i++) {
      taken += allowance.take(1_000) ? 1 : 0;
    }
    assertEquals(5, taken);
  }

  @Property
  void whateverTheOrderNoMoreIsTakenThanTimeAllows(
      @ForAll @IntRange(min = 1, max = 50) int most, @ForAll @Size(max = 200) int[] steps) {
    Allowance allowance = new Allowance(most, 100);
    long start = 1_000_000;
    long now = start;
    long taken = 0;
    for (int step : steps) {
      now += Math.floorMod(step, 150);
      taken += allowance.take(now) ? 1 : 0;
      assertTrue(taken <= most + (now - start) / 100, taken + " after " + (now - start));
    }
  }
}
