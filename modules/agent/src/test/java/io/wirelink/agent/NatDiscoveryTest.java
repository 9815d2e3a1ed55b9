package io.wirelink.agent;

import static io.wirelink.fact.NatBehavior.Mapping.ENDPOINT_DEPENDENT;
import static io.wirelink.fact.NatBehavior.Mapping.ENDPOINT_INDEPENDENT;
import static io.wirelink.fact.NatBehavior.Mapping.NONE;
import static io.wirelink.fact.NatBehavior.Mapping.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.NatDiscovery.Host;
import io.wirelink.agent.NatDiscovery.Witness;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class NatDiscoveryTest {

  private static final int PORT = 51820;
  private static final IpAddress HOME = IpAddress.parse("192.168.1.2");
  private static final IpAddress OUTSIDE = IpAddress.parse("198.51.100.11");
  private static final Host AT_HOME = new Host(PORT, Set.of(HOME), false);
  private static final long SETTLED = NatDiscovery.SETTLE_NANOS;

  private int witnesses;

  private Witness router(int port) {
    return witness(true, new Endpoint(OUTSIDE, port));
  }

  private Witness leaf(int port) {
    return witness(false, new Endpoint(OUTSIDE, port));
  }

  /** Another one. */
  private Witness witness(boolean router, Endpoint at) {
    return new Witness(new PublicKey(++witnesses, 0, 0, 0), router, at, 0);
  }

  private static NatBehavior settled(Host host, List<Witness> seen) {
    NatDiscovery discovery = new NatDiscovery();
    discovery.look(host, seen, 0);
    return discovery.look(host, seen, SETTLED);
  }

  private static NatBehavior settled(Witness... seen) {
    return settled(AT_HOME, List.of(seen));
  }

  private static NatBehavior behavior(Mapping mapping, Ports ports) {
    return new NatBehavior(mapping, ports, false);
  }

  @Test
  void nobodyOrOneTellsNothingOfTheMapping() {
    assertEquals(NatBehavior.UNKNOWN, settled());
    assertEquals(behavior(UNKNOWN, Ports.PRESERVED), settled(router(PORT)));
    assertEquals(behavior(UNKNOWN, Ports.ARBITRARY), settled(router(40_000)));
    assertEquals(NatBehavior.UNKNOWN, settled(leaf(40_000)));
  }

  @Test
  void whoIsSeenAtAnAddressOfItsOwnHasNoNat() {
    Host inPublic = new Host(PORT, Set.of(OUTSIDE), false);
    assertEquals(NONE, settled(inPublic, List.of(router(PORT))).mapping());
    assertEquals(NONE, settled(inPublic, List.of(leaf(PORT), leaf(PORT))).mapping());
    assertEquals(UNKNOWN, settled(inPublic, List.of(leaf(PORT))).mapping());
  }

  @Test
  void whoSharesItsNetworkDoesNotSeeItsNat() {
    List<Witness> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      seen.add(witness(false, new Endpoint(HOME, PORT)));
    }
    assertEquals(NONE, settled(AT_HOME, seen).mapping());
    seen.add(leaf(7000));
    assertEquals(NONE, settled(AT_HOME, seen).mapping(), "one leaf may lie");
    seen.add(router(7000));
    assertEquals(behavior(ENDPOINT_INDEPENDENT, Ports.ARBITRARY), settled(AT_HOME, seen));
  }

  @Test
  void onePortForAllIsEndpointIndependent() {
    assertEquals(
        behavior(ENDPOINT_INDEPENDENT, Ports.PRESERVED), settled(router(PORT), leaf(PORT)));
    assertEquals(behavior(ENDPOINT_INDEPENDENT, Ports.ARBITRARY), settled(leaf(7000), leaf(7000)));
  }

  @Test
  void aPortForEachIsEndpointDependent() {
    NatBehavior dependent = behavior(ENDPOINT_DEPENDENT, Ports.ARBITRARY);
    assertEquals(dependent, settled(router(7000), router(23_456)));
    assertEquals(dependent, settled(router(7000), leaf(23_456), leaf(1234)));
    assertTrue(dependent.isUnpredictable());
  }

  @Test
  void portsThatRiseALittleAreSequential() {
    NatBehavior sequential = behavior(ENDPOINT_DEPENDENT, Ports.SEQUENTIAL);
    assertEquals(sequential, settled(router(7000), leaf(7001), leaf(7011)));
    assertEquals(sequential, settled(router(7000), leaf(7001), leaf(9), leaf(7002)));
    assertFalse(sequential.isUnpredictable());
    assertEquals(Ports.ARBITRARY, settled(router(7000), leaf(7001), leaf(7012)).ports());
    assertEquals(sequential, settled(router(7002), leaf(7010), leaf(7000)));
  }

  @Test
  void aCarriersNatShowsInOwnAddressesAndInWhatTheGatewayHas() {
    Host mobile = new Host(PORT, Set.of(IpAddress.parse("100.64.3.4")), false);
    assertTrue(settled(mobile, List.of(router(7000))).carrierGrade());
    assertTrue(settled(new Host(PORT, Set.of(HOME), true), List.of()).carrierGrade());
    assertFalse(settled(router(7000)).carrierGrade());
  }

  /** It is no matter of ports, which a NAT may have lost. */
  @Test
  void aCarriersNatCountsAtOnce() {
    NatDiscovery discovery = new NatDiscovery();
    Witness router = router(7000);
    assertFalse(discovery.look(AT_HOME, List.of(router), 0).carrierGrade());
    Host nested = new Host(PORT, Set.of(HOME), true);
    assertTrue(discovery.look(nested, List.of(router), 1).carrierGrade());
    assertTrue(discovery.look(AT_HOME, List.of(router), 2).carrierGrade(), "it is asked again");
    assertFalse(discovery.look(AT_HOME, List.of(router), 2 + SETTLED).carrierGrade());
  }

  @Test
  void aSingleLeafDoesNotOutdoARouter() {
    assertEquals(UNKNOWN, settled(router(PORT), leaf(7000)).mapping());
    Witness elsewhere = witness(false, Endpoint.parse("203.0.113.9:7000"));
    assertEquals(behavior(UNKNOWN, Ports.PRESERVED), settled(router(PORT), elsewhere));
  }

  @Test
  void anotherVerdictHasToHoldForAMinute() {
    NatDiscovery discovery = new NatDiscovery();
    List<Witness> same = List.of(router(PORT), leaf(PORT));
    List<Witness> different = List.of(router(7000), leaf(8000), leaf(9000));
    assertEquals(ENDPOINT_INDEPENDENT, discovery.look(AT_HOME, same, 0).mapping());
    assertEquals(ENDPOINT_INDEPENDENT, discovery.look(AT_HOME, different, 1).mapping());
    assertEquals(ENDPOINT_INDEPENDENT, discovery.look(AT_HOME, different, SETTLED).mapping());
    assertEquals(ENDPOINT_DEPENDENT, discovery.look(AT_HOME, different, SETTLED + 1).mapping());
    assertEquals(ENDPOINT_DEPENDENT, discovery.look(AT_HOME, same, SETTLED + 2).mapping());
  }

  @Test
  void inAnotherNetworkItBeginsAnew() {
    NatDiscovery discovery = new NatDiscovery();
    List<Witness> seen = List.of(router(PORT), leaf(PORT));
    long moved = Duration.ofHours(1).toNanos();
    Host elsewhere = new Host(PORT, Set.of(IpAddress.parse("10.1.2.3")), false);
    assertEquals(ENDPOINT_INDEPENDENT, discovery.look(AT_HOME, seen, 0).mapping());
    assertEquals(NatBehavior.UNKNOWN, discovery.look(elsewhere, seen, moved));
    Host more = new Host(PORT, Set.of(HOME, IpAddress.parse("172.17.0.1")), false);
    discovery = new NatDiscovery();
    discovery.look(AT_HOME, seen, 0);
    assertEquals(ENDPOINT_INDEPENDENT, discovery.look(more, seen, moved).mapping());
  }

  /** Among a router and three leaves that see the same, one leaf that lies changes nothing. */
  @Property
  void aLiarChangesNothingWhereOnePortIsSeen(
      @ForAll @IntRange(min = 1, max = 65_535) int port,
      @ForAll @IntRange(min = 1, max = 4) int leaves,
      @ForAll @IntRange(min = 1, max = 65_535) int lie,
      @ForAll boolean elsewhere) {
    List<Witness> seen = new ArrayList<>(List.of(router(port)));
    for (int i = 0; i < leaves; i++) {
      seen.add(leaf(port));
    }
    NatBehavior truth = settled(AT_HOME, seen);
    seen.add(
        elsewhere ? witness(false, new Endpoint(IpAddress.parse("203.0.113.9"), lie)) : leaf(lie));
    assertEquals(truth, settled(AT_HOME, seen));
    assertEquals(ENDPOINT_INDEPENDENT, truth.mapping());
  }

  /** Nor where each sees another one, whatever the liar says and whenever it does. */
  @Property
  void aLiarDoesNotHideThatEachSeesAnotherPort(
      @ForAll @Size(min = 4, max = 8) @UniqueElements
          List<@IntRange(min = 1, max = 65_535) Integer> ports,
      @ForAll @IntRange(min = 0, max = 3) int copied,
      @ForAll @IntRange(min = 1, max = 65_535) int invented,
      @ForAll boolean withRouter,
      @ForAll boolean copies) {
    List<Witness> seen = new ArrayList<>();
    for (int port : ports) {
      seen.add(seen.isEmpty() && withRouter ? router(port) : leaf(port));
    }
    assertEquals(ENDPOINT_DEPENDENT, settled(AT_HOME, seen).mapping());
    seen.add(leaf(copies ? ports.get(copied) : invented));
    assertEquals(ENDPOINT_DEPENDENT, settled(AT_HOME, seen).mapping());
  }

  /** The order in which others are listed does not count. */
  @Property
  void theOrderOfWitnessesDoesNotCount(
      @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 5) Integer> ports,
      @ForAll @Size(6) boolean[] routers) {
    List<Witness> seen = new ArrayList<>();
    for (int port : ports) {
      seen.add(routers[seen.size()] ? router(port) : leaf(port));
    }
    NatBehavior verdict = settled(AT_HOME, seen);
    assertEquals(verdict, settled(AT_HOME, seen.reversed()));
    Set<Integer> distinct =
        Arrays.stream(ports.toArray(Integer[]::new)).collect(Collectors.toSet());
    if (distinct.size() <= 1) {
      assertTrue(verdict.mapping() != ENDPOINT_DEPENDENT);
    }
  }
}
