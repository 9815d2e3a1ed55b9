package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final long SECOND = 1_000_000_000L;

  private final Turns turns = new Turns();
  private long now = 1000 * SECOND;

  private static List<Recipient> recipients(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Recipient(new PublicKey(i, 0, 0, 0), 132, 1000))
        .toList();
  }

  /** Lets all have their turns at the time that the deadline says. */
  private List<Recipient> round() {
    now = turns.deadlineNanos();
    assertTrue(turns.begin(now));
    List<Recipient> had = new ArrayList<>();
    for (Recipient each = turns.next(now); each != null; each = turns.next(now)) {
      had.add(each);
      turns.taken(now);
    }
    turns.end(now);
    return had;
  }

  @Test
  void inASmallMeshEverybodyHasATurnWhenNewsHasWaitedForOther() {
    List<Recipient> all = recipients(Turns.BURST);
    all.forEach(each -> turns.soon(each, now));
    assertEquals(now + Turns.COALESCE_NANOS, turns.deadlineNanos());
    assertEquals(all, round());
    assertEquals(Long.MAX_VALUE, turns.deadlineNanos());
  }

  @Test
  void turnsAreBoundedAndNobodyHasASecondOneBeforeAllHadTheirFirst() {
    List<Recipient> all = recipients(1000);
    all.forEach(each -> turns.soon(each, now));
    long start = turns.deadlineNanos();
    Map<Recipient, Integer> had = new HashMap<>();
    int total = 0;
    while (now < start + 10 * SECOND) {
      for (Recipient each : round()) {
        had.merge(each, 1, Integer::sum);
        total++;
        turns.at(each, now + Turns.PACE_NANOS);
      }
      int most = had.values().stream().mapToInt(Integer::intValue).max().orElse(0);
      int least = had.size() < all.size() ? 0 : had.values().stream().min(Integer::compare).get();
      assertTrue(most - least <= 1, most + " and " + least + " turns");
    }
    assertTrue(total <= 10 * Turns.PER_SECOND + 2 * Turns.BURST, total + " turns");
    assertTrue(total >= 10 * Turns.PER_SECOND - Turns.BURST, total + " turns");
  }

  @Test
  void whatIsUrgentDoesNotWaitForTheBudget() {
    List<Recipient> all = recipients(200);
    all.forEach(each -> turns.soon(each, now));
    assertEquals(Turns.BURST, round().size());
    now += 1;
    turns.now(all.getLast(), now);
    assertEquals(now, turns.deadlineNanos());
    assertEquals(all.getLast(), round().getFirst());
  }

  @Test
  void muchThatIsUrgentKeepsTheOthersWaitingForNoLongerThanABurst() {
    List<Recipient> all = recipients(500);
    all.forEach(each -> turns.now(each, now));
    assertEquals(500, round().size());
    turns.soon(all.getFirst(), now);
    long asked = now;
    while (round().isEmpty()) {
      assertTrue(turns.deadlineNanos() > now);
    }
    assertTrue(now - asked <= 2 * Turns.BURST * SECOND / Turns.PER_SECOND, now - asked + " ns");
  }

  @Test
  void whoTakesNothingOfTheBudgetLeavesItToOthers() {
    List<Recipient> all = recipients(300);
    all.forEach(each -> turns.soon(each, now));
    now = turns.deadlineNanos();
    assertTrue(turns.begin(now));
    int had = 0;
    while (turns.next(now) != null) {
      had++;
    }
    assertEquals(300, had);
  }

  @Test
  void whoIsForgottenHasNoTurn() {
    List<Recipient> all = recipients(4);
    turns.soon(all.get(0), now);
    turns.now(all.get(1), now);
    turns.wake(all.get(2), now + 1);
    turns.wake(all.get(3), now + 2);
    all.subList(0, 3).forEach(turns::forget);
    now += SECOND;
    assertTrue(turns.begin(now));
    assertEquals(all.get(3), turns.next(now));
    assertEquals(null, turns.next(now));
  }

  @Test
  void onlyTheEarlierOfTwoWakesCounts() {
    Recipient recipient = recipients(1).getFirst();
    turns.wake(recipient, now + 2 * SECOND);
    turns.wake(recipient, now + SECOND);
    assertEquals(List.of(recipient), round());
    assertEquals(now + SECOND, turns.deadlineNanos());
    now += SECOND;
    assertFalse(turns.begin(now));
  }
}
