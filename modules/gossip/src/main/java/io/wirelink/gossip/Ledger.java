package io.wirelink.gossip;

import io.wirelink.fact.StoredFact;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Facts that one agent has told another and will renew until it says otherwise, as either of them
 * has noted it down.
 */
final class Ledger {

  private final BitSet ids = new BitSet();
  private final FactSums sums = new FactSums();

  /** The hash of a fact; null as long as its salt is not known, and no sums are kept. */
  private @Nullable ToLongFunction<StoredFact> hash;

  private int untilSeconds;

  /** Those whose teller may have started anew since: perhaps it does not hold them any more. */
  private final BitSet doubtful = new BitSet();

  /** Whether the fact with this number is in it, and its teller holds it for all that is known. */
  boolean contains(int id) {
    return ids.get(id) && !doubtful.get(id);
  }

  /** Takes note that the teller may have started anew. */
  void doubt() {
    doubtful.or(ids);
  }

  /** Takes note that the teller holds what is in it. */
  void confirm() {
    doubtful.clear();
  }

  /** How many facts are in it. */
  int count() {
    return ids.cardinality();
  }

  FactSums sums() {
    return sums;
  }

  /** Until when its facts last at the other side, as far as renewals say. */
  int untilSeconds() {
    return untilSeconds;
  }

  void renewed(int until) {
    untilSeconds = Math.max(untilSeconds, until);
  }

  /** Sums up with these hashes from now on. */
  void setHash(ToLongFunction<StoredFact> newHash, IntFunction<StoredFact> facts) {
    hash = newHash;
    ids.andNot(doubtful);
    doubtful.clear();
    sums.clear();
    ids.stream().mapToObj(facts).forEach(stored -> sums.add(newHash.applyAsLong(stored)));
  }

  void add(StoredFact stored) {
    doubtful.clear(stored.id());
    if (!ids.get(stored.id())) {
      ids.set(stored.id());
      if (hash != null) {
        sums.add(hash.applyAsLong(stored));
      }
    }
  }

  /** Takes a fact out, and says whether it was in. */
  boolean remove(StoredFact stored) {
    boolean was = ids.get(stored.id());
    if (was) {
      ids.clear(stored.id());
      doubtful.clear(stored.id());
      if (hash != null) {
        sums.remove(hash.applyAsLong(stored));
      }
    }
    return was;
  }

  /** The facts of the buckets whose bits are set; none as long as no sums are kept. */
  List<StoredFact> in(long buckets, IntFunction<StoredFact> facts) {
    List<StoredFact> found = new ArrayList<>();
    ToLongFunction<StoredFact> each = hash;
    if (each != null && buckets != 0) {
      ids.stream()
          .mapToObj(facts)
          .filter(stored -> buckets == ALL || FactSums.isIn(buckets, each.applyAsLong(stored)))
          .forEach(found::add);
    }
    return found;
  }

  /** All buckets. */
  static final long ALL = -1;

  /** Its first fact of those with these numbers, in their order; -1 if it has none of them. */
  int firstOf(int[] order) {
    for (int i = 0; i < order.length; i++) {
      if (ids.get(order[i])) {
        return i;
      }
    }
    return -1;
  }

  /** Takes everything out, and says what numbers that had. */
  int[] clear() {
    int[] cleared = ids.stream().toArray();
    ids.clear();
    doubtful.clear();
    sums.clear();
    untilSeconds = 0;
    return cleared;
  }
}
