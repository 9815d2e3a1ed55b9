package io.wirelink.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Capabilities;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PresharedKeyPrint.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Hosts that agree on preshared keys, and what may happen while they do. */
class AgreedKeysTest {

  private static MeshBuilder hosts(long seed) {
    return Mesh.builder(seed).router("r").leaf("open").leafBehindNat("home");
  }

  private static Mesh settled(MeshBuilder builder) {
    Mesh mesh = builder.build();
    mesh.startAll();
    mesh.runUntil(mesh::allDirect, ofMinutes(3));
    return mesh;
  }

  static PresharedKeyPrint print(Mesh mesh, String at, String of) {
    return mesh.host(at).wireGuard().read().peers().get(mesh.host(of).publicKey()).presharedKey();
  }

  static boolean same(Mesh mesh, String one, String other) {
    return print(mesh, one, other).equals(print(mesh, other, one));
  }

  static boolean agreed(Mesh mesh, String one, String other) {
    return print(mesh, one, other).kind() == Kind.AGREED && same(mesh, one, other);
  }

  static boolean allAgreed(Mesh mesh) {
    return agreed(mesh, "open", "home") && agreed(mesh, "open", "r") && agreed(mesh, "home", "r");
  }

  /** A mesh in which all have agreed, and have shaken hands with what they have agreed on. */
  static Mesh agreed(long seed) {
    Mesh mesh = settled(hosts(seed));
    mesh.runUntil(() -> allAgreed(mesh), ofMinutes(5));
    mesh.runFor(ofMinutes(4));
    assertTrue(allAgreed(mesh));
    return mesh;
  }

  @Test
  void tenKeysUnderAStreamLoseNothing() {
    Mesh mesh = settled(hosts(Long.getLong("keys.seed", 1)));
    List<Flow> flows =
        List.of(
            mesh.flow("open", "home", TrafficPattern.oneWay(200)),
            mesh.flow("home", "open", TrafficPattern.oneWay(200)));
    Set<PresharedKeyPrint> keys = new HashSet<>();
    for (int i = 0; keys.size() < 11; i++) {
      mesh.runFor(ofMinutes(1));
      assertTrue(i < 660, keys.size() + " keys in eleven hours");
      keys.add(print(mesh, "open", "home"));
      if (i % 60 == 59) {
        for (Flow flow : flows) {
          assertEquals(0, flow.lost(), flow + " of " + flow.sent() + " in minute " + i);
          flow.mark();
        }
      }
    }
  }

  @Seeds
  void whoHasNothingToSayKeepsItsKey(long seed) {
    Mesh mesh = agreed(seed);
    PresharedKeyPrint before = print(mesh, "open", "home");
    mesh.runFor(ofMinutes(150));
    assertEquals(before, print(mesh, "open", "home"));
    assertTrue(mesh.ping("open", "home").isAnswered());
    mesh.flow("open", "home", TrafficPattern.PINGS);
    mesh.runFor(ofMinutes(5));
    assertNotEquals(before, print(mesh, "open", "home"));
    assertTrue(agreed(mesh, "open", "home"));
  }

  @Seeds
  void anAgentThatDoesNotKnowOfThemGoesOnWithout(long seed) {
    Mesh mesh = settled(hosts(seed).program("home", RealAgent.understanding(Capabilities.COMMON)));
    mesh.runUntil(() -> agreed(mesh, "open", "r"), ofMinutes(5));
    mesh.runFor(ofMinutes(5));
    assertEquals(PresharedKeyPrint.NONE, print(mesh, "open", "home"));
    assertEquals(PresharedKeyPrint.NONE, print(mesh, "home", "r"));
    assertTrue(mesh.allDirect());
  }

  @Seeds
  void oneThatIsSetByHandStays(long seed) {
    byte[] bytes = new byte[PresharedKey.LENGTH];
    bytes[0] = (byte) seed;
    PresharedKey key = PresharedKey.ofBytes(bytes);
    for (boolean before : new boolean[] {true, false}) {
      Mesh mesh = before ? hosts(seed).build() : agreed(seed);
      set(mesh, "home", "r", key);
      set(mesh, "r", "home", key);
      if (before) {
        mesh.startAll();
      }
      mesh.runFor(ofMinutes(6));
      mesh.stop("home");
      mesh.start("home");
      mesh.runFor(ofMinutes(4));
      assertEquals(key.print(), print(mesh, "home", "r"));
      assertEquals(key.print(), print(mesh, "r", "home"));
      assertTrue(mesh.allDirect());
    }
  }

