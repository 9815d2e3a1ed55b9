package io.wirelink.fact;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * When to look whether facts have expired. A plan that is made anew leaves the old one behind,
 * which is passed over: nothing is searched for in the middle of a queue.
 */
final class Expiries {

  /** Plans that are passed over are swept when there are more of them than of others, and this. */
  private static final int MAX_STALE = 256;

  private record Plan(long nanos, StoredFact stored) {
    boolean isValid() {
      return stored.plannedNanos() == nanos;
    }
  }

  private final PriorityQueue<Plan> plans =
      new PriorityQueue<>(Comparator.comparingLong(Plan::nanos));

  /** How many of the plans are valid. */
  private int valid;

  /**
   * Plans to look at a fact when the next word for it ends, unless that is planned or none does.
   */
  void plan(StoredFact stored) {
    long earliest = Long.MAX_VALUE;
    for (Word each : stored.words().all()) {
      earliest = Math.min(earliest, each.expiresNanos());
    }
    boolean wasPlanned = stored.plannedNanos() != Long.MAX_VALUE;
    if (earliest == Long.MAX_VALUE) {
      valid -= wasPlanned ? 1 : 0;
      stored.setPlannedNanos(Long.MAX_VALUE);
    } else if (earliest < stored.plannedNanos()) {
      valid += wasPlanned ? 0 : 1;
      stored.setPlannedNanos(earliest);
      plans.add(new Plan(earliest, stored));
      if (plans.size() > 2 * valid + MAX_STALE) {
        plans.removeIf(plan -> !plan.isValid());
      }
    }
  }

  /** When the next fact is to be looked at; {@link Long#MAX_VALUE} if none is. */
  long nextNanos() {
    while (!plans.isEmpty() && !plans.peek().isValid()) {
      plans.remove();
    }
    Plan next = plans.peek();
    return next == null ? Long.MAX_VALUE : next.nanos();
  }

  /** The fact that is to be looked at next, which is planned no more. */
  StoredFact take() {
    StoredFact stored = plans.remove().stored();
    stored.setPlannedNanos(Long.MAX_VALUE);
    valid--;
    return stored;
  }
}
