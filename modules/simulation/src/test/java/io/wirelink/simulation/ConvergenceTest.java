package io.wirelink.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How soon agents that are all up reach each other directly, for many seeds. */
class ConvergenceTest {

  private static final int SEEDS = 25;
  private static final int LARGE_MESH_SEEDS = 2;

  /** Builds a mesh for each seed, starts all agents, and requires that all are direct in time. */
  private static void converges(int seeds, Layout layout, int latencyMillis, Duration limit) {
    LongStream.rangeClosed(1, seeds)
        .forEach(
            seed -> {
              LinkQuality quality =
                  LinkQuality.INTERNET
                      .withLatency(ofMillis(latencyMillis))
                      .withJitter(ofMillis(1 + latencyMillis / 10));
              Mesh mesh =
                  layout.of(Mesh.builder(seed).internetQuality(quality).router("r")).build();
              Judge.of(mesh);
              mesh.startAll();
              mesh.runUntil(mesh::allDirect, limit);
            });
  }

  private interface Layout {
    MeshBuilder of(MeshBuilder withRouter);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 100})
  void twoLeavesOnOneNetworkAreDirectWithinTwoSeconds(int latencyMillis) {
    converges(SEEDS, mesh -> mesh.leaf("a").leaf("b"), latencyMillis, ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 100})
  void twoLeavesBehindNatsAreDirectWithinThreeSeconds(int latencyMillis) {
    converges(
        SEEDS, mesh -> mesh.leafBehindNat("a").leafBehindNat("b"), latencyMillis, ofSeconds(3));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"PORT_PRESERVING_OPEN", "UDP_BLOCKED"},
      mode = EnumSource.Mode.EXCLUDE)
  void aLeafBehindAnyNatMeetsAPublicOneWithinThreeSeconds(NatKind kind) {
    converges(SEEDS, mesh -> mesh.leafBehindNat("a", kind).leaf("b"), 20, ofSeconds(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 100})
  void twoLeavesOnOneLanMeetThereWithinTwoSeconds(int latencyMillis) {
    converges(
        SEEDS,
        mesh ->
            mesh.lan("office", NatKind.PORT_PRESERVING)
                .leafOnLan("a", "office")
                .leafOnLan("b", "office"),
        latencyMillis,
        ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 100})
  void tenLeavesAreAllDirectWithinEightSeconds(int latencyMillis) {
    converges(LARGE_MESH_SEEDS, ConvergenceTest::tenLeaves, latencyMillis, ofSeconds(8));
    converges(LARGE_MESH_SEEDS, ConvergenceTest::tenLeavesBehindNats, latencyMillis, ofSeconds(8));
  }

  private static MeshBuilder tenLeaves(MeshBuilder mesh) {
    for (int i = 0; i < 10; i++) {
      mesh.leaf("leaf" + i);
    }
    return mesh;
  }

  private static MeshBuilder tenLeavesBehindNats(MeshBuilder mesh) {
    for (int i = 0; i < 10; i++) {
      mesh.leafBehindNat("leaf" + i);
    }
    return mesh;
  }

  @ParameterizedTest
  @EnumSource
  void whichWireGuardItIsDoesNotMatter(WireGuardFlavor flavor) {
    converges(
        SEEDS, mesh -> mesh.flavor(flavor).leafBehindNat("a").leafBehindNat("b"), 20, ofSeconds(3));
  }
}
