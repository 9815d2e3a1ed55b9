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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Where hosts are, who is a router, and which way to a peer is tried first. */
class NetworksTest {

  private static final int OWN_PORT = 51820;
  private static final PublicKey KEY = new PublicKey(1, 0, 0, 0);

  private final TunnelNetworks networks =
      TunnelNetworks.of(
          "wg0",
          List.of(
              host("wg0", "10.0.0.1/24", "fe80::1/64"),
              host("eth0", "198.51.100.7/24", "2001:db8:1::7/64", "192.168.1.7/24"),
              host("br0", "10.0.0.129/25"),
              host("lo", "127.0.0.1/8", "10.9.9.9/32")));

  private static HostInterface host(String name, String... addresses) {
    return new HostInterface(
        name,
        1,
        true,
        Arrays.stream(addresses).map(a -> new InterfaceAddress(Cidr.parse(a), true)).toList());
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }

  private static PeerState peer(String... allowedIps) {
    Set<Cidr> cidrs = Arrays.stream(allowedIps).map(Cidr::parse).collect(Collectors.toSet());
    return new PeerState(KEY, null, null, 0, 0, 0, cidrs);
  }

  private List<String> order(List<String> candidates, String... reachable) {
    List<IpAddress> known = Arrays.stream(reachable).map(IpAddress::parse).toList();
    Map<Endpoint, EndpointOrigin> said = new LinkedHashMap<>();
    candidates.forEach(each -> said.put(Endpoint.parse(each), EndpointOrigin.ROUTER));
    return order(said, known);
  }

  private List<String> order(Map<Endpoint, EndpointOrigin> said, List<IpAddress> reachable) {
    return new EndpointChoice(networks, OWN_PORT, new TreeSet<>(reachable))
        .ranked(said).stream().map(each -> each.endpoint().toString()).toList();
  }

  @Test
  void whatOnlyTheTunnelLeadsToIsInTheTunnel() {
    assertTrue(networks.isInTunnel(ip("10.0.0.5")));
    assertTrue(networks.isInTunnel(ip("fe80::5")));
    assertFalse(networks.isInTunnel(ip("10.0.0.200")), "another interface is there too");
    assertFalse(networks.isInTunnel(ip("203.0.113.5")));
  }

  @Test
  void aNeighbourIsOnLinkAndASingleAddressIsNoNetwork() {
    assertTrue(networks.isOnLink(ip("198.51.100.200")));
    assertFalse(networks.isOnLink(ip("10.9.9.9")));
    assertFalse(networks.isOnLink(ip("10.0.0.5")));
  }

  @Test
  void anOwnAddressIsOneOfAnyInterface() {
    assertTrue(networks.isOwn(ip("198.51.100.7")) && networks.isOwn(ip("10.0.0.1")));
    assertFalse(networks.isOwn(ip("198.51.100.8")));
  }

  @Test
  void aPeerWithAGlobalNetworkIsARouter() {
    assertTrue(Roles.isRouter(peer("10.0.0.0/8")));
    assertTrue(Roles.isRouter(peer("2001:db8::/64")));
    assertTrue(Roles.isRouter(peer("192.0.2.1/32", "192.0.2.0/31")));
    assertTrue(Roles.isRouter(peer("0.0.0.0/0")));
    assertFalse(Roles.isRouter(peer()));
    assertFalse(Roles.isRouter(peer("10.0.0.1/32", "2001:db8::1/128")));
    assertFalse(Roles.isRouter(peer("fe80::/64", "169.254.0.0/16", "224.0.0.0/4")));
  }

  @Test
  void thisHostIsARouterIfNoPeerIsOneOrTheConfigurationSaysSo() {
    Map<PublicKey, PeerState> peers = new LinkedHashMap<>();
    DeviceState alone = new DeviceState("wg0", KEY, OWN_PORT, 0, peers);
    peers.put(KEY, peer("10.0.0.0/8"));
    DeviceState led = new DeviceState("wg0", KEY, OWN_PORT, 0, peers);
    assertTrue(Roles.isSelfRouter(AgentConfig.DEFAULT, alone));
    assertFalse(Roles.isSelfRouter(AgentConfig.DEFAULT, led));
    for (boolean told : new boolean[] {true, false}) {
      AgentConfig config = new AgentConfig(told, null, false, InterfaceFilter.ALL, Map.of());
      assertEquals(told, Roles.isSelfRouter(config, alone));
      assertEquals(told, Roles.isSelfRouter(config, led));
    }
  }

  @Test
  void aNeighbourIsTriedFirstThenTheInternetThenForeignPrivateNetworks() {
    assertEquals(
        List.of("198.51.100.9:1", "203.0.113.9:1", "[2001:db8:2::9]:1", "172.16.0.9:1"),
        order(List.of("172.16.0.9:1", "203.0.113.9:1", "198.51.100.9:1", "[2001:db8:2::9]:1")));
  }

