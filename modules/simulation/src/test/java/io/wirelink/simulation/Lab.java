package io.wirelink.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.wirelink.device.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A mesh that has converged, with background traffic, to which a fault happens. */
final class Lab {

  /** Until facts that were told at the start have been told again. */
  private static final Duration SETTLED = ofSeconds(150);

  /** How long is watched after a fault: no bar is higher. */
  private static final Duration WATCH = ofSeconds(30);

  /** Until it is known that traffic goes well. */
  private static final Duration STEADY = ofSeconds(7);

  final Mesh mesh;
  private final List<Flow> flows = new ArrayList<>();
  private final SplittableRandom random;
  private long faultNanos;

  Lab(MeshBuilder layout) {
    this(layout.build());
    Judge.of(mesh);
  }

  private Lab(Mesh mesh) {
    this.mesh = mesh;
    random = new SplittableRandom(mesh.simulation().seed());
  }

  /** A mesh that has settled, with all that can be direct direct. */
  static Lab settled(MeshBuilder layout) {
    var lab = new Lab(layout);
    lab.settle();
    return lab;
  }

  /** The same where some agents do what none may do. */
  static Lab settledWithoutJudge(MeshBuilder layout) {
    var lab = new Lab(layout.build());
    lab.settle();
    return lab;
  }

  private void settle() {
    mesh.startAll();
    mesh.runFor(SETTLED);
  }

  Lab with(String from, String to, TrafficPattern pattern) {
    flows.add(mesh.flow(from, to, pattern));
    return this;
  }

  Lab with(String from, String to, IpAddress destination, TrafficPattern pattern) {
    flows.add(mesh.flow(from, to, destination, pattern));
    return this;
  }

  /** Lets traffic run for a while, and then, at no special moment, something happen. */
  void afterAWhile(Runnable fault) {
    mesh.runFor(ofMillis(random.nextInt(10_000, 40_000)));
    flows.forEach(
        flow -> require(flow.lost() == 0, flow + " loses packets before anything happened"));
    now(fault);
  }

  /** Lets something happen; outages are measured from here. */
  void now(Runnable fault) {
    flows.forEach(Flow::mark);
    faultNanos = mesh.simulation().nowNanos();
    fault.run();
  }

  /** Requires that all traffic flows again within this time after the fault. */
  void isBackWithin(Duration bar) {
    mesh.runFor(bar.plus(STEADY));
    for (Flow flow : flows) {
      judge(flow, flow.restored(faultNanos), "flows again", bar);
    }
  }

  /** Requires that all traffic goes without a router within this time after the fault. */
  void isDirectWithin(Duration bar) {
    mesh.runFor(bar.plus(STEADY));
    for (Flow flow : flows) {
      judge(flow, flow.restoredDirectly(faultNanos), "is direct again", bar);
    }
  }

  private void judge(Flow flow, Optional<Duration> outage, String what, Duration bar) {
    boolean good = outage.isPresent() && outage.get().compareTo(bar) <= 0;
    if (!good) {
      mesh.runFor(WATCH.multipliedBy(10));
      Optional<Duration> late =
          what.startsWith("flows") ? flow.restored(faultNanos) : flow.restoredDirectly(faultNanos);
      throw mesh.simulation()
          .failure(flow + " " + what + " after " + late + " and not within " + bar, null);
    }
  }

  /**
   * From the fault until all traffic flows, also after what happened later; empty if some does not.
   *
   * @param later when that was, from the fault on
   */
  Optional<Duration> backAfter(Duration later) {
    Duration worst = Duration.ZERO;
    for (Flow flow : flows) {
      Optional<Duration> first = flow.restored(faultNanos);
      Optional<Duration> then = flow.restored(faultNanos + later.toNanos());
      if (first.isEmpty() || then.isEmpty()) {
        return Optional.empty();
      }
      Duration back = then.get().isZero() ? first.get() : later.plus(then.get());
      worst = back.compareTo(worst) > 0 ? back : worst;
    }
    return Optional.of(worst);
  }

  /** Requires that no flow lost more packets since the fault. */
  void loseAtMost(int packets) {
    for (Flow flow : flows) {
      require(flow.lost() <= packets, flow + " lost " + flow.lost() + " packets");
    }
  }

  /** Requires that of what was sent since the fault no more than this share was lost. */
  void lostAtMost(double share) {
    for (Flow flow : flows) {
      require(
          flow.lost() <= share * flow.sent(),
          flow + " lost " + flow.lost() + " packets of " + flow.sent());
    }
  }

  void require(boolean good, String otherwise) {
    if (!good) {
      throw mesh.simulation().failure(otherwise, null);
    }
  }
}
