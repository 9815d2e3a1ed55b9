package io.wirelink.simulation;

import static io.wirelink.simulation.AgreedKeysTest.agreed;
import static io.wirelink.simulation.AgreedKeysTest.allAgreed;
import static io.wirelink.simulation.AgreedKeysTest.print;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.KeptPresharedKey;
import io.wirelink.device.PresharedKeyPrint;
import java.util.List;

/** Hosts of which one has lost the preshared key that both had, or nobody looks after one. */
class LostKeysTest {

  /** Nor does anybody tell it that the other one has lost the key, which it has not: it is kept. */
  @Seeds
  void aHostThatStartsAnewIsMetByOneWhoseAgentIsGone(long seed) {
    Mesh mesh = agreed(seed);
    mesh.stop("open");
    PresharedKeyPrint before = print(mesh, "open", "r");
    mesh.powerOff("r");
    mesh.runFor(ofMinutes(2));
    mesh.powerOn("r");
    mesh.flow("open", "r", TrafficPattern.PINGS);
    mesh.runUntil(() -> mesh.ping("r", "open").isAnswered(), ofSeconds(15));
    assertEquals(before, print(mesh, "open", "r"));
    assertEquals(before, print(mesh, "r", "open"));
  }

  /** On a new disk, or from a copy of an older one. */
  @Seeds
  void aHostThatHasLostItsDiskIsMetAndAgreesAnew(long seed) {
    Mesh mesh = agreed(seed);
    mesh.powerOff("home");
    mesh.host("home").disk().presharedKeys = List.of();
    mesh.runFor(ofMinutes(1));
    mesh.powerOn("home");
    mesh.runUntil(mesh::allDirect, ofSeconds(40));
    mesh.runUntil(() -> allAgreed(mesh), ofMinutes(5));
  }

  @Seeds
  void aHostWithADiskOfBeforeIsMetAndAgreesAnew(long seed) {
    Mesh mesh = agreed(seed);
    List<KeptPresharedKey> copies = mesh.host("home").disk().presharedKeys;
    mesh.flow("open", "home", TrafficPattern.PINGS);
    mesh.flow("home", "r", TrafficPattern.PINGS);
    mesh.runFor(ofMinutes(80));
    assertTrue(allAgreed(mesh));
    mesh.powerOff("home");
    mesh.host("home").disk().presharedKeys = copies;
    mesh.runFor(ofMinutes(1));
    mesh.powerOn("home");
    mesh.runUntil(mesh::allDirect, ofMinutes(70));
    mesh.runUntil(() -> allAgreed(mesh), ofMinutes(10));
  }

  /** It has nothing but what wg-quick gives it, and only answers. */
  @Seeds
  void aHostThatStartsWithoutItsAgentIsMet(long seed) {
    Mesh mesh = agreed(seed);
    mesh.powerOff("open");
    mesh.runFor(ofMinutes(1));
    mesh.host("open").powerOn();
    mesh.runUntil(() -> mesh.ping("r", "open").isAnswered(), ofMinutes(13));
    assertEquals(PresharedKeyPrint.NONE, print(mesh, "r", "open"));
  }

  /** Its WireGuard has called before the agent gave it the key, and does so again after 5 s. */
  @Seeds
  void aHostWhoseAgentStartsLaterThanItsInterfaceIsMetByTheNextCall(long seed) {
    Mesh mesh = agreed(seed);
    mesh.flow("home", "r", TrafficPattern.PINGS);
    mesh.powerOff("home");
    mesh.runFor(ofMinutes(1));
    mesh.host("home").powerOn();
    mesh.runFor(ofMillis(2500));
    mesh.start("home");
    mesh.runUntil(() -> mesh.ping("home", "r").isAnswered(), ofSeconds(6));
    mesh.runUntil(() -> allAgreed(mesh), ofSeconds(30));
  }

  /** What it has said of that was lost. */
  @Seeds
  void aHostWhoseAgentHasEndedUnheardIsMet(long seed) {
    Mesh mesh = agreed(seed);
    mesh.cut("home", "r");
    mesh.host("home").endAgent();
    mesh.runFor(ofSeconds(2));
    mesh.healAll();
    Flow flow = mesh.flow("home", "r", TrafficPattern.oneWay(20));
    mesh.runFor(ofMinutes(5));
    assertEquals(0, flow.lost());
    assertEquals(PresharedKeyPrint.NONE, print(mesh, "r", "home"));
  }

  @Seeds
  void nothingIsKeptOfAHostThatHasTakenAnotherKey(long seed) throws Exception {
    Mesh mesh = agreed(seed);
    List<KeptPresharedKey> before = mesh.host("home").disk().presharedKeys;
    assertEquals(2, before.size());
    RealAgent agent = (RealAgent) mesh.host("home").program().orElseThrow();
    agent.rotations().begin();
    mesh.runFor(ofSeconds(10));
    agent.rotations().change();
    mesh.runFor(ofSeconds(2));
    assertEquals(List.of(), mesh.host("home").disk().presharedKeys);
    mesh.host("r").endAgent();
    assertEquals(List.of(), mesh.host("r").disk().presharedKeys);
  }
}
