package io.wirelink.simulation;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Action;
import io.wirelink.agent.Time;
import io.wirelink.device.PeerChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two leaves, each behind any kind of NAT: who meets, and how soon. scripts/bench-nat does the same
 * with real ones, and docs/nat.md says what the kinds are out there.
 */
class NatGridTest {

  /**
   * What comes of each pair: `direct` in any case, `mapped` if the gateways of their homes map
   * ports, or `router` in any case. Of a firewall that lets out nothing else, and of two hosts with
   * a new port for each destination, nobody hears what would help; and the gateway of a home maps
   * nothing where a carrier has another NAT.
   */
  private static final String OUTCOMES =
      """
      PUBLIC             direct direct direct direct direct direct direct router
      FULL_CONE                 direct direct direct direct direct direct router
      ADDRESS_RESTRICTED               direct direct direct direct direct router
      PORT_PRESERVING                         direct direct mapped mapped router
      CARRIER                                        direct mapped mapped router
      SEQUENTIAL                                            mapped mapped router
      SYMMETRIC                                                    mapped router
      UDP_BLOCKED                                                         router
      """;

  /** Where one of the two lets everybody in, which one call finds out. */
  private static final Duration OPEN_LIMIT = ofMillis(1_500);

  /** Where both have to call. */
  private static final Duration LIMIT = ofSeconds(3);

  private static final int SEEDS = Integer.getInteger("grid.seeds", 10);

  /** As in the lab: so that a mapping does not end, and the router can call. */
  private static final int KEEPALIVE_SECONDS = 10;

  /** How often one of two that cannot meet looks elsewhere for the other, in an hour. */
  private static final int MOST_TRIES_AN_HOUR = 10;

  /** Two kinds, and whether gateways map ports. */
  record Pair(String one, String other, boolean mapping, String outcome) {

    Mesh mesh(long seed) {
      MeshBuilder builder =
          Mesh.builder(seed)
              .keepaliveSeconds(KEEPALIVE_SECONDS)
              .internetQuality(LinkQuality.INTERNET.withLatency(ofMillis(20)))
              .router("r");
      leaf(builder, "a", one);
      leaf(builder, "b", other);
      Mesh mesh = builder.build();
      assertTrue(mesh.ping("a", "r").isAnswered() && mesh.ping("b", "r").isAnswered());
      return mesh;
    }

    private void leaf(MeshBuilder builder, String name, String kind) {
      if (kind.equals("PUBLIC")) {
        builder.leaf(name);
        return;
      }
      builder.leafBehindNat(name, NatKind.valueOf(kind));
      if (mapping && maps(kind)) {
        builder.portMapping(name);
      }
    }

    /** An office that drops UDP has no gateway that opens ports. */
    private static boolean maps(String kind) {
      return !Set.of("PUBLIC", "UDP_BLOCKED").contains(kind);
    }

    boolean isChangedByMapping() {
      return maps(one) || maps(other);
    }

    boolean canMeet() {
      return outcome.equals("direct") || (mapping && outcome.equals("mapped"));
    }

    /** Whether one of them lets everybody in who calls. */
    boolean isOpen() {
      return isOpen(one) || isOpen(other);
    }

    private boolean isOpen(String kind) {
      boolean mapped = mapping && maps(kind) && !kind.equals("CARRIER");
      return mapped || Set.of("PUBLIC", "FULL_CONE").contains(kind);
    }

    Duration limit() {
      return isOpen() ? OPEN_LIMIT : LIMIT;
    }

    @Override
    public String toString() {
      return one + " and " + other + (mapping ? ", mapping" : "");
    }
  }

  static Stream<Pair> pairs() {
    List<String[]> rows = OUTCOMES.lines().map(row -> row.split(" +")).toList();
    List<Pair> pairs = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      for (int column = row; column < rows.size(); column++) {
        String outcome = rows.get(row)[1 + column - row];
        var pair = new Pair(rows.get(row)[0], rows.get(column)[0], false, outcome);
        pairs.add(pair);
        if (pair.isChangedByMapping()) {
          pairs.add(new Pair(pair.one(), pair.other(), true, outcome));
        }
      }
    }
    return pairs.stream();
  }

  private static Stream<Pair> meeting() {
    return pairs().filter(Pair::canMeet);
  }

  private static Stream<Pair> apart() {
    return pairs().filter(pair -> !pair.canMeet());
  }

  private static boolean haveMet(Mesh mesh) {
    return mesh.direct("a", "b") && mesh.direct("b", "a");
  }

  @Test
  void eachPairIsInTheTableOnce() {
    assertEquals(
        IntStream.rangeClosed(1, NatKind.values().length).sum(),
        pairs().filter(pair -> !pair.mapping()).count(),
        "all kinds but the one without a firewall, and a host in public");
  }

  @ParameterizedTest
  @MethodSource("meeting")
  void whoCanMeetMeetsSoon(Pair pair) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Mesh mesh = pair.mesh(seed);
      mesh.startAll();
      mesh.runUntil(() -> haveMet(mesh), pair.limit());
    }
  }

  /** One agent is there already, and may have called the other in vain. */
  private static void meetLater(Pair pair, Duration later, Duration limit) {
    for (boolean oneFirst : List.of(true, false)) {
      Mesh mesh = pair.mesh(1);
      mesh.start("r");
      mesh.start(oneFirst ? "a" : "b");
      mesh.runFor(later);
      mesh.start(oneFirst ? "b" : "a");
      mesh.runUntil(() -> haveMet(mesh), limit);
    }
  }

  @ParameterizedTest
  @MethodSource("meeting")
  void whoseAgentStartsAMomentLaterIsMetASecondLaterAtMost(Pair pair) {
    // Where handshakes cross by chance, they are made again after that.
    Duration limit = pair.limit().plus(ofSeconds(1));
    for (int millis = 50; millis <= 1_000; millis += 50) {
      meetLater(pair, ofMillis(millis), limit);
    }
  }

  @ParameterizedTest
  @MethodSource("meeting")
  void whoseAgentStartsMinutesLaterIsMetAsSoon(Pair pair) {
    meetLater(pair, ofMinutes(1), pair.limit());
    meetLater(pair, ofMinutes(17), pair.limit());
  }

  @ParameterizedTest
  @MethodSource("apart")
  void whoCannotMeetStaysWithTheRouterAndIsCalm(Pair pair) {
    Mesh mesh = pair.mesh(1);
    var tries = new Tries(mesh);
    mesh.observe(tries);
    mesh.startAll();
    mesh.runFor(ofHours(1));
    assertTrue(!mesh.direct("a", "b") && !mesh.direct("b", "a"), "they have met");
    assertEquals(1, mesh.ping("a", "b").forwarders());
    System.out.println(pair + ": in an hour " + tries.a + " and " + tries.b + " tries");
    assertTrue(Math.max(tries.a, tries.b) <= MOST_TRIES_AN_HOUR, tries.a + " and " + tries.b);
  }

  /** Counts how often each of two looks for the other somewhere. */
  private static final class Tries implements Observer {

    private final Mesh mesh;
    private int a;
    private int b;

    private Tries(Mesh mesh) {
      this.mesh = mesh;
    }

    @Override
    public void acted(Host host, Time now, Action action) {
      if (action instanceof Action.Configure(PeerChange change) && change.endpoint() != null) {
        String other = mesh.nameOf(change.publicKey());
        a += host.name().equals("a") && other.equals("b") ? 1 : 0;
        b += host.name().equals("b") && other.equals("a") ? 1 : 0;
      }
    }
  }
}
