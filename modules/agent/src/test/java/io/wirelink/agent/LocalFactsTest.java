package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.NatBehavior;
import io.wirelink.portmap.Gateway;
import io.wirelink.portmap.MappingProtocol;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.trust.TrustLevel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a host says by itself, rule by rule (docs/protocol.md, "Local facts"). */
class LocalFactsTest {

  private static final PublicKey SELF = new PublicKey(1, 0, 0, 0);
  private static final PublicKey PEER = new PublicKey(2, 0, 0, 0);
  private static final Endpoint ENDPOINT = Endpoint.parse("203.0.113.9:51820");
  private static final PeerConfig NAMED =
      new PeerConfig("name", null, false, List.of(), List.of(Cidr.parse("10.1.2.3/8")), true);

  private static AgentConfig config(Map<PublicKey, PeerConfig> peers, String... hidden) {
    InterfaceFilter filter = new InterfaceFilter(List.of(), List.of(hidden));
    return new AgentConfig(null, null, false, filter, peers);
  }

  private static LocalFacts leaf(AgentConfig config) {
    return new LocalFacts(config, false, TrustLevel.UNTRUSTED);
  }

  private static LocalFacts router(AgentConfig config) {
    return new LocalFacts(config, true, TrustLevel.UNTRUSTED);
  }

  private static HostInterface host(String name, boolean up, String... addresses) {
    return new HostInterface(
        name,
        1,
        up,
        Arrays.stream(addresses).map(a -> new InterfaceAddress(Cidr.parse(a), true)).toList());
  }

  private static Set<String> aboutSelf(LocalFacts facts, int port, HostInterface... interfaces) {
    DeviceState device = new DeviceState("wg0", SELF, port, 0, Map.of());
    return texts(
        facts.aboutSelf(SELF, device, List.of(interfaces), List.of(), NatBehavior.UNKNOWN, false));
  }

  private static PeerState state(Endpoint endpoint, String... allowedIps) {
    Set<Cidr> cidrs = Arrays.stream(allowedIps).map(Cidr::parse).collect(Collectors.toSet());
    return new PeerState(PEER, endpoint, null, 0, 0, 0, cidrs);
  }

  private static Set<String> texts(Set<Fact> facts) {
    return facts.stream()
        .map(fact -> fact.attribute().letter() + " " + fact.value())
        .collect(Collectors.toSet());
  }

  private static Set<String> aboutPeer(LocalFacts facts, PeerState state, boolean healthy) {
    return texts(facts.aboutPeer(PEER, state, healthy, healthy, List.of(), NatBehavior.UNKNOWN));
  }

  @Test
  void aHostTellsItsPortOnEveryGlobalAddressOfItsInterfaces() {
    assertEquals(
        Set.of("e 198.51.100.7:51820", "e 192.168.1.7:51820", "E [2001:db8::7]:51820"),
        aboutSelf(
            leaf(config(Map.of())),
            51820,
            host("eth0", true, "198.51.100.7/24", "2001:db8::7/64", "fe80::7/64"),
            host("eth1", true, "192.168.1.7/24", "169.254.1.1/16"),
            host("lo", true, "127.0.0.1/8", "::1/128"),
            host("wg0", true, "10.0.0.1/24")));
  }

  @Test
  void interfacesThatAreDownOrHiddenAreNotTold() {
    assertEquals(
        Set.of("e 192.0.2.3:51820"),
        aboutSelf(
            leaf(config(Map.of(), "docker*")),
            51820,
            host("eth0", false, "192.0.2.1/24"),
            host("docker0", true, "192.0.2.2/24"),
            host("eth1", true, "192.0.2.3/24")));
  }

  @Test
  void addressesThatCannotBeUsedYetAreNotTold() {
    InterfaceAddress tentative = new InterfaceAddress(Cidr.parse("2001:db8::7/64"), false);
    HostInterface eth0 = new HostInterface("eth0", 1, true, List.of(tentative));
    assertEquals(Set.of(), aboutSelf(leaf(config(Map.of())), 51820, eth0));
  }

  @Test
  void withoutAListenPortThereIsNoEndpoint() {
    assertEquals(
        Set.of(), aboutSelf(leaf(config(Map.of())), 0, host("eth0", true, "192.0.2.1/24")));
  }

  @Test
  void aRouterTellsTheNetworksOfTheTunnelMasked() {
    HostInterface tunnel = host("wg0", true, "10.0.0.1/24", "2001:db8::1/64", "fe80::1/64");
    assertEquals(
        Set.of("a 10.0.0.0/24", "A 2001:db8::/64"),
        aboutSelf(router(config(Map.of())), 51820, tunnel));
    assertEquals(Set.of(), aboutSelf(leaf(config(Map.of())), 51820, tunnel));
  }

  @Test
  void aRouterWithConfiguredNetworksTellsThoseInstead() {
    assertEquals(
        Set.of("a 10.0.0.0/8", "M name (basic)"),
        aboutSelf(router(config(Map.of(SELF, NAMED))), 51820, host("wg0", true, "10.9.0.1/24")));
  }

  @Test
  void oneOfSeveralRoutersTellsItsOwnAddressesAsWell() {
    var device = new DeviceState("wg0", SELF, 51820, 0, Map.of());
    HostInterface tunnel = host("wg0", true, "10.9.0.1/24", "fe80::1/64");
    assertEquals(
        Set.of("a 10.9.0.0/24", "a 10.9.0.1/32"),
        texts(
            router(config(Map.of()))
                .aboutSelf(SELF, device, List.of(tunnel), List.of(), NatBehavior.UNKNOWN, true)));
    assertEquals(
        Set.of("a 10.0.0.0/8", "a 10.9.0.1/32", "M name (basic)"),
        texts(
            router(config(Map.of(SELF, NAMED)))
                .aboutSelf(SELF, device, List.of(tunnel), List.of(), NatBehavior.UNKNOWN, true)));
    assertEquals(
        Set.of(),
        texts(
            leaf(config(Map.of()))
                .aboutSelf(SELF, device, List.of(tunnel), List.of(), NatBehavior.UNKNOWN, true)));
  }

