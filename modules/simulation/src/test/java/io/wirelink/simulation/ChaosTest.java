package io.wirelink.simulation;

import java.time.Duration;
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
