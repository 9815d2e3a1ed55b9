package io.wirelink.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Action;
import io.wirelink.agent.Event;
import io.wirelink.agent.Time;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerChange;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a program sits on a host, and how meshes are laid out. */
class MeshTest {

  private static final Duration MOMENT = Duration.ofMillis(200);

  private final Mesh mesh =
      Mesh.builder(9)
          .router("r")
          .leafBehindNat("a")
          .leafBehindNat("b")
          .strangeLeaf("c")
          .program(Script::start)
          .build();

  private void tell(String host, Action action) {
    Script script = Script.on(mesh, host);
    script.next.add(action);
    mesh.host(host).addAddress("eth0", Cidr.parse("198.51.100.9/32"));
  }

  private Action.Send send(String to, String text) {
    var key = mesh.host(to).publicKey();
    return new Action.Send(
        key, key.linkLocalAddress(), text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private void knowLinkLocal(String at, String of) {
    var key = mesh.host(of).publicKey();
    tell(
        at,
        new Action.Configure(
            PeerChange.add(key).withAllowedIps(Set.of(Cidr.host(key.linkLocalAddress())))));
    mesh.runFor(MOMENT);
  }

  @Test
  void theFirstStepGetsNoEventsAndTheHostsOwnTime() {
    Time before = mesh.host("a").clock().time();
    mesh.start("a");
    assertEquals(List.of(before), Script.on(mesh, "a").steps);
    assertEquals(List.of(), Script.on(mesh, "a").events);
    var addresses = mesh.host("a").interfaces().getLast().addresses();
    assertEquals(
        mesh.host("a").publicKey().linkLocalAddress(), addresses.getLast().cidr().address());
  }

  @Test
  void aProgramIsSteppedAtItsDeadlineAndNotBefore() {
    mesh.start("a");
    Script script = Script.on(mesh, "a");
    tell("a", new Action.ReadHost());
    mesh.runFor(MOMENT);
    int steps = script.steps.size();
    long deadline = mesh.host("a").clock().monotonicNanos() + Duration.ofHours(1).toNanos();
    script.deadlineNanos = deadline;
    mesh.host("a").addAddress("eth0", Cidr.parse("198.51.100.10/32"));
    mesh.runFor(MOMENT);
    assertEquals(steps + 1, script.steps.size());
    mesh.runFor(Duration.ofHours(2));
    assertEquals(steps + 1, script.steps.size());
  }

  @Test
  void theDeviceAndTheHostAreReadOnDemand() {
    mesh.start("a");
    tell("a", new Action.ReadDevice());
    mesh.runFor(MOMENT);
    var read = assertInstanceOf(Event.DeviceRead.class, Script.on(mesh, "a").events.getLast());
    assertEquals(Set.of(mesh.host("r").publicKey()), read.state().peers().keySet());
    tell("a", new Action.ReadHost());
    mesh.runFor(MOMENT);
    var host = assertInstanceOf(Event.HostRead.class, Script.on(mesh, "a").events.getLast());
    assertEquals(mesh.host("a").interfaces(), host.interfaces());
    tell("a", new Action.Resolve("nowhere.example"));
    mesh.runFor(MOMENT);
    assertEquals(
        new Event.NameResolved("nowhere.example", List.of()),
        Script.on(mesh, "a").events.getLast());
  }

  @Test
  void aChangeThatIsRefusedIsSaidToHaveFailed() {
    mesh.start("a");
    mesh.host("a").wireGuard().refuseChanges(true);
    tell("a", new Action.Configure(PeerChange.add(mesh.host("b").publicKey())));
    mesh.runFor(MOMENT);
    var failed = assertInstanceOf(Event.ChangeFailed.class, Script.on(mesh, "a").events.getLast());
    assertEquals(mesh.host("b").publicKey(), failed.peer());
    assertEquals(1, mesh.host("a").wireGuard().read().peers().size());
  }

  @Test
  void whatAProgramSendsArrivesThroughTheTunnelFromItsLinkLocalAddress() {
    mesh.start("r");
    mesh.start("a");
    knowLinkLocal("a", "r");
    tell("a", send("r", "hello"));
    mesh.runFor(MOMENT);
    assertTrue(Script.on(mesh, "r").events.isEmpty(), "the router does not know the source yet");
    knowLinkLocal("r", "a");
    tell("a", send("r", "hello again"));
    mesh.runFor(MOMENT);
    var packet = assertInstanceOf(Event.PacketArrived.class, Script.on(mesh, "r").events.getLast());
    assertEquals(mesh.host("a").publicKey().linkLocalAddress(), packet.source());
    assertArrayEquals(
        "hello again".getBytes(java.nio.charset.StandardCharsets.UTF_8), packet.packet());
  }

  @Test
  void aStoppedProgramIsToldNothing() {
    mesh.startAll();
    Script old = Script.on(mesh, "r");
    mesh.stop("r");
    knowLinkLocal("a", "r");
    tell("a", send("r", "hello"));
    mesh.runFor(MOMENT);
    assertTrue(old.events.isEmpty());
    assertTrue(mesh.host("r").program().isEmpty());
    mesh.start("r");
    assertNotEquals(old, Script.on(mesh, "r"));
  }

  @Test
  void leavesBehindNatsReachTheRouterAndEachOtherByIt() {
    assertTrue(mesh.ping("a", "r").isAnswered());
    assertTrue(mesh.ping("b", "r").isAnswered());
    Ping ping = mesh.ping("a", "b");
    assertTrue(ping.isAnswered());
    assertEquals(1, ping.forwarders());
    assertFalse(mesh.direct("a", "b"));
    var endpoint =
        mesh.host("r").wireGuard().read().peers().get(mesh.host("a").publicKey()).endpoint();
    assertEquals(new Endpoint(mesh.nat("a").outsideAddress(), 51820), endpoint);
  }

  @Test
  void aStrangerIsNotAnsweredUntilItIsAdmittedAndNotAfterItIsExpelled() {
    assertFalse(mesh.ping("c", "r").isAnswered());
    mesh.admit("c");
    mesh.runFor(Duration.ofSeconds(5));
    assertTrue(mesh.ping("c", "r").isAnswered());
    mesh.expel("c");
    assertFalse(mesh.ping("c", "r").isAnswered());
  }

  @Test
  void theSameSeedGivesTheSameTraceAndAnotherSeedAnother() {
    assertEquals(life(1), life(1));
    assertNotEquals(life(1), life(2));
  }

  private static String life(long seed) {
    Mesh mesh =
        Mesh.builder(seed)
            .internetQuality(
                LinkQuality.INTERNET.withLoss(0.2).withDuplication(0.1).withReordering(0.1))
            .keepaliveSeconds(5)
            .router("r")
            .leafBehindNat("a", NatKind.SYMMETRIC)
            .leaf("b")
            .program(Script::start)
            .build();
    mesh.startAll();
    for (int i = 0; i < 100; i++) {
      mesh.host("a").ping(mesh.host("b").tunnelAddress());
      mesh.runFor(Duration.ofSeconds(3));
    }
    return mesh.simulation().trace().text();
  }
}
