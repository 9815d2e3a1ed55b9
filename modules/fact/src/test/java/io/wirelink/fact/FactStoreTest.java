package io.wirelink.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.fact.FactStore.Limits;
import io.wirelink.fact.FactStore.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FactStoreTest {

  private static final long LOCAL_TTL = 255;
  private static final Limits SMALL = new Limits(6, 4, 3);
  private static final Fact A = Samples.endpoint(1, "192.0.2.1:1");
  private static final Fact B = Samples.endpoint(1, "192.0.2.2:2");
  private static final Source.Peer X = new Source.Peer(Samples.key(101));
  private static final Source.Peer Y = new Source.Peer(Samples.key(102));

  private final FactStore store = new FactStore(Limits.DEFAULT, LOCAL_TTL);

  private static Fact numbered(int subject, int port) {
    return Samples.endpoint(subject, "192.0.2.1:" + port);
  }

  private static List<String> kinds(List<FactChange> changes) {
    return changes.stream()
        .map(
            change ->
                switch (change) {
                  case FactChange.Added added -> "added";
                  case FactChange.Renewed renewed -> "renewed";
                  case FactChange.Removed(var stored, var source, var cause) -> cause.toString();
                })
        .toList();
  }

  @Test
  void aFactIsAddedThenKnownThenRenewed() {
    assertEquals(Outcome.ADDED, store.offer(A, X, 1, 100, 0));
    assertEquals(Outcome.KNOWN, store.offer(A, X, 1, 100, 0));
    assertEquals(Outcome.KNOWN, store.offer(A, X, 1, 50, 0));
    assertEquals(Outcome.RENEWED, store.offer(A, X, 1, 101, 0));
    assertEquals(List.of("added", "renewed"), kinds(store.takeChanges()));
    assertEquals(List.of(), store.takeChanges());
  }

  @Test
  void aFactWithNoTimeLeftIsNotBelieved() {
    assertEquals(Outcome.EXPIRED, store.offer(A, X, 1, 10, 10));
    assertEquals(Outcome.EXPIRED, store.offer(A, X, 1, 9, 10));
    assertTrue(store.find(A).isEmpty());
  }

  @Test
  void aFactIsBelievedUntilItsLastWordRunsOut() {
    store.offer(A, X, 1, 100, 0);
    store.offer(A, Y, 1, 200, 0);
    store.expire(199);
    assertEquals(Y, store.find(A).orElseThrow().source());
    store.expire(200);
    assertTrue(store.find(A).isEmpty());
    assertEquals(List.of("added", "renewed", "EXPIRED"), kinds(store.takeChanges()));
  }

  @Test
  void theNextExpiryIsNeverLaterThanAnExpiry() {
    assertEquals(Long.MAX_VALUE, store.nextExpiryNanos());
    store.offer(A, X, 1, 100, 0);
    store.offer(B, X, 1, 70, 0);
    assertEquals(70, store.nextExpiryNanos());
    store.expire(70);
    assertEquals(100, store.nextExpiryNanos());
    store.expire(100);
    assertEquals(Long.MAX_VALUE, store.nextExpiryNanos());
  }

  @Test
  void whatTheHostItselfSaysIsAlwaysAsGoodAsNew() {
    store.assertLocal(Samples.key(1), Set.of(A));
    store.expire(1_000_000);
    StoredFact stored = store.find(A).orElseThrow();
    assertEquals(Source.LOCAL, stored.source());
    assertEquals(1_000_000 + LOCAL_TTL, stored.expiresNanos(1_000_000));
  }

  @Test
  void whatTheHostDoesNotSayAnyMoreIsWithdrawnAtOnce() {
    store.assertLocal(Samples.key(1), Set.of(A, B));
    store.takeChanges();
    store.assertLocal(Samples.key(1), Set.of(B));
    assertEquals(Set.of(B), Set.copyOf(store.all().stream().map(StoredFact::fact).toList()));
    assertEquals(List.of("WITHDRAWN"), kinds(store.takeChanges()));
  }

  @Test
  void whatIsSaidAboutOneSubjectLeavesOthersAlone() {
    Fact other = numbered(2, 1);
    store.assertLocal(Samples.key(2), Set.of(other));
    store.assertLocal(Samples.key(1), Set.of(A));
    store.assertLocal(Samples.key(1), Set.of());
    assertTrue(store.find(other).isPresent());
    assertEquals(Set.of(Samples.key(2)), store.subjects());
  }

  @Test
  void aWithdrawnFactThatAPeerSaysTooLastsAsLongAsThePeersWord() {
    store.offer(A, X, 1, 100, 0);
    store.assertLocal(Samples.key(1), Set.of(A));
    store.assertLocal(Samples.key(1), Set.of());
    assertEquals(100, store.find(A).orElseThrow().expiresNanos(0));
    assertEquals(X, store.find(A).orElseThrow().source());
    store.expire(100);
    assertTrue(store.find(A).isEmpty());
  }

  @Test
  void aPeersWordRunsOutWithoutATraceWhenTheHostSaysTheSame() {
    store.assertLocal(Samples.key(1), Set.of(A));
    store.offer(A, X, 1, 10, 0);
    store.takeChanges();
    store.expire(10);
    assertEquals(List.of(), store.takeChanges());
    assertEquals(Source.LOCAL, store.find(A).orElseThrow().source());
  }

  @Test
  void numbersAreUniqueAndUsedAgain() {
    store.offer(A, X, 1, 10, 0);
    store.offer(B, X, 1, 20, 0);
    int first = store.find(A).orElseThrow().id();
    assertNotEquals(first, store.find(B).orElseThrow().id());
    store.expire(10);
    store.offer(numbered(3, 3), X, 1, 30, 10);
    assertEquals(first, store.find(numbered(3, 3)).orElseThrow().id());
  }

  @Test
  void thereIsNoRoomForMoreThanTheLimits() {
    FactStore small = new FactStore(SMALL, LOCAL_TTL);
    for (int port = 1; port <= 3; port++) {
      assertEquals(Outcome.ADDED, small.offer(numbered(1, port), X, 1, 100, 0));
    }
    assertEquals(Outcome.NO_ROOM, small.offer(numbered(1, 4), Y, 1, 100, 0), "per subject");
    assertEquals(Outcome.ADDED, small.offer(numbered(2, 1), X, 1, 100, 0));
    assertEquals(Outcome.NO_ROOM, small.offer(numbered(3, 1), X, 1, 100, 0), "per source");
    assertEquals(Outcome.ADDED, small.offer(numbered(3, 1), Y, 1, 100, 0));
    assertEquals(Outcome.ADDED, small.offer(numbered(3, 2), Y, 1, 100, 0));
    assertEquals(Outcome.NO_ROOM, small.offer(numbered(4, 1), Y, 1, 100, 0), "in all");
  }

  @Test
  void theLowestTrustGivesWayAndOfThatWhatEndsFirst() {
    FactStore small = new FactStore(new Limits(3, 3, 3), LOCAL_TTL);
    small.offer(numbered(1, 1), X, 2, 50, 0);
    small.offer(numbered(2, 1), X, 1, 90, 0);
    small.offer(numbered(3, 1), X, 1, 80, 0);
    assertEquals(Outcome.NO_ROOM, small.offer(numbered(4, 1), Y, 1, 999, 0));
    assertEquals(Outcome.ADDED, small.offer(numbered(4, 1), Y, 3, 60, 0));
    assertTrue(small.find(numbered(3, 1)).isEmpty());
    assertTrue(small.find(numbered(2, 1)).isPresent());
    assertTrue(kinds(small.takeChanges()).contains("EVICTED"));
  }

  @Test
  void whatTheHostItselfSaysNeverGivesWayAndTakesNobodysRoom() {
    FactStore small = new FactStore(new Limits(1, 1, 10), LOCAL_TTL);
    small.assertLocal(Samples.key(1), Set.of(A, B));
    assertEquals(Outcome.ADDED, small.offer(numbered(2, 1), X, 1, 10, 0));
    assertEquals(Outcome.ADDED, small.offer(numbered(3, 1), Y, 4, 10, 0));
    assertEquals(3, small.all().size());
    assertTrue(small.find(A).isPresent() && small.find(B).isPresent());
  }

  @Test
  void aPeerThatIsFullCannotTakeOverWhatOthersSay() {
    FactStore small = new FactStore(new Limits(10, 1, 10), LOCAL_TTL);
    small.offer(A, X, 1, 100, 0);
    small.offer(B, Y, 1, 100, 0);
    assertEquals(Outcome.NO_ROOM, small.offer(A, Y, 1, 200, 0));
    assertEquals(X, small.find(A).orElseThrow().source());
    assertEquals(Outcome.RENEWED, small.offer(A, X, 1, 200, 0));
  }

  @Test
  void aFloodLeavesMemoryLevel() {
    FactStore small = new FactStore(new Limits(500, 400, 100), LOCAL_TTL);
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      Source.Peer peer = new Source.Peer(Samples.key(i % 7));
      small.offer(numbered(i % 1000, i / 1000 + 1), peer, i % 3, 1_000 + i, i);
      small.expire(i);
      small.takeChanges().forEach(change -> ids.add(change.stored().id()));
    }
    assertTrue(small.all().size() <= 500);
    assertTrue(ids.size() <= 500, "numbers are used again: " + ids.size());
  }

  @Test
  void nothingIsLeftOfFactsThatAreGone() {
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      facts.add(numbered(i, 1));
      store.offer(facts.get(i), X, 1, 100 + i, 0);
      store.offer(facts.get(i), Y, 1, 200 + i, 0);
    }
    store.expire(1_000);
    assertTrue(store.all().isEmpty());
    assertTrue(store.subjects().isEmpty());
    assertEquals(Long.MAX_VALUE, store.nextExpiryNanos());
  }

  @Test
  void forgettingASubjectLeavesWhatTheHostItselfSays() {
    store.offer(A, X, 1, 100, 0);
    store.offer(B, X, 1, 100, 0);
    store.assertLocal(Samples.key(1), Set.of(A));
    store.forget(Samples.key(1));
    assertEquals(List.of(A), store.about(Samples.key(1)).stream().map(StoredFact::fact).toList());
    assertEquals(Source.LOCAL, store.find(A).orElseThrow().source());
    assertEquals(Long.MAX_VALUE, store.nextExpiryNanos());
  }

  @Test
  void whatIsRememberedDoesNotExpireByItself() {
    store.remember(A, 100);
    store.expire(1_000);
    StoredFact stored = store.find(A).orElseThrow();
    assertEquals(Source.MEMORY, stored.source());
    assertEquals(100, stored.expiresNanos(0));
    assertEquals(Long.MAX_VALUE, store.nextExpiryNanos());
    store.withdrawRemembered(A);
    assertTrue(store.find(A).isEmpty());
    assertEquals(List.of("added", "WITHDRAWN"), kinds(store.takeChanges()));
  }

  @Test
  void aPeersWordTakesThePlaceOfMemoryAndEndsIt() {
    store.remember(A, 1_000);
    assertEquals(Outcome.RENEWED, store.offer(A, X, 1, 50, 0));
    assertEquals(X, store.find(A).orElseThrow().source());
    store.withdrawRemembered(A);
    store.remember(A, 1_000);
    assertEquals(X, store.find(A).orElseThrow().source());
    store.expire(50);
    assertTrue(store.find(A).isEmpty());
    assertEquals(List.of("added", "renewed", "EXPIRED"), kinds(store.takeChanges()));
  }

  @Test
  void thisHostsOwnWordTakesThePlaceOfMemoryAndEndsIt() {
    store.remember(A, 1_000);
    store.assertLocal(A.subject(), Set.of(A));
    assertEquals(Source.LOCAL, store.find(A).orElseThrow().source());
    store.assertLocal(A.subject(), Set.of());
    assertTrue(store.find(A).isEmpty());
    assertEquals(List.of("added", "renewed", "WITHDRAWN"), kinds(store.takeChanges()));
  }

  @Test
  void memoryGivesWayToAnyWordAndTakesNobodysRoom() {
    FactStore small = new FactStore(SMALL, LOCAL_TTL);
    for (int i = 0; i < 10; i++) {
      small.remember(numbered(i, 1), 1_000);
    }
    assertEquals(SMALL.total(), small.all().size());
    for (int i = 20; i < 24; i++) {
      assertEquals(Outcome.ADDED, small.offer(numbered(i, 1), X, 0, 100, 0));
    }
    for (int i = 24; i < 26; i++) {
      assertEquals(Outcome.ADDED, small.offer(numbered(i, 1), Y, 0, 100, 0));
    }
    small.remember(numbered(30, 1), 1_000);
    assertTrue(small.all().stream().noneMatch(StoredFact::isRemembered));
  }

  @Test
  void aSourceThatIsFullLeavesMemoryAsItIs() {
    FactStore small = new FactStore(SMALL, LOCAL_TTL);
    small.remember(A, 1_000);
    for (int i = 2; i < 6; i++) {
      small.offer(numbered(i, 1), X, 1, 100, 0);
    }
    assertEquals(Outcome.NO_ROOM, small.offer(A, X, 1, 100, 0));
    assertEquals(Source.MEMORY, small.find(A).orElseThrow().source());
    assertEquals(1, small.forget(A.subject()));
    assertTrue(small.find(A).isEmpty());
  }
}
