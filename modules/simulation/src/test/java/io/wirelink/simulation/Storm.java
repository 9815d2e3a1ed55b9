package io.wirelink.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.wirelink.device.IpAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A random world with background traffic to which one fault happens after the other, each after all
 * was well again; all from one seed.
 */
final class Storm {

  private static final int TOLD = 6;
  private static final int MIN_FLOWS = 2;
  private static final int MAX_FLOWS = 4;

  /** Until everybody has met and has been told all that there is. */
  private static final Duration START = ofSeconds(150);

  /** For how long all must be well before something happens. */
  private static final Duration CALM = ofSeconds(10);

  /** Until it shows that traffic flows. */
  private static final Duration STEADY = ofSeconds(7);

  /** What an agent may send each peer in that time, if both ask for echoes. */
  private static final int MAX_CALM_PACKETS = 25;

  /** For how long a link flaps. */
  private static final Duration FLAPPING = ofMinutes(10);

  /** What it may take with it. */
  private static final double MAX_LOST = 0.1;

  /** How long a path that broke again and again is not trusted, at most. */
  private static final Duration RETURN = ofMinutes(15);

  /** After a fault, until everything must be as it was. */
  private static final Duration SETTLED = ofMinutes(2);

  private final long seed;
  private final SplittableRandom random;
  private final World world;
  private final Mesh mesh;
  private final FaultSource faults;
  private final Outages outages;
  private final boolean strict;
  private final OutageLimits limits;
  private final Judge judge;
  private final Guard guard;
  private final List<Flow> flows = new ArrayList<>();
  private final ArrayDeque<String> lastFaults = new ArrayDeque<>();

  private Duration distrustedUntil = Duration.ZERO;

  /**
   * Everything follows from the seed.
   *
   * @param strict whether it ends when something is not as it must be; if not, that is only counted
   */
  Storm(long seed, Outages outages, boolean strict) {
    this.seed = seed;
    this.strict = strict;
    this.outages = outages;
    random = new SplittableRandom(~seed);
    world = new World(seed, random);
    mesh = world.mesh();
    faults = new FaultSource(world, random.split());
    limits = new OutageLimits(world);
    judge = Judge.of(mesh);
    guard = new Guard(mesh, this::wrong);
    mesh.observe(guard);
  }

  Mesh mesh() {
    return mesh;
  }

  /**
   * Lets faults happen for so long.
   *
   * @throws AssertionError with the seed if traffic is interrupted for too long, or if an agent
   *     does what it must not
   */
  void rage(Duration duration) {
    try {
      let(duration);
    } catch (AssertionError e) {
      // What an observer throws says nothing of the world.
      throw new AssertionError(e.getMessage() + world.devices(), e);
    }
  }

  private void let(Duration duration) {
    guard.disturbed(mesh.hosts());
    for (Host host : mesh.hosts()) {
      mesh.start(host.name());
      mesh.runFor(ofMillis(random.nextInt(2000)));
    }
    mesh.runFor(START);
    while (flows.size() < random.nextInt(MIN_FLOWS, MAX_FLOWS + 1)) {
      addFlow();
    }
    while (mesh.simulation().elapsed().compareTo(duration) < 0) {
      mesh.runFor(ofMillis(random.nextInt(10_000, 30_000)));
      allIsWell();
      Fault fault = faults.next(flows);
      happens(fault);
      if (fault.kind() == FaultKind.POWER_FAILURE) {
        happens(faults.routersBack());
      }
      settle(fault);
    }
  }

  private void addFlow() {
    List<Host> leaves = world.leaves();
    Host from = leaves.get(random.nextInt(leaves.size()));
    List<Host> others = new ArrayList<>(mesh.hosts());
    others.remove(from);
    Host to = others.get(random.nextInt(others.size()));
    IpAddress destination = to.tunnelAddress();
    if (world.leadingBehind().contains(to) && random.nextBoolean()) {
      destination = World.SOMEBODY_BEHIND;
    }
    TrafficPattern pattern =
        switch (random.nextInt(3)) {
          case 0 -> TrafficPattern.PINGS;
          case 1 -> TrafficPattern.oneWay(random.nextInt(1, 20));
          default -> TrafficPattern.TCP_LIKE;
        };
    flows.add(mesh.flow(from.name(), to.name(), destination, pattern));
  }

  private void allIsWell() {
    flows.forEach(Flow::mark);
    judge.reset();
    long start = mesh.simulation().nowNanos();
    mesh.runFor(CALM);
    for (Flow flow : flows) {
      require(!takesTooMuch(flow), flow + " loses packets though nothing happens");
      require(
          !world.canBeDirect(flow)
              || mesh.simulation().elapsed().compareTo(distrustedUntil) < 0
              || flow.restoredDirectly(start).isPresent(),
          flow + " is not direct");
    }
    int peers = mesh.hosts().size() - 1;
    for (Host host : mesh.hosts()) {
      int sent = judge.sent(host.name());
      require(sent <= peers * MAX_CALM_PACKETS, host + " sends " + sent + " packets in peace");
      int changes = judge.changes(host.name());
      require(changes <= peers, host + " makes " + changes + " changes in peace");
    }
    world.strangeHolder().ifPresent(this::wrong);
  }

