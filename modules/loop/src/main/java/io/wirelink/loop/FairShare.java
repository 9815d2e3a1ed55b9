package io.wirelink.loop;

import java.util.HashMap;
import java.util.Map;

/**
 * Shares the places of a queue between those who want them: each may have as many as are free, so
 * that one alone takes half of them, and any number of greedy ones leave as many free as each of
 * them has. Who floods the queue loses its own first (dynamic thresholds, Choudhury and Hahne,
 * 1998). Any thread may use it.
 *
 * @param <K> who wants places; equal ones are the same
 */
final class FairShare<K> {

  private final int places;
  private final Map<K, Integer> taken = new HashMap<>();
  private int total;

  /** All places free. */
  FairShare(int places) {
    this.places = places;
  }

  /** Takes a place for somebody, if there is one. */
  synchronized boolean take(K who) {
    int own = taken.getOrDefault(who, 0);
    if (own >= places - total) {
      return false;
    }
    taken.put(who, own + 1);
    total++;
    return true;
  }

  /** Gives a place back. */
  synchronized void giveBack(K who) {
    Integer own = taken.get(who);
    if (own == null) {
      throw new IllegalStateException(who + " has no place");
    }
    total--;
    if (own == 1) {
      taken.remove(who);
    } else {
      taken.put(who, own - 1);
    }
  }

  /** How many places are taken. */
  synchronized int total() {
    return total;
  }
}
