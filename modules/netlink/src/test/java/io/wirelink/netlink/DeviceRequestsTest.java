package io.wirelink.netlink;

import static io.wirelink.netlink.Bytes.attribute;
import static io.wirelink.netlink.Bytes.genlmsghdr;
import static io.wirelink.netlink.Bytes.i32;
import static io.wirelink.netlink.Bytes.message;
import static io.wirelink.netlink.Bytes.nested;
import static io.wirelink.netlink.Bytes.sockaddr;
import static io.wirelink.netlink.Bytes.u16;
import static io.wirelink.netlink.Bytes.u8;
import static io.wirelink.netlink.DeviceBytes.FAMILY;
import static io.wirelink.netlink.DeviceBytes.key;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class DeviceRequestsTest {

  private static final GenericFamily WIREGUARD = new GenericFamily(FAMILY, 1);

  @Test
  void everyKindOfValueIsWhereTheKernelExpectsIt() throws NetlinkException {
    Endpoint endpoint = Endpoint.parse("192.0.2.1:51820");
    DeviceChange change =
        new DeviceChange(
            PrivateKey.ofBytes(key(0x48).bytes()),
            51820,
            0x10,
            true,
            List.of(
                PeerChange.add(key(1))
                    .withPresharedKey(PresharedKey.ofBytes(key(9).bytes()))
                    .withEndpoint(endpoint)
                    .withKeepalive(25)
                    .withOnlyAllowedIps(Set.of(Cidr.parse("10.0.0.0/8")))));
    byte[] expected =
        request(
            attribute(3, key(0x48).bytes()),
            attribute(6, u16(51820)),
            attribute(7, i32(0x10)),
            attribute(5, i32(1)),
            nested(
                8,
                nested(
                    0,
                    attribute(1, key(1).bytes()),
                    attribute(3, i32(2)),
                    attribute(2, key(9).bytes()),
                    attribute(4, sockaddr(endpoint)),
                    attribute(5, u16(25)),
                    nested(
                        9,
                        nested(
                            0,
                            attribute(1, u16(2)),
                            attribute(2, new byte[] {10, 0, 0, 0}),
                            attribute(3, u8(8)))))));
    assertArrayEquals(expected, sent(change).getFirst());
  }

  @Test
  void anIpv6EndpointCarriesItsScope() throws NetlinkException {
    Endpoint endpoint = Endpoint.parse("[fe80::1%7]:443");
    byte[] expected =
        request(
            nested(
                8,
                nested(
                    0,
                    attribute(1, key(1).bytes()),
                    attribute(3, i32(4)),
                    attribute(4, sockaddr(endpoint)))));
    assertArrayEquals(
        expected, sent(peers(PeerChange.update(key(1)).withEndpoint(endpoint))).getFirst());
  }

  @Test
  void aPeerIsRemovedByItsKeyAlone() throws NetlinkException {
    PeerChange removal = PeerChange.remove(key(1)).withKeepalive(3);
    byte[] expected =
        request(nested(8, nested(0, attribute(1, key(1).bytes()), attribute(3, i32(5)))));
    assertArrayEquals(expected, sent(peers(removal)).getFirst());
  }

  @Test
  void noPresharedKeyIsAllZeroes() throws NetlinkException {
    PeerChange change = PeerChange.update(key(1)).withPresharedKey(PresharedKey.NONE);
    byte[] expected =
        request(
            nested(
                8,
                nested(
                    0,
                    attribute(1, key(1).bytes()),
                    attribute(3, i32(4)),
                    attribute(2, new byte[32]))));
    assertArrayEquals(expected, sent(peers(change)).getFirst());
  }

  @Test
  void whatIsNotNamedIsNotSaid() throws NetlinkException {
    List<byte[]> sent = sent(new DeviceChange(null, null, null, false, List.of()));
    assertEquals(1, sent.size());
    assertArrayEquals(request(), sent.getFirst());
  }

  @Test
  void aSecondPartReplacesNothingAndMakesNoPeer() throws NetlinkException {
    PeerChange change = PeerChange.add(key(1)).withKeepalive(9).withOnlyAllowedIps(networks(300));
    List<byte[]> sent = sent(new DeviceChange(null, 5, 6, true, List.of(change)));
    assertTrue(sent.size() > 2);
    for (byte[] continued : sent.subList(1, sent.size())) {
      FakeDevice device = new FakeDevice();
      device.peers.put(key(2), new FakeDevice.Peer());
      device.take(continued);
      assertEquals(Set.of(key(2)), device.peers.keySet());
      device.peers.put(key(1), new FakeDevice.Peer());
      device.peers.get(key(1)).allowedIps.add(Cidr.parse("192.0.2.1/32"));
      device.take(continued);
      assertTrue(device.peers.get(key(1)).allowedIps.contains(Cidr.parse("192.0.2.1/32")));
      assertEquals(0, device.peers.get(key(1)).keepaliveSeconds);
    }
  }

  @Test
  void messagesAreFilledBeforeTheNextBegins() throws NetlinkException {
    List<byte[]> sent = sent(peers(PeerChange.add(key(1)).withAllowedIps(networks(3_000))));
    // 28 bytes for each, behind less than a hundred for the peer in each message.
    assertEquals((3_000 + 142) / 143, sent.size());
    for (byte[] message : sent.subList(0, sent.size() - 1)) {
      assertTrue(message.length > 4096 - 28, () -> "only " + message.length);
    }
  }

  @Test
  void aMessageIsClearedOnceItWasSentOrRefused() throws NetlinkException {
    DeviceChange change =
        new DeviceChange(PrivateKey.ofBytes(key(0x48).bytes()), null, null, false, List.of());
    List<MemorySegment> seen = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      DeviceRequests.send(arena, WIREGUARD, 5, change, request -> seen.add(request.message()));
      assertThrows(
          NetlinkException.class,
          () ->
              DeviceRequests.send(
                  arena,
                  WIREGUARD,
                  5,
                  change,
                  request -> {
                    seen.add(request.message());
                    throw new NetlinkException(1, "");
                  }));
      for (MemorySegment message : seen) {
        assertArrayEquals(
            new byte[(int) message.byteSize()], message.toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  @Property(tries = 300)
  void howeverItIsSplitTheDeviceIsWhatTheChangeSays(@ForAll long seed) throws NetlinkException {
    Random random = new Random(seed);
    FakeDevice device = new FakeDevice();
    FakeDevice expected = new FakeDevice();
    for (int i = 0; i < 4; i++) {
      DeviceChange change = RandomChanges.change(random);
      for (byte[] message : sent(change)) {
        device.take(message);
      }
      apply(change, expected);
      assertEquals(describe(expected), describe(device));
    }
  }

  /** What the port says that a change does. */
  private static void apply(DeviceChange change, FakeDevice device) {
    if (change.replacePeers()) {
      device.peers.clear();
    }
    device.listenPort = change.listenPort() != null ? change.listenPort() : device.listenPort;
    device.firewallMark =
        change.firewallMark() != null ? change.firewallMark() : device.firewallMark;
    for (PeerChange peer : change.peers()) {
      if (peer.remove()) {
        device.peers.remove(peer.publicKey());
      } else if (!peer.updateOnly() || device.peers.containsKey(peer.publicKey())) {
        apply(peer, device);
      }
    }
  }

  private static void apply(PeerChange change, FakeDevice device) {
    var peer = device.peers.computeIfAbsent(change.publicKey(), _ -> new FakeDevice.Peer());
    if (change.endpoint() != null) {
      peer.endpoint = HexFormat.of().formatHex(sockaddr(change.endpoint()));
    }
    if (change.keepaliveSeconds() != null) {
      peer.keepaliveSeconds = change.keepaliveSeconds();
    }
    if (change.replaceAllowedIps()) {
      peer.allowedIps.clear();
    }
    for (Cidr network : change.allowedIps()) {
      device.peers.values().forEach(other -> other.allowedIps.remove(network));
      peer.allowedIps.add(network);
    }
  }

  private static String describe(FakeDevice device) {
    return device.listenPort
        + " "
        + device.firewallMark
        + device.peers.entrySet().stream()
            .map(DeviceRequestsTest::describe)
            .collect(Collectors.joining("\n", "\n", ""));
  }

  private static String describe(Map.Entry<PublicKey, FakeDevice.Peer> entry) {
    FakeDevice.Peer peer = entry.getValue();
    return entry.getKey() + " " + peer.endpoint + " " + peer.keepaliveSeconds + peer.allowedIps;
  }

  private static Set<Cidr> networks(int count) {
    Set<Cidr> networks = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      networks.add(Cidr.host(IpAddress.v4(0x0a000000 | i)));
    }
    return networks;
  }

  private static DeviceChange peers(PeerChange... peers) {
    return DeviceChange.ofPeers(List.of(peers));
  }

  private static byte[] request(byte[]... attributes) {
    return message(FAMILY, 0x5, 0, genlmsghdr(1), attribute(1, i32(5)), Bytes.join(attributes));
  }

  private static List<byte[]> sent(DeviceChange change) throws NetlinkException {
    List<byte[]> sent = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      DeviceRequests.send(
          arena,
          WIREGUARD,
          5,
          change,
          request -> sent.add(request.message().toArray(ValueLayout.JAVA_BYTE)));
    }
    return sent;
  }
}
