package io.wirelink.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a simulated device makes of changes, and what it says of itself. */
class DeviceTest {

  private static final LinkQuality TEN_MS =
      LinkQuality.LAN.withLatency(Duration.ofMillis(10)).withJitter(Duration.ZERO);

  private Mesh mesh =
      Mesh.builder(5)
          .internetQuality(TEN_MS)
          .router("r")
          .leaf("a")
          .leaf("b")
          .program(Script::start)
          .build();

  private PeerState peer(String at, String of) {
    PeerState state = mesh.host(at).wireGuard().read().peers().get(mesh.host(of).publicKey());
    assertNotNull(state);
    return state;
  }

  private void change(String at, PeerChange change) {
    mesh.host(at).wireGuard().apply(DeviceChange.ofPeers(List.of(change)));
  }

  private Endpoint endpoint(String host) {
    Cidr address = mesh.host(host).interfaces().getFirst().addresses().getFirst().cidr();
    return new Endpoint(address.address(), 51820);
  }

  /** Makes a host a peer of another, as an agent would when all is well. */
  private void introduce(String at, String of) {
    change(
        at,
        PeerChange.add(mesh.host(of).publicKey())
            .withEndpoint(endpoint(of))
            .withAllowedIps(Set.of(Cidr.host(mesh.host(of).tunnelAddress()))));
  }

  private long count(String who, String what) {
    return mesh.simulation().trace().entries().stream()
        .filter(entry -> entry.who().equals(who) && entry.toString().contains(what))
        .count();
  }

  @Test
  void anAllowedIpBelongsToOnePeerOnly() {
    introduce("r", "b");
    change(
        "r",
        PeerChange.update(mesh.host("a").publicKey())
            .withAllowedIps(Set.of(Cidr.host(mesh.host("b").tunnelAddress()))));
    assertEquals(Set.of(), peer("r", "b").allowedIps());
    assertEquals(2, peer("r", "a").allowedIps().size());
    change(
        "r",
        PeerChange.update(mesh.host("a").publicKey())
            .withOnlyAllowedIps(Set.of(Cidr.parse("192.0.2.77/24"))));
    assertEquals(Set.of(Cidr.parse("192.0.2.0/24")), peer("r", "a").allowedIps());
  }

  @Test
  void aPacketFromAnAddressThatIsNotThePeersIsDropped() {
    change("r", PeerChange.update(mesh.host("a").publicKey()).withOnlyAllowedIps(Set.of()));
    assertFalse(mesh.ping("a", "r").isAnswered());
    assertEquals(1, count("r", "does not accept from this peer"));
  }

  @Test
  void aChangeThatOnlyUpdatesDoesNotAddAndARemovedPeerIsGone() {
    var stranger = mesh.host("b").publicKey();
    change("a", PeerChange.update(stranger).withEndpoint(endpoint("b")));
    change("a", PeerChange.remove(stranger));
    assertNull(mesh.host("a").wireGuard().read().peers().get(stranger));
    change("a", PeerChange.add(stranger).withKeepalive(25));
    assertEquals(25, peer("a", "b").keepaliveSeconds());
    change("a", PeerChange.remove(stranger));
    assertNull(mesh.host("a").wireGuard().read().peers().get(stranger));
  }

  @Test
  void aHostIsNoPeerOfItself() {
    change("a", PeerChange.add(mesh.host("a").publicKey()));
    assertEquals(1, mesh.host("a").wireGuard().read().peers().size());
  }

  @Test
  void bytesAreCountedInBothDirections() {
    mesh.ping("a", "r");
    // 148 for the initiation, 92 for its response, 32 + 96 for each of two echoes.
    assertEquals(148 + 128, peer("a", "r").sentBytes());
    assertEquals(92 + 128, peer("a", "r").receivedBytes());
    assertEquals(148 + 128, peer("r", "a").receivedBytes());
    assertEquals(92 + 128, peer("r", "a").sentBytes());
  }

  @Test
  void aHostThatWasSwitchedOffKnowsOnlyWhatItIsBootedWith() {
    introduce("a", "b");
    mesh.ping("a", "r");
    mesh.host("a").powerOff();
    mesh.runFor(Duration.ofSeconds(5));
    assertFalse(mesh.ping("r", "a").isAnswered());
    mesh.host("a").powerOn();
    assertEquals(1, mesh.host("a").wireGuard().read().peers().size());
    assertTrue(mesh.ping("a", "r").isAnswered());
  }
}
