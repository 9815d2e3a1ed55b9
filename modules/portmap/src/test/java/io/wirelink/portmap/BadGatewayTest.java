package io.wirelink.portmap;

import static io.wirelink.portmap.MappingProtocol.NAT_PMP;
import static io.wirelink.portmap.MappingProtocol.PCP;
import static io.wirelink.portmap.World.HOME;
import static io.wirelink.portmap.World.PORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gateways that lie, stall, forget, and answer for others; and who pretends to be one. */
final class BadGatewayTest {

  private final FakeGateway home = new FakeGateway(HOME);

  @ParameterizedTest
  @EnumSource(names = {"PCP", "NAT_PMP"})
  void aPortOfZeroIsNoMapping(MappingProtocol protocol) {
    home.spoken.retainAll(Set.of(protocol));
    home.externalPort = 0;
    refusedAs(Obstacle.NONSENSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "169.254.1.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255"
      })
  void anAddressThatNoHostHasIsNoMapping(String address) {
    home.external = IpAddress.parse(address);
    refusedAs(Obstacle.NONSENSE);
  }

  @Test
  void anAddressOfAnotherFamilyIsNoMapping() {
    home.spoken.remove(NAT_PMP);
    home.external = IpAddress.parse("2001:db8::7");
    refusedAs(Obstacle.NONSENSE);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9})
  void aMappingThatIsOverAtOnceIsNone(long seconds) {
    home.lifetimeSeconds = seconds;
    refusedAs(Obstacle.NONSENSE);
  }

  private void refusedAs(Obstacle why) {
    World world = World.wanting(home);
    world.pass(Duration.ofSeconds(5));
    assertEquals(why, world.obstacle());
    assertTrue(
        world.told.stream()
            .flatMap(List::stream)
            .noneMatch(MappingStatus.Mapped.class::isInstance));
  }

  @Test
  void aLifetimeOfAHundredYearsIsTakenForADay() {
    home.lifetimeSeconds = 0xffff_ffffL;
    World world = World.wanting(home);
    world.pass(Duration.ofSeconds(1));
    long until = world.mapped().untilNanos();
    assertTrue(until <= world.now() + Duration.ofDays(1).toNanos(), () -> "" + until);
    world.pass(Duration.ofHours(13));
    assertTrue(world.mapped().untilNanos() > until);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "172.16.0.1", "192.168.0.7", "100.64.0.9"})
  void aPrivateAddressOutsideIsAnotherNat(String address) {
    home.external = IpAddress.parse(address);
    World world = World.wanting(home);
    world.pass(Duration.ofSeconds(1));
    assertTrue(world.mapped().isBehindAnotherNat());
  }

  @ParameterizedTest
  @CsvSource({
    "PCP, 2, NOT_ALLOWED",
    "PCP, 3, REFUSED",
    "PCP, 7, NO_EXTERNAL_ADDRESS",
    "PCP, 8, NO_ROOM",
    "PCP, 10, NO_ROOM",
    "PCP, 99, REFUSED",
    "NAT_PMP, 2, NOT_ALLOWED",
    "NAT_PMP, 3, NO_EXTERNAL_ADDRESS",
    "NAT_PMP, 4, NO_ROOM",
    "NAT_PMP, 5, NOT_SPOKEN",
    "NAT_PMP, 999, REFUSED",
  })
  void aRefusalHasAReason(MappingProtocol protocol, int result, Obstacle why) {
    home.spoken.retainAll(Set.of(protocol));
    home.result = result;
    refusedAs(why);
  }

  @Test
  void whoRefusesIsAskedMoreAndMoreSeldom() {
    home.result = 2;
    World world = World.wanting(home);
    world.pass(Duration.ofDays(1));
    assertTrue(world.sent.size() < 700, () -> world.sent.size() + " packets in a day");
  }

  @Test
  void whoIsSilentIsAskedMoreAndMoreSeldom() {
    home.silent = true;
    World world = World.wanting(home);
    world.pass(Duration.ofDays(1));
    assertEquals(Obstacle.NO_ANSWER, world.obstacle());
    assertTrue(world.sent.size() < 2500, () -> world.sent.size() + " packets in a day");
  }

  @Test
  void aPortThatNobodyListensAtIsNotWaitedFor() {
    home.closed = true;
    World world = World.wanting(home);
    world.pass(Duration.ofMillis(10));
    assertEquals(Obstacle.NO_ANSWER, world.obstacle());
    assertEquals(2, world.sent.size());
  }

  @Test
  void aSlowGatewayGetsItsTime() {
    home.delayNanos = Duration.ofSeconds(3).toNanos();
    World world = World.wanting(home);
    world.pass(Duration.ofMinutes(3));
    assertEquals(PCP, world.mapped().protocol());
  }

  @Test
  void anAnswerThatComesTooLateDoesNotUndoAnything() {
    World world = World.wanting(home);
    world.pass(Duration.ofSeconds(1));
    byte[] refusal = NatPmpCodec.map(PORT, 0, 0);
    refusal[1] = (byte) 0x81;
    refusal[3] = 2;
    world.arrives(HOME, home.answersFrom, refusal);
    world.pass(Duration.ofSeconds(1));
    assertEquals(PCP, world.mapped().protocol());
  }

  @Test
  void whoIsNotTheGatewayIsNotHeard() {
    home.answersFrom = Endpoint.parse("192.168.1.66:5351");
    refusedAs(Obstacle.NO_ANSWER);
    home.answersFrom = Endpoint.parse("192.168.1.1:5352");
    refusedAs(Obstacle.NO_ANSWER);
  }

  @Test
  void anAnswerToAnotherIsNotHeard() {
    home.spoken.remove(NAT_PMP);
    home.mangle = answer -> with(answer, 24, 99);
    refusedAs(Obstacle.NO_ANSWER);
    home.mangle = answer -> with(answer, 40, 99);
    refusedAs(Obstacle.NO_ANSWER);
    home.mangle = answer -> with(answer, 36, 6);
    refusedAs(Obstacle.NO_ANSWER);
  }

  @Test
  void aPortOfAnotherIsNotHeard() {
    home.spoken.remove(PCP);
    home.mangle = answer -> answer.length == 16 ? with(answer, 8, 99) : answer;
    refusedAs(Obstacle.NO_ANSWER);
  }

  private static byte[] with(byte[] bytes, int place, int value) {
    byte[] other = bytes.clone();
    if (place < other.length) {
      other[place] = (byte) value;
    }
    return other;
  }

  @Test
  void aGatewayThatForgetsAllTheTimeIsAskedNoMoreOftenThanItIsChecked() {
    World world = World.wanting(home);
    for (int minutes = 0; minutes < 60; minutes++) {
      home.restart(world.now() - Duration.ofDays(minutes % 3).toNanos());
      world.pass(Duration.ofMinutes(1));
    }
    assertTrue(world.sent.size() < 700, () -> world.sent.size() + " packets in an hour");
    assertEquals(PCP, world.mapped().protocol());
  }

  @Test
  void aGatewayThatIsSilentForLongHasNoMappingAnyMore() {
    World world = World.wanting(home);
    world.pass(Duration.ofMinutes(1));
    home.silent = true;
    world.pass(Duration.ofSeconds(30));
    assertEquals(PCP, world.mapped().protocol());
    world.pass(Duration.ofMinutes(1));
    assertEquals(Obstacle.NO_ANSWER, world.obstacle());
  }

  @Test
  void aGatewayThatGivesNoMoreTimeLosesItsMapping() {
    home.lifetimeSeconds = 60;
    World world = World.wanting(home);
    world.pass(Duration.ofSeconds(20));
    home.result = 2;
    world.pass(Duration.ofSeconds(20));
    assertEquals(Obstacle.NOT_ALLOWED, world.obstacle());
    home.result = 0;
    world.pass(Duration.ofMinutes(1));
    assertEquals(PCP, world.mapped().protocol());
  }

  @Test
  void ofManyGatewaysAFewAreAsked() {
    FakeGateway[] many =
        IntStream.range(1, 100)
            .mapToObj(
                number ->
                    new FakeGateway(
                        new Gateway(
                            IpAddress.v4(0x0a000001 + (number << 8)),
                            0,
                            IpAddress.v4(0x0a000002 + (number << 8)))))
            .toArray(FakeGateway[]::new);
    World world = World.wanting(many);
    world.pass(Duration.ofSeconds(1));
    assertEquals(PortMapper.MAX_GATEWAYS, world.told.getLast().size());
    assertEquals(
        PortMapper.MAX_GATEWAYS,
        Arrays.stream(many).filter(each -> !each.mappings.isEmpty()).count());
  }

  /** Whatever comes, and however often: nothing is thrown, little is sent, and it goes on. */
  @Property(tries = 200)
  void noiseDoesNoHarm(@ForAll long seed) {
    Random random = new Random(seed);
    FakeGateway home = new FakeGateway(HOME);
    World world = World.wanting(home);
    int noise = 300;
    for (int i = 0; i < noise; i++) {
      byte[] packet = new byte[random.nextBoolean() ? 60 : random.nextInt(70)];
      random.nextBytes(packet);
      if (packet.length > 1 && random.nextBoolean()) {
        packet[0] = (byte) (random.nextBoolean() ? 2 : 0);
        packet[1] = (byte) (0x80 | random.nextInt(3));
      }
      world.arrives(HOME, home.answersFrom, packet);
      world.pass(Duration.ofMillis(random.nextInt(200)));
    }
    assertTrue(world.sent.size() < 3 * noise, () -> world.sent.size() + " packets, seed " + seed);
    home.restart(world.now());
    world.pass(Duration.ofMinutes(2));
    assertEquals(Set.of(PORT), home.mappings.keySet(), () -> "seed " + seed);
    world.want(PortWish.NONE);
    world.pass(Duration.ofSeconds(1));
    assertTrue(world.isAtRest());
    assertFalse(home.mappings.containsKey(PORT));
  }
}
