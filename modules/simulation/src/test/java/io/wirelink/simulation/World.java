package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A random mesh, and what can be reached from where in it, whatever the agents make of it. */
final class World {

  private static final int MIN_LEAVES = 2;
  private static final int MAX_LEAVES = 5;
  private static final String OFFICE = "office";

  /** Whether agents agree on preshared keys, as they do unless configured otherwise. */
  private static final boolean PRESHARED_KEYS =
      !"false".equals(System.getProperty("chaos.preshared"));

  /** Two networks behind routers, of which one is a part of the other. */
  private static final Cidr BEHIND = Cidr.parse("10.88.0.0/16");

  private static final Cidr PART_OF_IT = Cidr.parse("10.88.4.0/24");

  /** In both. */
  static final IpAddress SOMEBODY_BEHIND = IpAddress.parse("10.88.4.7");

  private final SplittableRandom random;
  private final Mesh mesh;
  private final Map<String, NatKind> nats = new LinkedHashMap<>();
  private final Map<String, String> lans = new LinkedHashMap<>();
  private final Set<String> dualHomed = new HashSet<>();
  private final Set<String> leadBehind = new HashSet<>();
  private final boolean office;
  private final ConfiguredPeers configured;

  World(long seed, SplittableRandom random) {
    this.random = random;
    office = random.nextBoolean();
    configured = pick(ConfiguredPeers.values());
    MeshBuilder builder =
        Mesh.builder(seed)
            .internetQuality(quality())
            .flavor(pick(WireGuardFlavor.values()))
            .keepaliveSeconds(random.nextBoolean() ? 25 : 0)
            .configuredPeers(configured);
    if (!PRESHARED_KEYS) {
      builder.withoutPresharedKeys();
    }
    addRouters(builder);
    if (office) {
      builder.lan(OFFICE, NatKind.PORT_PRESERVING);
    }
    int leaves = random.nextInt(MIN_LEAVES, MAX_LEAVES + 1);
    for (int i = 0; i < leaves; i++) {
      addLeaf(builder, "leaf" + i);
    }
    mesh = builder.build();
  }

  private void addRouters(MeshBuilder builder) {
    boolean two = random.nextBoolean();
    for (String name : two ? List.of("r1", "r2") : List.of("r1")) {
      if (random.nextBoolean()) {
        builder.routerInCloud(name);
      } else {
        builder.router(name);
      }
    }
    if (random.nextBoolean()) {
      builder.networkBehind("r1", BEHIND);
      leadBehind.add("r1");
    }
    if (two) {
      // Who has no network that is shorter than an address is not known as a router; and leaves
      // that were told of the first one only believe that one's word on what the second leads to.
      boolean known = leadBehind.isEmpty() || configured.saysWhatRoutersLeadTo();
      builder.networkBehind("r2", random.nextBoolean() && known ? BEHIND : PART_OF_IT);
      leadBehind.add("r2");
    }
  }