  @Test
  void whatResemblesAnAddressThatWorksIsTriedFirst() {
    assertEquals(
        List.of("203.0.113.9:1", "192.0.2.9:1"),
        order(List.of("192.0.2.9:1", "203.0.113.9:1"), "203.0.113.77"));
  }

  @Test
  void anOwnAddressWithAnotherPortIsTriedLast() {
    assertEquals(
        List.of("172.16.0.9:1", "198.51.100.7:1"),
        order(List.of("198.51.100.7:1", "172.16.0.9:1")));
  }

  @Test
  void whereItMakesNoSenseNothingIsSent() {
    for (String bad :
        List.of(
            "203.0.113.9:0",
            "10.0.0.5:1",
            "198.51.100.7:" + OWN_PORT,
            "127.0.0.1:1",
            "169.254.1.1:1",
            "255.255.255.255:1",
            "0.0.0.0:1",
            "224.0.0.1:1",
            "[fe80::5]:1",
            "[::]:1",
            "[ff02::1]:1")) {
      assertFalse(EndpointChoice.isUsable(Endpoint.parse(bad), networks, OWN_PORT), bad);
    }
    assertTrue(EndpointChoice.isUsable(Endpoint.parse("203.0.113.9:1"), networks, OWN_PORT));
  }

  @Test
  void whereAnEndpointIsKnownFromCountsMoreThanWhereItIs() {
    Map<Endpoint, EndpointOrigin> said = new LinkedHashMap<>();
    said.put(Endpoint.parse("198.51.100.9:1"), EndpointOrigin.THIRD_PARTY);
    said.put(Endpoint.parse("203.0.113.1:1"), EndpointOrigin.ROUTER);
    said.put(Endpoint.parse("203.0.113.2:1"), EndpointOrigin.OWN_WORD);
    said.put(Endpoint.parse("172.16.0.1:1"), EndpointOrigin.OWN_WORD);
    said.put(Endpoint.parse("172.16.0.2:1"), EndpointOrigin.CONFIGURED);
    said.put(Endpoint.parse("172.16.0.3:1"), EndpointOrigin.FOUND);
    said.put(Endpoint.parse("172.16.0.4:1"), EndpointOrigin.WORKED);
    assertEquals(
        List.of(
            "172.16.0.4:1",
            "172.16.0.3:1",
            "172.16.0.2:1",
            "203.0.113.2:1",
            "203.0.113.1:1",
            "198.51.100.9:1",
            "172.16.0.1:1"),
        order(said, List.of()));
  }

  @Test
  void theWorstGiveWayIfThereAreTooMany() {
    Map<Endpoint, EndpointOrigin> said = new LinkedHashMap<>();
    for (int i = 1; i <= 1000; i++) {
      said.put(Endpoint.parse("203.0.113.1:" + i), EndpointOrigin.THIRD_PARTY);
    }
    said.put(Endpoint.parse("203.0.113.2:1"), EndpointOrigin.WORKED);
    List<String> order = order(said, List.of());
    assertEquals(EndpointChoice.MAX_CANDIDATES, order.size());
    assertEquals("203.0.113.2:1", order.getFirst());
  }

  @Test
  void aNeighboursLinkLocalEndpointMakesSenseWhereItWorked() {
    Endpoint neighbour = Endpoint.parse("[fe80::5%2]:1");
    assertEquals(
        List.of(neighbour.toString()), order(Map.of(neighbour, EndpointOrigin.WORKED), List.of()));
    assertEquals(List.of(), order(Map.of(neighbour, EndpointOrigin.ROUTER), List.of()));
  }

  @Test
  void theLongestCommonPrefixIsThatOfAllWhoWork() {
    Random random = new Random(1);
    NavigableSet<IpAddress> reachable = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      reachable.add(someAddress(random));
    }
    EndpointChoice choice = new EndpointChoice(networks, OWN_PORT, reachable);
    for (int i = 0; i < 1000; i++) {
      IpAddress address = someAddress(random);
      int longest = reachable.stream().mapToInt(each -> commonBits(address, each)).max().orElse(0);
      assertEquals(longest, choice.commonPrefix(address), address.toString());
    }
  }

  /** Addresses of both families, of which many have something in common. */
  private static IpAddress someAddress(Random random) {
    boolean v4 = random.nextBoolean();
    long low = random.nextLong() >>> random.nextInt(Long.SIZE);
    return v4
        ? new IpAddress(IpAddress.Family.V4, 0, low & 0xffff_ffffL)
        : new IpAddress(IpAddress.Family.V6, random.nextInt(16), low);
  }

  private static int commonBits(IpAddress one, IpAddress other) {
    int bits = 0;
    boolean same = one.family() == other.family();
    while (same && bits < 2 * Long.SIZE) {
      int shift = Long.SIZE - 1 - bits % Long.SIZE;
      long difference = bits < Long.SIZE ? one.high() ^ other.high() : one.low() ^ other.low();
      same = (difference >>> shift & 1) == 0;
      bits += same ? 1 : 0;
    }
    return bits;
  }
}
