package io.wirelink.fact;

import static io.wirelink.fact.Standing.HEARSAY;
import static io.wirelink.fact.Standing.OWN;
import static io.wirelink.fact.Standing.TRUSTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.fact.FactStore.Outcome;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Who finds room in a store, and who gives way. */
class FactRoomTest {
  private static final long LOCAL_TTL = 255;
  private static final int MUCH = 1 << 20;
  private static final Limits SMALL =
      new Limits(6, MUCH, new Share(3, 3, 2, 0), new Share(3, 3, 2, 4), new Share(2, 0, 0, 3), 4);
  private static final Fact A = Samples.endpoint(1, "192.0.2.1:1");
  private static final Fact B = Samples.endpoint(1, "192.0.2.2:2");
  private static final Source.Peer X = new Source.Peer(Samples.key(101));
  private static final Source.Peer Z = new Source.Peer(Samples.key(103));
  private static final Source.Peer Y = new Source.Peer(Samples.key(102));

  private final FactStore store = new FactStore(Limits.DEFAULT, LOCAL_TTL);

  private static Fact numbered(int subject, int port) {
    return Samples.endpoint(subject, "10.0.2.1:" + port);
  }

  @Test
  void thereIsNoRoomForMoreThanTheLimits() {
    FactStore small = new FactStore(SMALL, LOCAL_TTL);
    for (int port = 1; port <= 3; port++) {
      assertEquals(Outcome.ADDED, small.offer(numbered(1, port), X, TRUSTED, 100, 0));
    }
    assertEquals(Outcome.ADDED, small.offer(numbered(2, 1), X, TRUSTED, 100, 0));
    assertEquals(Outcome.NO_ROOM, small.offer(numbered(3, 1), X, TRUSTED, 100, 0), "per source");
    assertEquals(Outcome.ADDED, small.offer(numbered(3, 1), Y, TRUSTED, 100, 0));
    assertEquals(Outcome.ADDED, small.offer(numbered(3, 2), Y, TRUSTED, 100, 0));
    assertEquals(Outcome.ADDED, small.offer(numbered(4, 1), Y, TRUSTED, 100, 0), "fair in all");
    assertEquals(Outcome.NO_ROOM, small.offer(numbered(4, 2), Z, HEARSAY, 100, 0), "in all");
    assertEquals(6, small.all().size());
  }

  @Test
  void hearsayGivesWayToWhatIsTrustedAndOfThatWhatIsOldest() {
    FactStore small = new FactStore(SMALL, LOCAL_TTL);
    for (int i = 1; i <= 3; i++) {
      small.offer(numbered(i, 1), X, TRUSTED, 50, 0);
      small.offer(numbered(10 + i, 1), Y, HEARSAY, 90, 0);
    }
    assertEquals(Outcome.NO_ROOM, small.offer(numbered(4, 1), Y, HEARSAY, 999, 0));
    assertEquals(Outcome.ADDED, small.offer(numbered(4, 1), X, TRUSTED, 60, 0));
    assertTrue(small.find(numbered(11, 1)).isEmpty());
    assertTrue(small.find(numbered(12, 1)).isPresent());
    assertTrue(
        small.takeChanges().stream()
            .anyMatch(
                change ->
                    change instanceof FactChange.Removed removed
                        && removed.cause() == FactChange.Cause.EVICTED));
  }

  @Test
  void aSourceSaysAHandfulOfOthersAndOthersFindRoomBesideIt() {
    FactStore small = new FactStore(SMALL, LOCAL_TTL);
    for (int port = 1; port <= 10; port++) {
      small.offer(numbered(1, port), X, HEARSAY, 100, 0);
      small.offer(numbered(1, 100 + port), Y, HEARSAY, 100, 0);
    }
    assertEquals(4, small.about(Samples.key(1)).size());
    assertEquals(Outcome.ADDED, small.offer(numbered(1, 50), Z, HEARSAY, 100, 0));
    assertEquals(4, small.about(Samples.key(1)).size(), "in the place of who says most");
    assertEquals(Outcome.NO_ROOM, small.offer(numbered(1, 51), Z, HEARSAY, 100, 0), "fair");
  }

  @Test
  void theSubjectsOwnWordAlwaysFindsRoomAndTheLatestCounts() {
    FactStore small = new FactStore(SMALL, LOCAL_TTL);
    for (int i = 0; i < 20; i++) {
      small.offer(numbered(i, 1), X, TRUSTED, 100, 0);
      small.offer(numbered(i, 2), Y, TRUSTED, 100, 0);
    }
    Source.Peer subject = new Source.Peer(Samples.key(1));
    for (int port = 11; port <= 20; port++) {
      assertEquals(Outcome.ADDED, small.offer(numbered(1, port), subject, OWN, 100 + port, 0));
    }
    assertTrue(small.find(numbered(1, 20)).isPresent());
    assertTrue(small.find(numbered(1, 17)).isEmpty());
    assertEquals(6 + 3, small.all().size());
  }

