package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.EndpointChoice.Candidate;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.IpAddress.Family;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NatPairTest {

  private static final NatBehavior RANDOM =
      new NatBehavior(Mapping.ENDPOINT_DEPENDENT, Ports.ARBITRARY, false);
  private static final NatBehavior RISING =
      new NatBehavior(Mapping.ENDPOINT_DEPENDENT, Ports.SEQUENTIAL, false);
  private static final NatBehavior EASY =
      new NatBehavior(Mapping.ENDPOINT_INDEPENDENT, Ports.PRESERVED, false);

  private static final Candidate SEEN = candidate("198.51.100.12:7000", EndpointOrigin.ROUTER);
  private static final Candidate ELSEWHERE =
      candidate("192.168.2.2:51820", EndpointOrigin.FOREIGN_NETWORK);

  private static Candidate candidate(String endpoint, EndpointOrigin origin) {
    return new Candidate(Endpoint.parse(endpoint), origin);
  }

  private static NatPair pair(NatBehavior here, NatBehavior there, Family... reachable) {
    return new NatPair(
        here, there, Set.of(reachable), Set.of(IpAddress.parse("198.51.100.11")), 51_820);
  }

  private static boolean meetAt(Candidate other, Family... reachable) {
    return pair(RANDOM, RANDOM, reachable).canMeet(List.of(SEEN, ELSEWHERE, other));
  }

  @Test
  void twoWhosePortsNobodyCanTellDoNotMeet() {
    assertFalse(pair(RANDOM, RANDOM).canMeet(List.of(SEEN, ELSEWHERE)));
    for (NatBehavior other : List.of(RISING, EASY, NatBehavior.UNKNOWN)) {
      assertTrue(pair(RANDOM, other).canMeet(List.of(SEEN, ELSEWHERE)));
      assertTrue(pair(other, RANDOM).canMeet(List.of(SEEN, ELSEWHERE)));
    }
  }

  @Test
  void aPortThatAGatewayGivesOrAnAddressInPublicIsAWay() {
    assertTrue(meetAt(SEEN, Family.V4));
    assertTrue(meetAt(candidate("203.0.113.7:51820", EndpointOrigin.OWN_WORD)));
  }

  @Test
  void ipv6IsAWayForThoseWhoBothHaveIt() {
    Candidate v6 = candidate("[2001:db8::7]:51820", EndpointOrigin.OWN_WORD);
    assertTrue(meetAt(v6, Family.V6));
    assertFalse(meetAt(v6));
    assertFalse(meetAt(SEEN, Family.V6));
  }

  @Test
  void whoSharesANetworkOrANatIsNotMetThroughIt() {
    assertTrue(meetAt(candidate("192.168.1.7:51820", EndpointOrigin.OWN_WORD)));
    assertTrue(meetAt(candidate("198.51.100.11:7000", EndpointOrigin.ROUTER)));
  }

  @Test
  void whatThisHostKnowsByItselfIsAWay() {
    for (EndpointOrigin origin :
        List.of(EndpointOrigin.WORKED, EndpointOrigin.REMEMBERED, EndpointOrigin.CONFIGURED)) {
      assertTrue(meetAt(candidate("203.0.113.7:51820", origin)), origin.toString());
    }
    // Most likely the agent that ran here before has put it there.
    assertFalse(meetAt(candidate("203.0.113.7:51820", EndpointOrigin.FOUND)));
  }

  /** As a NAT shows it, and at the port that its gateway was asked for. */
  @Test
  void whoIsKnownByItsOwnPortBesideAnotherHasOneOfItsGateway() {
    assertTrue(meetAt(candidate("198.51.100.12:51820", EndpointOrigin.ROUTER)));
    assertFalse(meetAt(candidate("198.51.100.12:51821", EndpointOrigin.ROUTER)));
  }

  private static Map<Endpoint, EndpointOrigin> known(int... ports) {
    Map<Endpoint, EndpointOrigin> known = new LinkedHashMap<>();
    for (int port : ports) {
      known.put(new Endpoint(IpAddress.parse("198.51.100.12"), port), EndpointOrigin.ROUTER);
    }
    return known;
  }

  @Test
  void portsThatRiseAreForeseenFromTheLastOneOn() {
    List<Endpoint> next = pair(EASY, RISING).predicted(known(7000, 7002, 7001));
    assertEquals(10, next.size());
    assertEquals(Endpoint.parse("198.51.100.12:7003"), next.getFirst());
    assertEquals(Endpoint.parse("198.51.100.12:7012"), next.getLast());
    Map<Endpoint, EndpointOrigin> others = known(7000);
    others.put(Endpoint.parse("198.51.100.12:9000"), EndpointOrigin.THIRD_PARTY);
    others.put(Endpoint.parse("192.168.2.2:51820"), EndpointOrigin.ROUTER);
    assertEquals(
        Endpoint.parse("198.51.100.12:7001"), pair(EASY, RISING).predicted(others).getFirst());
  }

  @Test
  void nothingIsForeseenWhereItIsOfNoUse() {
    assertEquals(List.of(), pair(EASY, RANDOM).predicted(known(7000)));
    assertEquals(List.of(), pair(EASY, EASY).predicted(known(7000)));
    assertEquals(List.of(), pair(RISING, RISING).predicted(known(7000)));
    assertEquals(List.of(), pair(EASY, RISING).predicted(known()));
  }

  @Property
  void noPortIsForeseenThatIsNone(@ForAll @IntRange(min = 1, max = 65_535) int port) {
    List<Endpoint> next = pair(EASY, RISING).predicted(known(port));
    assertTrue(next.size() <= NatBehavior.MAX_STEP);
    assertTrue(next.stream().allMatch(each -> each.port() > port && each.port() <= 65_535));
  }
}
