package io.wirelink.portmap;

import static io.wirelink.portmap.MappingProtocol.NAT_PMP;
import static io.wirelink.portmap.MappingProtocol.PCP;
import static io.wirelink.portmap.World.BOTH;
import static io.wirelink.portmap.World.HOME;
import static io.wirelink.portmap.World.PORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gateways that do what the standards say. */
final class PortMapperTest {

  private static final Endpoint EXTERNAL = Endpoint.parse("203.0.113.7:51820");
  private static final Gateway HOME_V6 =
      new Gateway(IpAddress.parse("fe80::1"), 3, IpAddress.parse("2001:db8::2"));

  private final FakeGateway home = new FakeGateway(HOME);

  @ParameterizedTest
  @EnumSource(names = {"PCP", "NAT_PMP"})
  void aMappingIsThereWithinASecondByEachProtocol(MappingProtocol protocol) {
    home.spoken.retainAll(Set.of(protocol));
    World world = World.wanting(home);
    world.pass(Duration.ofSeconds(1));
    assertEquals(protocol, world.mapped().protocol());
    assertEquals(EXTERNAL, world.mapped().external());
    assertFalse(world.mapped().isBehindAnotherNat());
  }

  @Test
  void pcpIsTriedFirst() {
    World world = World.wanting(home);
    world.pass(Duration.ofMillis(10));
    assertEquals(PCP, world.mapped().protocol());
    assertEquals(1, world.sent.size());
  }

  @Test
  void whoSpeaksOnlyNatPmpSaysSoAndIsNotWaitedFor() {
    home.spoken.remove(PCP);
    World world = World.wanting(home);
    world.pass(Duration.ofMillis(10));
    assertEquals(NAT_PMP, world.mapped().protocol());
  }

  @Test
  void onlyTheProtocolsThatAreWantedAreSpoken() {
    World world = new World(home);
    world.want(new PortWish(PORT, List.of(NAT_PMP), true));
    world.pass(Duration.ofSeconds(1));
    assertEquals(NAT_PMP, world.mapped().protocol());
    assertTrue(world.sent.stream().noneMatch(each -> PcpCodec.isPcp(each.send().packet())));
  }