  private static void set(Mesh mesh, String at, String of, PresharedKey key) {
    PeerChange change = PeerChange.update(mesh.host(of).publicKey()).withPresharedKey(key);
    mesh.host(at).wireGuard().apply(DeviceChange.ofPeers(List.of(change)));
  }

  /** With a step of a tenth of a second over the exchange, and all that follows. */
  @Seeds
  void whereverAnAgentEndsHardNothingIsLost(long seed) {
    Mesh mesh = settled(hosts(seed));
    List<Flow> flows =
        List.of(
            mesh.flow("open", "home", TrafficPattern.oneWay(20)),
            mesh.flow("home", "open", TrafficPattern.oneWay(20)));
    for (int i = 0; i < 6; i++) {
      mesh.runUntil(() -> !same(mesh, "open", "home"), ofMinutes(70));
      mesh.runFor(ofMillis(i % 10));
      // Without a word, as when it is killed; the device stays as it is.
      mesh.start(i % 2 == 0 ? "open" : "home");
      mesh.runFor(ofSeconds(20 + 27L * i));
      if (i % 3 == 0) {
        mesh.start("open");
        mesh.start("home");
      }
      mesh.runFor(ofMinutes(5));
      for (Flow flow : flows) {
        assertEquals(0, flow.lost(), flow + " of " + flow.sent() + " after end " + i);
        flow.mark();
      }
    }
  }

  @Seeds
  void whoLosesPowerIsMetAtOnce(long seed) {
    Mesh mesh = agreed(seed);
    for (int i = 0; i < 10; i++) {
      mesh.powerOff("home");
      mesh.runFor(ofSeconds(1 + 23L * i));
      mesh.powerOn("home");
      mesh.runUntil(mesh::allDirect, ofSeconds(30));
      mesh.runUntil(() -> allAgreed(mesh), ofMinutes(5));
      mesh.runFor(ofMinutes(3));
    }
  }

  @Seeds
  void allWhoLosePowerMeetAgain(long seed) {
    Mesh mesh = agreed(seed);
    mesh.powerOff("home", "open", "r");
    mesh.runFor(ofSeconds(20));
    mesh.powerOn("home", "open", "r");
    mesh.runUntil(mesh::allDirect, ofMinutes(1));
    mesh.runUntil(() -> allAgreed(mesh), ofMinutes(5));
  }

  @Seeds
  void whoEndsInGoodOrderTakesItOffOnBothSides(long seed) {
    Mesh mesh = agreed(seed);
    Flow flow = mesh.flow("open", "home", TrafficPattern.oneWay(20));
    mesh.host("home").endAgent();
    mesh.runFor(ofSeconds(7));
    for (String other : List.of("open", "r")) {
      assertEquals(PresharedKeyPrint.NONE, print(mesh, "home", other));
      assertEquals(PresharedKeyPrint.NONE, print(mesh, other, "home"));
    }
    mesh.runFor(ofMinutes(5));
    assertEquals(0, flow.lost());
    assertTrue(agreed(mesh, "open", "r"));
  }

  @Seeds
  void whoTakesAnotherKeyLosesNothing(long seed) throws Exception {
    Mesh mesh = agreed(seed);
    List<Flow> flows =
        List.of(
            mesh.flow("open", "home", TrafficPattern.oneWay(200)),
            mesh.flow("home", "open", TrafficPattern.oneWay(200)));
    for (int i = 0; i < 3; i++) {
      RealAgent agent = (RealAgent) mesh.host("home").program().orElseThrow();
      agent.rotations().begin();
      mesh.runFor(ofSeconds(10));
      agent.rotations().change();
      mesh.runUntil(() -> allAgreed(mesh), ofMinutes(10));
      mesh.runFor(ofMinutes(4));
      for (Flow flow : flows) {
        assertEquals(0, flow.lost(), flow + " of " + flow.sent());
      }
    }
  }

  /** Nobody takes off the dead agent's device what it has agreed on. */
  @Seeds
  void aHostWhoseAgentWasKilledIsMetAfterAnOutage(long seed) {
    Mesh mesh = agreed(seed);
    mesh.stop("open");
    mesh.runFor(ofMinutes(10));
    assertTrue(mesh.ping("r", "open").isAnswered());
    mesh.cut("open", "r");
    mesh.runFor(ofMinutes(6));
    mesh.healAll();
    mesh.flow("open", "r", TrafficPattern.PINGS);
    mesh.runUntil(() -> mesh.ping("r", "open").isAnswered(), ofMinutes(12));
  }
}
