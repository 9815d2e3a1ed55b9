package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an operator may tell a running agent, and what it tells who listens. */
class ControlsTest {

  private static final Cidr NETWORK = Cidr.parse("10.0.0.9/32");

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey stranger = world.key(9);

  private void started() {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.step();
    world.talks(router);
    settle();
  }

  /** Lets pass what the agent waits for more to say. */
  private void settle() {
    world.pass(Duration.ofSeconds(1));
  }

  private void routerTellsOfTheStranger() {
    world.says(router, 255, Fact.member(stranger, MemberMetadata.EMPTY.with("far", false)));
    world.says(router, 255, Fact.allowedCidr(stranger, NETWORK));
  }

  private static AgentConfig trusting(Map<PublicKey, PeerConfig> peers) {
    return new AgentConfig(null, null, false, InterfaceFilter.ALL, peers);
  }

  private static PeerConfig peer(String name, @Nullable TrustLevel trust, String... endpoints) {
    List<HostPort> hosts = Arrays.stream(endpoints).map(HostPort::parse).toList();
    return new PeerConfig(name, trust, false, hosts, List.of(), false);
  }

  @Test
  void aNewConfigurationIsInForceWithoutARestart() {
    started();
    int before = world.bootIdsToldTo(router).size();
    world.agent.reconfigure(
        new AgentConfig(
            true,
            null,
            false,
            InterfaceFilter.ALL,
            Map.of(stranger, peer("new", null, "host.example:51820"))));
    world.step();
    AgentView view = world.agent.view(world.time(), 0);
    assertTrue(view.router());
    assertEquals(AgentView.RoleReason.CONFIGURED, view.roleReason());
    assertEquals("new", view.nameOf(stranger));
    assertTrue(world.device.containsKey(stranger), "a configured peer is added");
    assertEquals(List.of("host.example"), world.resolved);
    assertEquals(before, world.bootIdsToldTo(router).size(), "trust is as it was");
  }

  @Test
  void whoIsNotTrustedAnyMoreIsNotBelievedAnyMore() {
    started();
    routerTellsOfTheStranger();
    assertTrue(world.believes(Fact.allowedCidr(stranger, NETWORK)));
    world.agent.reconfigure(trusting(Map.of(router, peer("router", TrustLevel.UNTRUSTED))));
    world.step();
    assertFalse(world.believes(Fact.allowedCidr(stranger, NETWORK)));
    settle();
    assertEquals(2, world.bootIdsToldTo(router).size());
    world.agent.reconfigure(AgentConfig.DEFAULT);
    settle();
    assertEquals(3, world.bootIdsToldTo(router).size(), "what was rejected is asked for again");
  }

  @Test
  void aRefreshAsksForEverythingAgain() {
    started();
    world.agent.refresh();
    settle();
    assertEquals(2, world.bootIdsToldTo(router).size());
  }

  @Test
  void aPeerThatTheAgentAddedIsForgottenAltogether() {
    started();
    routerTellsOfTheStranger();
    assertTrue(world.device.containsKey(stranger));
    world.pass(Duration.ofSeconds(10));
    assertEquals(new RunnableAgent.Forgotten(2, true, true), world.agent.forget(stranger));
    world.step();
    assertFalse(world.device.containsKey(stranger));
    settle();
    assertEquals(2, world.bootIdsToldTo(router).size());
    routerTellsOfTheStranger();
    assertTrue(world.device.containsKey(stranger), "it is back when somebody tells of it");
  }

  @Test
  void aPeerThatTheUserAddedStaysOnTheDevice() {
    world.inDevice(stranger, "10.0.0.9/32");
    started();
    assertEquals(new RunnableAgent.Forgotten(0, true, false), world.agent.forget(stranger));
    world.step();
    assertTrue(world.device.containsKey(stranger));
    assertEquals(new RunnableAgent.Forgotten(0, false, false), world.agent.forget(world.key(77)));
  }

  @Test
  void changesOfFactsAreTold() {
    started();
    world.notices.clear();
    Fact fact = Fact.endpoint(router, Endpoint.parse("203.0.113.7:51820"));
    world.says(router, 10, fact);
    world.says(router, 200, fact);
    world.pass(Duration.ofSeconds(201));
    Fact tunnel = Fact.endpoint(router, Endpoint.parse("10.0.0.5:51820"));
    world.says(router, 200, tunnel);
    assertEquals(
        List.of(
            FactNotice.Kind.NEW,
            FactNotice.Kind.RENEWED,
            FactNotice.Kind.EXPIRED,
            FactNotice.Kind.REJECTED),
        world.notices.stream()
            .filter(notice -> Set.of(fact, tunnel).contains(notice.fact()))
            .map(FactNotice::kind)
            .toList());
    FactNotice last = world.notices.getLast();
    assertEquals(RejectionRule.IN_TUNNEL, last.rule());
    assertEquals(router.toString(), last.sourceName());
  }

  @Test
  void thatAPeerIsAliveIsToldToo() {
    started();
    world.alive(router);
    world.talking.clear();
    world.pass(Duration.ofSeconds(261));
    assertEquals(
        List.of(FactNotice.Kind.NEW, FactNotice.Kind.RENEWED, FactNotice.Kind.EXPIRED),
        world.notices.stream()
            .filter(notice -> notice.fact() != null)
            .filter(notice -> notice.fact().attribute() == Attribute.ALIVE)
            .map(FactNotice::kind)
            .toList());
  }

  @Test
  void itIsToldHowLongADirectPathTook() {
    started();
    routerTellsOfTheStranger();
    world.says(router, 255, Fact.endpoint(stranger, Endpoint.parse("203.0.113.9:51820")));
    world.pass(Duration.ofSeconds(3));
    world.device.get(stranger).healthy = true;
    world.talks(stranger);
    world.pass(Duration.ofSeconds(6));
    assertTrue(world.routedTo(stranger).contains(NETWORK));
    Duration took = world.timeToDirect.get(stranger);
    assertTrue(took.compareTo(Duration.ofSeconds(3)) >= 0, took.toString());
    assertTrue(took.compareTo(Duration.ofSeconds(9)) <= 0, took.toString());
  }
}
