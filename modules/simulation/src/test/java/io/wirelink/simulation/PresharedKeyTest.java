package io.wirelink.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.DeviceChange;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What preshared keys do to the handshakes of simulated WireGuard, as to those of the real one. */
class PresharedKeyTest {

  private final Mesh mesh = Mesh.builder(5).router("r").leaf("a").program(Script::start).build();

  private static PresharedKey key(int first) {
    byte[] bytes = new byte[PresharedKey.LENGTH];
    bytes[0] = (byte) first;
    return PresharedKey.ofBytes(bytes);
  }

  private PeerState peer(String at, String of) {
    return mesh.host(at).wireGuard().read().peers().get(mesh.host(of).publicKey());
  }

  private void set(String at, String of, PresharedKey key) {
    PeerChange change = PeerChange.update(mesh.host(of).publicKey()).withPresharedKey(key);
    mesh.host(at).wireGuard().apply(DeviceChange.ofPeers(List.of(change)));
    assertEquals(key.print(), peer(at, of).presharedKey());
  }

  @Test
  void aHandshakeNeedsTheSameKeyOnBothSides() {
    set("a", "r", key(1));
    assertFalse(mesh.ping("a", "r").isAnswered());
    set("r", "a", key(2));
    mesh.runFor(Duration.ofSeconds(10));
    assertFalse(mesh.ping("a", "r").isAnswered());
    set("r", "a", key(1));
    mesh.runFor(Duration.ofSeconds(10));
    assertTrue(mesh.ping("a", "r").isAnswered());
    set("a", "r", PresharedKey.NONE);
    set("r", "a", PresharedKey.NONE);
    mesh.runFor(Duration.ofMinutes(4));
    assertTrue(mesh.ping("a", "r").isAnswered());
  }

  @Test
  void aSessionOutlivesTheKeyUntilItIsRejected() {
    assertTrue(mesh.ping("a", "r").isAnswered());
    Instant before = peer("a", "r").lastHandshake();
    set("a", "r", key(1));
    for (int seconds = 0; seconds < 170; seconds += 10) {
      assertTrue(mesh.ping("a", "r").isAnswered(), "after " + seconds + " s");
      mesh.runFor(Duration.ofSeconds(10));
    }
    assertEquals(before, peer("a", "r").lastHandshake());
    mesh.runFor(Duration.ofSeconds(15));
    assertFalse(mesh.ping("a", "r").isAnswered());
  }
}
