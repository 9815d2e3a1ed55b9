package io.wirelink.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Action;
import io.wirelink.agent.Time;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.TimedFact;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an agent does alone for a path when others understand nothing beyond the protocol of all
 * (docs/benchmarks.md): {@code a} is of this project, and the peer {@code b} or the router is not.
 */
class MixedMeshTest {

  /** For figures, which are printed then: {@code -Dmixed.seeds=40}. */
  private static final int SEEDS = Integer.getInteger("mixed.seeds", 3);

  private static final boolean PRINTED = Integer.getInteger("mixed.seeds") != null;

  /** Until also who looks at handshakes only has left the path. */
  private static final Duration WATCH = ofMinutes(4);

  private static final Duration STEP = ofMillis(100);

  /** What is cut on the direct path. */
  private enum Loss {
    BOTH("both ways"),
    THERE("a hears b, b does not hear a"),
    BACK("b hears a, a does not hear b");

    private final String text;

    Loss(String text) {
      this.text = text;
    }

    void happenTo(Mesh mesh) {
      switch (this) {
        case BOTH -> mesh.cut("a", "b");
        case THERE -> mesh.cutOneWay("a", "b");
        case BACK -> mesh.cutOneWay("b", "a");
      }
    }
  }

  private enum Traffic {
    PINGS("pings"),
    STREAM("one-way stream"),
    TCP_LIKE("large packets");

    private final String text;

    Traffic(String text) {
      this.text = text;
    }

    private TrafficPattern pattern() {
      return switch (this) {
        case PINGS -> TrafficPattern.PINGS;
        case STREAM -> TrafficPattern.oneWay(20);
        case TCP_LIKE -> TrafficPattern.TCP_LIKE;
      };
    }
  }

  /** Whose agent is plain, what happens, and until when {@code a} has left the path. */
  enum Case {
    PEER_CUT("b", Loss.BOTH, 15),
    /**
     * WireGuard's own answers to what came before are due for 20 s; then the peer's agent says that
     * it is alive, and each of both may have been an answer for 13 s.
     */
    PEER_THERE("b", Loss.THERE, 46),
    PEER_BACK("b", Loss.BACK, 15),
    ROUTER_CUT("r", Loss.BOTH, 5),
    ROUTER_THERE("r", Loss.THERE, 6),
    ROUTER_BACK("r", Loss.BACK, 6);

    private final String plain;
    private final Loss loss;
    private final Duration bar;

    Case(String plain, Loss loss, int barSeconds) {
      this.plain = plain;
      this.loss = loss;
      this.bar = ofSeconds(barSeconds);
    }
  }

  /**
   * What came of a case, from the fault on.
   *
   * @param left until {@code a} sends by the router
   * @param back until traffic flows, and is not interrupted again by leaving the path
   */
  private record Outage(Duration left, Duration back) {}

  private static MeshBuilder layout(long seed, String plain) {
    return Mesh.builder(seed)
        .router("r")
        .leafBehindNat("a")
        .leafBehindNat("b")
        .program(plain, PlainAgent::new);
  }

  private static Outage outage(long seed, Case each, Traffic traffic) {
    Lab lab = Lab.settled(layout(seed, each.plain)).with("a", "b", traffic.pattern());
    Mesh mesh = lab.mesh;
    lab.afterAWhile(() -> each.loss.happenTo(mesh));
    Duration left = Duration.ZERO;
    while (mesh.direct("a", "b") && left.compareTo(WATCH) < 0) {
      mesh.runFor(STEP);
      left = left.plus(STEP);
    }
    mesh.runFor(WATCH);
    return new Outage(left, lab.backAfter(left).orElse(WATCH.multipliedBy(2)));
  }

  @ParameterizedTest
  @EnumSource
  void aPathThatBreaksIsLeft(Case each) {
    for (Traffic traffic : Traffic.values()) {
      List<Outage> outages =
          LongStream.rangeClosed(1, SEEDS)
              .parallel()
              .mapToObj(seed -> outage(seed, each, traffic))
              .toList();
      List<Duration> left = outages.stream().map(Outage::left).sorted().toList();
      List<Duration> back = outages.stream().map(Outage::back).sorted().toList();
      if (PRINTED) {
        System.out.println(row(each, traffic, left, back));
      }
      assertTrue(left.getLast().compareTo(each.bar) <= 0, each + ", " + traffic + ": " + left);
    }
  }

  private static String row(Case each, Traffic traffic, List<Duration> left, List<Duration> back) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s |",
        each.plain.equals("b") ? "the peer's" : "the router's",
        each.loss.text,
        traffic.text,
        figures(left),
        figures(back));
  }

  private static String figures(List<Duration> sorted) {
    return Stream.of(0, sorted.size() / 2, sorted.size() - 1)
        .map(at -> String.format(Locale.ROOT, "%.1f", sorted.get(at).toMillis() / 1e3))
        .collect(Collectors.joining(" / "));
  }

  @Seeds
  void aPlainAgentIsToldNothingThatItDoesNotUnderstand(long seed) {
    Lab lab = Lab.settled(layout(seed, "b")).with("a", "b", TrafficPattern.PINGS);
    Mesh mesh = lab.mesh;
    AtomicInteger told = new AtomicInteger();
    mesh.observe(
        new Observer() {
          @Override
          public void acted(Host host, Time now, Action action) {
            if (action instanceof Action.Send send
                && (host.name().equals("b") || mesh.nameOf(send.recipient()).equals("b"))) {
              told.incrementAndGet();
              assertTrue(isPlain(send), host + " says " + Gossiped.text(send.packet()));
            }
          }
        });
    lab.afterAWhile(() -> mesh.cut("a", "b"));
    mesh.runFor(ofMinutes(5));
    mesh.heal("a", "b");
    mesh.runUntil(() -> mesh.direct("a", "b") && mesh.direct("b", "a"), ofMinutes(12));
    mesh.runFor(ofMinutes(1));
    assertTrue(told.get() > 0);
  }

  /** Whether it holds facts only, and none of where the sender sees the recipient. */
  private static boolean isPlain(Action.Send send) {
    try {
      byte[] inner = Gossiped.inner(send.packet());
      return FactCodec.decode(inner).stream()
          .map(TimedFact::fact)
          .noneMatch(
              fact ->
                  fact.subject().equals(send.recipient())
                      && fact.value() instanceof FactValue.AtEndpoint);
    } catch (MalformedFactException e) {
      return false;
    }
  }
}
