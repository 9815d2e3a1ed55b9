package io.wirelink.simulation;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.MappingLife;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a leaf learns for how long a NAT keeps a mapping, and keeps open what it has to. */
class MappingLifeTest {

  /** Shorter than the pause between two words at rest, and longer than the usual one. */
  private static final Duration SHORT = ofSeconds(45);

  /** The start counts as use, so that only then a path is idle; and it takes some pauses. */
  private static final Duration LEARNED = ofMinutes(80);

  private static Mesh mesh(long seed, NatKind kind) {
    return Mesh.builder(seed)
        .keepaliveSeconds(25)
        .router("r")
        .leafBehindNat("a")
        .leafBehindNat("b", kind)
        .build();
  }

  private static void start(Mesh mesh) {
    mesh.startAll();
    mesh.runUntil(mesh::allDirect, ofMinutes(1));
  }

  private static MappingLife life(Mesh mesh, String leaf) {
    return mesh.view(leaf).nat().life();
  }

  /** A ping a second for a while, and for how many of them nothing came back within a second. */
  private static int lost(Mesh mesh, int seconds) {
    int lost = 0;
    for (int i = 0; i < seconds; i++) {
      Ping ping = mesh.ping("a", "b");
      mesh.runFor(ofSeconds(1));
      lost += ping.isAnswered() ? 0 : 1;
    }
    return lost;
  }

  /** How many packets the agents of both leaves send in a minute to each other and the router. */
  private static int packets(Mesh mesh) {
    Judge judge = Judge.of(mesh);
    mesh.runFor(ofMinutes(20));
    return (judge.sent("a") + judge.sent("b")) / 20;
  }

  @ParameterizedTest
  @EnumSource(
      value = NatKind.class,
      names = {"PORT_PRESERVING", "ADDRESS_RESTRICTED", "FULL_CONE", "CARRIER"})
  void bothLearnThatTheirNatsKeepAMappingForLongAndRest(NatKind kind) {
    for (long seed = 1; seed <= 5; seed++) {
      Mesh mesh = mesh(seed, kind);
      start(mesh);
      mesh.runFor(LEARNED);
      for (String leaf : new String[] {"a", "b"}) {
        MappingLife life = life(mesh, leaf);
        assertNull(life.shorterThan(), leaf + ", seed " + seed + ": " + life);
        assertNotNull(life.longerThan(), leaf + ", seed " + seed);
        long seconds = life.longerThan().toSeconds();
        assertTrue(seconds >= 31 && seconds <= 62, leaf + ": " + life);
      }
      // Twice a minute to the router, and once to each other.
      assertTrue(packets(mesh) <= 7, "packets");
      assertEquals(0, lost(mesh, 5));
    }
  }

  @Test
  void whoseNatForgetsSoonerLearnsThatAndKeepsPathsOpen() {
    for (long seed = 1; seed <= 10; seed++) {
      Mesh mesh = mesh(seed, NatKind.PORT_PRESERVING);
      mesh.nat("b").setMappingLife(SHORT);
      start(mesh);
      mesh.runFor(LEARNED);
      Duration shorter = life(mesh, "b").shorterThan();
      assertNotNull(shorter, "seed " + seed + ": " + life(mesh, "b"));
      assertTrue(shorter.compareTo(SHORT) >= 0 && shorter.toSeconds() <= 63, shorter::toString);
      assertNull(life(mesh, "a").shorterThan(), "the other one keeps it for long");
      assertEquals(0, lost(mesh, 3), "seed " + seed);
      mesh.runFor(ofMinutes(1).plusMillis(317 * seed));
      // At any time after a pause.
      for (int i = 0; i < 8; i++) {
        assertEquals(0, lost(mesh, 1), "seed " + seed + ", ping " + i);
        mesh.runFor(ofSeconds(97).plusMillis(731L * i));
      }
    }
  }

  @Test
  void aPathInUseIsKeptOpenUntilItIsKnownThatItNeedNotBe() {
    for (long seed = 1; seed <= 5; seed++) {
      Mesh mesh = mesh(seed, NatKind.PORT_PRESERVING);
      mesh.nat("b").setMappingLife(SHORT);
      start(mesh);
      for (int i = 0; i < 40; i++) {
        assertEquals(0, lost(mesh, 1), "seed " + seed + ", ping " + i);
        mesh.runFor(ofSeconds(83).plusMillis(731L * i));
      }
    }
  }

  @Test
  void aPathThatNobodyUsedIsThereWithinThreeSeconds() {
    Mesh mesh = mesh(1, NatKind.PORT_PRESERVING);
    mesh.nat("b").setMappingLife(SHORT);
    start(mesh);
    mesh.runFor(ofHours(2));
    for (int i = 0; i < 5; i++) {
      // In the middle of a pause, when the NAT has forgotten it.
      mesh.runFor(ofMinutes(70).plusSeconds(11L * i));
      int lost = lost(mesh, 10);
      assertTrue(lost <= 3, lost + " of 10 pings lost");
      assertTrue(mesh.allDirect(), "they are still direct");
    }
  }

  @Test
  void afterAnHourItIsTriedAgainWhetherTheNatHasLearned() {
    Mesh mesh = mesh(2, NatKind.PORT_PRESERVING);
    mesh.nat("b").setMappingLife(SHORT);
    start(mesh);
    mesh.runFor(LEARNED);
    assertNotNull(life(mesh, "b").shorterThan());
    mesh.nat("b").setMappingLife(ofMinutes(5));
    mesh.runFor(ofHours(2));
    assertNull(life(mesh, "b").shorterThan());
    assertNotNull(life(mesh, "b").longerThan());
  }

  @Test
  void lossIsNotTakenForANatThatForgets() {
    for (long seed = 1; seed <= 5; seed++) {
      Mesh mesh =
          Mesh.builder(seed)
              .keepaliveSeconds(25)
              .internetQuality(LinkQuality.INTERNET.withLoss(0.02))
              .router("r")
              .leafBehindNat("a")
              .leafBehindNat("b")
              .build();
      start(mesh);
      int wrong = 0;
      for (int i = 0; i < 60; i++) {
        mesh.runFor(ofMinutes(2).plus(ofMillis(41)));
        wrong +=
            life(mesh, "a").shorterThan() != null || life(mesh, "b").shorterThan() != null ? 1 : 0;
      }
      assertTrue(wrong <= 6, wrong + " of 60 looks, seed " + seed);
    }
  }
}
