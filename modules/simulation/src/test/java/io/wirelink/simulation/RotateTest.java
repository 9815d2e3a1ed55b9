package io.wirelink.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Action;
import io.wirelink.agent.RotationRefusedException;
import io.wirelink.agent.RotationView;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.KeyRotation;
import io.wirelink.gossip.RotationMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Hosts that take another key, and what may happen while they do. */
class RotateTest {

  private static final Duration LONG = ofMinutes(3);

  private static Mesh settled(MeshBuilder builder) {
    Mesh mesh = builder.build();
    mesh.startAll();
    mesh.runUntil(mesh::allDirect, LONG);
    return mesh;
  }

  private static MeshBuilder hosts(long seed) {
    return Mesh.builder(seed)
        .router("r")
        .leaf("open")
        .leafBehindNat("home1")
        .leafBehindNat("home2");
  }

  private static RealAgent agent(Mesh mesh, String host) {
    return (RealAgent) mesh.host(host).program().orElseThrow();
  }

  /** Whether all other peers of a host follow it. */
  private static boolean allFollow(Mesh mesh, String host) {
    RotationView view = agent(mesh, host).rotations().view();
    return view != null
        && view.saved()
        && view.others().stream()
            .allMatch(each -> each.standing() == RotationView.Standing.FOLLOWS);
  }

  private static void announce(Mesh mesh, String host) {
    agent(mesh, host).rotations().begin();
    mesh.runUntil(() -> allFollow(mesh, host), ofSeconds(10));
  }

