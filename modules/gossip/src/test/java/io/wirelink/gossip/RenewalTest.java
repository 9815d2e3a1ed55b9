package io.wirelink.gossip;

import static io.wirelink.gossip.GossipWorld.SECOND;
import static io.wirelink.gossip.GossipWorld.fact;
import static io.wirelink.gossip.GossipWorld.facts;
import static io.wirelink.gossip.GossipWorld.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.Source;
import io.wirelink.fact.Standing;
import io.wirelink.fact.StoredFact;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RenewalTest {

  private static final PublicKey SUBJECT = key(10);
  private static final int SUBJECTS = 100;

  private final RenewalPair pair = new RenewalPair();

  private void sayMuch() {
    IntStream.range(1000, 1000 + SUBJECTS)
        .mapToObj(GossipWorld::key)
        .forEach(each -> pair.say(pair.one, each, facts(each, 7)));
    pair.pass(2 * SECOND);
  }

  private StoredFact atTwo(Fact fact) {
    return pair.two.store.find(fact).orElseThrow();
  }

  @Test
  void whatBothHoldIsRenewedWithoutBeingToldAgain() {
    sayMuch();
    assertEquals(List.of(), pair.missing(pair.two));
    pair.one.facts = 0;
    pair.one.bytes = 0;
    pair.pass(600 * SECOND);
    assertEquals(List.of(), pair.missing(pair.two));
    long left = atTwo(fact(key(1000), 0)).expiresNanos(pair.now) - pair.now;
    assertTrue(left >= 200 * SECOND, left + " ns");
    assertTrue(pair.one.facts <= 21, "Alive, and nothing else: " + pair.one.facts);
    assertTrue(pair.one.bytes <= 21 * 45, pair.one.bytes + " bytes");
  }

  @Test
  void whatWasLostOnTheWayIsToldAgainAtOnce() {
    AtomicInteger count = new AtomicInteger();
    pair.lost = packet -> packet.recipient().equals(pair.two.key) && count.incrementAndGet() == 2;
    sayMuch();
    pair.pass(2 * SECOND);
    assertEquals(List.of(), pair.missing(pair.two));
  }

  @Test
  void onlyWhereTheDifferenceIsFactsAreToldAgain() {
    sayMuch();
    pair.forget(pair.two, key(1000));
    pair.one.facts = 0;
    pair.pass(33 * SECOND);
    assertEquals(List.of(), pair.missing(pair.two));
    assertTrue(pair.one.facts <= SUBJECTS * 7 / 4, pair.one.facts + " facts");
  }

  @Test
  void whatIsNotSaidAnyMoreRunsOut() {
    sayMuch();
    pair.pass(300 * SECOND);
    pair.say(pair.one, key(1000), Set.of(fact(key(1000), 0)));
    pair.pass(256 * SECOND);
    assertTrue(pair.two.store.find(fact(key(1000), 0)).isPresent());
    assertTrue(pair.two.store.find(fact(key(1000), 1)).isEmpty());
  }

  @Test
  void whatIsSaidOfSomebodyWhoIsAwayRunsOut() {
    sayMuch();
    pair.pass(300 * SECOND);
    pair.hush(pair.one, key(1000), true);
    pair.pass(256 * SECOND);
    assertTrue(pair.two.store.find(fact(key(1000), 0)).isEmpty());
    pair.hush(pair.one, key(1000), false);
    pair.pass(SECOND);
    assertEquals(List.of(), pair.missing(pair.two));
  }

  @Test
  void nothingLastsForLongerThanItsTellerBelievesIt() {
    long expires = pair.now + 200 * SECOND;
    pair.one.store.offer(
        fact(SUBJECT, 1), new Source.Peer(key(50)), Standing.TRUSTED, expires, pair.now);
    pair.one.noteChanges(pair.now);
    sayMuch();
    for (int i = 0; i < 198; i++) {
      pair.two
          .store
          .find(fact(SUBJECT, 1))
          .ifPresent(stored -> assertTrue(stored.expiresNanos(pair.now) <= expires));
      pair.pass(SECOND);
    }
    pair.pass(5 * SECOND);
    assertTrue(pair.two.store.find(fact(SUBJECT, 1)).isEmpty());
    assertTrue(atTwo(fact(key(1000), 0)).expiresNanos(pair.now) > pair.now + 100 * SECOND);
  }

  @Test
  void whatIsTakenBackEndsAtOnce() {
    Source.Peer doubtful = new Source.Peer(key(50));
    long expires = pair.now + 250 * SECOND;
    pair.one.store.offer(fact(SUBJECT, 1), doubtful, Standing.TRUSTED, expires, pair.now);
    pair.two.store.offer(fact(SUBJECT, 2), doubtful, Standing.TRUSTED, expires, pair.now);
    pair.say(pair.one, SUBJECT, Set.of(fact(SUBJECT, 2), fact(SUBJECT, 3)));
    pair.two.noteChanges(pair.now);
    pair.pass(2 * SECOND);
    assertEquals(List.of(), pair.missing(pair.two));
    pair.one.store.reevaluate((fact, source, standing) -> false);
    pair.one.noteChanges(pair.now);
    pair.pass(SECOND);
    assertTrue(pair.two.store.find(fact(SUBJECT, 1)).isEmpty());
    assertTrue(pair.two.store.find(fact(SUBJECT, 2)).isPresent(), "it says so itself");
    assertTrue(pair.two.store.find(fact(SUBJECT, 3)).isPresent());
    pair.one.facts = 0;
    pair.pass(600 * SECOND);
    assertTrue(pair.one.facts <= 21, "Alive, and nothing else: " + pair.one.facts);
  }

  @Test
  void whoStartsAnewIsToldEverything() {
    sayMuch();
    pair.two.store.subjects().stream().toList().forEach(each -> pair.forget(pair.two, each));
    pair.one.gossip.knowsNothing(pair.two.key, pair.now);
    pair.pass(SECOND);
    assertEquals(List.of(), pair.missing(pair.two));
  }

  @Test
  void aDigestThatLiesRenewsNothing() {
    pair.say(pair.one, SUBJECT, facts(SUBJECT, 3));
    pair.pass(SECOND);
    pair.lost = packet -> true;
    long before = atTwo(fact(SUBJECT, 0)).expiresNanos(pair.now);
    pair.pass(60 * SECOND);
    for (int lie = 0; lie < 100; lie++) {
      pair.hear(
          pair.two, pair.one.key, new Renewal.Digest(1, lie, 3, Integer.MAX_VALUE >> 11).bytes());
      pair.pass(SECOND / 10);
    }
    assertEquals(before, atTwo(fact(SUBJECT, 0)).expiresNanos(pair.now));
  }

  @Test
  void nobodyRenewsWhatOnlyAnotherHasSaid() {
    pair.two.store.offer(
        fact(SUBJECT, 1),
        new Source.Peer(key(50)),
        Standing.TRUSTED,
        pair.now + 100 * SECOND,
        pair.now);
    pair.two.noteChanges(pair.now);
    long hash = FactSums.hash(7, fact(SUBJECT, 1));
    for (int i = 0; i < 99; i++) {
      pair.hear(pair.two, pair.one.key, new Renewal.Digest(7, hash, 1, 255).bytes());
      pair.hear(pair.two, pair.one.key, new Renewal.Answer(0, 255).bytes());
      pair.pass(SECOND);
    }
    pair.pass(2 * SECOND);
    assertTrue(pair.two.store.find(fact(SUBJECT, 1)).isEmpty());
  }

  @Test
  void whatIsNotHeldIsNotToldOverAndOver() {
    pair.two.believes = Standing.HEARSAY;
    Fact said = known("198.51.100.1:7");
    Fact better = known("192.0.2.1:1");
    pair.say(pair.two, SUBJECT, Set.of(better));
    pair.say(pair.one, SUBJECT, Set.of(said));
    pair.pass(5 * SECOND);
    pair.one.packets = 0;
    pair.two.packets = 0;
    pair.pass(600 * SECOND);
    assertTrue(pair.two.store.find(said).isEmpty());
    assertTrue(pair.one.packets <= 21, "Alive, and nothing else: " + pair.one.packets);
    assertTrue(pair.two.packets <= 21, "Alive, and no question: " + pair.two.packets);
    pair.say(pair.two, SUBJECT, Set.of());
    pair.pass(31 * SECOND);
    assertTrue(pair.two.store.find(said).isPresent(), "it helps now");
    pair.one.packets = 0;
    pair.pass(600 * SECOND);
    assertTrue(pair.two.store.find(said).isPresent());
    assertTrue(pair.one.packets <= 21, pair.one.packets + " packets");
  }

  private static Fact known(String endpoint) {
    return Fact.endpoint(SUBJECT, Endpoint.parse(endpoint));
  }

  @Test
  void whatIsNotHeldAndNotSaidAnyMoreIsForgotten() {
    pair.two.believes = Standing.HEARSAY;
    pair.say(pair.two, SUBJECT, Set.of(known("192.0.2.1:1")));
    pair.say(pair.one, SUBJECT, Set.of(known("198.51.100.1:7"), known("198.51.100.1:8")));
    pair.pass(5 * SECOND);
    pair.say(pair.one, SUBJECT, Set.of(known("198.51.100.1:8")));
    pair.pass(5 * SECOND);
    pair.say(pair.two, SUBJECT, Set.of());
    pair.pass(61 * SECOND);
    assertTrue(pair.two.store.find(known("198.51.100.1:7")).isEmpty());
    assertTrue(pair.two.store.find(known("198.51.100.1:8")).isPresent());
  }

  @Test
  void whatIsNotHeldCountsAfterItsTellerHasStartedAnew() {
    pair.two.believes = Standing.HEARSAY;
    pair.say(pair.two, SUBJECT, Set.of(known("192.0.2.1:1")));
    pair.say(pair.one, SUBJECT, Set.of(known("198.51.100.1:7")));
    pair.pass(40 * SECOND);
    pair.two.gossip.knowsNothing(pair.one.key, pair.now);
    pair.pass(40 * SECOND);
    pair.two.packets = 0;
    pair.pass(600 * SECOND);
    assertTrue(pair.two.packets <= 21, pair.two.packets + " packets");
  }

  @Test
  void whoAsksAgainAndAgainIsToldNoMoreThanWhoStartsAnewAgainAndAgain() {
    sayMuch();
    pair.one.facts = 0;
    byte[] question = new Renewal.Question(Collections.nCopies(FactSums.BUCKETS, 5L)).bytes();
    for (int i = 0; i < 600; i++) {
      pair.hear(pair.one, pair.two.key, question);
      pair.pass(SECOND / 10);
    }
    assertTrue(pair.one.facts <= 6 * (7 * SUBJECTS + 10), pair.one.facts + " facts");
    assertFalse(pair.one.facts == 0);
  }
}
