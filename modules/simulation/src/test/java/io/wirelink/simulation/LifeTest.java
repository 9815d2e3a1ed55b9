package io.wirelink.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.AgentView;
import io.wirelink.device.Cidr;
import io.wirelink.device.PeerState;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** What happens to a mesh in its life, after it has converged. */
class LifeTest {

  /** A fact's TTL and one round of housekeeping. */
  private static final Duration TTL = ofSeconds(255 + 5);

  /** Until the next Alive, the silence after it, and the next endpoint to be tried. */
  private static final Duration SILENCE_NOTICED = ofSeconds(30 + 27 + 5 + 15);

  private Mesh mesh = Mesh.builder(0).build();
  private Judge judge = Judge.of(mesh);

  private void converged(long seed, UnaryOperator<MeshBuilder> layout) {
    mesh = layout.apply(Mesh.builder(seed).router("r")).build();
    judge = Judge.of(mesh);
    mesh.startAll();
    mesh.runUntil(mesh::allDirect, ofSeconds(30));
    mesh.runFor(ofSeconds(20));
  }

  private void convergedTriangle(long seed) {
    converged(seed, with -> with.leafBehindNat("a").leafBehindNat("b").leaf("c"));
  }

  private boolean isPeer(String at, String of) {
    return mesh.host(at).wireGuard().read().peers().containsKey(mesh.host(of).publicKey());
  }

  private PeerState peer(String at, String of) {
    return mesh.host(at).wireGuard().read().peers().get(mesh.host(of).publicKey());
  }

  private boolean bothWays(String one, String other) {
    return mesh.direct(one, other) && mesh.direct(other, one);
  }

  @Seeds
  void aConvergedMeshStaysDirectForHours(long seed) {
    convergedTriangle(seed);
    for (int i = 0; i < 4 * 60; i++) {
      mesh.runFor(ofMinutes(1));
      assertTrue(
          mesh.allDirect(), () -> mesh.simulation().failure("not direct", null).getMessage());
    }
    Ping ping = mesh.ping("a", "b");
    assertTrue(ping.isAnswered());
    assertEquals(0, ping.forwarders());
  }

  @Seeds
  void anIdleMeshSendsLittleAndChangesNothing(long seed) {
    convergedTriangle(seed);
    mesh.runFor(ofMinutes(10));
    judge.reset();
    int minutes = 30;
    mesh.runFor(ofMinutes(minutes));
    for (Host host : mesh.hosts()) {
      int peers = mesh.hosts().size() - 1;
      // Alive to each peer twice a minute; facts about each host to each peer about once in two.
      int limit = minutes * peers * 4;
      int sent = judge.sent(host.name());
      assertTrue(sent <= limit, host + " sent " + sent + " packets, and not at most " + limit);
      assertEquals(0, judge.changes(host.name()), host + " changed its device");
    }
  }

  @Seeds
  void aPathThatBreaksIsLeftToTheRouterAndTakenAgainWhenItHeals(long seed) {
    convergedTriangle(seed);
    mesh.cut("a", "b");
    mesh.runUntil(
        () -> peer("a", "b").allowedIps().size() == 1 && peer("b", "a").allowedIps().size() == 1,
        ofSeconds(60));
    mesh.runFor(ofSeconds(1));
    Ping ping = mesh.ping("a", "b");
    assertTrue(ping.isAnswered());
    assertEquals(1, ping.forwarders());
    mesh.runFor(ofMinutes(3));
    mesh.heal("a", "b");
    mesh.runUntil(mesh::allDirect, ofSeconds(60));
    assertEquals(0, mesh.ping("a", "b").forwarders());
  }

  @Seeds
  void aPathThatBreaksInOneDirectionOnlyIsLeftToTheRouterByBoth(long seed) {
    convergedTriangle(seed);
    mesh.cutOneWay("a", "c");
    // Who still hears the other takes the path for good until the handshake is too old.
    mesh.runUntil(() -> mesh.ping("a", "c").forwarders() == 1, ofSeconds(200));
    mesh.runUntil(() -> mesh.ping("c", "a").forwarders() == 1, ofSeconds(60));
    mesh.healAll();
    mesh.runUntil(mesh::allDirect, ofSeconds(60));
  }

