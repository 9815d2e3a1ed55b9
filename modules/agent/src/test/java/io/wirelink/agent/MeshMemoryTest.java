package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an agent keeps for its next start, and how often. */
class MeshMemoryTest {

  private AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);
  private final Fact membership = Fact.member(leaf, MemberMetadata.EMPTY.with("leaf", false));
  private final Fact network = Fact.allowedCidr(leaf, Cidr.parse("10.0.0.3/32"));
  private final Fact atRouter = Fact.endpoint(router, Endpoint.parse("203.0.113.1:51820"));
  private final Fact atLeaf = Fact.endpoint(leaf, Endpoint.parse("203.0.113.3:51820"));

  private void started() {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.step();
    world.talks(router);
    world.says(router, 255, membership, network);
  }

  private void goes(PublicKey key) {
    world.talking.remove(key);
    world.lost(key);
  }

  private static Set<Fact> facts(RememberedMesh mesh) {
    Set<Fact> facts = new HashSet<>();
    mesh.facts().forEach(known -> facts.add(known.fact()));
    return facts;
  }

  private RememberedMesh atEnd() {
    return world.agent.atEnd().orElseThrow();
  }

  private Duration age(Fact fact) {
    return atEnd().facts().stream()
        .filter(known -> known.fact().equals(fact))
        .findFirst()
        .orElseThrow()
        .age();
  }

  @Test
  void membersTheirNetworksAndEndpointsThatWorkedAreKept() {
    started();
    world.healthy(leaf, "203.0.113.3:51820");
    world.pass(Duration.ofSeconds(16));
    assertEquals(1, world.kept.size());
    RememberedMesh kept = world.kept.getFirst();
    assertEquals(Set.of(membership, network, atRouter, atLeaf), facts(kept));
    assertEquals(world.self, kept.self());
    assertTrue(Duration.between(kept.savedAt(), world.wall).compareTo(Duration.ofSeconds(7)) < 0);
  }

  @Test
  void whereNobodyWasReachedIsNotKept() {
    started();
    world.says(router, 255, Fact.endpoint(leaf, Endpoint.parse("198.51.100.99:51820")));
    world.pass(Duration.ofSeconds(16));
    assertEquals(Set.of(membership, network, atRouter), facts(atEnd()));
  }

  @Test
  void itIsKeptAtMostOnceAMinuteAndOnceAnHourWhereNothingChanges() {
    started();
    for (int i = 0; i < 20; i++) {
      world.says(router, 255, membership, network);
      world.says(router, 255, Fact.allowedCidr(leaf, Cidr.parse("10.0.1." + i + "/32")));
      world.pass(Duration.ofSeconds(30));
    }
    assertTrue(world.kept.size() <= 11, world.kept.size() + " times in ten minutes");
    world.says(router, 65_535, membership, network);
    world.pass(Duration.ofMinutes(5));
    int before = world.kept.size();
    world.pass(Duration.ofHours(4));
    assertEquals(4, world.kept.size() - before);
  }

  @Test
  void whatRunsOutWhileNobodyDecidesIsKeptWithItsAge() {
    started();
    world.pass(Duration.ofMinutes(1));
    assertEquals(Duration.ZERO, age(membership));
    goes(router);
    world.pass(Duration.ofMinutes(30));
    assertFalse(world.believes(membership));
    Duration age = age(membership);
    assertTrue(
        age.compareTo(Duration.ofMinutes(26)) > 0 && age.compareTo(Duration.ofMinutes(31)) < 0);
    assertTrue(facts(atEnd()).containsAll(Set.of(membership, network, atRouter)));
    world.pass(Duration.ofDays(7));
    assertEquals(List.of(), atEnd().facts());
  }

  @Test
  void whoIsNotSpokenOfAnyMoreByTheRouterIsNotKept() {
    started();
    world.healthy(leaf, "203.0.113.3:51820");
    world.pass(Duration.ofMinutes(6));
    assertFalse(world.device.containsKey(leaf), "removed");
    world.pass(Duration.ofMinutes(1));
    assertEquals(Set.of(atRouter), facts(atEnd()));
  }

  @Test
  void whatTheRouterTakesBackIsNotKept() {
    started();
    world.pass(Duration.ofSeconds(130));
    world.says(router, 255, membership);
    world.pass(Duration.ofSeconds(140));
    assertEquals(Set.of(membership, atRouter), facts(atEnd()));
  }

  @Test
  void theLastFourEndpointsAreKept() {
    started();
    for (int i = 1; i < 9; i++) {
      world.healthy(leaf, "203.0.113." + i + ":51820");
      world.pass(Duration.ofSeconds(10));
    }
    List<String> endpoints =
        atEnd().facts().stream()
            .map(RememberedMesh.Known::fact)
            .filter(fact -> fact.subject().equals(leaf) && fact.attribute().isEndpoint())
            .map(fact -> fact.value().toString())
            .toList();
    assertEquals(
        List.of("203.0.113.8:51820", "203.0.113.7:51820", "203.0.113.6:51820", "203.0.113.5:51820"),
        endpoints);
  }

  @Test
  void whatWasRememberedAndNobodyHasConfirmedIsKeptFurtherWithItsAge() {
    PublicKey friend = world.key(4);
    Fact old = Fact.member(friend, MemberMetadata.EMPTY);
    Instant saved = world.wall.minus(Duration.ofHours(2));
    world =
        new AgentWorld(
            AgentConfig.DEFAULT,
            Optional.of(
                new RememberedMesh(
                    world.self,
                    saved,
                    List.of(new RememberedMesh.Known(old, Duration.ofHours(1))),
                    Map.of())));
    List.of(2, 3, 4).forEach(world::key);
    world.inDevice(router, "10.0.0.0/24");
    world.healthy(leaf, "203.0.113.3:51820");
    world.step();
    world.pass(Duration.ofMinutes(5));
    assertEquals(Set.of(old, atLeaf), facts(world.kept.getLast()));
    assertEquals(Duration.ofHours(3).plusMinutes(5), age(old));
  }

  @Test
  void whatASourceSaysThatIsNotTrustedAnyMoreIsNotKept() {
    started();
    world.pass(Duration.ofSeconds(20));
    world.agent.reconfigure(
        new AgentConfig(
            null,
            null,
            false,
            InterfaceFilter.ALL,
            Map.of(
                router,
                new PeerConfig("", TrustLevel.ENDPOINT, false, List.of(), List.of(), false))));
    world.pass(Duration.ofSeconds(6));
    assertEquals(Set.of(atRouter), facts(atEnd()));
  }

  @Test
  void aliveAndFactsAboutThisHostItselfAreNotKept() {
    started();
    world.says(router, 255, Fact.allowedCidr(world.self, Cidr.parse("10.0.0.1/32")));
    world.pass(Duration.ofSeconds(20));
    assertTrue(facts(atEnd()).stream().noneMatch(fact -> fact.subject().equals(world.self)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RememberedMesh.Known(Fact.alive(leaf, new BootId(1, 2)), Duration.ZERO));
  }

  @Test
  void twoHostsThatRestartWithoutTheRouterFindEachOtherInWhatTheyKept() {
    started();
    world.healthy(leaf, "203.0.113.3:51820");
    world.pass(Duration.ofMinutes(2));
    goes(router);
    world.pass(Duration.ofMinutes(10));
    RememberedMesh kept = world.kept.getLast();
    Instant off = world.wall;
    world = new AgentWorld(AgentConfig.DEFAULT, Optional.of(kept));
    List.of(2, 3).forEach(world::key);
    world.wall = off.plusSeconds(60);
    world.inDevice(router, "10.0.0.0/24");
    world.step();
    world.pass(Duration.ofSeconds(4));
    assertEquals(Endpoint.parse("203.0.113.3:51820"), world.device.get(leaf).endpoint);
    world.healthy(leaf, "203.0.113.3:51820");
    world.step(new Event.DeviceRead(world.state()));
    world.talks(leaf);
    assertEquals(Set.of(Cidr.parse("10.0.0.3/32")), world.routedTo(leaf));
  }

  @Test
  void whatARouterHasForAnotherGoesBackToThatOneAfterARestart() {
    Cidr lent = Cidr.parse("10.1.0.0/24");
    PublicKey second = leaf;
    twoRouters(second, "10.1.0.0/24");
    goes(second);
    world.pass(Duration.ofSeconds(10));
    assertTrue(world.routedTo(router).contains(lent));
    RememberedMesh kept = atEnd();
    assertEquals(Map.of(second, Set.of(lent)), kept.lent());

    world = new AgentWorld(AgentConfig.DEFAULT, Optional.of(kept));
    List.of(2, 3).forEach(world::key);
    world.inDevice(router, "10.1.0.0/24");
    twoRouters(second);
    goes(router);
    world.pass(Duration.ofSeconds(10));
    assertTrue(world.routedTo(second).contains(lent));
  }

  @Test
  void whatIsSetUpAnewSaysItselfToWhomItsNetworksBelong() {
    RememberedMesh kept =
        new RememberedMesh(
            world.self,
            world.wall,
            List.of(),
            Map.of(leaf, Set.of(Cidr.parse("10.2.0.0/24"), Cidr.parse("10.1.0.0/24"))));
    world = new AgentWorld(AgentConfig.DEFAULT, Optional.of(kept));
    List.of(2, 3).forEach(world::key);
    twoRouters(leaf, "10.1.0.0/24");
    assertEquals(Map.of(), atEnd().lent());
  }

  private void twoRouters(PublicKey second, String... networks) {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.healthy(second, "203.0.113.3:51820", networks);
    world.step();
    world.talks(router);
    world.talks(second);
    world.says(second, 255, Fact.member(router, MemberMetadata.EMPTY));
    world.says(router, 255, Fact.member(second, MemberMetadata.EMPTY));
    world.says(router, 255, Fact.allowedCidr(router, Cidr.parse("10.1.0.0/24")));
  }
}
