package io.wirelink.gossip;

import static io.wirelink.gossip.GossipWorld.SECOND;
import static io.wirelink.gossip.GossipWorld.facts;
import static io.wirelink.gossip.GossipWorld.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.MalformedFactException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is said, lost, forgotten and hushed, both sides come to mean the same. */
class RenewalPropertiesTest {

  private static final int SUBJECTS = 8;

  /** So long that a difference is found, asked about, and told again, also for the fourth time. */
  private static final long SETTLED = 150 * SECOND;

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void storesThatDifferConverge(@ForAll Random random) {
    RenewalPair pair = new RenewalPair();
    pair.lost = packet -> random.nextInt(3) == 0;
    for (int i = random.nextInt(30); i > 0; i--) {
      happen(pair, random);
    }
    pair.lost = packet -> false;
    pair.pass(SETTLED);
    assertEquals(List.of(), pair.missing(pair.one));
    assertEquals(List.of(), pair.missing(pair.two));
    pair.pass(300 * SECOND);
    assertEquals(List.of(), pair.missing(pair.one));
    assertEquals(List.of(), pair.missing(pair.two));

    // Two who tell each other what nobody says any more do not keep it alive.
    for (RenewalPair.Side side : List.of(pair.one, pair.two)) {
      IntStream.range(10, 10 + SUBJECTS)
          .mapToObj(GossipWorld::key)
          .forEach(each -> pair.say(side, each, Set.of()));
    }
    pair.pass((GossipWorld.TTL + 1) * SECOND);
    assertEquals(Set.of(), pair.one.store.subjects());
    assertEquals(Set.of(), pair.two.store.subjects());
  }

  private static void happen(RenewalPair pair, Random random) {
    RenewalPair.Side side = random.nextBoolean() ? pair.one : pair.two;
    PublicKey subject = key(10 + random.nextInt(SUBJECTS));
    switch (random.nextInt(5)) {
      case 0, 1 -> pair.say(side, subject, facts(subject, random.nextInt(6)));
      case 2 -> pair.hush(side, subject, random.nextBoolean());
      case 3 -> {
        pair.forget(side, subject);
        // It lets others know by another boot id that it may have missed something.
        pair.other(side).gossip.knowsNothing(side.key, pair.now);
      }
      default -> pair.pass(random.nextLong((random.nextInt(10) == 0 ? 300 : 20) * SECOND));
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsCutOrPaddedIsSomethingElseOrNothing(@ForAll Random random) {
    Renewal renewal =
        switch (random.nextInt(3)) {
          case 0 ->
              new Renewal.Digest(
                  random.nextLong(),
                  random.nextLong(),
                  random.nextInt(Renewal.MAX_NUMBER),
                  random.nextInt(65_536));
          case 1 -> new Renewal.Question(random.longs(FactSums.BUCKETS).boxed().toList());
          default -> new Renewal.Answer(random.nextLong(), random.nextInt(65_536));
        };
    byte[] bytes = renewal.bytes();
    assertEquals(renewal, read(bytes));
    byte[] changed = Arrays.copyOf(bytes, 1 + random.nextInt(2 * bytes.length));
    for (int i = random.nextInt(4); i > 0; i--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    try {
      Contents contents = Contents.in(key(1), changed);
      assertTrue(contents.renewals().size() <= 4);
    } catch (MalformedFactException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  private static Renewal read(byte[] bytes) {
    try {
      return Renewal.read(ByteBuffer.wrap(bytes)).orElseThrow();
    } catch (MalformedFactException e) {
      throw new AssertionError(e);
    }
  }
}
