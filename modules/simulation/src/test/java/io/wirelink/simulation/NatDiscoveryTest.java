package io.wirelink.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.AgentView;
import io.wirelink.agent.NatView;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import java.util.List;

/** What agents make of the NATs before them, in meshes with one router. */
class NatDiscoveryTest {

  private static NatView of(Mesh mesh, String host) {
    return mesh.view(host).nat();
  }

  private static Mesh settled(MeshBuilder builder) {
    Mesh mesh = builder.leaf("one").leaf("two").build();
    Judge.of(mesh);
    mesh.startAll();
    mesh.runFor(ofMinutes(3));
    return mesh;
  }

  @Seeds
  void aNewPortForEachShowsAsSoonAsLeavesSeeItToo(long seed) {
    Mesh mesh = settled(Mesh.builder(seed).router("r").leafBehindNat("behind", NatKind.SYMMETRIC));
    assertTrue(of(mesh, "behind").behavior().isUnpredictable(), () -> of(mesh, "behind") + "");
    assertEquals(3, of(mesh, "behind").seen().size());
    assertEquals(Mapping.NONE, of(mesh, "one").behavior().mapping());
  }

  @Seeds
  void othersHearOfItByTheRouter(long seed) {
    Mesh mesh = settled(Mesh.builder(seed).router("r").leafBehindNat("behind", NatKind.SYMMETRIC));
    PublicKey behind = mesh.host("behind").publicKey();
    for (String leaf : List.of("one", "two")) {
      assertTrue(
          mesh.view(leaf).facts().stream()
              .map(AgentView.KnownFact::fact)
              .filter(fact -> fact.subject().equals(behind))
              .anyMatch(
                  fact ->
                      fact.value() instanceof FactValue.Membership(var metadata)
                          && metadata.nat().isUnpredictable()),
          leaf);
    }
  }

  @Seeds
  void onePortForAllShowsAsWell(long seed) {
    Mesh mesh = settled(Mesh.builder(seed).router("r").leafBehindNat("behind", NatKind.FULL_CONE));
    assertEquals(
        new NatBehavior(Mapping.ENDPOINT_INDEPENDENT, Ports.PRESERVED, false),
        of(mesh, "behind").behavior());
  }

  @Seeds
  void neighboursDoNotHideIt(long seed) {
    MeshBuilder office = Mesh.builder(seed).router("r").lan("office", NatKind.FULL_CONE);
    for (String name : List.of("a", "b", "c", "d")) {
      office = office.leafOnLan(name, "office");
    }
    Mesh mesh = settled(office);
    for (String name : List.of("a", "b", "c", "d")) {
      assertEquals(Mapping.ENDPOINT_INDEPENDENT, of(mesh, name).behavior().mapping(), name);
    }
  }

  /** It has other ports for all from then on; what was known before must not look like several. */
  @Seeds
  void aNatThatForgetsItsMappingsIsTheSameAfterwards(long seed) {
    Mesh mesh = settled(Mesh.builder(seed).router("r").leafBehindNat("behind", NatKind.FULL_CONE));
    mesh.nat("behind").giveNewPorts();
    for (int second = 0; second < 300; second++) {
      mesh.runFor(ofSeconds(1));
      assertEquals(Mapping.ENDPOINT_INDEPENDENT, of(mesh, "behind").behavior().mapping());
    }
    assertEquals(Ports.ARBITRARY, of(mesh, "behind").behavior().ports());
  }
}