  @ParameterizedTest
  @EnumSource(names = {"PCP", "NAT_PMP"})
  void aMappingIsRenewedForAsLongAsItIsWanted(MappingProtocol protocol) {
    home.spoken.retainAll(Set.of(protocol));
    World world = World.wanting(home);
    long half = Duration.ofSeconds(MapperTiming.LIFETIME_SECONDS / 2).toNanos();
    for (int hours = 0; hours < 24; hours++) {
      world.pass(Duration.ofHours(1));
      assertTrue(home.mappings.get(PORT).untilNanos() >= world.now() + half * 9 / 10);
      assertEquals(EXTERNAL, world.mapped().external());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PCP", "NAT_PMP"})
  void aMappingIsGivenBackAtTheEnd(MappingProtocol protocol) {
    home.spoken.retainAll(Set.of(protocol));
    World world = World.wanting(home);
    world.pass(Duration.ofSeconds(1));
    assertEquals(Set.of(PORT), home.mappings.keySet());
    world.want(PortWish.NONE);
    world.pass(Duration.ofMillis(10));
    assertEquals(Set.of(), home.mappings.keySet());
    assertTrue(world.isAtRest());
    assertEquals(List.of(), world.told.getLast());
  }

  @Test
  void theEndDoesNotWaitForAGatewayThatIsSilent() {
    World world = World.wanting(home);
    world.pass(Duration.ofSeconds(1));
    home.silent = true;
    world.want(PortWish.NONE);
    world.pass(Duration.ofMillis(499));
    assertFalse(world.isAtRest());
    world.pass(Duration.ofMillis(2));
    assertTrue(world.isAtRest());
  }

  @Test
  void whatMayHaveBeenGivenIsGivenBackToo() {
    home.delayNanos = Duration.ofMillis(200).toNanos();
    World world = World.wanting(home);
    world.pass(Duration.ofMillis(50));
    world.want(PortWish.NONE);
    world.pass(Duration.ofSeconds(1));
    assertEquals(Set.of(), home.mappings.keySet());
    assertTrue(
        world.told.stream()
            .flatMap(List::stream)
            .noneMatch(MappingStatus.Mapped.class::isInstance));
  }

  @Test
  void renewalsAreNoNews() {
    World world = World.wanting(home);
    world.pass(Duration.ofMinutes(1));
    int told = world.told.size();
    world.pass(Duration.ofHours(2));
    assertEquals(told + 8, world.told.size(), 1.0);
    assertTrue(world.mapped().untilNanos() > world.now() + Duration.ofHours(1).toNanos());
  }

  @Test
  void anAgentThatWasKilledIsKnownToTheGatewayAtTheNextStart() {
    World first = World.wanting(home);
    first.pass(Duration.ofSeconds(1));
    World second = World.wanting(home);
    second.pass(Duration.ofSeconds(1));
    assertEquals(PCP, second.mapped().protocol());
    // Who has another secret is another, and is refused that port by PCP.
    World other = new World(new byte[] {1}, home);
    other.want(new PortWish(PORT, List.of(PCP), true));
    other.pass(Duration.ofSeconds(1));
    assertEquals(Obstacle.NOT_ALLOWED, other.obstacle());
  }

  @Test
  void anotherPortTakesThePlaceOfTheOne() {
    World world = World.wanting(home);
    world.pass(Duration.ofSeconds(1));
    world.want(new PortWish(4000, BOTH.protocols(), true));
    world.pass(Duration.ofSeconds(1));
    assertEquals(Set.of(4000), home.mappings.keySet());
    assertEquals(Endpoint.parse("203.0.113.7:4000"), world.mapped().external());
  }

  @Test
  void anAddressOfIpv6IsOpenedByPcpAlone() {
    FakeGateway v6 = new FakeGateway(HOME_V6);
    v6.external = HOME_V6.local();
    World world = World.wanting(home, v6);
    world.pass(Duration.ofSeconds(1));
    var mapped = assertInstanceOf(MappingStatus.Mapped.class, world.told.getLast().get(1));
    assertEquals(Endpoint.parse("[2001:db8::2]:51820"), mapped.external());
    v6.spoken.remove(PCP);
    World without = World.wanting(home, v6);
    without.pass(Duration.ofSeconds(5));
    assertInstanceOf(MappingStatus.Unmapped.class, without.told.getLast().get(1));
  }

  @Test
  void aGatewayInPublicIsNotAskedUnlessThatIsWanted() {
    FakeGateway provider =
        new FakeGateway(
            new Gateway(IpAddress.parse("198.51.100.1"), 0, IpAddress.parse("198.51.100.2")));
    FakeGateway v6 = new FakeGateway(HOME_V6);
    World world = World.wanting(provider, v6);
    world.pass(Duration.ofMinutes(1));
    assertEquals(List.of(), world.sent);
    world.want(new PortWish(PORT, List.of(PCP), false));
    world.pass(Duration.ofSeconds(1));
    assertEquals(
        Set.of(provider.gateway, v6.gateway),
        Set.copyOf(world.sent.stream().map(each -> each.send().gateway()).toList()));
  }

  @Test
  void aGatewayThatIsNoneAnyMoreIsLeftAlone() {
    World world = World.wanting(home);
    world.pass(Duration.ofSeconds(1));
    world.happens(new MapperEvent.GatewaysRead(List.of()));
    int before = world.sent.size();
    world.pass(Duration.ofHours(3));
    assertEquals(List.of(), world.told.getLast());
    assertEquals(before, world.sent.size());
  }

  @Test
  void whereThereIsNoGatewayNobodyIsAsked() {
    World world = World.wanting();
    world.pass(Duration.ofHours(1));
    assertEquals(List.of(), world.sent);
    assertEquals(List.of(), world.told);
    assertNotEquals(0, world.now());
  }
}
