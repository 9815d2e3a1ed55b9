package io.wirelink.agent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Whose path is to be looked at when, so that nobody has to ask all paths. It is told whenever
 * somebody has had a path in hands, and looks at that one again.
 */
final class PathDeadlines {

  private record Planned(long nanos, Peer peer) {}

  private final TreeSet<Planned> order =
      new TreeSet<>(
          Comparator.comparingLong(Planned::nanos).thenComparing(planned -> planned.peer().key()));
  private final Map<Peer, Planned> planned = new HashMap<>();
  private final List<Peer> handled = new ArrayList<>();

  /** Notes that something may have happened to the path of a peer. */
  void handled(Peer peer) {
    handled.add(peer);
  }

  /** Plans nothing for a peer any more. */
  void forget(Peer peer) {
    handled.remove(peer);
    Planned before = planned.remove(peer);
    if (before != null) {
      order.remove(before);
    }
  }

  /** Those whose deadline has come. */
  List<Peer> due(long nowNanos) {
    bringUpToDate();
    List<Peer> due = new ArrayList<>();
    for (Planned each : order) {
      if (each.nanos() > nowNanos) {
        break;
      }
      due.add(each.peer());
    }
    return due;
  }

  /** The earliest deadline; {@link Long#MAX_VALUE} if there is none. */
  long earliestNanos() {
    bringUpToDate();
    return order.isEmpty() ? Long.MAX_VALUE : order.first().nanos();
  }

  private void bringUpToDate() {
    for (Peer peer : handled) {
      long nanos = peer.pathLookedUp();
      Planned before = planned.get(peer);
      if (before != null && before.nanos() == nanos) {
        continue;
      }
      if (before != null) {
        order.remove(before);
        planned.remove(peer);
      }
      if (nanos != Long.MAX_VALUE) {
        Planned now = new Planned(nanos, peer);
        order.add(now);
        planned.put(peer, now);
      }
    }
    handled.clear();
  }
}
