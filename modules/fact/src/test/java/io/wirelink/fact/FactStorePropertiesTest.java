package io.wirelink.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The store against a simple model of it. */
class FactStorePropertiesTest {

  private static final long LOCAL_TTL = 20;
  private static final Limits SMALL =
      new Limits(
          6, 1 << 20, new Share(2, 2, 2, 0), new Share(3, 3, 2, 4), new Share(1, 0, 0, 3), 2);

  /** Whose own word has ended leaves behind what others say, which was not counted before. */
  private static final int OWN_AT_MOST = 3 * 2;

  private static final long A_WEEK = 1_000_000;

  /** A peer's word; how far the peer is trusted goes with who it is. Some are about themselves. */
  record Said(Fact fact, int peer, long lifetime) {
    Source.Peer source() {
      return new Source.Peer(Samples.key(peer));
    }

    Standing standing() {
      if (fact.subject().equals(source().key())) {
        return Standing.OWN;
      }
      return peer % 2 == 0 ? Standing.TRUSTED : Standing.HEARSAY;
    }
  }

  /** Something that happens to a store. */
  sealed interface Step {
    record Offer(Said word) implements Step {}

    record Say(int subject, Set<Fact> facts) implements Step {}

    record Advance(long nanos) implements Step {}

    record Forget(int subject) implements Step {}

    record Remember(Fact fact) implements Step {}

    record Withdraw(Fact fact) implements Step {}
  }

  /** What a store believes, as plain values. */
  private static Map<Fact, String> contents(FactStore store, long now) {
    Map<Fact, String> contents = new HashMap<>();
    store
        .all()
        .forEach(
            stored ->
                contents.put(stored.fact(), stored.source() + " " + stored.expiresNanos(now)));
    return contents;
  }

  private static FactStore storeOf(List<Said> words) {
    FactStore store = new FactStore(Limits.DEFAULT, LOCAL_TTL);
    words.forEach(word -> offer(store, word, 0));
    return store;
  }

  private static FactStore.Outcome offer(FactStore store, Said word, long now) {
    return store.offer(word.fact(), word.source(), word.standing(), now + word.lifetime(), now);
  }

