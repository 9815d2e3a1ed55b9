package io.wirelink.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactStore.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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
  private static final Limits SMALL = new Limits(6, 2, 3);
  private static final long A_WEEK = 1_000_000;

  /** A peer's word; how far the peer is trusted goes with who it is. */
  record Word(Fact fact, int peer, long lifetime) {
    Source.Peer source() {
      return new Source.Peer(Samples.key(100 + peer));
    }

    int rank() {
      return peer % 3;
    }
  }

  /** Something that happens to a store. */
  sealed interface Step {
    record Offer(Word word) implements Step {}

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

  private static FactStore storeOf(List<Word> words) {
    FactStore store = new FactStore(Limits.DEFAULT, LOCAL_TTL);
    words.forEach(word -> offer(store, word, 0));
    return store;
  }

  private static FactStore.Outcome offer(FactStore store, Word word, long now) {
    return store.offer(word.fact(), word.source(), word.rank(), now + word.lifetime(), now);
  }

  /** Offers all that one store believes to another. */
  private static FactStore merged(FactStore into, FactStore from) {
    for (StoredFact stored : List.copyOf(from.all())) {
      Source.Peer peer = (Source.Peer) stored.source();
      into.offer(stored.fact(), peer, stored.rank(), stored.expiresNanos(0), 0);
    }
    return into;
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void theOrderOfWordsDoesNotMatter(@ForAll("words") List<Word> words, @ForAll long seed) {
    List<Word> shuffled = new ArrayList<>(words);
    Collections.shuffle(shuffled, new Random(seed));
    assertEquals(contents(storeOf(words), 0), contents(storeOf(shuffled), 0));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void mergingIsAssociativeCommutativeAndIdempotent(
      @ForAll("words") List<Word> a, @ForAll("words") List<Word> b, @ForAll("words") List<Word> c) {
    Map<Fact, String> left = contents(merged(merged(storeOf(a), storeOf(b)), storeOf(c)), 0);
    assertEquals(left, contents(merged(storeOf(a), merged(storeOf(b), storeOf(c))), 0));
    assertEquals(left, contents(merged(storeOf(c), merged(storeOf(b), storeOf(a))), 0));
    FactStore again = merged(storeOf(a), storeOf(a));
    assertEquals(contents(storeOf(a), 0), contents(again, 0));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aWordNeverShortensALife(@ForAll("words") List<Word> words) {
    FactStore store = new FactStore(Limits.DEFAULT, LOCAL_TTL);
    Map<Fact, Long> longest = new HashMap<>();
    for (Word word : words) {
      offer(store, word, 0);
      if (word.lifetime() > 0) {
        longest.merge(word.fact(), word.lifetime(), Math::max);
      }
      longest.forEach(
          (fact, expires) -> assertEquals(expires, store.find(fact).orElseThrow().expiresNanos(0)));
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void theStoreBehavesAsItsModel(@ForAll("steps") List<Step> steps) {
    FactStore store = new FactStore(Limits.DEFAULT, LOCAL_TTL);
    Map<Fact, Long> fromPeers = new HashMap<>();
    Set<Fact> local = new HashSet<>();
    Set<Fact> remembered = new HashSet<>();
    Set<StoredFact> followed = new HashSet<>();
    long now = 1;
    for (Step step : steps) {
      switch (step) {
        case Step.Offer(Word word) -> {
          offer(store, word, now);
          if (word.lifetime() > 0) {
            fromPeers.merge(word.fact(), now + word.lifetime(), Math::max);
            remembered.remove(word.fact());
          }
        }
        case Step.Say(int subject, Set<Fact> facts) -> {
          store.assertLocal(Samples.key(subject), facts);
          local.removeIf(fact -> fact.subject().equals(Samples.key(subject)));
          local.addAll(facts);
          remembered.removeAll(facts);
        }
        case Step.Advance(long nanos) -> now += nanos;
        case Step.Forget(int subject) -> {
          store.forget(Samples.key(subject));
          fromPeers.keySet().removeIf(fact -> fact.subject().equals(Samples.key(subject)));
          remembered.removeIf(fact -> fact.subject().equals(Samples.key(subject)));
        }
        case Step.Remember(Fact fact) -> {
          store.remember(fact, A_WEEK);
          if (!fromPeers.containsKey(fact) && !local.contains(fact)) {
            remembered.add(fact);
          }
        }
        case Step.Withdraw(Fact fact) -> {
          store.withdrawRemembered(fact);
          remembered.remove(fact);
        }
      }
      assertTrue(
          store.nextExpiryNanos()
              <= fromPeers.values().stream().min(Long::compare).orElse(Long.MAX_VALUE));
      store.expire(now);
      long then = now;
      fromPeers.values().removeIf(expires -> expires <= then);
      assertModel(store, fromPeers, local, remembered, now);
      follow(store, followed);
    }
  }

  private static void assertModel(
      FactStore store, Map<Fact, Long> fromPeers, Set<Fact> local, Set<Fact> remembered, long now) {
    Map<Fact, Long> expected = new HashMap<>(fromPeers);
    remembered.forEach(fact -> expected.put(fact, A_WEEK));
    local.forEach(fact -> expected.merge(fact, now + LOCAL_TTL, Math::max));
    Map<Fact, Long> actual = new HashMap<>();
    Set<Integer> ids = new TreeSet<>();
    Set<PublicKey> subjects = new HashSet<>();
    for (StoredFact stored : store.all()) {
      actual.put(stored.fact(), stored.expiresNanos(now));
      assertEquals(local.contains(stored.fact()), stored.source().equals(Source.LOCAL));
      assertEquals(remembered.contains(stored.fact()), stored.source().equals(Source.MEMORY));
      assertTrue(ids.add(stored.id()), "two facts have one number");
      assertTrue(stored.expiresNanos(now) > now, "nothing expired is believed");
      assertTrue(store.about(stored.fact().subject()).contains(stored));
      subjects.add(stored.fact().subject());
    }
    assertEquals(expected, actual);
    assertEquals(subjects, store.subjects());
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
      switch (step) {
        case Step.Offer(Word word) -> offer(store, word, now);
        case Step.Say(int subject, Set<Fact> facts) ->
            store.assertLocal(Samples.key(subject), facts);
        case Step.Advance(long nanos) -> store.expire(now += nanos);
        case Step.Forget(int subject) -> store.forget(Samples.key(subject));
        case Step.Remember(Fact fact) -> store.remember(fact, A_WEEK);
        case Step.Withdraw(Fact fact) -> store.withdrawRemembered(fact);
      }
      assertWithin(store);
    }
  }

  private static void assertWithin(FactStore store) {
    int total = 0;
    Map<PublicKey, Integer> perSource = new HashMap<>();
    Map<PublicKey, Integer> perSubject = new HashMap<>();
    for (StoredFact stored : store.all()) {
      Source.Peer peer = stored.peer();
      if (peer != null) {
        perSource.merge(peer.key(), 1, Integer::sum);
      }
      if (peer != null || stored.isRemembered()) {
        total++;
        perSubject.merge(stored.fact().subject(), 1, Integer::sum);
      }
    }
    assertTrue(total <= SMALL.total());
    assertTrue(perSource.values().stream().allMatch(count -> count <= SMALL.perSource()));
    assertTrue(perSubject.values().stream().allMatch(count -> count <= SMALL.perSubject()));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void nothingTrustedGivesWayToWhatIsTrustedLess(@ForAll("steps") List<Step> steps) {
    FactStore store = new FactStore(SMALL, LOCAL_TTL);
    for (Step step : steps) {
      if (step instanceof Step.Offer(Word word)) {
        offer(store, word, 0);
        for (FactChange change : store.takeChanges()) {
          assertFalse(
              change instanceof FactChange.Removed(var stored, var source, var cause)
                  && !source.equals(Source.MEMORY)
                  && stored.rank() >= word.rank());
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
  Arbitrary<List<Word>> words() {
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

  private static Arbitrary<Word> word() {
    return Combinators.combine(
            fact(), Arbitraries.integers().between(0, 3), Arbitraries.longs().between(0, 30))
        .as(Word::new);
  }

  private static Arbitrary<Fact> fact() {
    return Arbitraries.integers().between(1, 3).flatMap(FactStorePropertiesTest::factAbout);
  }

  private static Arbitrary<Fact> factAbout(int subject) {
    return Arbitraries.integers()
        .between(1, 4)
        .map(port -> Samples.endpoint(subject, "192.0.2.1:" + port));
  }
}
