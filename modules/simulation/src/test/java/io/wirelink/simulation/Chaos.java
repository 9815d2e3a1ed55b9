package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A random mesh to which random things happen, all from one seed. */
final class Chaos {

  private static final int MIN_LEAVES = 2;
  private static final int MAX_LEAVES = 6;

  /** Addresses of hosts and NATs that move are taken from here upwards. */
  private static final int FIRST_SPARE_ADDRESS = 100;

  private static final int SPARE_ADDRESSES = 100;

  /** Ends one fault. */
  private interface Undo extends Runnable {}

  private final SplittableRandom random;
  private final Mesh mesh;
  private final Map<String, NatKind> nats = new LinkedHashMap<>();
  private final Map<String, String> lans = new LinkedHashMap<>();
  private final List<String> publicLeaves = new ArrayList<>();
  private final List<Undo> undos = new ArrayList<>();
  private int spareAddress;

  Chaos(long seed) {
    random = new SplittableRandom(~seed);
    MeshBuilder builder =
        Mesh.builder(seed)
            .internetQuality(quality())
            .flavor(pick(WireGuardFlavor.values()))
            .keepaliveSeconds(random.nextBoolean() ? 25 : 0)
            .router("r");
    if (random.nextBoolean()) {
      builder.lan("office", NatKind.PORT_PRESERVING);
    }
    int leaves = random.nextInt(MIN_LEAVES, MAX_LEAVES + 1);
    for (int i = 0; i < leaves; i++) {
      addLeaf(builder, "leaf" + i);
    }
    mesh = builder.build();
  }

