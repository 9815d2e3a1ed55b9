package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import io.wirelink.fact.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the NATs of two hosts look like to one that could not reach the other. */
class NatsBetweenTest {

  private static final int PORT = 51_820;
  private static final PublicKey SELF = new PublicKey(1, 0, 0, 0);
  private static final Source ROUTER = new Source.Peer(new PublicKey(2, 0, 0, 0));
  private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
  private static final String INSIDE = "192.168.2.2:51820";
  private static final String OUTSIDE = "198.51.100.12:51820";
  private static final String OTHER_PORT = "198.51.100.12:40123";
  private static final String OWN = "192.168.1.2:51820";
  private static final String OWN_OTHER_PORT = "198.51.100.11:31000";
  private static final NatBehavior CARRIER =
      new NatBehavior(Mapping.UNKNOWN, Ports.ARBITRARY, true);

  private NatBehavior nat = NatBehavior.UNKNOWN;
  private NatBehavior said = NatBehavior.UNKNOWN;
  private Set<Endpoint> told = Set.of(Endpoint.parse(OWN));
  private Set<Endpoint> seenAs = Set.of();
  private final List<KnownEndpoint> endpoints = new ArrayList<>();

  private static NatBehavior nat(Mapping mapping, Ports ports) {
    return new NatBehavior(mapping, ports, false);
  }

  private NatsBetweenTest given(String... all) {
    Stream.of(all).forEach(each -> known(each, EndpointOrigin.ROUTER, ROUTER));
    return this;
  }

  private void known(String endpoint, EndpointOrigin origin, @Nullable Source source) {
    endpoints.add(
        new KnownEndpoint(
            Endpoint.parse(endpoint),
            KnownEndpoint.Use.USABLE,
            origin,
            false,
            source,
            NOW,
            false,
            1,
            NOW,
            NOW,
            KnownEndpoint.Result.SILENT,
            null));
  }

  private NatsBetweenTest seen(String endpoint) {
    seenAs = Set.of(Endpoint.parse(endpoint));
    return this;
  }

  private NatsBetween nats() {
    PeerStory.Host host =
        new PeerStory.Host(
            "wg0", SELF, false, PORT, told, List.of(), seenAs, false, PortMappingView.NONE, nat);
    Set<IpAddress> outside = seenAs.stream().map(Endpoint::address).collect(Collectors.toSet());
    Set<IpAddress.Family> reachable =
        told.stream()
            .map(Endpoint::address)
            .filter(each -> !each.isPrivate())
            .map(IpAddress::family)
            .collect(Collectors.toSet());
    return NatsBetween.of(new NatPair(nat, said, reachable, outside, PORT), host, endpoints);
  }

  @Test
  void portsThatDifferShowANatThatChangesThem() {
    given(INSIDE, OTHER_PORT);
    assertEquals(ApparentNat.CHANGES_PORT, nats().there());
    assertEquals(ApparentNat.UNKNOWN, nats().here());
    assertTrue(nats().keepApart());
    assertFalse(nats().areBothSymmetric());
    seen(OWN_OTHER_PORT);
    assertEquals(ApparentNat.CHANGES_PORT, nats().here());
    assertTrue(nats().areBothSymmetric());
  }

  @Test
  void aNatOfThisHostThatChangesPortsIsEnoughIfTheOtherHasOneToo() {
    given(INSIDE, OUTSIDE).seen(OWN_OTHER_PORT);
    assertEquals(ApparentNat.KEEPS_PORT, nats().there());
    assertTrue(nats().keepApart());
  }

  @Test
  void oneNatIsNoObstacleForWhoIsInPublic() {
    assertFalse(given(OUTSIDE).seen(OWN_OTHER_PORT).nats().keepApart());
    NatsBetween here = new NatsBetweenTest().given(INSIDE, OTHER_PORT).seen(OWN).nats();
    assertEquals(ApparentNat.NONE, here.here());
    assertFalse(here.keepApart());
  }

  @Test
  void natsThatKeepPortsAreNoObstacle() {
    given(INSIDE, OUTSIDE).seen("198.51.100.11:51820");
    assertEquals(ApparentNat.KEEPS_PORT, nats().here());
    assertFalse(nats().keepApart());
  }

