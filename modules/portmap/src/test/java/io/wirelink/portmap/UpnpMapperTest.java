package io.wirelink.portmap;

import static io.wirelink.portmap.World.HOME;
import static io.wirelink.portmap.World.PORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that speaks UPnP and nothing else, well and badly. */
final class UpnpMapperTest {

  private static final PortWish WISH = new PortWish(PORT, List.of(MappingProtocol.values()), true);
  private static final String INSIDE = "192.168.1.2:51820";

  private final FakeGateway home = new FakeGateway(HOME);
  private final FakeIgd igd = new FakeIgd();

  @BeforeEach
  void speaksUpnpAlone() {
    home.spoken.clear();
    home.igd = igd;
  }

  private World wanting(Duration pass) {
    World world = new World(home);
    world.want(WISH);
    world.pass(pass);
    return world;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aMappingIsThereWithinASecond(int version) {
    igd.version = version;
    World world = wanting(Duration.ofSeconds(1));
    assertEquals(MappingProtocol.UPNP, world.mapped().protocol());
    assertEquals(Endpoint.parse("203.0.113.7:51820"), world.mapped().external());
    assertEquals(Map.of(PORT, INSIDE), igd.mappings);
    assertTrue(
        world.searches.stream().noneMatch(search -> search.to().address().isMulticast()),
        "who answers alone makes no noise for others");
  }

  @Test
  void whoAnswersOnlyWhenAllAreSearchedIsFoundAsWell() {
    igd.answersAlone = false;
    World world = wanting(Duration.ofSeconds(1));
    assertEquals(MappingProtocol.UPNP, world.mapped().protocol());
  }

  @Test
  void aMappingIsRenewedAndGivenBack() {
    World world = wanting(Duration.ofHours(5));
    long adds = igd.actions.stream().filter(action -> action.equals("AddPortMapping")).count();
    assertEquals(5, adds, igd.actions::toString);
    world.want(PortWish.NONE);
    world.pass(Duration.ofMillis(10));
    assertEquals(Map.of(), igd.mappings);
    assertTrue(world.isAtRest());
  }

  @Test
  void aPortThatAnotherHasIsLeftToIt() {
    igd.mappings.put(PORT, "192.168.1.9:51820");
    World world = wanting(Duration.ofSeconds(1));
    int port = world.mapped().external().port();
    assertEquals(Map.of(PORT, "192.168.1.9:51820", port, INSIDE), igd.mappings);
    igd.version = 2;
    igd.mappings.remove(port);
    assertEquals(51821, wanting(Duration.ofSeconds(1)).mapped().external().port());
  }

  @Test
  void whatAnotherHasIsNotDeletedAtTheEnd() {
    igd.mappings.put(PORT, "192.168.1.9:51820");
    igd.errors.put("AddPortMapping", 718);
    World world = new World(home);
    world.want(WISH);
    world.pass(Duration.ofMillis(510));
    world.want(PortWish.NONE);
    world.pass(Duration.ofSeconds(1));
    assertEquals(Map.of(PORT, "192.168.1.9:51820"), igd.mappings);
    assertEquals(List.of(), igd.actions.stream().filter(a -> a.startsWith("Delete")).toList());
  }

  @Test
  void whoMapsForeverOnlyIsAskedForThatAndGivenItBack() {
    igd.onlyPermanent = true;
    World world = wanting(Duration.ofSeconds(1));
    assertEquals(Map.of(PORT, INSIDE), igd.mappings);
    world.want(PortWish.NONE);
    world.pass(Duration.ofSeconds(1));
    assertEquals(Map.of(), igd.mappings);
  }

  @Test
  void aSecondVersionThatIsNoneIsToldAsTheFirst() {
    igd.version = 2;
    igd.errors.put("AddAnyPortMapping", 401);
    World world = wanting(Duration.ofSeconds(1));
    assertEquals(PORT, world.mapped().external().port());
  }

  @Test
  void aMappingThatIsGoneIsMadeAnewWithinTenSeconds() {
    World world = wanting(Duration.ofMinutes(1));
    igd.mappings.clear();
    world.pass(Duration.ofSeconds(10));
    assertEquals(Map.of(PORT, INSIDE), igd.mappings);
    igd.mappings.put(PORT, "192.168.1.9:51820");
    world.pass(Duration.ofSeconds(10));
    assertEquals(49152, world.mapped().external().port() & 0xc000);
  }

  @Test
  void aGatewayThatIsElsewhereOnItselfAfterARestartIsFoundAgain() {
    World world = wanting(Duration.ofMinutes(1));
    igd.mappings.clear();
    igd.port = 6000;
    igd.location = "http://192.168.1.1:6000/root.xml";
    world.pass(Duration.ofSeconds(10));
    assertEquals(Map.of(PORT, INSIDE), igd.mappings);
  }

  @Test
  void anotherAddressOutsideIsNoticed() {
    World world = wanting(Duration.ofMinutes(1));
    igd.external = "203.0.113.99";
    world.pass(Duration.ofSeconds(40));
    assertEquals(Endpoint.parse("203.0.113.99:51820"), world.mapped().external());
  }

  @Test
  void aPrivateAddressOutsideIsAnotherNat() {
    igd.external = "10.0.0.5";
    assertTrue(wanting(Duration.ofSeconds(1)).mapped().isBehindAnotherNat());
  }

  @ParameterizedTest
  @CsvSource({
    "AddPortMapping, 606, NOT_ALLOWED",
    "AddPortMapping, 718, NO_ROOM",
    "AddPortMapping, 728, NO_ROOM",
    "AddPortMapping, 725, REFUSED",
    "AddPortMapping, 501, REFUSED",
    "GetExternalIPAddress, 501, NO_EXTERNAL_ADDRESS",
    "GetExternalIPAddress, 606, NOT_ALLOWED",
  })
  void aRefusalHasAReason(String action, int error, Obstacle why) {
    igd.errors.put(action, error);
    assertEquals(why, wanting(Duration.ofSeconds(5)).obstacle());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.0.0.0", "gateway.example", "127.0.0.1", "255.255.255.255"})
  void whatIsNoAddressOutsideIsNoMapping(String external) {
    igd.external = external;
    World world = wanting(Duration.ofSeconds(5));
    assertTrue(world.status() instanceof MappingStatus.Unmapped, world.told::toString);
  }

  @Test
  void whoLeadsElsewhereIsNotFollowed() {
    igd.location = "http://192.0.2.1:5000/root.xml";
    World world = wanting(Duration.ofSeconds(5));
    assertEquals(List.of(), world.asked);
    igd.location = new FakeIgd().location;
    igd.control = "http://192.0.2.1:5000/control";
    assertTrue(wanting(Duration.ofSeconds(5)).status() instanceof MappingStatus.Unmapped);
    igd.control = "/control";
    igd.status = 301;
    assertTrue(wanting(Duration.ofSeconds(5)).status() instanceof MappingStatus.Unmapped);
  }

  @Test
  void whoIsNotTheGatewayIsNotHeard() {
    igd.answersFrom = Endpoint.parse("192.168.1.66:1900");
    assertEquals(List.of(), wanting(Duration.ofSeconds(5)).asked);
  }

  @Test
  void aServerThatStallsIsNotWaitedForLong() {
    igd.silent = true;
    World world = wanting(Duration.ofSeconds(6));
    assertEquals(Obstacle.NO_ANSWER, world.obstacle());
    igd.silent = false;
    world.pass(Duration.ofMinutes(1));
    assertEquals(MappingProtocol.UPNP, world.mapped().protocol());
  }

  @Test
  void aServerThatFallsSilentLosesTheMappingAndIsAskedMoreAndMoreSeldom() {
    World world = wanting(Duration.ofMinutes(1));
    igd.silent = true;
    world.pass(Duration.ofMinutes(2));
    assertEquals(Obstacle.NO_ANSWER, world.obstacle());
    int before = world.asked.size();
    world.pass(Duration.ofDays(1));
    assertTrue(world.asked.size() - before < 300, () -> world.asked.size() + " questions");
  }
}
