package io.wirelink.gossip;

import io.wirelink.fact.Fact;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Facts that a peer has told and renews, and that this host does not hold: it does not believe
 * them, has no room, or somebody better knows. They count where both compare what was told, lest
 * that be told over and over; and each renewal is an occasion to believe them after all.
 */
final class Unheld {

  /** Of more than that it is asked again, as of what was lost. */
  static final int MAX_FACTS = 64;

  private final Set<Fact> facts = new LinkedHashSet<>();
  private final FactSums sums = new FactSums();

  /** The salt of the hashes; empty as long as it is not known, and no sums are kept. */
  private OptionalLong salt = OptionalLong.empty();

  /** Those whose teller may have started anew since: perhaps it does not hold them any more. */
  private final Set<Fact> doubtful = new HashSet<>();

  /** How many there are. */
  int count() {
    return facts.size();
  }

  FactSums sums() {
    return sums;
  }

  /** All of them. */
  List<Fact> facts() {
    return List.copyOf(facts);
  }

  /** Takes note that the teller may have started anew. */
  void doubt() {
    doubtful.addAll(facts);
  }

  /** Takes note that the teller holds all of them. */
  void confirm() {
    doubtful.clear();
  }

  /** Sums up with this salt from now on. */
  void setSalt(long newSalt) {
    facts.removeAll(doubtful);
    doubtful.clear();
    sums.clear();
    salt = OptionalLong.of(newSalt);
    facts.forEach(fact -> sums.add(FactSums.hash(newSalt, fact)));
  }

  /**
   * Takes note of whether a fact is one of them; there is no room for more than {@link #MAX_FACTS}.
   */
  void note(Fact fact, boolean is) {
    if (!is) {
      remove(fact);
      return;
    }
    doubtful.remove(fact);
    if (facts.size() < MAX_FACTS && facts.add(fact)) {
      salt.ifPresent(known -> sums.add(FactSums.hash(known, fact)));
    }
  }

  /** Takes one out, and says whether it was in. */
  boolean remove(Fact fact) {
    boolean was = facts.remove(fact);
    if (was) {
      doubtful.remove(fact);
      salt.ifPresent(known -> sums.remove(FactSums.hash(known, fact)));
    }
    return was;
  }

  /** Takes out those of the buckets whose bits are set; none as long as no sums are kept. */
  void removeIn(long buckets) {
    if (salt.isPresent()) {
      facts().stream()
          .filter(fact -> FactSums.isIn(buckets, FactSums.hash(salt.getAsLong(), fact)))
          .forEach(this::remove);
    }
  }

  /** Takes all out. */
  void clear() {
    facts.clear();
    doubtful.clear();
    sums.clear();
  }
}