  private void addLeaf(MeshBuilder builder, String name) {
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        builder.leaf(name);
        publicLeaves.add(name);
      }
      case 2 -> {
        try {
          builder.leafOnLan(name, "office");
          nats.put(name, NatKind.PORT_PRESERVING);
          lans.put(name, "office");
        } catch (IllegalArgumentException e) {
          builder.leaf(name);
          publicLeaves.add(name);
        }
      }
      default -> {
        NatKind kind = pick(NatKind.PORT_PRESERVING, NatKind.FULL_CONE, NatKind.SYMMETRIC);
        builder.leafBehindNat(name, kind);
        nats.put(name, kind);
        lans.put(name, name);
      }
    }
  }

  private LinkQuality quality() {
    return LinkQuality.INTERNET
        .withLatency(Duration.ofMillis(random.nextInt(1, 100)))
        .withJitter(Duration.ofMillis(random.nextInt(1, 10)));
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private Host anyHost() {
    List<Host> hosts = List.copyOf(mesh.hosts());
    return hosts.get(random.nextInt(hosts.size()));
  }

  Mesh mesh() {
    return mesh;
  }

  /** Starts agents one after the other, and lets things happen. */
  void reign(Duration duration) {
    for (Host host : mesh.hosts()) {
      mesh.start(host.name());
      mesh.runFor(Duration.ofMillis(random.nextInt(2000)));
    }
    long end = mesh.simulation().nowNanos() + duration.toNanos();
    while (mesh.simulation().nowNanos() < end) {
      if (!undos.isEmpty() && random.nextInt(3) > 0) {
        undos.remove(random.nextInt(undos.size())).run();
      } else {
        happen();
      }
      mesh.runFor(Duration.ofMillis(random.nextInt(100, 40_000)));
    }
  }

  private void happen() {
    Host host = anyHost();
    Undo undo =
        switch (random.nextInt(11)) {
          case 0, 1 -> cut(host, anyHost());
          case 2 -> stopAgent(host);
          case 3 -> restartAgent(host);
          case 4 -> powerOff(host);
          case 5 -> suspend(host);
          case 6 -> linkDown(host);
          case 7 -> badNetwork();
          case 8 -> move();
          case 9 -> refuse(host);
          default -> stepWall(host);
        };
    if (undo != null) {
      undos.add(undo);
    }
  }

  private Undo cut(Host one, Host other) {
    if (random.nextBoolean()) {
      mesh.cutOneWay(one.name(), other.name());
    } else {
      mesh.cut(one.name(), other.name());
    }
    return () -> mesh.heal(one.name(), other.name());
  }

  private @Nullable Undo stopAgent(Host host) {
    mesh.stop(host.name());
    return () -> {
      if (host.isAwake() && host.program().isEmpty()) {
        mesh.start(host.name());
      }
    };
  }

  private @Nullable Undo restartAgent(Host host) {
    if (host.isAwake()) {
      mesh.start(host.name());
    }
    return null;
  }

  private @Nullable Undo powerOff(Host host) {
    if (!host.isAwake()) {
      return null;
    }
    host.powerOff();
    return () -> {
      host.powerOn();
      mesh.start(host.name());
    };
  }

  private @Nullable Undo suspend(Host host) {
    if (!host.isAwake()) {
      return null;
    }
    host.suspend();
    return host::resume;
  }

  private Undo linkDown(Host host) {
    host.setLink("eth0", false);
    return () -> host.setLink("eth0", true);
  }

  private Undo badNetwork() {
    mesh.internet()
        .setQuality(
            quality()
                .withLoss(random.nextDouble(0.5))
                .withDuplication(random.nextDouble(0.2))
                .withReordering(random.nextDouble(0.3)));
    return () -> mesh.internet().setQuality(quality());
  }

  private @Nullable Undo refuse(Host host) {
    host.wireGuard().refuseChanges(true);
    return () -> host.wireGuard().refuseChanges(false);
  }

  private @Nullable Undo move() {
    int number = FIRST_SPARE_ADDRESS + spareAddress++ % SPARE_ADDRESSES;
    Cidr address = Cidr.parse("203.0.113." + number + "/24");
    if (!publicLeaves.isEmpty() && random.nextBoolean()) {
      mesh.host(publicLeaves.get(random.nextInt(publicLeaves.size()))).setAddress("eth0", address);
    } else if (!lans.isEmpty()) {
      Nat nat = mesh.nat(List.copyOf(lans.values()).get(random.nextInt(lans.size())));
      if (random.nextBoolean()) {
        nat.forget();
      } else {
        nat.setOutsideAddress(address);
      }
    }
    return null;
  }

  private @Nullable Undo stepWall(Host host) {
    // Backwards, WireGuard itself would refuse handshakes until the clock is where it was.
    host.stepWall(Duration.ofSeconds(random.nextInt(1, 3600)));
    return null;
  }

  /** Ends all faults, and sees to it that an agent runs everywhere. */
  void end() {
    undos.forEach(Runnable::run);
    undos.clear();
    mesh.healAll();
    mesh.internet().setQuality(quality());
    for (Host host : mesh.hosts()) {
      if (host.program().isEmpty()) {
        mesh.start(host.name());
      }
    }
  }

  /** Whether NATs let two hosts meet at all. */
  boolean canMeet(Host one, Host other) {
    String lan = lans.get(one.name());
    if (lan != null && lan.equals(lans.get(other.name()))) {
      return true;
    }
    return !(isSymmetric(one) && isStrict(other)) && !(isStrict(one) && isSymmetric(other));
  }

  /** Whether its port is another for every destination: who shares a NAT may find his own taken. */
  private boolean isSymmetric(Host host) {
    String lan = lans.get(host.name());
    boolean shared = lan != null && lans.values().stream().filter(lan::equals).count() > 1;
    return shared || nats.get(host.name()) == NatKind.SYMMETRIC;
  }

  private boolean isStrict(Host host) {
    NatKind kind = nats.get(host.name());
    return kind == NatKind.SYMMETRIC || kind == NatKind.PORT_PRESERVING;
  }

  /** Whether all who can meet have met. */
  boolean allMet() {
    return mesh.hosts().stream()
        .allMatch(
            one ->
                mesh.hosts().stream()
                    .allMatch(
                        other ->
                            one.equals(other)
                                || !canMeet(one, other)
                                || mesh.direct(one.name(), other.name())));
  }
}
