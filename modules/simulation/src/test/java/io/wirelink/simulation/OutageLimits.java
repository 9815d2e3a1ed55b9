package io.wirelink.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** For how long faults may interrupt traffic, and whose. */
final class OutageLimits {

  /**
   * Until WireGuard calls again by itself who could not be reached, 5.4 s at most, and a path that
   * broke has proven itself by three echoes and the other side's word.
   */
  private static final Duration HANDSHAKE = ofMillis(8500);

  /** How far apart two hosts hear of a third. */
  private static final Duration MOVE = ofMillis(500);

  /** How much traffic the return to a path may take. */
  static final Duration MAX_RETURN = ofSeconds(1);

  private final World world;

  /** The flows that had no path before what is measured now. */
  private final Set<Flow> pathless = new HashSet<>();

  OutageLimits(World world) {
    this.world = world;
  }

  /** Begins with flows that all have a path. */
  void allHavePaths() {
    pathless.clear();
  }

  /** Remembers which flows have no path now, and so need a handshake to have one again. */
  void lookForPaths(List<Flow> flows) {
    flows.stream().filter(flow -> !world.hasPath(flow)).forEach(pathless::add);
  }

  /** The flows whose ways a fault touches. */
  Set<Flow> hitBy(Fault fault, List<Flow> flows) {
    Set<Flow> hit = new HashSet<>();
    for (Flow flow : flows) {
      boolean notices = !flow.pattern().isAnswered() || !fault.kind().isNoticedByStreamsOnly();
      if (notices
          && (fault.hits(world.way(flow.from(), flow.destination()))
              || fault.hits(world.way(flow.to(), flow.from().tunnelAddress())))) {
        hit.add(flow);
      }
    }
    return hit;
  }

  /**
   * How long a flow may be interrupted; zero if it must not notice.
   *
   * @param beginning whether by the beginning of the fault; if not, by its end
   * @param hit whether the fault touches its way
   */
  Duration of(Flow flow, Fault fault, boolean beginning, boolean hit) {
    if (!hit) {
      return mayMove(flow, fault) ? MOVE.plus(flow.resolution()) : Duration.ZERO;
    }
    Duration bar = beginning ? fault.kind().begins() : fault.kind().ends();
    if (pathless.contains(flow) && bar.compareTo(HANDSHAKE) < 0) {
      bar = HANDSHAKE;
    }
    if (fault.kind().closesNat() && fault.hosts().contains(flow.to())) {
      bar = FaultKind.SILENT;
    }
    // What is sent seldom cannot show it at once.
    return bar.plus(flow.resolution());
  }

  /**
   * What traffic may lose after a fault: each router whose path was broken, and the direct path,
   * come back by themselves.
   */
  Duration ofReturns(Fault fault) {
    return MAX_RETURN.multipliedBy(
        1 + fault.hosts().stream().filter(world.mesh()::isRouter).count());
  }

  /**
   * Whether both ends may go over to another router because of it: the one that all prefer is known
   * again. Each does so when it hears of it, and until both have, one refuses what the other sends.
   */
  private boolean mayMove(Flow flow, Fault fault) {
    return world.routers().size() > 1
        && fault.hosts().stream().anyMatch(world.mesh()::isRouter)
        && world.way(flow.from(), flow.destination()).size() > 2;
  }
}
