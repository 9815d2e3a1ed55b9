package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KnownFactsTest {

  /** Every third number takes one out, the others put one in. */
  @Property
  void itIsAMapOfNumbers(
      @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 300) Integer> numbers) {
    KnownFacts facts = new KnownFacts();
    Map<Integer, Integer> expected = new HashMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      int id = numbers.get(i) / 3;
      if (numbers.get(i) % 3 == 0) {
        facts.remove(id);
        expected.remove(id);
      } else {
        facts.put(id, i + 1);
        expected.put(id, i + 1);
      }
    }
    for (int id = 0; id <= 101; id++) {
      assertEquals(expected.getOrDefault(id, 0), facts.until(id));
    }
    facts.clear();
    assertEquals(0, facts.until(numbers.isEmpty() ? 0 : numbers.getFirst() / 3));
  }

  @Test
  void pagesAreThereWhileThereIsAnythingInThem() {
    KnownFacts facts = new KnownFacts();
    for (int id = 0; id < 6_400; id++) {
      facts.put(id, 2);
      facts.put(id, 1);
    }
    assertEquals(100, facts.pages());
    for (int id = 0; id < 6_400; id++) {
      facts.remove(id);
      facts.remove(id);
    }
    assertEquals(0, facts.pages());
  }
}
