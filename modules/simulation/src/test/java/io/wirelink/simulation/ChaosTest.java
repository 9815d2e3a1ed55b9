package io.wirelink.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whatever happens, a mesh that is left alone converges. */
class ChaosTest {

  /** For a longer run: {@code -Dchaos.seeds=10000}, or one seed from {@code -Dchaos.first}. */
  private static final int SEEDS = Integer.getInteger("chaos.seeds", 20);

  private static final long FIRST_SEED = Long.getLong("chaos.first", 1);

  private static final Duration REIGN = Duration.ofMinutes(15);

  /** Sessions that stand longer than this were made when all was well. */
  private static final Duration SESSION_LIFE = Duration.ofMinutes(3);

  /** Twice the life of a fact, and some tries of endpoints that nobody speaks of any more. */
  private static final Duration PATIENCE = Duration.ofMinutes(12);

  private static final int PINGS = 3;

  /** How long faults happen one after the other. */
  private static final Duration RAGE = Duration.ofMinutes(Integer.getInteger("chaos.minutes", 30));

  /** Whether what goes wrong is only counted: for figures, {@code -Dchaos.lenient=true}. */
  private static final boolean LENIENT = Boolean.getBoolean("chaos.lenient");

  /** Those that are run twice. */
  private static final int REPEATED_SEEDS = 2;

  @Test
  void noSingleFaultInterruptsTrafficForLongWhileThereIsAPath() {
    var outages = new Outages();
    LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS)
        .parallel()
        .forEach(seed -> rage(seed, outages));
    System.out.println(outages);
    assertNull(outages.verdict(SEEDS));
  }

  private static void rage(long seed, Outages outages) {
    try {
      new Storm(seed, outages, !LENIENT).rage(RAGE);
    } catch (AssertionError e) {
      String why = String.valueOf(e.getMessage());
      outages.failed(seed, SEEDS == 1 ? why : why.lines().findFirst().orElse(""));
    }
  }

  @Test
  void theSameSeedGivesTheSameTraceTwice() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + REPEATED_SEEDS; seed++) {
      assertEquals(storm(seed), storm(seed));
    }
  }

  private static String storm(long seed) {
    var storm = new Storm(seed, new Outages(), true);
    try {
      storm.rage(Duration.ofMinutes(10));
    } catch (AssertionError e) {
      return String.valueOf(e.getMessage()) + storm.mesh().simulation().trace().text();
    }
    return storm.mesh().simulation().trace().text();
  }

  @Test
  void aMeshConvergesWhenTheFaultsEnd() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      judge(new Chaos(seed));
    }
  }

  static void judge(Chaos chaos) {
    Mesh mesh = chaos.mesh();
    Judge.of(mesh);
    chaos.reign(REIGN);
    chaos.end();
    mesh.runFor(SESSION_LIFE);
    mesh.runUntil(chaos::allMet, PATIENCE);
    for (Host one : mesh.hosts()) {
      for (Host other : mesh.hosts()) {
        if (!one.equals(other) && !reaches(mesh, one, other, chaos.canMeet(one, other))) {
          throw mesh.simulation().failure(one + " does not reach " + other, null);
        }
      }
    }
  }

  private static boolean reaches(Mesh mesh, Host from, Host to, boolean directly) {
    for (int i = 0; i < PINGS; i++) {
      Ping ping = mesh.ping(from.name(), to.name());
      if (ping.isAnswered() && (ping.forwarders() == 0 || !directly)) {
        return true;
      }
    }
    return false;
  }
}