  private void happens(Fault fault) {
    tell("begins", fault);
    Set<Flow> hit = limits.hitBy(fault, flows);
    guard.disturbed(fault.hosts());
    limits.allHavePaths();
    if (fault.kind().isMeasuredAtItsBeginning()) {
      measure(fault, true, hit, fault.begin());
    } else {
      fault.begin().run();
    }
    if (fault.kind() == FaultKind.FLAPPING) {
      flaps(fault, hit);
    }
    distrust(fault, !hit.isEmpty());
    if (fault.end().isPresent()) {
      lasts(fault, ofMillis(random.nextInt(random.nextInt(3) > 0 ? 60_000 : 400_000)));
      tell("ends", fault);
      distrust(fault, !hit.isEmpty());
      hit.addAll(limits.hitBy(fault, flows));
      limits.lookForPaths(flows);
      guard.disturbed(fault.hosts());
      measure(fault, false, hit, fault.end().get());
      guard.disturbed(fault.hosts());
    }
  }

  /** A path is trusted the less, the more often it breaks within minutes, whatever the cause. */
  private void distrust(Fault fault, boolean hit) {
    boolean distrusted = mesh.simulation().elapsed().compareTo(distrustedUntil) < 0;
    if (fault.kind().breaksAgainAndAgain() || (hit && distrusted)) {
      distrustedUntil = mesh.simulation().elapsed().plus(RETURN);
      guard.disturbed(fault.hosts(), RETURN);
    }
  }

  /** Requires that a link that dies again and again takes little of what may go by it. */
  private void flaps(Fault fault, Set<Flow> hit) {
    flows.forEach(Flow::mark);
    lasts(fault, FLAPPING);
    for (Flow flow : flows) {
      boolean mayLose =
          hit.contains(flow) || fault.hosts().containsAll(List.of(flow.from(), flow.to()));
      require(
          mayLose ? flow.lost() <= MAX_LOST * flow.sent() : !takesTooMuch(flow),
          flow + " loses " + flow.lost() + " of " + flow.sent() + " packets: " + fault);
    }
  }

  /** Lets time pass while a fault is there. */
  private void lasts(Fault fault, Duration duration) {
    for (Duration left = duration; left.isPositive(); left = left.minus(CALM)) {
      mesh.runFor(left.compareTo(CALM) < 0 ? left : CALM);
      guard.disturbed(fault.hosts());
    }
  }

  private void tell(String what, Fault fault) {
    mesh.simulation().note("storm", what, fault);
    lastFaults.add(mesh.simulation().elapsed().toSeconds() + " s: " + fault + " " + what);
    if (lastFaults.size() > TOLD) {
      lastFaults.removeFirst();
    }
  }

  /** Lets something happen, and requires that traffic is interrupted no longer than it may be. */
  private void measure(Fault fault, boolean beginning, Set<Flow> hit, Runnable what) {
    flows.forEach(Flow::mark);
    long start = mesh.simulation().nowNanos();
    var crossings = new Crossings(world);
    what.run();
    Map<Flow, Duration> allowed = new LinkedHashMap<>();
    flows.forEach(flow -> allowed.put(flow, limits.of(flow, fault, beginning, hit.contains(flow))));
    lasts(fault, Collections.max(allowed.values()).plus(STEADY));
    allowed.replaceAll((flow, bar) -> bar.isZero() ? bar : bar.plus(crossings.delay(flow)));
    lasts(fault, Collections.max(flows.stream().map(crossings::delay).toList()));
    flows.stream()
        .filter(world::hasPath)
        .forEach(flow -> judge(flow, allowed.get(flow), start, fault, beginning));
  }

  private void judge(Flow flow, Duration allowed, long start, Fault fault, boolean beginning) {
    Optional<Duration> outage = flow.restored(start);
    if (!allowed.isZero()) {
      outage.ifPresent(taken -> outages.add(fault.kind(), beginning, taken, seed));
    }
    boolean inTime = outage.isPresent() && outage.get().compareTo(allowed) <= 0;
    if (allowed.isZero() ? takesTooMuch(flow) : !inTime) {
      outages.failed(fault.kind(), beginning);
      wrong(
          flow
              + (allowed.isZero() ? ", which should not notice," : "")
              + (" flows again after "
                  + outage.map(Duration::toString).orElse("more than is watched"))
              + (" and not after " + allowed + " when this " + (beginning ? "began: " : "ended: "))
              + fault);
    }
  }

  /** Whether more is lost than the return of a path takes that was not trusted until now. */
  private boolean takesTooMuch(Flow flow) {
    boolean mayReturn = mesh.simulation().elapsed().compareTo(distrustedUntil) < 0;
    return flow.lostTime().compareTo(mayReturn ? OutageLimits.MAX_RETURN : Duration.ZERO) > 0;
  }

  /** Lets all become as it was; what traffic loses then, agents take from it. */
  private void settle(Fault fault) {
    flows.forEach(Flow::mark);
    mesh.runFor(SETTLED);
    for (Flow flow : flows) {
      require(
          flow.lostTime().compareTo(limits.ofReturns(fault)) <= 0,
          flow + " loses " + flow.lost() + " packets after all was over");
    }
  }

  private void require(boolean good, String otherwise) {
    if (!good) {
      wrong(otherwise);
    }
  }

  private void wrong(String what) {
    if (strict) {
      throw mesh.simulation().failure(what + "; so far " + lastFaults + "; " + world, null);
    }
    outages.wrong(seed, what);
  }
}
