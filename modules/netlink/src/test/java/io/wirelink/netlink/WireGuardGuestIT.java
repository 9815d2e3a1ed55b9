package io.wirelink.netlink;

import static io.wirelink.netlink.NetworkNamespace.run;
import static io.wirelink.netlink.Wg.key;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.WireGuard;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads and changes devices of a real kernel, and holds each result against {@code wg}. */
@ExtendWith(NetworkNamespace.class)
final class WireGuardGuestIT {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 2_000})
  void aDeviceOfAnySizeThatWgSetIsReadAsWgReadsIt(int peers) throws Exception {
    WireGuard device = Wg.add("wg0");
    StringBuilder configuration = new StringBuilder("[Interface]\nListenPort = 51820\n");
    for (int i = 0; i < peers; i++) {
      configuration.append(
          """
          [Peer]
          PublicKey = %s
          PresharedKey = %s
          AllowedIPs = 10.%d.%d.0/24, fd00::%x/128
          Endpoint = 192.0.2.%d:%d
          PersistentKeepalive = %d
          """
              .formatted(key(i), key(-1 - i), i / 256, i % 256, i, i % 256, 1 + i, 1 + i % 65535));
    }
    Wg.setConfiguration("wg0", configuration.toString());
    assertEquals(peers, device.read().peers().size());
    Wg.assertSame(device);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 2_000})
  void aDeviceOfAnySizeThatWeSetIsReadByWgAsSet(int peers) throws Exception {
    WireGuard device = Wg.add("wg0");
    List<PeerChange> changes = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      Set<Cidr> networks =
          Set.of(
              new Cidr(IpAddress.v4(0x0a000000 | i << 8), 24),
              Cidr.host(new IpAddress(IpAddress.Family.V6, 0xfdL << 56, i)));
      changes.add(
          PeerChange.add(key(i))
              .withEndpoint(new Endpoint(IpAddress.parse("2001:db8::1"), 1 + i))
              .withKeepalive(1 + i)
              .withOnlyAllowedIps(networks));
    }
    device.configure(new DeviceChange(null, 51820, 7, true, changes));
    Wg.assertSame(device);
    DeviceState theirs = Wg.read("wg0");
    assertEquals(peers, theirs.peers().size());
    for (PeerChange change : changes) {
      PeerState peer = theirs.peers().get(change.publicKey());
      assertEquals(change.allowedIps(), peer.allowedIps());
      assertEquals(change.endpoint(), peer.endpoint());
      assertEquals(change.keepaliveSeconds(), peer.keepaliveSeconds());
    }
  }

  @Test
  void aPeerWithThousandsOfAllowedIpsIsWrittenAndReadWhole() throws Exception {
    WireGuard device = Wg.add("wg0");
    Set<Cidr> networks = networks(3_000);
    device.configure(
        DeviceChange.ofPeers(
            List.of(
                PeerChange.add(key(1)).withKeepalive(5),
                PeerChange.add(key(2)).withKeepalive(6).withOnlyAllowedIps(networks),
                PeerChange.add(key(3)).withKeepalive(7))));
    assertEquals(networks, Wg.read("wg0").peers().get(key(2)).allowedIps());
    Wg.assertSame(device);
    device.configure(
        DeviceChange.ofPeers(
            List.of(PeerChange.update(key(2)).withOnlyAllowedIps(networks(1_500)))));
    assertEquals(networks(1_500), Wg.read("wg0").peers().get(key(2)).allowedIps());
    device.configure(
        DeviceChange.ofPeers(List.of(PeerChange.update(key(3)).withAllowedIps(networks(3_000)))));
    assertEquals(Set.of(), device.read().peers().get(key(2)).allowedIps());
    assertEquals(networks(3_000), device.read().peers().get(key(3)).allowedIps());
    Wg.assertSame(device);
  }

  @Test
  void aNewDeviceHasNeitherKeyNorPortNorPeers() throws Exception {
    WireGuard device = Wg.add("wg0");
    DeviceState state = device.read();
    assertNull(state.publicKey());
    assertEquals(new DeviceState("wg0", null, 0, 0, java.util.Map.of()), state);
    Wg.assertSame(device);
  }

  @Test
  void keyPortAndMarkAreSetReadAndKept() throws Exception {
    WireGuard device = Wg.add("wg0");
    String base64 = run("wg", "genkey").strip();
    PrivateKey key = PrivateKey.parse(base64);
    device.configure(new DeviceChange(key, 51820, 0xfedcba98, false, List.of()));
    assertEquals(base64, Wg.privateKey("wg0"));
    assertArrayEquals(key.bytes(), device.privateKey().bytes());
    assertEquals(key.publicKey(), device.read().publicKey());
    assertEquals(0xfedcba98, device.read().firewallMark());
    Wg.assertSame(device);
    device.configure(new DeviceChange(null, 0, null, false, List.of()));
    assertEquals(0xfedcba98, Wg.read("wg0").firewallMark());
    assertEquals(key.publicKey(), Wg.read("wg0").publicKey());
    device.configure(new DeviceChange(null, null, 0, false, List.of()));
    Wg.assertSame(device);
  }

  @Test
  void everyKindOfChangeToAPeerIsThatAndNoMore() throws Exception {
    WireGuard device = Wg.add("wg0");
    run("ip", "link", "add", "left", "type", "veth", "peer", "name", "right");
    int left = Wg.indexOf("left");
    List<PeerChange> changes =
        List.of(
            PeerChange.update(key(1)).withKeepalive(9),
            PeerChange.add(key(1)),
            PeerChange.update(key(1)).withEndpoint(Endpoint.parse("192.0.2.1:1")),
            PeerChange.update(key(1)).withEndpoint(Endpoint.parse("[2001:db8::1]:65535")),
            PeerChange.update(key(1)).withEndpoint(Endpoint.parse("[fe80::1%" + left + "]:2")),
            PeerChange.update(key(1)).withKeepalive(65535),
            PeerChange.update(key(1)).withKeepalive(0),
            PeerChange.add(key(1)).withAllowedIps(networks("10.0.0.0/8", "::/0", "fe80::/10")),
            PeerChange.add(key(2)).withAllowedIps(networks("10.0.0.0/8", "0.0.0.0/0")),
            PeerChange.add(key(2)).withOnlyAllowedIps(networks("10.1.2.3/32", "fd00::1/128")),
            PeerChange.add(key(2)).withOnlyAllowedIps(Set.of()),
            PeerChange.remove(key(3)),
            PeerChange.remove(key(1)));
    Wg.set("wg0", "peer", key(2).toString(), "preshared-key", "/preshared-key");
    for (PeerChange change : changes) {
      device.configure(DeviceChange.ofPeers(List.of(change)));
      Wg.assertSame(device);
    }
    assertEquals(Set.of(key(2)), device.read().peers().keySet());
    assertTrue(!run("wg", "show", "wg0", "preshared-keys").contains("(none)"));
    PresharedKey agreed = PresharedKey.agreed(new byte[PresharedKey.SECRET_LENGTH]);
    for (PresharedKey key : List.of(agreed, PresharedKey.NONE)) {
      device.configure(
          DeviceChange.ofPeers(List.of(PeerChange.update(key(2)).withPresharedKey(key))));
      Wg.assertSame(device);
      assertEquals(key.print(), device.read().peers().get(key(2)).presharedKey());
    }
    device.configure(new DeviceChange(null, null, null, true, List.of(PeerChange.add(key(4)))));
    assertEquals(Set.of(key(4)), Wg.read("wg0").peers().keySet());
  }

  private static Set<Cidr> networks(String... texts) {
    return Set.copyOf(List.of(texts).stream().map(Cidr::parse).toList());
  }

  /** Half of them of each family. */
  private static Set<Cidr> networks(int count) {
    Set<Cidr> networks = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      networks.add(
          i % 2 == 0
              ? Cidr.host(IpAddress.v4(0x0a000000 | i))
              : Cidr.host(new IpAddress(IpAddress.Family.V6, 0xfdL << 56, i)));
    }
    return networks;
  }
}
