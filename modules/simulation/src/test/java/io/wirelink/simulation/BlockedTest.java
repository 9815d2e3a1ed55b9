package io.wirelink.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.PeerStory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A leaf whose UDP gets through to routers alone, and what shows that it is not a NAT. */
class BlockedTest {

  private static Mesh mesh(NatKind one, NatKind other) {
    Mesh mesh =
        Mesh.builder(1)
            .router("r")
            .leafBehindNat("a", one)
            .leafBehindNat("b", other)
            .leaf("open")
            .build();
    mesh.startAll();
    return mesh;
  }

  private static PeerStory story(Mesh mesh, String host, String peer) {
    RealAgent agent = (RealAgent) mesh.host(host).program().orElseThrow();
    return agent.story(mesh.host(peer).publicKey(), mesh.host(host).clock().time());
  }

  /** With one router and nobody else to be called, what each host sees would be the same. */
  @ParameterizedTest
  @EnumSource(
      value = NatKind.class,
      names = {"CARRIER", "SEQUENTIAL", "SYMMETRIC", "PORT_PRESERVING"})
  void whoLetsEverybodyInShowsThatAFirewallIsInTheWay(NatKind other) {
    Mesh mesh = mesh(NatKind.UDP_BLOCKED, other);
    for (int round = 0; round < 2; round++) {
      mesh.runFor(round == 0 ? ofSeconds(12) : ofMinutes(5));
      PeerStory here = story(mesh, "a", "b");
      assertTrue(here.host().nat().udpBlocked());
      assertFalse(here.nats().keepApart());
      PeerStory there = story(mesh, "b", "a");
      assertFalse(there.host().nat().udpBlocked());
      assertTrue(there.nats().said().udpBlocked());
      assertFalse(there.nats().keepApart());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = NatKind.class,
      names = {"SEQUENTIAL", "SYMMETRIC", "PORT_PRESERVING"})
  void whereNoneIsNoneIsSeen(NatKind other) {
    Mesh mesh = mesh(NatKind.SYMMETRIC, other);
    for (int second = 0; second < 300; second++) {
      mesh.runFor(ofSeconds(1));
      assertFalse(story(mesh, "a", "b").host().nat().udpBlocked());
      assertFalse(story(mesh, "b", "a").host().nat().udpBlocked());
    }
    assertTrue(story(mesh, "a", "b").nats().keepApart());
  }

  /** Whoever is gone is seen by no router. */
  @ParameterizedTest
  @EnumSource(
      value = NatKind.class,
      names = {"SYMMETRIC", "PORT_PRESERVING"})
  void whoIsGoneShowsNothing(NatKind kind) {
    Mesh mesh = mesh(kind, NatKind.SYMMETRIC);
    mesh.runFor(ofSeconds(20));
    mesh.host("open").powerOff();
    for (int second = 0; second < 600; second++) {
      mesh.runFor(ofSeconds(1));
      assertFalse(story(mesh, "b", "a").host().nat().udpBlocked());
    }
  }
}
