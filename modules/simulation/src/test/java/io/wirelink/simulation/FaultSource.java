package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Thinks of faults that a world can have. */
final class FaultSource {

  /** Addresses of hosts and NATs that move are taken from here upwards. */
  private static final int FIRST_SPARE_ADDRESS = 100;

  private static final int SPARE_ADDRESSES = 100;

  /** WireGuard's own messages and pings are shorter, full packets are longer. */
  private static final int SHORTEST_HOLE = 400;

  private static final int LONGEST_HOLE = 1400;

  private static final double MAX_LOSS = 0.3;

  private static final long FLAP_NANOS = 20 * Times.SECOND;

  /** Ten minutes of them. */
  private static final int FLAPS = 15;

  private static final List<FaultKind> KINDS = List.of(FaultKind.values());

  private final World world;
  private final Mesh mesh;
  private final SplittableRandom random;
  private int spareAddress;

  FaultSource(World world, SplittableRandom random) {
    this.world = world;
    this.mesh = world.mesh();
    this.random = random;
  }

  /** The next fault, likely one that hits one of the flows. */
  Fault next(List<Flow> flows) {
    while (true) {
      FaultKind kind = KINDS.get(random.nextInt(KINDS.size()));
      Flow flow = flows.get(random.nextInt(flows.size()));
      Optional<Fault> fault = of(kind, flow.from(), flow.to());
      if (fault.isPresent()) {
        return fault.get();
      }
    }
  }

  /** The fault of a kind; long, since there are many kinds, and no more than a line or two each. */
  private Optional<Fault> of(FaultKind kind, Host one, Host other) {
    Host leaf = mesh.isRouter(one) ? other : one;
    Host router = world.routers().get(random.nextInt(world.routers().size()));
    return switch (kind) {
      case CUT -> Optional.of(impair(kind, one, other, Impairment.CUT, true));
      case ONE_WAY -> Optional.of(impair(kind, one, other, Impairment.CUT, false));
      case LOSSY ->
          Optional.of(
              impair(kind, one, other, Impairment.lossy(random.nextDouble(MAX_LOSS)), false));
      case FLAPPING ->
          mesh.isRouter(one) || mesh.isRouter(other)
              ? Optional.empty()
              : Optional.of(flapping(one, other));
      case BAD_INTERNET -> Optional.of(badInternet());
      case BLACK_HOLE -> {
        var hole = Impairment.blackHole(random.nextInt(SHORTEST_HOLE, LONGEST_HOLE));
        yield Optional.of(impair(kind, one, other, hole, random.nextBoolean()));
      }
      case ROUTER_OFF -> Optional.of(off(kind, router));
      case LEAF_OFF -> Optional.of(off(kind, leaf));
      case POWER_FAILURE -> Optional.of(powerFailure());
      case ROUTERS_BACK -> Optional.empty();
      case NEW_PORTS -> nat(leaf).map(nat -> Fault.once(kind, behind(nat), nat::giveNewPorts));
      case FORGOTTEN -> nat(leaf).map(nat -> Fault.once(kind, behind(nat), nat::forget));
      case NEW_ADDRESS -> Optional.of(newAddress(leaf));
      case UPLINK ->
          world.hasSecondUplink(leaf)
              ? Optional.of(
                  Fault.at(
                      kind,
                      leaf,
                      () -> leaf.setLink("eth0", false),
                      () -> leaf.setLink("eth0", true)))
              : Optional.empty();
      case CLOCK -> {
        // Backwards, WireGuard itself would refuse handshakes until the clock is where it was.
        Duration step = Duration.ofSeconds(random.nextInt(1, 3600));
        yield Optional.of(Fault.once(kind, Set.of(), () -> one.stepWall(step)));
      }
      case AGENT_RESTART ->
          Optional.of(Fault.once(kind, Set.of(), () -> mesh.start(either(one, router).name())));
      case AGENT_STOP -> Optional.of(stop(either(one, router)));
      case SLEEP -> Optional.of(Fault.at(kind, leaf, leaf::suspend, leaf::resume));
      case REFUSAL ->
          Optional.of(
              Fault.unnoticed(
                  kind,
                  () -> one.wireGuard().refuseChanges(true),
                  () -> one.wireGuard().refuseChanges(false)));
    };
  }

