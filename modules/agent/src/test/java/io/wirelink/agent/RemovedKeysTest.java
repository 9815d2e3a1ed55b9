package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.RemovalRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RemovedKeysTest {

  private final RemovedKeys keys = new RemovedKeys();

  private static PublicKey key(int number) {
    return new PublicKey(number, 0, 0, 0);
  }

  private static KeptRemoval said(int key, long number, boolean removed) {
    return new KeptRemoval(
        new RemovalRecord(key(key), number, removed), "", Instant.EPOCH, Set.of());
  }

  private static Set<RemovalRecord> records(RemovedKeys keys) {
    Set<RemovalRecord> records = new HashSet<>();
    keys.all().forEach(each -> records.add(each.kept().record()));
    return records;
  }

  @Test
  void theHigherNumberCountsAndOfTheSameTheRemoval() {
    assertTrue(keys.put(said(1, 5, false)));
    assertTrue(keys.put(said(1, 5, true)), "the same number, and it removes");
    assertFalse(keys.put(said(1, 5, false)));
    assertFalse(keys.put(said(1, 4, false)), "a replay");
    assertFalse(keys.put(said(1, 5, true)), "the same again");
    assertTrue(keys.contains(key(1)));
    assertTrue(keys.put(said(1, 6, false)));
    assertFalse(keys.contains(key(1)));
    assertEquals(0, keys.count());
  }

  @RepeatedTest(20)
  void allComeToTheSameInWhateverOrderTheyHear(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    var random = new Random(seed);
    List<KeptRemoval> words = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      words.add(said(random.nextInt(5), random.nextInt(6), random.nextBoolean()));
    }
    words.forEach(keys::put);
    Collections.shuffle(words, random);
    var others = new RemovedKeys();
    words.forEach(others::put);
    assertEquals(records(keys), records(others), "seed " + seed);
  }

  @Test
  void thereIsABoundAndTheLowestNumberGivesWay() {
    for (int i = 1; i <= RemovedKeys.MAX_RECORDS; i++) {
      assertTrue(keys.put(said(i, 1000 + i, true)));
    }
    assertFalse(keys.put(said(-1, 1000, true)), "no number as low has room");
    assertTrue(keys.put(said(-2, 5000, true)));
    assertEquals(RemovedKeys.MAX_RECORDS, keys.all().size());
    assertFalse(keys.contains(key(1)));
    assertTrue(keys.put(said(2, 6000, false)), "what is there can always be superseded");
  }

  @Test
  void whatIsNewComesAfterWhatIsKnown() {
    keys.put(said(1, 1, true));
    keys.put(said(2, 1, true));
    long known = keys.revision();
    keys.put(said(1, 2, false));
    List<RemovedKeys.Entry> news = keys.after(known, 10);
    assertEquals(List.of(said(1, 2, false)), news.stream().map(RemovedKeys.Entry::kept).toList());
    assertEquals(2, keys.after(0, 10).size());
    assertEquals(1, keys.after(0, 1).size());
  }
}
