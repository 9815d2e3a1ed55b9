package io.wirelink.portmap;

import static io.wirelink.portmap.World.HOME;
import static io.wirelink.portmap.World.PORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway of IPv6 that opens its firewall by UPnP. */
final class UpnpPinholeTest {

  private static final String INSIDE = "[2001:db8::2]:51820/17";

  private final FakeGateway gateway =
      new FakeGateway(new Gateway(IpAddress.parse("fe80::1"), 3, IpAddress.parse("2001:db8::2")));
  private final FakeIgd igd = new FakeIgd();

  @BeforeEach
  void speaksUpnpAlone() {
    gateway.spoken.clear();
    gateway.igd = igd;
    igd.location = "http://[2001:db8::1]:5000/root.xml";
    igd.answersFrom = Endpoint.parse("[fe80::1]:1900");
  }

  private World wanting(Duration pass) {
    World world = new World(gateway);
    world.want(new PortWish(PORT, List.of(MappingProtocol.values()), false));
    world.pass(pass);
    return world;
  }

  @Test
  void aPinholeIsOpenedExtendedAndClosed() {
    World world = wanting(Duration.ofSeconds(1));
    assertEquals(Endpoint.parse("[2001:db8::2]:51820"), world.mapped().external());
    assertEquals(Map.of(7, INSIDE), igd.pinholes);
    assertTrue(
        world.searches.stream().allMatch(search -> search.to().scopeId() == 3),
        world.searches::toString);
    world.pass(Duration.ofHours(3));
    assertEquals(1, igd.actions.stream().filter(each -> each.equals("AddPinhole")).count());
    assertEquals(3, igd.actions.stream().filter(each -> each.equals("UpdatePinhole")).count());
    world.want(PortWish.NONE);
    world.pass(Duration.ofSeconds(1));
    assertEquals(Map.of(), igd.pinholes);
  }

  @Test
  void onePinholeThatIsGoneIsOpenedAnewWithinTenSeconds() {
    World world = wanting(Duration.ofMinutes(1));
    igd.pinholes.clear();
    world.pass(Duration.ofSeconds(10));
    assertEquals(Map.of(7, INSIDE), igd.pinholes);
    assertEquals(Endpoint.parse("[2001:db8::2]:51820"), world.mapped().external());
  }

  @ParameterizedTest
  @CsvSource({"701, NO_ROOM", "703, NOT_ALLOWED", "606, NOT_ALLOWED", "702, REFUSED"})
  void aRefusalHasAReason(int error, Obstacle why) {
    igd.errors.put("AddPinhole", error);
    assertEquals(why, wanting(Duration.ofSeconds(5)).obstacle());
  }

  @Test
  void aDescriptionOnAnotherFamilyIsNotLookedAt() {
    igd.location = "http://192.0.2.1:5000/root.xml";
    assertEquals(List.of(), wanting(Duration.ofSeconds(5)).asked);
  }

  @Test
  void whoKnowsNoPinholesIsNotAskedForOne() {
    igd.answersFrom = Endpoint.parse("[fe80::1]:1900");
    FakeGateway v4 = new FakeGateway(HOME);
    v4.spoken.clear();
    v4.igd = new FakeIgd();
    World world = new World(v4);
    world.want(new PortWish(PORT, List.of(MappingProtocol.UPNP), false));
    world.pass(Duration.ofSeconds(1));
    assertEquals(Map.of(), v4.igd.pinholes);
    assertEquals(1, v4.igd.mappings.size());
  }
}
