package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.portmap.Gateway;
import io.wirelink.portmap.MappingProtocol;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.portmap.Obstacle;
import io.wirelink.portmap.PortWish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an agent wants of gateways, and what it makes of what they give. */
class PortMappingsTest {

  private static final Gateway GATEWAY =
      new Gateway(IpAddress.parse("192.168.1.1"), 0, IpAddress.parse("192.168.1.2"));
  private static final List<MappingProtocol> ALL = List.of(MappingProtocol.values());

  private AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);

  private static AgentConfig config(Boolean router, PortMappingMode mode) {
    return new AgentConfig(router, null, false, InterfaceFilter.ALL, mode, Map.of());
  }

  private void startedAsLeaf() {
    started();
    world.talks(router);
  }

  private void started() {
    world.getsAddress("192.168.1.2/24");
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.step();
  }

  private List<PortWish> wishes() {
    return world.wished.stream().map(Action.MapPort::wish).toList();
  }

  private PortWish lastWish() {
    return world.wished.getLast().wish();
  }

  private static Event mapped(String external) {
    return new Event.PortsMapped(
        List.of(
            new MappingStatus.Mapped(
                GATEWAY,
                MappingProtocol.PCP,
                Endpoint.parse(external),
                Duration.ofHours(2).toNanos())));
  }

  private Fact told(String endpoint) {
    return Fact.endpoint(world.self, Endpoint.parse(endpoint));
  }

  @Test
  void aLeafAsksGatewaysInPrivateNetworksForWireGuardsPort() {
    startedAsLeaf();
    assertEquals(List.of(new PortWish(51820, ALL, true)), wishes());
  }

  @Test
  void aRouterAsksNobodyUnlessThatIsConfigured() {
    world = new AgentWorld(config(true, PortMappingMode.AUTO));
    started();
    assertEquals(List.of(), wishes());
    world = new AgentWorld(config(true, PortMappingMode.NAT_PMP));
    started();
    assertEquals(List.of(new PortWish(51820, List.of(MappingProtocol.NAT_PMP), false)), wishes());
  }

  @Test
  void whoBecomesARouterWantsNothingAnyMore() {
    startedAsLeaf();
    world.device.remove(router);
    world.pass(Duration.ofSeconds(10));
    assertEquals(PortWish.NONE, lastWish());
  }

  @Test
  void aReloadTurnsItOffAndOn() {
    startedAsLeaf();
    world.agent.reconfigure(config(null, PortMappingMode.OFF));
    world.step();
    assertEquals(PortWish.NONE, lastWish());
    world.agent.reconfigure(config(null, PortMappingMode.PCP));
    world.step();
    assertEquals(List.of(MappingProtocol.PCP), lastWish().protocols());
  }

  @Test
  void aMappingIsToldAtOnceAndTakenBackWhenItIsLost() {
    startedAsLeaf();
    world.pass(Duration.ofSeconds(10));
    world.step(mapped("203.0.113.7:4711"));
    world.pass(Duration.ofMillis(100));
    assertTrue(world.toldTo(router).contains(told("203.0.113.7:4711")));
    assertTrue(world.toldTo(router).contains(told("192.168.1.2:51820")));
    world.step(
        new Event.PortsMapped(List.of(new MappingStatus.Unmapped(GATEWAY, Obstacle.NO_ANSWER))));
    assertFalse(world.believes(told("203.0.113.7:4711")));
    assertTrue(world.believes(told("192.168.1.2:51820")));
  }

  @Test
  void aMappingThatHasAnotherNatBehindItIsNotTold() {
    startedAsLeaf();
    world.step(mapped("100.64.0.9:51820"));
    assertFalse(world.believes(told("100.64.0.9:51820")));
  }

  @Test
  void aViewShowsUntilWhenThereIsAMapping() {
    startedAsLeaf();
    world.step(mapped("203.0.113.7:4711"));
    PortMappingView view = world.agent.view(world.time(), 0).portMapping();
    assertTrue(view.wanted());
    assertEquals(PortMappingMode.AUTO, view.mode());
    assertEquals(
        world.wall.plus(Duration.ofHours(2)).minusNanos(world.nanos),
        view.gateways().getFirst().until());
    assertEquals(view, world.agent.story(router, world.time()).host().portMapping());
  }
}
