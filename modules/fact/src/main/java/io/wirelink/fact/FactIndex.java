package io.wirelink.fact;

import io.wirelink.device.PublicKey;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a store by what they say and by whom they are about. Each has a number that none of
 * the others has, the smallest that is free, so that it can be a place in an array.
 */
final class FactIndex {
  private final Map<Fact, StoredFact> facts = new HashMap<>();
  private final Map<PublicKey, Map<Fact, StoredFact>> bySubject = new HashMap<>();
  private final BitSet usedIds = new BitSet();

  /** Adds a fact that is not there yet, with nobody's word for it. */
  StoredFact add(Fact fact, long localTtlNanos) {
    int id = usedIds.nextClearBit(0);
    usedIds.set(id);
    StoredFact stored = new StoredFact(id, fact, localTtlNanos);
    facts.put(fact, stored);
    bySubject.computeIfAbsent(fact.subject(), key -> new LinkedHashMap<>()).put(fact, stored);
    return stored;
  }

  /** Removes a fact that is there. */
  void remove(StoredFact stored) {
    facts.remove(stored.fact());
    bySubject.computeIfPresent(
        stored.fact().subject(),
        (subject, about) -> {
          about.remove(stored.fact());
          return about.isEmpty() ? null : about;
        });
    usedIds.clear(stored.id());
  }

  /** The fact as it is stored; null if it is not. */
  @Nullable StoredFact find(Fact fact) {
    return facts.get(fact);
  }

  /** What there is about a subject, in the order in which it was added. */
  Collection<StoredFact> about(PublicKey subject) {
    return bySubject.getOrDefault(subject, Map.of()).values();
  }

  /** Whether the host itself says this of the subject, and no more: so it is nearly always. */
  boolean isLocally(PublicKey subject, Set<Fact> said) {
    int found = 0;
    for (StoredFact stored : about(subject)) {
      if (stored.isLocal()) {
        if (!said.contains(stored.fact())) {
          return false;
        }
        found++;
      }
    }
    return found == said.size();
  }

  /** Whom there is something about. */
  Set<PublicKey> subjects() {
    return Collections.unmodifiableSet(bySubject.keySet());
  }

  /** All facts, in no order. */
  Collection<StoredFact> all() {
    return Collections.unmodifiableCollection(facts.values());
  }
}