  private void addLeaf(MeshBuilder builder, String name) {
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        builder.leaf(name);
        if (random.nextBoolean()) {
          builder.secondUplink(name);
          dualHomed.add(name);
        }
      }
      case 2 -> {
        if (office) {
          builder.leafOnLan(name, OFFICE);
          nats.put(name, NatKind.PORT_PRESERVING);
          lans.put(name, OFFICE);
        } else {
          builder.leaf(name);
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

  Mesh mesh() {
    return mesh;
  }

  List<Host> routers() {
    return mesh.hosts().stream().filter(mesh::isRouter).toList();
  }

  List<Host> leaves() {
    return mesh.hosts().stream().filter(host -> !mesh.isRouter(host)).toList();
  }

  /** The routers that lead to {@link #SOMEBODY_BEHIND}. */
  List<Host> leadingBehind() {
    return routers().stream().filter(host -> leadBehind.contains(host.name())).toList();
  }

  boolean hasSecondUplink(Host host) {
    return dualHomed.contains(host.name());
  }

  /** The NAT that a host is behind; empty if it is behind none, or behind a 1:1 NAT. */
  @Nullable Nat natOf(Host host) {
    String lan = lans.get(host.name());
    return lan == null ? null : mesh.nat(lan);
  }

  // What can be

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

  /** Whether two hosts can have a session that carries datagrams of this length. */
  private boolean isUsable(Host one, Host other, int length) {
    return isUp(one)
        && isUp(other)
        && canMeet(one, other)
        && passes(one, other, length)
        && passes(other, one, length);
  }

  private static boolean isUp(Host host) {
    return host.isAwake()
        && host.interfaces().stream().anyMatch(nic -> nic.up() && nic.name().startsWith("eth"));
  }

  private boolean passes(Host from, Host to, int length) {
    return mesh.impairment(from.name(), to.name())
        .map(impairment -> impairment.loss() < 1 && impairment.maxLength() >= length)
        .orElse(true);
  }

  /** Whether traffic could flow, directly or by one router. */
  boolean hasPath(Flow flow) {
    Host from = flow.from();
    int length = flow.outerLength();
    if (isToBehind(flow)) {
      return leadingBehind().stream().anyMatch(router -> isUsable(from, router, length));
    }
    Host to = flow.to();
    if (isUsable(from, to, length)) {
      return true;
    }
    return !mesh.isRouter(to)
        && routers().stream()
            .anyMatch(
                router ->
                    !router.equals(from)
                        && isUsable(from, router, length)
                        && isUsable(router, to, length));
  }

  static boolean isToBehind(Flow flow) {
    return flow.destination().equals(SOMEBODY_BEHIND);
  }

  /** Whether the ends of a flow could do without a router. */
  boolean canBeDirect(Flow flow) {
    return isUsable(flow.from(), flow.to(), flow.outerLength());
  }

  /** The hosts that a packet passes from its source on; it ends where nobody is known any more. */
  List<Host> way(Host from, IpAddress destination) {
    List<Host> way = new ArrayList<>(List.of(from));
    while (way.size() <= mesh.hosts().size()) {
      Host at = way.getLast();
      PublicKey next = at.wireGuard().lookup(destination);
      if (next == null || at.tunnelAddress().equals(destination)) {
        break;
      }
      way.add(mesh.host(mesh.nameOf(next)));
    }
    return way;
  }

  /** Who has the address of a leaf routed to another leaf; empty if nobody has. */
  Optional<String> strangeHolder() {
    for (Host host : mesh.hosts()) {
      for (Host leaf : leaves()) {
        PublicKey holder = host.wireGuard().lookup(leaf.tunnelAddress());
        Host other = holder == null ? leaf : mesh.host(mesh.nameOf(holder));
        if (!host.equals(leaf) && !other.equals(leaf) && !mesh.isRouter(other)) {
          return Optional.of(host + " sends to " + other + " what is for " + leaf);
        }
      }
    }
    return Optional.empty();
  }

  /** What all devices are set to, a line for each peer. */
  String devices() {
    var text = new StringBuilder();
    for (Host host : mesh.hosts()) {
      for (PeerState peer : host.wireGuard().read().peers().values()) {
        text.append(host)
            .append(" has ")
            .append(mesh.nameOf(peer.publicKey()))
            .append(" at ")
            .append(peer.endpoint())
            .append(", handshake ")
            .append(peer.lastHandshake())
            .append(", ")
            .append(peer.allowedIps())
            .append('\n');
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    var text = new StringBuilder("configured peers " + configured + ";");
    for (Host host : mesh.hosts()) {
      text.append(' ').append(host);
      String lan = lans.get(host.name());
      if (lan != null) {
        text.append(" on lan ").append(lan).append(" (").append(nats.get(host.name())).append(')');
      }
      text.append(dualHomed.contains(host.name()) ? " with two uplinks" : "")
          .append(leadBehind.contains(host.name()) ? " leads behind" : "")
          .append(',');
    }
    return text.toString();
  }
}