  @Test
  void whatBothSayOfTheirNatsCounts() {
    given(INSIDE, OUTSIDE);
    nat = nat(Mapping.ENDPOINT_DEPENDENT, Ports.SEQUENTIAL);
    said = nat(Mapping.ENDPOINT_DEPENDENT, Ports.ARBITRARY);
    assertEquals(ApparentNat.NEW_PORTS, nats().here());
    assertEquals(ApparentNat.NEW_PORTS, nats().there());
    assertTrue(nats().keepApart());
  }

  /** Its port outside is another one, which says nothing: all find it there. */
  @Test
  void onePortForAllIsNoObstacle() {
    given(INSIDE, OUTSIDE).seen(OWN_OTHER_PORT);
    nat = nat(Mapping.ENDPOINT_INDEPENDENT, Ports.ARBITRARY);
    assertEquals(ApparentNat.ONE_PORT, nats().here());
    assertFalse(nats().keepApart());
    nat = nat(Mapping.ENDPOINT_INDEPENDENT, Ports.PRESERVED);
    assertEquals(ApparentNat.KEEPS_PORT, nats().here());
    nat = nat(Mapping.NONE, Ports.UNKNOWN);
    assertEquals(ApparentNat.NONE, nats().here());
  }

  /** Otherwise they would meet: it lets in whoever knows its port. */
  @Test
  void aCarriersNatIsNoObstacle() {
    given(INSIDE, OUTSIDE).seen(OWN_OTHER_PORT);
    nat = CARRIER;
    assertEquals(ApparentNat.ONE_PORT, nats().here());
    assertFalse(nats().keepApart());
  }

  @Test
  void whoSaysThatAllFindItAtOnePortIsBehindNoObstacle() {
    for (NatBehavior each : List.of(CARRIER, nat(Mapping.ENDPOINT_INDEPENDENT, Ports.ARBITRARY))) {
      var test = new NatsBetweenTest().given(INSIDE, OTHER_PORT).seen("198.51.100.11:51820");
      assertTrue(test.nats().keepApart());
      test.said = each;
      assertEquals(ApparentNat.ONE_PORT, test.nats().there());
      assertFalse(test.nats().keepApart());
    }
  }

  /** Who has a port of its gateway is reached by that, whatever its NAT makes of others. */
  @Test
  void natsAreNoObstacleForWhoHasThePortOfAGateway() {
    given(INSIDE, OUTSIDE).seen(OWN_OTHER_PORT);
    assertTrue(nats().keepApart());
    told = Set.of(Endpoint.parse(OWN), Endpoint.parse("198.51.100.11:51820"));
    assertFalse(nats().keepApart());
    var there = new NatsBetweenTest().given(INSIDE, OUTSIDE, OTHER_PORT).seen(OWN_OTHER_PORT);
    assertFalse(there.nats().keepApart());
  }

  /** It shows no address inside, but others of a mesh mostly listen where this host does. */
  @Test
  void noInsideIsNeededToTellThePortOfAGatewayFromWhatANatMakes() {
    given(OUTSIDE, OTHER_PORT).seen(OWN_OTHER_PORT);
    assertFalse(nats().keepApart());
  }

  /** It was forwarded by hand, and the operator knows that all are let in there. */
  @Test
  void natsAreNoObstacleWhereTheConfigurationNamesAnEndpoint() {
    given(INSIDE, OTHER_PORT).seen(OWN_OTHER_PORT);
    known("198.51.100.12:7000", EndpointOrigin.CONFIGURED, Source.LOCAL);
    assertFalse(nats().keepApart());
  }

  /** Where it answered once a mapping may have led that is no more. */
  @Test
  void whatWorkedOnceDoesNotShowThatANatLetsAnybodyIn() {
    given(INSIDE, OTHER_PORT).seen(OWN_OTHER_PORT);
    known("198.51.100.12:7000", EndpointOrigin.WORKED, null);
    assertTrue(nats().keepApart());
  }
}
