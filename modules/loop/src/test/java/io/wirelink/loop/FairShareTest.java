package io.wirelink.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FairShareTest {

  private static final int PLACES = 1024;

  private final FairShare<String> share = new FairShare<>(PLACES);

  private int takeAll(String who) {
    int taken = 0;
    while (share.take(who)) {
      taken++;
    }
    return taken;
  }

  @Test
  void whoIsAloneTakesHalf() {
    assertEquals(PLACES / 2, takeAll("one"));
    assertEquals(PLACES / 2, share.total());
  }

  @Test
  void aFloodTakesNoPlaceFromOthers() {
    takeAll("flood");
    for (int i = 0; i < 100; i++) {
      assertTrue(share.take("honest " + i), "one packet of many hosts each");
    }
    assertTrue(takeAll("honest 0") > 100, "and many of one");
  }

  @Test
  void threeThatFloodLeaveRoomForOthers() {
    for (int i = 0; i < 10 * PLACES; i++) {
      share.take("flood " + i % 3);
    }
    assertEquals(PLACES * 3 / 4, share.total());
    assertTrue(takeAll("honest") >= PLACES / 8);
  }

  @Test
  void aPlaceThatIsGivenBackIsFreeForAnybody() {
    int taken = takeAll("one");
    for (int i = 0; i < taken; i++) {
      share.giveBack("one");
    }
    assertEquals(0, share.total());
    assertEquals(PLACES / 2, takeAll("other"));
    assertThrows(IllegalStateException.class, () -> share.giveBack("one"));
  }
}
