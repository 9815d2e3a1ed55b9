package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fixtures.Lie;
import io.wirelink.gossip.Sealer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * An honest mesh does not notice a member that lies from before the start of all others: what it
 * comes to know, hold and need is what it is without the lies. Each lie by itself, over seeds, is
 * in the simulation; here all of them are told at once, or, with {@code -Dlies.each=true}, one
 * after the other, each in a lab of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
class LiesIT {
  private static final int LEAVES = 4;
  private static final String LIAR = "leaf" + LEAVES;

  /** So that a lie that makes trouble can be told again. */
  private static final long SEED = 51_821;

  /**
   * How many lies there are for each of the others, and how many it is told once all are direct.
   */
  private static final int ROUNDS = 10 * Lie.TIMES_A_SECOND;

  /** Packets a second to all of the others. */
  private static final int RATE = LEAVES * Lie.TIMES_A_SECOND;

  /** It is stopped when all is seen. */
  private static final int FOREVER = Lab.NEVER_SECONDS * RATE;

  private static final double MOST_TIMES = 1.1;

  /**
   * What honest hosts have come to.
   *
   * @param seconds until all of them were direct, from when their agents were up
   * @param facts about honest hosts, of each of them
   * @param held how many facts they hold together that somebody else says of their subject
   * @param residentKib the memory of the largest agent
   */
  private record Outcome(
      double seconds, Map<String, Set<String>> facts, int held, long residentKib) {}

  @Test
  void anHonestMeshDoesNotNotice() throws Exception {
    Outcome without = outcome(List.of());
    print("nothing", without);
    List<Lie> all = List.of(Lie.values());
    List<List<Lie>> cases =
        Boolean.getBoolean("lies.each") ? all.stream().map(List::of).toList() : List.of(all);
    for (List<Lie> lies : cases) {
      Outcome with = outcome(lies);
      print(lies.size() == 1 ? lies.getFirst().toString() : "all", with);
      with.facts.forEach(
          (host, facts) -> {
            Set<String> missing = new TreeSet<>(without.facts.get(host));
            missing.removeAll(facts);
            assertTrue(missing.isEmpty(), lies + ": " + host + " does not know " + missing);
          });
      assertTrue(
          with.held <= without.held * MOST_TIMES,
          lies + ": " + with.held + " facts are held, and not " + without.held);
      assertTrue(
          with.residentKib <= without.residentKib * MOST_TIMES,
          lies + ": " + with.residentKib + " KiB resident, and not " + without.residentKib);
    }
  }

  private static void print(String lies, Outcome outcome) {
    System.out.printf(
        Locale.ROOT,
        "Lies: %s. Direct after %.2f s, %d facts, %.1f MB.%n",
        lies,
        outcome.seconds,
        outcome.held,
        outcome.residentKib / 976.5625);
  }

  private static Outcome outcome(List<Lie> lies) throws Exception {
    try (Lab lab = Lab.behind("public", "preserving", "preserving", "public")) {
      List<String> honest = lab.hosts().stream().filter(host -> !host.equals(LIAR)).toList();
      List<String> leaves = honest.stream().filter(host -> host.startsWith("leaf")).toList();
      lab.start(LIAR);
      Path packets = packets(lab, lies, honest);
      Process liar =
          lab.begin(LIAR, lab.directory().resolve("told"), sender(lab, packets, FOREVER));
      List<String> watched = new ArrayList<>(honest);
      watched.addFirst(Integer.toString(Lab.NEVER_SECONDS));
      String watch = lab.lab("watch", watched.toArray(String[]::new)).done().out();
      lab.exec(LIAR, sender(lab, packets, ROUNDS * honest.size())).done();
      assertTrue(liar.isAlive(), "the liar fell silent");
      liar.destroy();
      liar.waitFor();
      lab.within("all are direct", () -> areDirect(lab, leaves));
      Map<String, Set<String>> facts = new LinkedHashMap<>();
      int held = 0;
      for (String host : honest) {
        List<Told> told = lab.facts(host);
        held += (int) told.stream().filter(LiesIT::isHearsay).count();
        facts.put(host, about(lab, honest, told));
      }
      long resident = honest.stream().mapToLong(lab::residentKib).max().orElseThrow();
      return new Outcome(elapsed(watch), facts, held, resident);
    }
  }

  private static boolean isHearsay(Told fact) {
    return !fact.source().equals("local") && !fact.source().equals(fact.subject());
  }

  private static double elapsed(String watch) {
    return watch
        .lines()
        .filter(line -> line.startsWith("elapsed "))
        .mapToDouble(line -> Double.parseDouble(line.substring("elapsed ".length())))
        .findFirst()
        .orElseThrow();
  }

  private static boolean areDirect(Lab lab, List<String> leaves) {
    return leaves.stream()
        .allMatch(
            one ->
                leaves.stream()
                    .allMatch(other -> one.equals(other) || lab.routesDirectly(one, other)));
  }

  /** What is said of honest hosts and stays, with their names for their keys. */
  private static Set<String> about(Lab lab, List<String> honest, List<Told> told) {
    Set<String> about = new TreeSet<>();
    for (String host : honest) {
      String key = lab.key(host).toString();
      told.stream()
          .filter(fact -> fact.subject().equals(key) && !fact.attribute().equals("Alive"))
          .forEach(fact -> about.add(host + " " + fact.attribute() + " " + fact.value()));
    }
    return about;
  }

  /**
   * One of the lies to each of the others in turn, or packets that say nothing if there is none.
   */
  private static Path packets(Lab lab, List<Lie> lies, List<String> honest) throws IOException {
    PrivateKey key = lab.privateKey(LIAR);
    Random random = new Random(SEED);
    Sealer sealer = new Sealer(key, random);
    List<PublicKey> others = honest.stream().map(lab::key).toList();
    List<String> packets = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      for (PublicKey to : others) {
        PublicKey other = others.get(random.nextInt(others.size()));
        byte[] inner =
            lies.isEmpty()
                ? new byte[0]
                : lies.get(i % lies.size()).inner(random, key.publicKey(), other);
        byte[] packet = sealed(sealer, to, inner);
        packets.add(to.linkLocalAddress() + "%wg0 " + HexFormat.of().formatHex(packet));
      }
    }
    return Files.write(lab.directory().resolve("packets"), packets);
  }

  /** The command that sends some of them, as often as in the simulation. */
  private static String[] sender(Lab lab, Path packets, int count) {
    String from = lab.key(LIAR).linkLocalAddress().toString();
    return PacketSender.command(from, packets, count, RATE);
  }

  private static byte[] sealed(Sealer sealer, PublicKey to, byte[] inner) {
    try {
      return sealer.sealLarge(to, inner);
    } catch (InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }
}