  @Test
  void theEndpointOfAPeerIsToldWhileItIsHealthy() {
    LocalFacts facts = leaf(config(Map.of()));
    assertEquals(Set.of("e 203.0.113.9:51820"), aboutPeer(facts, state(ENDPOINT), true));
    assertEquals(Set.of(), aboutPeer(facts, state(ENDPOINT), false));
    assertEquals(Set.of(), aboutPeer(facts, state(Endpoint.parse("[fe80::1%2]:51820")), true));
  }

  @Test
  void aRouterTellsThePeersNetworksAndMembershipAndALeafDoesNot() {
    PeerState state = state(null, "10.0.0.9/32", "fe80::9/128");
    assertEquals(Set.of("a 10.0.0.9/32", "M "), aboutPeer(router(config(Map.of())), state, false));
    assertEquals(Set.of(), aboutPeer(leaf(config(Map.of())), state, false));
  }

  @Test
  void whoIsTrustedItselfTellsWhatItIsTrustedWith() {
    PeerState state = state(null, "10.0.0.9/32");
    AgentConfig config = config(Map.of());
    assertEquals(
        Set.of("a 10.0.0.9/32"),
        aboutPeer(new LocalFacts(config, false, TrustLevel.ALLOWED_IPS), state, false));
    assertEquals(
        Set.of("a 10.0.0.9/32", "M "),
        aboutPeer(new LocalFacts(config, false, TrustLevel.MEMBERSHIP), state, false));
    assertEquals(
        Set.of(), aboutPeer(new LocalFacts(config, false, TrustLevel.ENDPOINT), state, false));
  }

  @Test
  void theConfigurationTellsMembershipWithNameAndFlagAndNetworks() {
    LocalFacts facts = leaf(config(Map.of(PEER, NAMED)));
    assertEquals(Set.of("M name (basic)", "a 10.0.0.0/8"), aboutPeer(facts, null, false));
    Set<Fact> said =
        facts.aboutPeer(PEER, state(ENDPOINT), true, true, List.of(), NatBehavior.UNKNOWN);
    assertTrue(said.contains(Fact.member(PEER, MemberMetadata.EMPTY.with("name", true))));
    assertEquals(
        1, said.stream().filter(fact -> fact.attribute() == Attribute.MEMBER_METADATA).count());
  }

  @Test
  void configuredEndpointsAreToldOfPeersThatCannotBeReached() {
    LocalFacts facts = leaf(config(Map.of(PEER, NAMED)));
    Fact endpoint = Fact.endpoint(PEER, ENDPOINT);
    assertTrue(
        facts
            .aboutPeer(PEER, null, false, false, List.of(ENDPOINT), NatBehavior.UNKNOWN)
            .contains(endpoint));
    assertFalse(
        facts
            .aboutPeer(PEER, null, false, true, List.of(ENDPOINT), NatBehavior.UNKNOWN)
            .contains(endpoint));
  }

  @Test
  void anIpv4MappedAddressIsNotToldWhereverItComesFrom() {
    Cidr mapped = Cidr.parse("::ffff:192.0.2.1/128");
    PeerConfig configured = new PeerConfig("", null, false, List.of(), List.of(mapped), false);
    LocalFacts facts = router(config(Map.of(PEER, configured)));
    Endpoint endpoint = new Endpoint(mapped.address(), 51820);
    Set<Fact> said =
        facts.aboutPeer(
            PEER,
            state(endpoint, "::ffff:192.0.2.1/128"),
            true,
            false,
            List.of(endpoint),
            NatBehavior.UNKNOWN);
    assertEquals(Set.of("M "), texts(said));
    HostInterface tunnel = host("wg0", true, "::ffff:192.0.2.1/96");
    HostInterface other = host("eth0", true, "::ffff:192.0.2.1/96");
    assertEquals(Set.of(), aboutSelf(router(config(Map.of())), 51820, tunnel, other));
  }

  @Test
  void whatTheGatewayOfAnInterfaceMapsIsToldUnlessItIsHidden() {
    var device = new DeviceState("wg0", SELF, 51820, 0, Map.of());
    HostInterface home = host("eth0", true, "192.168.1.2/24");
    List<MappingStatus.Mapped> mapped =
        List.of(
            new MappingStatus.Mapped(
                new Gateway(IpAddress.parse("192.168.1.1"), 0, IpAddress.parse("192.168.1.2")),
                MappingProtocol.PCP,
                ENDPOINT,
                1));
    assertEquals(
        Set.of("e 192.168.1.2:51820", "e 203.0.113.9:51820"),
        texts(
            leaf(config(Map.of()))
                .aboutSelf(SELF, device, List.of(home), mapped, NatBehavior.UNKNOWN, false)));
    assertEquals(
        Set.of(),
        texts(
            leaf(config(Map.of(), "eth*"))
                .aboutSelf(SELF, device, List.of(home), mapped, NatBehavior.UNKNOWN, false)));
    HostInterface other = host("eth1", true, "192.168.7.2/24");
    assertEquals(
        Set.of("e 192.168.7.2:51820"),
        texts(
            leaf(config(Map.of()))
                .aboutSelf(SELF, device, List.of(other), mapped, NatBehavior.UNKNOWN, false)));
  }
}
