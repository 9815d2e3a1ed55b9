package io.wirelink.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.InvitationWish;
import io.wirelink.agent.RotationRefusedException;
import io.wirelink.device.PublicKey;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.InvitationRefusedException;
import io.wirelink.invitation.JoinMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Hosts that come into a mesh by a line, and what may happen while they do. */
class JoinTest {

  /** What is promised for ten hosts; from the first request on. */
  private static final Duration DIRECT = ofSeconds(5);

  private static final Duration LONG = ofMinutes(3);

  private static Mesh mesh(long seed, String... newcomers) {
    MeshBuilder builder = Mesh.builder(seed).router("r");
    for (int i = 1; i <= 5; i++) {
      builder.leaf("open" + i).leafBehindNat("home" + i);
    }
    Stream.of(newcomers).forEach(builder::strangeLeaf);
    Mesh mesh = builder.build();
    mesh.hosts().stream()
        .map(Host::name)
        .filter(name -> !List.of(newcomers).contains(name))
        .forEach(mesh::start);
    mesh.runUntil(mesh::allDirect, LONG);
    return mesh;
  }

  private static RealAgent agent(Mesh mesh, String host) {
    return (RealAgent) mesh.host(host).program().orElseThrow();
  }

  /** Invites somebody, to the address that the host has in its plan. */
  private static InvitationLine invite(Mesh mesh, Host newcomer) {
    try {
      return agent(mesh, "r")
          .joining()
          .invite(
              new InvitationWish(
                  newcomer.name(),
                  ofMinutes(60),
                  List.of(newcomer.tunnelAddress()),
                  List.of(),
                  false));
    } catch (InvitationRefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Seeds
  void whoComesByALineIsDirectWithTenHostsWithinFiveSeconds(long seed) {
    Mesh mesh = mesh(seed, "new");
    Host newcomer = mesh.host("new");
    InvitationLine line = invite(mesh, newcomer);
    mesh.runFor(ofSeconds(6));
    long start = mesh.simulation().nowNanos();
    AskingHost asking = AskingHost.begin(newcomer, line, mesh);
    mesh.runUntil(() -> asking.answer() != null, DIRECT);
    asking.becomeMember(mesh);
    mesh.runUntil(mesh::allDirect, DIRECT.minusNanos(mesh.simulation().nowNanos() - start));
    assertTrue(mesh.ping("new", "home1").isAnswered());
    assertEquals("new", mesh.view("open1").names().get(newcomer.publicKey()));
  }

  @Seeds
  void whoTakesAnotherKeyHasItsNameAndNobodyElse(long seed) throws RotationRefusedException {
    Mesh mesh = mesh(seed, "new");
    Host newcomer = mesh.host("new");
    AskingHost asking = AskingHost.begin(newcomer, invite(mesh, newcomer), mesh);
    mesh.runUntil(() -> asking.answer() != null, LONG);
    asking.becomeMember(mesh);
    mesh.runUntil(mesh::allDirect, LONG);
    PublicKey old = newcomer.publicKey();
    agent(mesh, "new").rotations().begin();
    mesh.runFor(ofSeconds(10));
    agent(mesh, "new").rotations().change();
    mesh.runUntil(() -> mesh.hosts().stream().noneMatch(each -> has(each, old)), LONG);
    for (String host : List.of("r", "open1")) {
      Map<PublicKey, String> names = agent(mesh, host).knownNames();
      assertEquals("new", names.get(newcomer.publicKey()), host);
      assertEquals(1, names.values().stream().filter("new"::equals).count(), host);
    }
  }

  private static boolean has(Host host, PublicKey key) {
    return host.publicKey().equals(key) || host.wireGuard().read().peers().containsKey(key);
  }

  @Seeds
  void aRouterThatLosesPowerAtAnyMomentLetsItInAfterwards(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 10; i++) {
      Mesh mesh = mesh(seed, "new");
      Host newcomer = mesh.host("new");
      InvitationLine line = invite(mesh, newcomer);
      mesh.runFor(ofSeconds(6));
      AskingHost asking = AskingHost.begin(newcomer, line, mesh);
      mesh.runFor(ofMillis(random.nextInt(1500)));
      mesh.powerOff("r");
      mesh.runFor(ofMillis(random.nextInt(3000)));
      mesh.powerOn("r");
      mesh.runUntil(() -> asking.answer() != null, LONG);
      asking.becomeMember(mesh);
      mesh.runUntil(mesh::allDirect, LONG);
    }
  }

  @Seeds
  void ofTwoWithOneLineOneIsLetInAndTheOtherKnows(long seed) {
    Mesh mesh = mesh(seed, "new", "thief");
    InvitationLine line = invite(mesh, mesh.host("new"));
    mesh.runFor(ofSeconds(6));
    AskingHost first = AskingHost.begin(mesh.host("new"), line, mesh);
    AskingHost second = AskingHost.begin(mesh.host("thief"), line, mesh);
    mesh.runUntil(() -> first.answer() != null && second.answer() != null, LONG);
    assertNotNull(first.answer());
    assertNotNull(second.answer());
    assertEquals(
        List.of(JoinMessage.Verdict.WELCOME, JoinMessage.Verdict.USED),
        Stream.of(first, second).map(each -> each.answer().verdict()).sorted().toList());
  }
}
