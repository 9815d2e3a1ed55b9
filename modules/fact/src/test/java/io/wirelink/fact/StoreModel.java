package io.wirelink.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactStorePropertiesTest.Said;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a store is to believe, worked out in the plainest way and without bounds. */
final class StoreModel {
  /** Until when peers' words last: hearsay counts only where nobody better speaks. */
  private final Map<Fact, Long> hearsay = new HashMap<>();

  private final Map<Fact, Long> better = new HashMap<>();
  private final Set<Fact> local = new HashSet<>();
  private final Set<Fact> remembered = new HashSet<>();

  /** A peer says something. */
  void offer(Said word, long now) {
    Fact fact = word.fact();
    if (word.lifetime() <= 0) {
      return;
    }
    if (word.standing() != Standing.HEARSAY) {
      better.merge(fact, now + word.lifetime(), Math::max);
      dropHearsay();
      remembered.remove(fact);
    } else if (!isKnownBetter(fact)) {
      hearsay.merge(fact, now + word.lifetime(), Math::max);
      remembered.remove(fact);
    }
  }

  private void dropHearsay() {
    hearsay.keySet().removeIf(this::isKnownBetter);
  }

  private boolean isKnownBetter(Fact fact) {
    return Stream.concat(local.stream(), better.keySet().stream())
        .filter(known -> known.subject().equals(fact.subject()))
        .anyMatch(known -> known.equals(fact) || isBetter(known, fact));
  }

  /** Whether who knows the one need not hear the other from anybody. */
  private static boolean isBetter(Fact known, Fact fact) {
    IpAddress address = ((FactValue.AtEndpoint) known.value()).endpoint().address();
    boolean onlyOfV6 =
        known.attribute() == Attribute.ENDPOINT_V6 && fact.attribute() == Attribute.ENDPOINT_V4;
    return !address.isPrivate() && !onlyOfV6;
  }

  /** This is all that the host says about a subject. */
  void assertLocal(PublicKey subject, Set<Fact> facts) {
    local.removeIf(fact -> fact.subject().equals(subject));
    local.addAll(facts);
    remembered.removeAll(facts);
    dropHearsay();
  }

  /** The host remembers something. */
  void remember(Fact fact) {
    if (!fromPeers().containsKey(fact) && !local.contains(fact)) {
      remembered.add(fact);
    }
  }

  /** The host remembers it no longer. */
  void withdrawRemembered(Fact fact) {
    remembered.remove(fact);
  }

  /** What others say of a subject is forgotten. */
  void forget(PublicKey subject) {
    for (Set<Fact> facts : List.of(hearsay.keySet(), better.keySet(), remembered)) {
      facts.removeIf(fact -> fact.subject().equals(subject));
    }
  }

  /** Time has passed. */
  void expire(long now) {
    hearsay.values().removeIf(expires -> expires <= now);
    better.values().removeIf(expires -> expires <= now);
  }

  /** Until when what peers say is believed. */
  Map<Fact, Long> fromPeers() {
    Map<Fact, Long> all = new HashMap<>(hearsay);
    all.putAll(better);
    return all;
  }

  /**
   * Fails unless a store believes the same.
   *
   * @param localTtl how long others may believe what the host says now
   * @param remembering until when the host believes what it remembers
   */
  void assertSame(FactStore store, long now, long localTtl, long remembering) {
    Map<Fact, Long> expected = fromPeers();
    remembered.forEach(fact -> expected.put(fact, remembering));
    local.forEach(fact -> expected.merge(fact, now + localTtl, Math::max));
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
}
