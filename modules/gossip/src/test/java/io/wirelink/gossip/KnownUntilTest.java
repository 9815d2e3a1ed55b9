package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownUntilTest {

  private static final int NOW = 1000;
  private static final int DAY = 86_400;

  @Test
  void whatRanOutWasKnown() {
    KnownUntil known = new KnownUntil(NOW);
    known.raise(3, 10, NOW);
    assertEquals(NOW, known.get(3));
    assertEquals(0, known.get(2));
  }

  @Test
  void anEarlierEndChangesNothing() {
    KnownUntil known = new KnownUntil(NOW);
    known.raise(500, NOW + 255, NOW);
    known.raise(500, NOW + 100, NOW);
    assertEquals(NOW + 255, known.get(500));
  }

  @Test
  void itIsTheSameAsAMapWhateverTimePasses() {
    KnownUntil known = new KnownUntil(NOW);
    Map<Integer, Integer> model = new HashMap<>();
    Random random = new Random(1);
    for (int now = NOW; now < NOW + 3 * DAY; now += random.nextInt(600)) {
      int id = random.nextInt(300);
      if (random.nextInt(4) == 0) {
        known.clear(id);
        model.remove(id);
      } else {
        int until = now + 1 + random.nextInt(20_000);
        known.raise(id, until, now);
        model.merge(id, until, Math::max);
      }
      for (int each = 0; each < 300; each++) {
        int until = model.getOrDefault(each, 0);
        // What ran out may be said to have run out later, but not to last still.
        assertEquals(Math.max(until, now), Math.max(known.get(each), now), "fact " + each);
        assertEquals(until == 0, known.get(each) == 0, "fact " + each);
      }
    }
  }
}
