package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An agent that starts with what the one before it had kept. */
abstract class RestartedAgent {

  private static final Instant SAVED = Instant.parse("2025-12-31T23:00:00Z");
  static final Endpoint WHERE = Endpoint.parse("203.0.113.3:51820");
  static final Cidr NETWORK = Cidr.parse("10.0.0.3/32");

  private final AgentWorld keys = new AgentWorld(AgentConfig.DEFAULT);
  final PublicKey router = keys.key(2);
  final PublicKey leaf = keys.key(3);
  final PublicKey other = keys.key(4);
  AgentWorld world;

  static MemberMetadata named(String name) {
    return MemberMetadata.EMPTY.with(name, false);
  }

  static List<Fact> member(PublicKey key, String... networks) {
    List<Fact> facts = new ArrayList<>();
    facts.add(Fact.member(key, named("leaf")));
    facts.add(Fact.endpoint(key, WHERE));
    Arrays.stream(networks).forEach(each -> facts.add(Fact.allowedCidr(key, Cidr.parse(each))));
    return facts;
  }

  void remembers(Duration age, List<Fact> facts) {
    remembers(AgentConfig.DEFAULT, age, facts);
  }

  void remembers(AgentConfig config, Duration age, List<Fact> facts) {
    RememberedMesh mesh =
        new RememberedMesh(
            keys.self,
            SAVED,
            facts.stream().map(fact -> new RememberedMesh.Known(fact, age)).toList(),
            Map.of());
    world = new AgentWorld(config, Optional.of(mesh));
    List.of(2, 3, 4).forEach(world::key);
  }

  /** The device as wg-quick makes it: the router is the only peer, and does not answer. */
  void startsAlone() {
    world.inDevice(router, "10.0.0.0/24");
    world.step();
  }

  void startsBesideTheRouter() {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.step();
    world.talks(router);
  }

  void theRouterIsBack() {
    world.healthy(router, "203.0.113.1:51820");
    world.pass(Duration.ofSeconds(5));
    world.talks(router);
  }

  void leafAnswers() {
    world.healthy(leaf, WHERE.toString());
    world.step(new Event.DeviceRead(world.state()));
    world.talks(leaf);
  }

  boolean isThere(PublicKey key) {
    return world.device.containsKey(key);
  }

  List<Source> sources(Fact fact) {
    return world.agent.view(world.time(), 0).facts().stream()
        .filter(known -> known.fact().equals(fact))
        .map(AgentView.KnownFact::source)
        .toList();
  }
}
