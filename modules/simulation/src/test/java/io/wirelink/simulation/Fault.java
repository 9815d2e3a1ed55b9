package io.wirelink.simulation;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something that goes wrong, once.
 *
 * @param kind what kind of fault
 * @param hosts whose paths are hit: that between them, if there are two and it is about a pair;
 *     else all of each
 * @param pair whether only the path between the two hosts is hit
 * @param begin makes it happen
 * @param end undoes it; empty if that is not needed
 */
record Fault(
    FaultKind kind, Set<Host> hosts, boolean pair, Runnable begin, Optional<Runnable> end) {

  static Fault at(FaultKind kind, Host host, Runnable begin, Runnable end) {
    return new Fault(kind, Set.of(host), false, begin, Optional.of(end));
  }

  static Fault once(FaultKind kind, Set<Host> hosts, Runnable begin) {
    return new Fault(kind, hosts, false, begin, Optional.empty());
  }

  static Fault between(FaultKind kind, Host one, Host other, Runnable begin, Runnable end) {
    return new Fault(kind, Set.of(one, other), true, begin, Optional.of(end));
  }

  /** One that changes no path, and must not be noticed. */
  static Fault unnoticed(FaultKind kind, Runnable begin, Runnable end) {
    return new Fault(kind, Set.of(), false, begin, Optional.of(end));
  }

  /** Whether traffic on this way notices it. */
  boolean hits(List<Host> way) {
    if (!pair) {
      return way.stream().anyMatch(hosts::contains);
    }
    for (int i = 0; i + 1 < way.size(); i++) {
      if (hosts.contains(way.get(i)) && hosts.contains(way.get(i + 1))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return kind + " at " + hosts.stream().map(Host::name).sorted().toList();
  }
}
