package io.wirelink.fact;

import static io.wirelink.fact.Standing.HEARSAY;
import static io.wirelink.fact.Standing.OWN;
import static io.wirelink.fact.Standing.TRUSTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.fact.FactStore.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FactStoreTest {

  private static final long LOCAL_TTL = 255;
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
    assertEquals(Outcome.ADDED, store.offer(A, X, TRUSTED, 100, 0));
    assertEquals(Outcome.KNOWN, store.offer(A, X, TRUSTED, 100, 0));
    assertEquals(Outcome.KNOWN, store.offer(A, X, TRUSTED, 50, 0));
    assertEquals(Outcome.RENEWED, store.offer(A, X, TRUSTED, 101, 0));
    assertEquals(List.of("added", "renewed"), kinds(store.takeChanges()));
    assertEquals(List.of(), store.takeChanges());
  }

  @Test
  void aFactWithNoTimeLeftIsNotBelieved() {
    assertEquals(Outcome.EXPIRED, store.offer(A, X, TRUSTED, 10, 10));
    assertEquals(Outcome.EXPIRED, store.offer(A, X, TRUSTED, 9, 10));
    assertTrue(store.find(A).isEmpty());
  }

  @Test
  void aFactIsBelievedUntilItsLastWordRunsOut() {
    store.offer(A, X, TRUSTED, 100, 0);
    store.offer(A, Y, TRUSTED, 200, 0);
    store.expire(199);
    assertEquals(Y, store.find(A).orElseThrow().source());
    store.expire(200);
    assertTrue(store.find(A).isEmpty());
    assertEquals(List.of("added", "renewed", "EXPIRED"), kinds(store.takeChanges()));
  }

  @Test
  void theNextExpiryIsNeverLaterThanAnExpiry() {
    assertEquals(Long.MAX_VALUE, store.nextExpiryNanos());
    store.offer(A, X, TRUSTED, 100, 0);
    store.offer(B, X, TRUSTED, 70, 0);
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
    store.offer(A, X, TRUSTED, 100, 0);
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
    store.offer(A, X, TRUSTED, 10, 0);
    store.takeChanges();
    store.expire(10);
    assertEquals(List.of(), store.takeChanges());
    assertEquals(Source.LOCAL, store.find(A).orElseThrow().source());
  }

  @Test
  void numbersAreUniqueAndUsedAgain() {
    store.offer(A, X, TRUSTED, 10, 0);
    store.offer(B, X, TRUSTED, 20, 0);
    int first = store.find(A).orElseThrow().id();
    assertNotEquals(first, store.find(B).orElseThrow().id());
    store.expire(10);
    store.offer(numbered(3, 3), X, TRUSTED, 30, 10);
    assertEquals(first, store.find(numbered(3, 3)).orElseThrow().id());
  }

  @Test
  void whatTheSubjectItselfSaysIsItsWordHoweverLongOthersRepeatIt() {
    Source.Peer subject = new Source.Peer(A.subject());
    store.offer(A, X, HEARSAY, 900, 0);
    store.offer(A, subject, OWN, 100, 0);
    assertEquals(Outcome.KNOWN, store.offer(A, X, HEARSAY, 1_000, 0));
    assertEquals(subject, store.find(A).orElseThrow().source());
    assertEquals(100, store.find(A).orElseThrow().expiresNanos(0));
    assertEquals(Outcome.RENEWED, store.offer(A, Y, TRUSTED, 200, 0));
    assertEquals(subject, store.find(A).orElseThrow().source());
    store.expire(100);
    assertEquals(Y, store.find(A).orElseThrow().source());
    assertEquals(200, store.nextExpiryNanos());
  }

  @Test
  void whatOthersSayTooOutlivesWhoIsNotBelievedAnyMore() {
    store.offer(A, X, HEARSAY, 300, 0);
    store.offer(A, Y, HEARSAY, 200, 0);
    store.offer(B, X, HEARSAY, 300, 0);
    store.reevaluate((fact, source, standing) -> !source.equals(X.key()));
    assertEquals(Y, store.find(A).orElseThrow().source());
    assertTrue(store.find(B).isEmpty());
    store.expire(200);
    assertTrue(store.all().isEmpty());
  }

  @Test
  void whoTakesAFactBackEndsItsOwnWordOnly() {
    store.offer(A, X, TRUSTED, 300, 0);
    store.offer(A, Y, TRUSTED, 200, 0);
    store.offer(B, X, TRUSTED, 300, 0);
    store.takeBack(A, X);
    store.takeBack(B, Y);
    assertEquals(Y, store.find(A).orElseThrow().source());
    assertTrue(store.find(B).isPresent());
    store.takeBack(B, X);
    assertEquals(List.of("added", "added", "DISBELIEVED"), kinds(store.takeChanges()));
  }

  @Test
  void nothingIsLeftOfFactsThatAreGone() {
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      facts.add(numbered(i, 1));
      store.offer(facts.get(i), X, TRUSTED, 100 + i, 0);
      store.offer(facts.get(i), Y, TRUSTED, 200 + i, 0);
    }
    store.expire(1_000);
    assertTrue(store.all().isEmpty());
    assertTrue(store.subjects().isEmpty());
    assertEquals(Long.MAX_VALUE, store.nextExpiryNanos());
  }

  @Test
  void forgettingASubjectLeavesWhatTheHostItselfSays() {
    store.offer(A, X, TRUSTED, 100, 0);
    store.offer(B, X, TRUSTED, 100, 0);
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
    assertEquals(Outcome.RENEWED, store.offer(A, X, TRUSTED, 50, 0));
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
}
