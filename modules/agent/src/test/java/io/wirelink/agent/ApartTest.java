package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import io.wirelink.portmap.Gateway;
import io.wirelink.portmap.MappingProtocol;
import io.wirelink.portmap.MappingStatus;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A leaf and a peer that NATs keep apart, since each gets an arbitrary port for each destination.
 */
class ApartTest {

  private static final NatBehavior SYMMETRIC =
      new NatBehavior(Mapping.ENDPOINT_DEPENDENT, Ports.ARBITRARY, false);
  private static final Endpoint SEEN = Endpoint.parse("198.51.100.12:7000");
  private static final Endpoint INSIDE = Endpoint.parse("192.168.2.2:51820");
  private static final int MINUTES_TALKED = 4;

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);
  private final PublicKey other = world.key(4);
  private final PublicKey apart = world.key(5);

  @BeforeEach
  void start() {
    world.getsAddress("192.168.1.2/24");
    world.healthy(router, "192.0.2.1:51820", "10.0.0.0/24");
    world.healthy(leaf, "192.0.2.2:51820", "10.0.0.2/32");
    world.healthy(other, "192.0.2.3:51820", "10.0.0.3/32");
    world.step();
    Stream.of(router, leaf, other).forEach(world::talks);
    world.says(router, 255, Fact.alive(router, BootId.random(Nats.CAPABILITY, new Random(7))));
    pass(Duration.ofMinutes(5));
  }

  /** Lets time pass in which this host is seen at a port for each, and the peer is spoken of. */
  private void pass(Duration duration) {
    long end = world.nanos + duration.toNanos();
    while (world.nanos < end) {
      seenBy(router, "198.51.100.11:7000");
      seenBy(leaf, "198.51.100.11:20000");
      seenBy(other, "198.51.100.11:1234");
      world.says(
          router,
          255,
          Fact.member(leaf, MemberMetadata.EMPTY),
          Fact.member(other, MemberMetadata.EMPTY),
          Fact.member(apart, MemberMetadata.EMPTY.with(SYMMETRIC)),
          Fact.endpoint(apart, SEEN),
          Fact.endpoint(apart, INSIDE));
      world.pass(Duration.ofMinutes(1));
    }
  }

  private void seenBy(PublicKey key, String endpoint) {
    world.says(key, 255, Fact.endpoint(world.self, Endpoint.parse(endpoint)));
  }

  private long toldApart() {
    return world.told.stream().filter(told -> told.recipient().equals(apart)).count();
  }

  @Test
  void theyCallEachOtherFiveTimesAnHourAndAreSilentInBetween() {
    world.told.clear();
    pass(Duration.ofHours(1));
    assertTrue(toldApart() >= 3 && toldApart() <= 6, toldApart() + " packets");
  }

  @Test
  void whoeverStartsAnewDoesNotCallMoreOften() {
    world.told.clear();
    for (int i = 0; i < 60 / MINUTES_TALKED; i++) {
      world.agent.refresh();
      pass(Duration.ofMinutes(MINUTES_TALKED));
    }
    assertTrue(toldApart() <= 10, toldApart() + " packets");
  }

  @Test
  void thePortOfAGatewayIsAWayAndTriedAtOnce() {
    world.agent.refresh();
    pass(Duration.ofMinutes(1));
    world.told.clear();
    Gateway gateway =
        new Gateway(IpAddress.parse("192.168.1.1"), 0, IpAddress.parse("192.168.1.2"));
    Endpoint external = Endpoint.parse("198.51.100.11:51820");
    world.step(
        new Event.PortsMapped(
            List.of(new MappingStatus.Mapped(gateway, MappingProtocol.PCP, external, 1L << 60))));
    world.pass(Duration.ofSeconds(10));
    assertTrue(toldApart() > 0, "others reach it now");
    assertTrue(world.toldTo(router).contains(Fact.endpoint(world.self, external)));
  }

  @Test
  void whoHasThePortOfAGatewaySpeaksOfNoObstacle() {
    Fact nat = Fact.member(world.self, MemberMetadata.EMPTY.with(SYMMETRIC));
    assertTrue(world.believes(nat));
    Gateway gateway =
        new Gateway(IpAddress.parse("192.168.1.1"), 0, IpAddress.parse("192.168.1.2"));
    Endpoint external = Endpoint.parse("198.51.100.11:51820");
    world.step(
        new Event.PortsMapped(
            List.of(new MappingStatus.Mapped(gateway, MappingProtocol.PCP, external, 1L << 60))));
    world.pass(Duration.ofSeconds(1));
    assertFalse(world.believes(nat));
  }

  /** Others may hear of what it is reached by before they hear that nothing is in the way now. */
  @Test
  void whatIsNewIsTriedAtOnceThoughTheyMayBeApartStill() {
    Endpoint fresh = Endpoint.parse("198.51.100.12:51820");
    world.says(router, 255, Fact.endpoint(apart, fresh));
    world.pass(Duration.ofSeconds(15));
    assertTrue(world.triedFor(apart).contains(fresh), () -> world.changes.toString());
    world.agent.refresh();
    pass(Duration.ofMinutes(1));
    world.told.clear();
    world.says(router, 255, Fact.endpoint(apart, Endpoint.parse("198.51.100.12:51821")));
    world.pass(Duration.ofSeconds(15));
    assertTrue(toldApart() > 0);
  }

  @Test
  void whatTheOtherIsReachedByIsTriedAtOnce() {
    world.agent.refresh();
    pass(Duration.ofMinutes(1));
    world.changes.clear();
    Endpoint mapped = Endpoint.parse("198.51.100.12:51820");
    world.says(router, 255, Fact.member(apart, MemberMetadata.EMPTY), Fact.endpoint(apart, mapped));
    world.pass(Duration.ofSeconds(15));
    assertTrue(world.triedFor(apart).contains(mapped), () -> world.changes.toString());
  }
}