  @Seeds
  void leavesStayDirectWhileTheRouterIsDownAndConvergeWhenItIsBack(long seed) {
    convergedTriangle(seed);
    mesh.host("r").powerOff();
    for (int i = 0; i < 20; i++) {
      mesh.runFor(ofMinutes(1));
      assertTrue(
          bothWays("a", "b") && bothWays("a", "c") && bothWays("b", "c"),
          () -> mesh.simulation().failure("not direct without the router", null).getMessage());
    }
    mesh.host("r").powerOn();
    mesh.start("r");
    mesh.runUntil(mesh::allDirect, ofSeconds(30));
    mesh.runFor(ofMinutes(10));
    assertTrue(mesh.allDirect());
  }

  @Seeds
  void anAgentThatIsStartedAnewKnowsEverythingAtOnceAndBreaksNothing(long seed) {
    convergedTriangle(seed);
    mesh.stop("a");
    mesh.runFor(ofSeconds(3));
    mesh.start("a");
    for (int i = 0; i < 100; i++) {
      mesh.runFor(ofMillis(100));
      assertTrue(mesh.allDirect());
    }
    assertEquals(3, mesh.view("a").peers().stream().filter(AgentView.KnownPeer::alive).count());
    mesh.runFor(ofMinutes(10));
    assertTrue(mesh.allDirect());
  }

  @Seeds
  void anAgentThatStopsForLongLeavesItsPathsAloneWhileTheyWork(long seed) {
    convergedTriangle(seed);
    mesh.stop("a");
    mesh.runFor(ofSeconds(60));
    assertTrue(mesh.ping("a", "b").isAnswered());
    mesh.runFor(ofMinutes(20));
    mesh.start("a");
    mesh.runUntil(mesh::allDirect, ofSeconds(20));
  }

  @Seeds
  void aRouterThatIsStartedAnewTeachesNobodyToForget(long seed) {
    convergedTriangle(seed);
    for (int i = 0; i < 5; i++) {
      mesh.start("r");
      mesh.runFor(ofSeconds(90));
      assertTrue(mesh.allDirect());
    }
  }

  @Seeds
  void aLeafThatIsAdmittedLaterMeetsEverybodySoon(long seed) {
    mesh = Mesh.builder(seed).router("r").leafBehindNat("a").leaf("b").strangeLeaf("late").build();
    judge = Judge.of(mesh);
    mesh.start("r");
    mesh.start("a");
    mesh.start("b");
    mesh.runUntil(mesh::allDirect, ofSeconds(5));
    mesh.runFor(ofMinutes(7));
    mesh.admit("late");
    mesh.start("late");
    mesh.runUntil(mesh::allDirect, ofSeconds(12));
  }

  @Seeds
  void aLeafThatIsExpelledIsRemovedByAllOthersOnceItsFactsHaveExpired(long seed) {
    convergedTriangle(seed);
    mesh.runFor(TTL.multipliedBy(2));
    mesh.expel("b");
    mesh.runFor(ofSeconds(60));
    assertTrue(isPeer("a", "b"));
    mesh.runUntil(() -> !isPeer("a", "b") && !isPeer("c", "b"), TTL.multipliedBy(2));
    assertTrue(bothWays("a", "c") && isPeer("a", "r") && isPeer("b", "r"));
    mesh.runFor(ofMinutes(10));
    assertFalse(isPeer("a", "b") || isPeer("c", "b") || isPeer("r", "b"));
  }