  @Test
  void membershipAlwaysFindsRoomAmongWhatTheTrustedSay() {
    FactStore small = new FactStore(SMALL, LOCAL_TTL);
    for (int i = 0; i < 20; i++) {
      small.offer(numbered(i, 1), X, TRUSTED, 100, 0);
      small.offer(numbered(i, 2), Y, TRUSTED, 100, 0);
    }
    for (int i = 0; i < 4; i++) {
      Fact member = Fact.member(Samples.key(50 + i), MemberMetadata.EMPTY);
      assertEquals(Outcome.ADDED, small.offer(member, X, TRUSTED, 100, 0));
    }
    assertEquals(6, small.all().size());
  }

  @Test
  void roomIsBoundedInBytesToo() {
    FactStore small =
        new FactStore(
            new Limits(
                100, 150, new Share(9, 9, 9, 9), new Share(9, 9, 9, 99), new Share(9, 9, 9, 9), 9),
            LOCAL_TTL);
    for (int i = 0; i < 20; i++) {
      small.offer(numbered(i, 1), X, TRUSTED, 100, 0);
    }
    assertEquals(3, small.all().size());
  }

  @Test
  void metadataWithoutMeasureIsNotBelieved() {
    SortedMap<Integer, String> many = new TreeMap<>();
    for (int key = 0; key <= MemberMetadata.MAX_ENTRIES; key++) {
      many.put(key, "");
    }
    Fact entries = Fact.member(Samples.key(1), new MemberMetadata(many));
    String name = "x".repeat(MemberMetadata.MAX_BYTES + 1);
    Fact bytes = Fact.member(Samples.key(1), MemberMetadata.EMPTY.with(name, false));
    assertEquals(Outcome.NO_ROOM, store.offer(entries, X, TRUSTED, 100, 0));
    assertEquals(Outcome.NO_ROOM, store.offer(bytes, X, TRUSTED, 100, 0));
  }

  @Test
  void whatTheHostItselfSaysNeverGivesWayAndTakesNobodysRoom() {
    FactStore small =
        new FactStore(
            new Limits(1, MUCH, SMALL.own(), SMALL.trusted(), SMALL.hearsay(), 4), LOCAL_TTL);
    small.assertLocal(Samples.key(1), Set.of(A, B));
    assertEquals(Outcome.ADDED, small.offer(numbered(2, 1), X, HEARSAY, 10, 0));
    assertEquals(Outcome.ADDED, small.offer(numbered(3, 1), Y, TRUSTED, 10, 0));
    assertEquals(3, small.all().size());
    assertTrue(small.find(A).isPresent() && small.find(B).isPresent());
  }

  @Test
  void aPeerThatIsFullCannotTakeOverWhatOthersSay() {
    Share one = new Share(1, 1, 1, 1);
    FactStore small = new FactStore(new Limits(10, MUCH, one, one, one, 4), LOCAL_TTL);
    small.offer(A, X, TRUSTED, 100, 0);
    small.offer(numbered(2, 1), Y, TRUSTED, 100, 0);
    assertEquals(Outcome.NO_ROOM, small.offer(A, Y, TRUSTED, 200, 0));
    assertEquals(X, small.find(A).orElseThrow().source());
    assertEquals(Outcome.RENEWED, small.offer(A, X, TRUSTED, 200, 0));
  }

  @Test
  void aFloodLeavesMemoryLevel() {
    Share share = new Share(100, 100, 100, 400);
    FactStore small = new FactStore(new Limits(500, MUCH, share, share, share, 90), LOCAL_TTL);
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      Source.Peer peer = new Source.Peer(Samples.key(i % 7));
      Standing standing = i % 3 == 0 ? HEARSAY : TRUSTED;
      small.offer(numbered(i % 1000, i / 1000 + 1), peer, standing, 1_000 + i, i);
      small.expire(i);
      small.takeChanges().forEach(change -> ids.add(change.stored().id()));
    }
    assertTrue(small.all().size() <= 500);
    assertTrue(ids.size() <= 500, "numbers are used again: " + ids.size());
  }

  @Test
  void memoryGivesWayToAnyWordAndTakesNobodysRoom() {
    FactStore small = new FactStore(SMALL, LOCAL_TTL);
    for (int i = 0; i < 10; i++) {
      small.remember(numbered(i, 1), 1_000);
    }
    assertEquals(SMALL.total(), small.all().size());
    for (int i = 20; i < 24; i++) {
      assertEquals(Outcome.ADDED, small.offer(numbered(i, 1), X, TRUSTED, 100, 0));
    }
    for (int i = 24; i < 26; i++) {
      assertEquals(Outcome.ADDED, small.offer(numbered(i, 1), Y, TRUSTED, 100, 0));
    }
    small.remember(numbered(30, 1), 1_000);
    assertTrue(small.all().stream().noneMatch(StoredFact::isRemembered));
  }

  @Test
  void aSourceThatIsFullLeavesMemoryAsItIs() {
    FactStore small = new FactStore(SMALL, LOCAL_TTL);
    small.remember(A, 1_000);
    for (int i = 2; i < 6; i++) {
      small.offer(numbered(i, 1), X, TRUSTED, 100, 0);
    }
    assertEquals(Outcome.NO_ROOM, small.offer(A, X, TRUSTED, 100, 0));
    assertEquals(Source.MEMORY, small.find(A).orElseThrow().source());
    assertEquals(1, small.forget(A.subject()));
    assertTrue(small.find(A).isEmpty());
  }
}