  /** Offers all that one store believes to another. */
  private static FactStore merged(FactStore into, FactStore from) {
    for (StoredFact stored : List.copyOf(from.all())) {
      for (io.wirelink.fact.Word word : stored.words().all()) {
        into.offer(stored.fact(), word.by(), word.standing(), word.expiresNanos(), 0);
      }
    }
    return into;
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void theOrderOfWordsDoesNotMatter(@ForAll("words") List<Said> words, @ForAll long seed) {
    List<Said> shuffled = new ArrayList<>(words);
    Collections.shuffle(shuffled, new Random(seed));
    assertEquals(contents(storeOf(words), 0), contents(storeOf(shuffled), 0));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void mergingIsAssociativeCommutativeAndIdempotent(
      @ForAll("words") List<Said> a, @ForAll("words") List<Said> b, @ForAll("words") List<Said> c) {
    Map<Fact, String> left = contents(merged(merged(storeOf(a), storeOf(b)), storeOf(c)), 0);
    assertEquals(left, contents(merged(storeOf(a), merged(storeOf(b), storeOf(c))), 0));
    assertEquals(left, contents(merged(storeOf(c), merged(storeOf(b), storeOf(a))), 0));
    FactStore again = merged(storeOf(a), storeOf(a));
    assertEquals(contents(storeOf(a), 0), contents(again, 0));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void onlyABetterWordShortensALife(@ForAll("words") List<Said> words) {
    FactStore store = new FactStore(Limits.DEFAULT, LOCAL_TTL);
    StoreModel model = new StoreModel();
    for (Said word : words) {
      offer(store, word, 0);
      model.offer(word, 0);
      model
          .fromPeers()
          .forEach(
              (fact, expires) ->
                  assertEquals(expires, store.find(fact).orElseThrow().expiresNanos(0)));
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void theStoreBehavesAsItsModel(@ForAll("steps") List<Step> steps) {
    FactStore store = new FactStore(Limits.DEFAULT, LOCAL_TTL);
    StoreModel model = new StoreModel();
    Set<StoredFact> followed = new HashSet<>();
    long now = 1;
    for (Step step : steps) {
      now += step instanceof Step.Advance(long nanos) ? nanos : 0;
      take(store, step, now);
      switch (step) {
        case Step.Offer(Said word) -> model.offer(word, now);
        case Step.Say(int subject, Set<Fact> facts) ->
            model.assertLocal(Samples.key(subject), facts);
        case Step.Forget(int subject) -> model.forget(Samples.key(subject));
        case Step.Remember(Fact fact) -> model.remember(fact);
        case Step.Withdraw(Fact fact) -> model.withdrawRemembered(fact);
        case Step.Advance advance -> {}
      }
      assertTrue(
          store.nextExpiryNanos()
              <= model.fromPeers().values().stream().min(Long::compare).orElse(Long.MAX_VALUE));
      store.expire(now);
      model.expire(now);
      model.assertSame(store, now, LOCAL_TTL, A_WEEK);
      follow(store, followed);
    }
  }

  /** Does to a store what happens. */
  private static void take(FactStore store, Step step, long now) {
    switch (step) {
      case Step.Offer(Said word) -> offer(store, word, now);
      case Step.Say(int subject, Set<Fact> facts) -> store.assertLocal(Samples.key(subject), facts);
      case Step.Forget(int subject) -> store.forget(Samples.key(subject));
      case Step.Remember(Fact fact) -> store.remember(fact, A_WEEK);
      case Step.Withdraw(Fact fact) -> store.withdrawRemembered(fact);
      case Step.Advance advance -> {}
    }
  }

  /** Whoever only follows the changes believes the same. */
  private static void follow(FactStore store, Set<StoredFact> followed) {
    for (FactChange change : store.takeChanges()) {
      switch (change) {
        case FactChange.Added(var stored) -> assertTrue(followed.add(stored));
        case FactChange.Renewed(var stored) -> assertTrue(followed.contains(stored));
        case FactChange.Removed(var stored, var source, var cause) ->
            assertTrue(followed.remove(stored));
      }
    }
    assertEquals(Set.copyOf(store.all()), followed);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void memoryIsBounded(@ForAll("steps") List<Step> steps) {
    FactStore store = new FactStore(SMALL, LOCAL_TTL);
    long now = 1;
    for (Step step : steps) {
      now += step instanceof Step.Advance(long nanos) ? nanos : 0;
      take(store, step, now);
      store.expire(now);
      assertWithin(store);
    }
  }

  private static void assertWithin(FactStore store) {
    int total = 0;
    Map<List<Object>, Integer> shares = new HashMap<>();
    Map<PublicKey, Integer> hearsay = new HashMap<>();
    for (StoredFact stored : store.all()) {
      PublicKey subject = stored.fact().subject();
      stored
          .words()
          .all()
          .forEach(
              word -> shares.merge(List.of(word.by(), subject, word.standing()), 1, Integer::sum));
      if (stored.standing() == Standing.HEARSAY) {
        hearsay.merge(subject, 1, Integer::sum);
      }
      boolean own = stored.standing() == Standing.OWN;
      if (!own && (stored.peer() != null || stored.isRemembered())) {
        total++;
      }
    }
    assertTrue(total <= SMALL.total() + OWN_AT_MOST);
    assertTrue(hearsay.values().stream().allMatch(count -> count <= SMALL.hearsayOfSubject()));
    shares.forEach(
        (key, count) -> assertTrue(count <= SMALL.of((Standing) key.get(2)).endpoints()));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void nobodysWordAboutItselfGivesWayToOthers(@ForAll("steps") List<Step> steps) {
    FactStore store = new FactStore(SMALL, LOCAL_TTL);
    for (Step step : steps) {
      if (step instanceof Step.Offer(Said word)) {
        offer(store, word, 0);
        for (FactChange change : store.takeChanges()) {
          assertFalse(
              change instanceof FactChange.Removed(var stored, var source, var cause)
                  && source instanceof Source.Peer(PublicKey key)
                  && !key.equals(word.source().key())
                  && key.equals(stored.fact().subject()));
        }
      } else if (step instanceof Step.Say(int subject, Set<Fact> facts)) {
        store.assertLocal(Samples.key(subject), facts);
        store.takeChanges();
      } else if (step instanceof Step.Remember(Fact fact)) {
        store.remember(fact, A_WEEK);
        assertTrue(
            store.takeChanges().stream().allMatch(FactChange.Added.class::isInstance),
            "memory takes nobody's room");
      }
    }
  }

  @Provide
  Arbitrary<List<Said>> words() {
    return word().list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> subject = Arbitraries.integers().between(1, 3);
    Arbitrary<Step> say =
        subject.flatMap(
            key -> factAbout(key).set().ofMaxSize(3).map(facts -> new Step.Say(key, facts)));
    return Arbitraries.frequencyOf(
            Tuple.of(6, word().map(Step.Offer::new)),
            Tuple.of(2, say),
            Tuple.of(2, Arbitraries.longs().between(1, 12).map(Step.Advance::new)),
            Tuple.of(1, subject.map(Step.Forget::new)),
            Tuple.of(2, fact().map(Step.Remember::new)),
            Tuple.of(1, fact().map(Step.Withdraw::new)))
        .list()
        .ofMaxSize(40);
  }

  private static Arbitrary<Said> word() {
    return Combinators.combine(
            fact(), Arbitraries.integers().between(1, 5), Arbitraries.longs().between(0, 30))
        .as(Said::new);
  }

  private static Arbitrary<Fact> fact() {
    return Arbitraries.integers().between(1, 3).flatMap(FactStorePropertiesTest::factAbout);
  }

  private static Arbitrary<Fact> factAbout(int subject) {
    return Arbitraries.of("192.0.2.1:1", "[2001:db8::2]:2", "10.0.0.3:3", "10.0.0.4:4")
        .map(endpoint -> Samples.endpoint(subject, endpoint));
  }
}