  @Seeds
  void aNewAddressDoesNotBreakDirectPaths(long seed) {
    convergedTriangle(seed);
    mesh.host("c").setAddress("eth0", Cidr.parse("203.0.113.200/24"));
    mesh.runUntil(
        () -> {
          Ping there = mesh.ping("a", "c");
          Ping back = mesh.ping("c", "a");
          return there.isAnswered() && back.isAnswered() && there.forwarders() == 0;
        },
        SILENCE_NOTICED);
    mesh.runFor(ofMinutes(10));
    assertTrue(mesh.allDirect());
    assertEquals("203.0.113.200:51820", String.valueOf(peer("a", "c").endpoint()));
  }

  @Seeds
  void aNatThatForgetsOrMovesIsGotOver(long seed) {
    convergedTriangle(seed);
    mesh.nat("a").setOutsideAddress(Cidr.parse("203.0.113.201/24"));
    mesh.runFor(ofMinutes(2));
    mesh.runUntil(() -> mesh.ping("a", "b").forwarders() == 0, ofSeconds(60));
    mesh.nat("b").forget();
    mesh.runFor(ofMinutes(2));
    mesh.runUntil(() -> mesh.ping("a", "b").forwarders() == 0, ofSeconds(60));
    assertTrue(mesh.allDirect());
  }

  @Seeds
  void aHostThatSleptIsBackSoonAndKeepsNothingThatIsWrong(long seed) {
    convergedTriangle(seed);
    for (Duration nap : new Duration[] {ofSeconds(15), ofMinutes(3), ofMinutes(20)}) {
      mesh.host("a").suspend();
      mesh.runFor(nap);
      mesh.host("a").resume();
      mesh.runUntil(mesh::allDirect, ofSeconds(30));
      mesh.runFor(ofMinutes(1));
      assertTrue(mesh.allDirect());
    }
  }

  @Seeds
  void aHostThatSleptLongerThanFactsLiveRemovesNobody(long seed) {
    convergedTriangle(seed);
    mesh.runFor(TTL.multipliedBy(2));
    mesh.host("a").suspend();
    mesh.runFor(ofMinutes(20));
    mesh.host("a").resume();
    mesh.runFor(ofMinutes(10));
    assertEquals(0, judge.removals("a"));
  }

  @Seeds
  void aStepOfTheWallClockBreaksNothing(long seed) {
    convergedTriangle(seed);
    mesh.host("a").stepWall(Duration.ofHours(5));
    mesh.runFor(ofMinutes(10));
    assertTrue(mesh.allDirect());
    mesh.host("c").stepWall(ofSeconds(-40));
    mesh.runFor(ofMinutes(10));
    assertTrue(mesh.allDirect());
  }

  @Seeds
  void aLossyNetworkThatDuplicatesAndReordersConvergesAllTheSame(long seed) {
    LinkQuality bad = LinkQuality.INTERNET.withLoss(0.2).withDuplication(0.1).withReordering(0.2);
    mesh =
        Mesh.builder(seed)
            .internetQuality(bad)
            .router("r")
            .leafBehindNat("a")
            .leafBehindNat("b")
            .leaf("c")
            .build();
    judge = Judge.of(mesh);
    mesh.startAll();
    // What is lost is told again when half of its life is over.
    mesh.runUntil(mesh::allDirect, ofMinutes(10));
    mesh.internet().setQuality(LinkQuality.INTERNET);
    mesh.runFor(ofMinutes(5));
    assertTrue(mesh.allDirect());
  }

  @Seeds
  void aDeviceThatRefusesChangesForAWhileIsTriedAgain(long seed) {
    mesh = Mesh.builder(seed).router("r").leaf("a").leaf("b").build();
    judge = Judge.of(mesh);
    mesh.host("a").wireGuard().refuseChanges(true);
    mesh.startAll();
    mesh.runFor(ofSeconds(30));
    assertFalse(isPeer("a", "b"));
    mesh.host("a").wireGuard().refuseChanges(false);
    // What could not be sent in the meantime is told again when half of its life is over.
    mesh.runUntil(mesh::allDirect, ofSeconds(150));
  }
}