  private static void change(Mesh mesh, String host) {
    try {
      agent(mesh, host).rotations().change();
    } catch (RotationRefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static void rotate(Mesh mesh, String host) {
    announce(mesh, host);
    change(mesh, host);
  }

  private static boolean has(Mesh mesh, String host, PublicKey key) {
    return mesh.host(host).wireGuard().read().peers().containsKey(key);
  }

  private static boolean isOver(Mesh mesh, PublicKey old) {
    return mesh.hosts().stream()
        .allMatch(each -> !each.publicKey().equals(old) && !has(mesh, each.name(), old));
  }

  @Seeds
  void tenRotationsUnderAStreamLoseNothing(long seed) {
    for (String host : List.of("home1", "r")) {
      Mesh mesh = settled(hosts(seed));
      List<Flow> flows = new ArrayList<>();
      for (String other : List.of("open", "home2")) {
        flows.add(mesh.flow(host, other, TrafficPattern.oneWay(200)));
        flows.add(mesh.flow(other, host, TrafficPattern.oneWay(200)));
      }
      for (int i = 0; i < 10; i++) {
        PublicKey old = mesh.host(host).publicKey();
        rotate(mesh, host);
        mesh.runUntil(() -> isOver(mesh, old), ofSeconds(5));
        mesh.runFor(ofSeconds(10));
      }
      for (Flow flow : flows) {
        assertEquals(0, flow.lost(), flow + " of " + flow.sent());
      }
      mesh.runUntil(mesh::allDirect, LONG);
      mesh.runFor(ofMinutes(6));
      assertTrue(mesh.allDirect());
    }
  }

  private static List<IpAddress> linkLocals(Mesh mesh, String host) {
    return mesh.host(host).interfaces().stream()
        .flatMap(each -> each.addresses().stream())
        .map(each -> each.cidr().address())
        .filter(IpAddress::isLinkLocal)
        .toList();
  }

  @Seeds
  void theAddressOfAKeyThatIsOverIsTakenOffTheInterface(long seed) {
    Mesh mesh = settled(hosts(seed));
    for (int i = 0; i < 3; i++) {
      PublicKey old = mesh.host("home1").publicKey();
      announce(mesh, "home1");
      assertEquals(List.of(old.linkLocalAddress()), linkLocals(mesh, "home1"));
      change(mesh, "home1");
      mesh.runUntil(() -> isOver(mesh, old), ofSeconds(5));
      mesh.runFor(ofSeconds(1));
      PublicKey now = mesh.host("home1").publicKey();
      assertEquals(List.of(now.linkLocalAddress()), linkLocals(mesh, "home1"));
    }
    mesh.runUntil(mesh::allDirect, LONG);
  }

  @Seeds
  void aHostThatWasOffHearsOfItWhenItIsBack(long seed) {
    Mesh mesh = settled(hosts(seed));
    mesh.powerOff("home2");
    mesh.runFor(ofMinutes(5));
    PublicKey old = mesh.host("home1").publicKey();
    agent(mesh, "home1").rotations().begin();
    mesh.runFor(ofSeconds(5));
    change(mesh, "home1");
    mesh.runFor(ofSeconds(20));
    mesh.powerOn("home2");
    mesh.runUntil(mesh::allDirect, LONG);
    mesh.runUntil(() -> isOver(mesh, old), LONG);
  }

  @Seeds
  void whoIsSwitchedOffBetweenItsFileAndItsDeviceIsFoundUnderEitherKey(long seed) {
    for (boolean goesOn : new boolean[] {true, false}) {
      Mesh mesh = settled(hosts(seed));
      PublicKey old = mesh.host("home1").publicKey();
      announce(mesh, "home1");
      var next = mesh.host("home1").disk().rotations.own();
      mesh.runFor(ofSeconds(1));
      mesh.powerOff("home1");
      if (goesOn) {
        var change = new Action.ChangeKey(next.to(), List.of());
        mesh.host("home1").changeKey(change.key(), change.change());
      }
      mesh.runFor(ofMinutes(1));
      mesh.powerOn("home1");
      mesh.runUntil(mesh::allDirect, LONG);
      assertEquals(goesOn, isOver(mesh, old));
      if (!goesOn) {
        change(mesh, "home1");
        mesh.runUntil(() -> isOver(mesh, old), ofSeconds(10));
        mesh.runUntil(mesh::allDirect, LONG);
      }
    }
  }

  @Seeds
  void whoStaysWithItsKeyIsFollowedNoMore(long seed) throws RotationRefusedException {
    Mesh mesh = settled(hosts(seed));
    announce(mesh, "home1");
    PublicKey next = agent(mesh, "home1").rotations().view().to();
    agent(mesh, "home1").rotations().withdraw();
    mesh.runFor(ofSeconds(5));
    assertTrue(
        agent(mesh, "r").rotations().all().getFirst().rotation().isWithdrawal(),
        "the router follows still");
    mesh.powerOff("home1");
    mesh.runFor(ofMinutes(2));
    assertFalse(has(mesh, "r", next));
  }

  @Seeds
  void aMemberWhoMeansHarmGivesNobodyAnotherKeyHoweverLoud(long seed) {
    Mesh mesh = settled(hosts(seed).program("open", HostileAgent::new));
    List<PublicKey> keys = mesh.hosts().stream().map(Host::publicKey).toList();
    PublicKey liarsKey = mesh.host("open").publicKey();
    HostileAgent.on(mesh, "open")
        .attack(
            mesh,
            liar -> {
              List<Action.Send> sends = new ArrayList<>();
              for (PublicKey to : keys) {
                PublicKey of = keys.get(liar.random.nextInt(keys.size()));
                PublicKey stranger = new PublicKey(liar.random.nextLong(), 2, 3, 4);
                long id = liar.random.nextLong();
                for (KeyRotation each :
                    List.of(
                        new KeyRotation(of, stranger, id >>> 1),
                        new KeyRotation(liarsKey, of, id >>> 1),
                        new KeyRotation(liarsKey, stranger, id >>> 1))) {
                  byte[] proof = liar.sealed(to, RotationMessage.proven(each));
                  sends.add(liar.says(to, new RotationMessage.Announced(id, each, proof).inner()));
                  sends.add(liar.says(to, new RotationMessage.Told(id, List.of(each)).inner()));
                  sends.add(liar.says(to, new RotationMessage.Now(each.to(), 0).inner()));
                  sends.add(liar.says(to, new RotationMessage.Answered(id, true).inner()));
                }
              }
              return sends;
            });
    mesh.runFor(LONG);
    for (Host host : mesh.hosts()) {
      if (!host.name().equals("open")) {
        assertEquals(
            List.of(),
            agent(mesh, host.name()).rotations().all().stream()
                .filter(each -> !each.rotation().isWithdrawal())
                .toList());
        assertEquals(3, host.wireGuard().read().peers().size());
      }
    }
    assertTrue(mesh.allDirect());
  }

  @Seeds
  void agentsThatKnowNothingOfItFindTheHostByTheRouter(long seed) {
    Mesh mesh = settled(hosts(seed).program("open", RealAgent.understanding(512)));
    PublicKey old = mesh.host("home1").publicKey();
    agent(mesh, "home1").rotations().begin();
    mesh.runFor(ofSeconds(5));
    change(mesh, "home1");
    mesh.runUntil(mesh::allDirect, LONG);
    mesh.runUntil(() -> isOver(mesh, old), ofMinutes(10));
  }

  @Seeds
  void aFollowerThatStartsAnewAtAnyMomentFollows(long seed) {
    for (int millis = 0; millis < 700; millis += 100) {
      Mesh mesh = settled(hosts(seed));
      PublicKey old = mesh.host("home1").publicKey();
      rotate(mesh, "home1");
      mesh.runFor(ofMillis(millis));
      mesh.powerOff("r");
      mesh.runFor(ofSeconds(3));
      mesh.powerOn("r");
      mesh.runUntil(() -> isOver(mesh, old) && mesh.allDirect(), LONG);
    }
  }

  /**
   * The file of wg-quick has the key before the device is told to take it, so it is what the device
   * has after that.
   */
  @Seeds
  void whoLosesPowerAtAnyMomentIsFoundAgain(long seed) {
    for (String host : List.of("home1", "r")) {
      for (int millis = 0; millis < 700; millis += 100) {
        Mesh mesh = settled(hosts(seed));
        PublicKey old = mesh.host(host).publicKey();
        announce(mesh, host);
        var next = mesh.host(host).disk().rotations.own().to();
        change(mesh, host);
        mesh.runFor(ofMillis(millis));
        mesh.powerOff(host);
        if (mesh.host(host).publicKey().equals(old)) {
          mesh.host(host).changeKey(next, new Action.ChangeKey(next, List.of()).change());
        }
        mesh.runFor(ofSeconds(3));
        mesh.powerOn(host);
        mesh.runUntil(() -> isOver(mesh, old) && mesh.allDirect(), LONG);
      }
    }
  }

  /** Before that: it has the key that it had, and goes on with what it announced or begins anew. */
  @Seeds
  void whoLosesPowerWhileItAnnouncesStaysAndGoesOn(long seed) {
    for (String host : List.of("home1", "r")) {
      for (int millis = 0; millis < 200; millis += 20) {
        Mesh mesh = settled(hosts(seed));
        PublicKey old = mesh.host(host).publicKey();
        agent(mesh, host).rotations().begin();
        mesh.runFor(ofMillis(millis));
        mesh.powerOff(host);
        mesh.runFor(ofSeconds(3));
        mesh.powerOn(host);
        mesh.runUntil(mesh::allDirect, LONG);
        assertEquals(old, mesh.host(host).publicKey());
        rotate(mesh, host);
        mesh.runUntil(() -> isOver(mesh, old), ofSeconds(10));
        mesh.runUntil(mesh::allDirect, LONG);
      }
    }
  }
}