  private Host either(Host one, Host other) {
    return random.nextBoolean() ? one : other;
  }

  private Fault impair(
      FaultKind kind, Host one, Host other, Impairment impairment, boolean bothWays) {
    boolean back = bothWays || random.nextBoolean();
    boolean there = bothWays || !back;
    return Fault.between(
        kind,
        one,
        other,
        () -> {
          if (there) {
            mesh.impair(one.name(), other.name(), impairment);
          }
          if (back) {
            mesh.impair(other.name(), one.name(), impairment);
          }
        },
        () -> mesh.heal(one.name(), other.name()));
  }

  private Fault flapping(Host one, Host other) {
    return Fault.between(
        FaultKind.FLAPPING,
        one,
        other,
        () -> flap(one, other, FLAPS),
        () -> mesh.heal(one.name(), other.name()));
  }

  private void flap(Host one, Host other, int times) {
    if (times == 0) {
      return;
    }
    mesh.cut(one.name(), other.name());
    mesh.simulation().schedule(FLAP_NANOS, () -> mesh.heal(one.name(), other.name()));
    mesh.simulation().schedule(2 * FLAP_NANOS, () -> flap(one, other, times - 1));
  }

  private Fault badInternet() {
    LinkQuality good = mesh.internet().quality();
    LinkQuality bad =
        good.withLoss(random.nextDouble(MAX_LOSS))
            .withDuplication(random.nextDouble(MAX_LOSS))
            .withReordering(random.nextDouble(MAX_LOSS));
    return new Fault(
        FaultKind.BAD_INTERNET,
        Set.copyOf(mesh.hosts()),
        false,
        () -> mesh.internet().setQuality(bad),
        Optional.of(() -> mesh.internet().setQuality(good)));
  }

  private Fault off(FaultKind kind, Host host) {
    return Fault.at(kind, host, () -> mesh.powerOff(host.name()), () -> mesh.powerOn(host.name()));
  }

  /** The leaves come back, and the routers do not yet. */
  private Fault powerFailure() {
    return new Fault(
        FaultKind.POWER_FAILURE,
        Set.copyOf(mesh.hosts()),
        false,
        () -> mesh.hosts().forEach(host -> mesh.powerOff(host.name())),
        Optional.of(() -> world.leaves().forEach(host -> mesh.powerOn(host.name()))));
  }

  /** What comes after a power failure. */
  Fault routersBack() {
    return Fault.once(
        FaultKind.ROUTERS_BACK,
        Set.copyOf(world.routers()),
        () -> world.routers().forEach(host -> mesh.powerOn(host.name())));
  }

  private Fault stop(Host host) {
    return Fault.at(
        FaultKind.AGENT_STOP, host, () -> mesh.stop(host.name()), () -> mesh.start(host.name()));
  }

  private Optional<Nat> nat(Host host) {
    return Optional.ofNullable(world.natOf(host));
  }

  private Set<Host> behind(Nat nat) {
    Set<Host> hosts = new HashSet<>();
    for (Host host : mesh.hosts()) {
      if (nat.equals(world.natOf(host))) {
        hosts.add(host);
      }
    }
    return hosts;
  }

  private Fault newAddress(Host leaf) {
    int number = FIRST_SPARE_ADDRESS + spareAddress++ % SPARE_ADDRESSES;
    Cidr address = Cidr.parse("203.0.113." + number + "/24");
    Nat nat = world.natOf(leaf);
    return nat == null
        ? Fault.once(FaultKind.NEW_ADDRESS, Set.of(leaf), () -> leaf.setAddress("eth0", address))
        : Fault.once(FaultKind.FORGOTTEN, behind(nat), () -> nat.setOutsideAddress(address));
  }
}
