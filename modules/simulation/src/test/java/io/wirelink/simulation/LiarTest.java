package io.wirelink.simulation;

import static java.time.Duration.ofMinutes;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Action;
import io.wirelink.agent.AgentView.KnownFact;
import io.wirelink.agent.Time;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactValue;
import io.wirelink.fixtures.Lie;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An honest mesh does not notice its liars: one to three members say what is not so from the start
 * on, as loud as they can, and all others do as well as they do without.
 */
class LiarTest {

  /** For a longer run: {@code -Dliar.seeds=500}. */
  private static final int SEEDS = Integer.getInteger("liar.seeds", 1);

  private static final long FIRST_SEED = Long.getLong("liar.first", 1);

  private static final boolean VERBOSE = Boolean.getBoolean("liar.verbose");

  private static final double MOST_TIMES = 1.1;

  private static final int LEAVES = 6;
  private static final Duration AFTERWARDS = ofMinutes(1);
  private static final Duration PATIENCE = ofMinutes(2);

  /** What honest hosts have come to. */
  private record Outcome(Duration direct, Set<Fact> facts, int held, int packets) {}

  /** Packets that honest agents send to honest ones. */
  private static final class Watcher implements Observer {
    private final Set<PublicKey> honest;
    private int packets;

    Watcher(Set<PublicKey> honest) {
      this.honest = honest;
    }

    @Override
    public void acted(Host host, Time now, Action action) {
      if (action instanceof Action.Send send
          && honest.contains(host.publicKey())
          && honest.contains(send.recipient())) {
        packets++;
      }
    }
  }

  private static Outcome outcome(long seed, int liars, boolean lying, Lie lie) {
    MeshBuilder builder = Mesh.builder(seed).router("r");
    List<String> honest = new ArrayList<>(List.of("r"));
    for (int i = 0; i < LEAVES; i++) {
      honest.add("leaf" + i);
      builder = i % 2 == 0 ? builder.leaf("leaf" + i) : builder.leafBehindNat("leaf" + i);
    }
    List<String> bad = IntStream.range(0, liars).mapToObj(i -> "liar" + i).toList();
    for (String name : bad) {
      builder = builder.leaf(name).program(name, HostileAgent::new);
    }
    Mesh mesh = builder.build();
    List<PublicKey> keys = honest.stream().map(name -> mesh.host(name).publicKey()).toList();
    var watcher = new Watcher(Set.copyOf(keys));
    mesh.observe(watcher);
    mesh.startAll();
    if (lying) {
      bad.forEach(name -> HostileAgent.on(mesh, name).tell(mesh, lie, keys));
    }
    Duration direct = mesh.runUntil(() -> allDirect(mesh, honest), PATIENCE);
    mesh.runFor(AFTERWARDS);
    assertTrue(allDirect(mesh, honest), "not all are direct any more");
    Set<Fact> facts = new HashSet<>();
    int held = 0;
    for (String name : honest) {
      for (KnownFact known : mesh.view(name).facts()) {
        held++;
        boolean stays = !(known.fact().value() instanceof FactValue.Alive);
        if (stays && keys.contains(known.fact().subject())) {
          facts.add(known.fact());
        }
      }
    }
    return new Outcome(direct, facts, held, watcher.packets);
  }

  private static boolean allDirect(Mesh mesh, List<String> names) {
    return names.stream()
        .allMatch(
            one -> names.stream().allMatch(other -> one.equals(other) || mesh.direct(one, other)));
  }

  @ParameterizedTest
  @EnumSource
  void anHonestMeshDoesNotNotice(Lie lie) {
    List<String> wrong =
        LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS)
            .parallel()
            .mapToObj(seed -> compared(seed, lie))
            .filter(result -> !result.isEmpty())
            .toList();
    assertTrue(
        wrong.isEmpty(), () -> wrong.size() + " of " + SEEDS + ":\n" + String.join("\n", wrong));
  }

  /** What is worse by more than a tenth than without liars; nothing if all is well. */
  private static String compared(long seed, Lie lie) {
    int liars = 1 + (int) (seed % 3);
    Outcome without = outcome(seed, liars, false, lie);
    Outcome with = outcome(seed, liars, true, lie);
    List<String> worse = new ArrayList<>();
    if (with.direct.toMillis() > without.direct.toMillis() * MOST_TIMES) {
      worse.add("direct after " + with.direct + " and not " + without.direct);
    }
    if (!with.facts.containsAll(without.facts)) {
      var missing = new HashSet<>(without.facts);
      missing.removeAll(with.facts);
      worse.add("not known " + missing);
    }
    if (with.held > without.held * MOST_TIMES) {
      worse.add(with.held + " facts held and not " + without.held);
    }
    if (with.packets > without.packets * MOST_TIMES) {
      worse.add(with.packets + " packets and not " + without.packets);
    }
    if (VERBOSE) {
      System.out.printf(
          "%s seed %d, %d liars: direct %.2f times as late, %.2f times the facts, %.2f the packets%n",
          lie,
          seed,
          liars,
          (double) with.direct.toNanos() / without.direct.toNanos(),
          (double) with.held / without.held,
          (double) with.packets / without.packets);
    }
    return worse.isEmpty()
        ? ""
        : "seed " + seed + ", " + liars + " liars, " + lie + ": " + String.join("; ", worse);
  }
}
