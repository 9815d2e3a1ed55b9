package io.wirelink.fact;

import java.util.HashMap;
import java.util.Map;

/** How many facts a store holds that are not the host's own word, by who says them and by rank. */
final class Occupancy {

  private final Map<Source, Integer> bySource = new HashMap<>();
  private final Map<Integer, Integer> byRank = new HashMap<>();
  private int total;

  void add(Source source, int rank) {
    total++;
    bySource.merge(source, 1, Integer::sum);
    byRank.merge(rank, 1, Integer::sum);
  }

  void remove(Source source, int rank) {
    total--;
    bySource.computeIfPresent(source, (key, count) -> count == 1 ? null : count - 1);
    byRank.computeIfPresent(rank, (key, count) -> count == 1 ? null : count - 1);
  }

  int total() {
    return total;
  }

  int of(Source source) {
    return bySource.getOrDefault(source, 0);
  }

  /** Whether there is a fact of a lower rank than this one. */
  boolean hasBelow(int rank) {
    return byRank.keySet().stream().anyMatch(other -> other < rank);
  }
}
