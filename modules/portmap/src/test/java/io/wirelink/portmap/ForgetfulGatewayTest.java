package io.wirelink.portmap;

import static io.wirelink.portmap.MappingProtocol.PCP;
import static io.wirelink.portmap.World.HOME;
import static io.wirelink.portmap.World.PORT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gateways that start anew, and so have mapped nothing any more, or have another address. */
final class ForgetfulGatewayTest {

  private final FakeGateway home = new FakeGateway(HOME);

  @ParameterizedTest
  @EnumSource(names = {"PCP", "NAT_PMP"})
  void aGatewayThatStartedAnewIsAskedAnewWithinTenSeconds(MappingProtocol protocol) {
    home.spoken.retainAll(Set.of(protocol));
    World world = World.wanting(home);
    world.pass(Duration.ofMinutes(5));
    home.restart(world.now());
    assertEquals(Set.of(), home.mappings.keySet());
    world.pass(Duration.ofSeconds(10));
    assertEquals(Set.of(PORT), home.mappings.keySet());
    assertEquals(1, statusesThatDiffer(world));
  }

  @Test
  void aGatewayThatForgotIsAskedUntilItAnswers() {
    World world = World.wanting(home);
    world.pass(Duration.ofMinutes(5));
    home.restart(world.now());
    home.ignores = packet -> packet.length == 60;
    world.pass(Duration.ofSeconds(20));
    assertEquals(Set.of(), home.mappings.keySet());
    home.ignores = packet -> false;
    world.pass(Duration.ofSeconds(3));
    assertEquals(Set.of(PORT), home.mappings.keySet());
  }

  @ParameterizedTest
  @EnumSource(names = {"PCP", "NAT_PMP"})
  void aGatewayThatStartsTwiceWithinSecondsIsAskedAnew(MappingProtocol protocol) {
    home.spoken.retainAll(Set.of(protocol));
    World world = World.wanting(home);
    world.pass(Duration.ofMillis(2500));
    home.restart(world.now());
    world.pass(Duration.ofSeconds(10));
    assertEquals(Set.of(PORT), home.mappings.keySet());
  }

  @ParameterizedTest
  @EnumSource(names = {"PCP", "NAT_PMP"})
  void aGatewayWhoseClockGoesOnThoughItForgotIsNoticedWithinHalfAMinute(MappingProtocol protocol) {
    home.spoken.retainAll(Set.of(protocol));
    World world = World.wanting(home);
    world.pass(Duration.ofMinutes(5));
    home.mappings.clear();
    world.pass(Duration.ofSeconds(30));
    assertEquals(Set.of(PORT), home.mappings.keySet());
  }

  @ParameterizedTest
  @EnumSource(names = {"PCP", "NAT_PMP"})
  void aGatewayThatWasAwayIsAskedAnewSoonAfterItIsBack(MappingProtocol protocol) {
    home.spoken.retainAll(Set.of(protocol));
    World world = World.wanting(home);
    world.pass(Duration.ofMinutes(5));
    home.closed = true;
    world.pass(Duration.ofSeconds(30));
    home.closed = false;
    home.restart(world.now());
    world.pass(Duration.ofSeconds(3));
    assertEquals(Set.of(PORT), home.mappings.keySet());
  }

  /** How many different things were said, beside that it was asked. */
  private static long statusesThatDiffer(World world) {
    return world.told.stream()
        .flatMap(List::stream)
        .filter(MappingStatus.Mapped.class::isInstance)
        .map(status -> ((MappingStatus.Mapped) status).external())
        .distinct()
        .count();
  }

  @ParameterizedTest
  @EnumSource(names = {"PCP", "NAT_PMP"})
  void anotherAddressOutsideIsNoticed(MappingProtocol protocol) {
    home.spoken.retainAll(Set.of(protocol));
    World world = World.wanting(home);
    world.pass(Duration.ofMinutes(5));
    home.external = IpAddress.parse("203.0.113.99");
    if (protocol == PCP) {
      // It has to say so by its clock (RFC 6887, 8.5).
      home.restart(world.now());
    }
    world.pass(Duration.ofSeconds(10));
    assertEquals(Endpoint.parse("203.0.113.99:51820"), world.mapped().external());
  }

  @Test
  void theSamePortIsAskedForAfterARestartOfTheGateway() {
    home.externalPort = 4711;
    World world = World.wanting(home);
    world.pass(Duration.ofSeconds(1));
    home.externalPort = -1;
    home.restart(world.now());
    world.pass(Duration.ofSeconds(10));
    assertEquals(Endpoint.parse("203.0.113.7:4711"), world.mapped().external());
  }
}
