package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UapiRequestTest {

  private static final PublicKey PEER =
      PublicKey.parse("ZP/Mzlvt9BwNH9oqtuL0ZP8OW1foBBWfE8R6nSrM/nk=");
  private static final String PEER_HEX =
      "64ffccce5bedf41c0d1fda2ab6e2f464ff0e5b57e804159f13c47a9d2accfe79";

  @Test
  void theWholeDeviceIsAskedFor() {
    assertEquals("get=1\n\n", text(UapiRequest.get()));
  }

  @Test
  void anEmptyChangeNamesNothing() {
    assertEquals("set=1\n\n", set(DeviceChange.ofPeers(List.of())));
  }

  @Test
  void theDevicesOwnSettingsComeFirst() {
    PrivateKey key = PrivateKey.ofBytes(PEER.bytes());
    DeviceChange change = new DeviceChange(key, 51820, -1, true, List.of(PeerChange.add(PEER)));
    assertEquals(
        "set=1\nprivate_key="
            + PEER_HEX
            + "\nlisten_port=51820\nfwmark=4294967295\nreplace_peers=true\npublic_key="
            + PEER_HEX
            + "\n\n",
        set(change));
  }

  @Test
  void aPeersSettingsFollowItsKey() {
    PeerChange peer =
        PeerChange.update(PEER)
            .withPresharedKey(PresharedKey.ofBytes(PEER.bytes()))
            .withEndpoint(Endpoint.parse("[fe80::1%3]:51820"))
            .withKeepalive(25)
            .withOnlyAllowedIps(Set.of(Cidr.parse("fe80::1/128"), Cidr.parse("192.0.2.0/24")));
    assertEquals(
        """
        set=1
        public_key=%s
        update_only=true
        preshared_key=%s
        endpoint=[fe80::1%%3]:51820
        persistent_keepalive_interval=25
        replace_allowed_ips=true
        allowed_ip=192.0.2.0/24
        allowed_ip=fe80::1/128

        """
            .formatted(PEER_HEX, PEER_HEX),
        set(DeviceChange.ofPeers(List.of(peer))));
  }

  @Test
  void noPresharedKeyIsAllZeroes() {
    PeerChange peer = PeerChange.update(PEER).withPresharedKey(PresharedKey.NONE);
    assertEquals(
        "set=1\npublic_key=%s\nupdate_only=true\npreshared_key=%s\n\n"
            .formatted(PEER_HEX, "0".repeat(64)),
        set(DeviceChange.ofPeers(List.of(peer))));
  }

  @Test
  void aRemovalNamesNothingElse() {
    PeerChange removal = PeerChange.remove(PEER).withKeepalive(25);
    assertEquals(
        "set=1\npublic_key=" + PEER_HEX + "\nupdate_only=true\nremove=true\n\n",
        set(DeviceChange.ofPeers(List.of(removal))));
  }

  @Provide
  Arbitrary<PeerChange> additions() {
    return Combinators.combine(
            Values.publicKeys(),
            Values.endpoints(),
            Arbitraries.integers().between(0, PeerChange.MAX_KEEPALIVE_SECONDS),
            Values.networks(),
            Values.publicKeys())
        .as(
            (key, endpoint, keepalive, networks, shared) ->
                PeerChange.add(key)
                    .withPresharedKey(PresharedKey.ofBytes(shared.bytes()))
                    .withEndpoint(endpoint)
                    .withKeepalive(keepalive)
                    .withAllowedIps(networks));
  }

  /** The two directions share their keys, so a request reads as the answer that it leads to. */
  @Property
  void whatIsWrittenReadsBackAsTheSame(
      @ForAll("additions") PeerChange peer, @ForAll int mark, @ForAll byte seed) throws Exception {
    byte[] secret = new byte[PublicKey.LENGTH];
    secret[0] = seed;
    secret[31] = 1;
    PrivateKey key = PrivateKey.ofBytes(secret);
    String request = set(new DeviceChange(key, 51820, mark, false, List.of(peer)));
    String answer = request.replaceFirst("set=1\n", "").replaceFirst("\n\n$", "\nerrno=0\n\n");
    ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII));
    DeviceState state =
        UapiParser.parse("wg0", bytes, new KnownPeers(), name -> 0, PrivateKey::publicKey).state();
    assertEquals(key.publicKey(), state.publicKey());
    assertEquals(mark, state.firewallMark());
    PeerState read = state.peers().get(peer.publicKey());
    assertEquals(peer.presharedKey().print(), read.presharedKey());
    assertEquals(peer.endpoint(), read.endpoint());
    assertEquals(peer.keepaliveSeconds(), read.keepaliveSeconds());
    assertEquals(peer.allowedIps(), read.allowedIps());
  }

  @Property
  void aRequestHasOneEmptyLineAndThatAtItsEnd(@ForAll("additions") PeerChange peer) {
    String request = set(DeviceChange.ofPeers(List.of(peer, peer)));
    assertEquals(request.length() - 2, request.indexOf("\n\n"));
    assertTrue(request.startsWith("set=1\n"));
  }

  private static String set(DeviceChange change) {
    return text(UapiRequest.set(change));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
