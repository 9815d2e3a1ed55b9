package io.wirelink.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Action;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.InterfaceFilter;
import io.wirelink.agent.PeerConfig;
import io.wirelink.agent.RemovalRefusedException;
import io.wirelink.agent.RemovalView;
import io.wirelink.agent.Time;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.RemovalRecord;
import io.wirelink.gossip.RemovalMessage;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** Hosts that are taken out of a mesh, and what may happen while they are. */
class RemoveTest {

  /** What is promised for ten hosts. */
  private static final Duration GONE = ofSeconds(5);

  private static final Duration LONG = ofMinutes(3);
  private static final String LOST = "home4";

  /** A router and nine leaves; all of them reach each other. */
  private static MeshBuilder hosts(long seed) {
    MeshBuilder builder = Mesh.builder(seed).router("r").leaf("open5");
    for (int i = 1; i <= 4; i++) {
      builder.leaf("open" + i).leafBehindNat("home" + i);
    }
    return builder;
  }

  private static Mesh settled(MeshBuilder builder) {
    Mesh mesh = builder.build();
    mesh.startAll();
    mesh.runUntil(mesh::allDirect, LONG);
    return mesh;
  }

  private static RealAgent agent(Mesh mesh, String host) {
    return (RealAgent) mesh.host(host).program().orElseThrow();
  }

  private static void remove(Mesh mesh, String host) {
    remove(mesh, "r", host);
  }

  private static void remove(Mesh mesh, String router, String host) {
    try {
      assertTrue(agent(mesh, router).removing().remove(mesh.host(host).publicKey()));
    } catch (RemovalRefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean has(Mesh mesh, Host host, String peer) {
    return host.wireGuard().read().peers().containsKey(mesh.host(peer).publicKey());
  }

  private static List<Host> others(Mesh mesh, Predicate<Host> which) {
    return mesh.hosts().stream().filter(each -> !each.name().equals(LOST)).filter(which).toList();
  }

  private static boolean isGone(Mesh mesh, Predicate<Host> where) {
    return others(mesh, where).stream().noneMatch(each -> has(mesh, each, LOST));
  }

  @Seeds
  void whoIsRemovedIsGoneFromAllNineOthersWithinFiveSecondsAndStaysAway(long seed) {
    Mesh mesh = settled(hosts(seed));
    assertTrue(mesh.ping(LOST, "home1").isAnswered());
    remove(mesh, LOST);
    mesh.runUntil(() -> isGone(mesh, any -> true), GONE);
    assertEquals(9, others(mesh, any -> true).size());
    mesh.runFor(ofMinutes(10));
    assertTrue(isGone(mesh, any -> true));
    assertFalse(mesh.ping(LOST, "home1").isAnswered());
    assertTrue(mesh.ping("open1", "home1").isAnswered());
  }

  /** Whom a host tells of removals, and what it tells others of first. */
  private static final class FirstWords implements Observer {
    private final PublicKey whom;
    final List<Boolean> removals = new ArrayList<>();

    FirstWords(PublicKey whom) {
      this.whom = whom;
    }

    @Override
    public void acted(Host host, Time now, Action action) {
      if (host.name().equals("r")
          && action instanceof Action.Send send
          && send.recipient().equals(whom)) {
        removals.add(Gossiped.text(send.packet()).startsWith("Told["));
      }
    }
  }

  @Seeds
  void aHostThatWasOffHearsOfItBeforeAnythingElse(long seed) {
    Mesh mesh = settled(hosts(seed));
    mesh.powerOff("home1");
    mesh.runFor(ofSeconds(20));
    remove(mesh, LOST);
    mesh.runUntil(() -> isGone(mesh, each -> !each.name().equals("home1")), GONE);
    mesh.runFor(ofMinutes(5));
    FirstWords words = new FirstWords(mesh.host("home1").publicKey());
    mesh.powerOn("home1");
    mesh.observe(words);
    mesh.runUntil(() -> mesh.direct("home1", "open1"), LONG);
    assertTrue(words.removals.getFirst(), "it is told of something else first");
    assertFalse(has(mesh, mesh.host("home1"), LOST));
    mesh.runFor(LONG);
    assertFalse(has(mesh, mesh.host("home1"), LOST));
  }

  @Seeds
  void aHostThatStartsAloneGoesByWhatItsDiskSays(long seed) {
    Mesh mesh = settled(hosts(seed));
    remove(mesh, LOST);
    mesh.runUntil(() -> isGone(mesh, any -> true), GONE);
    mesh.runFor(ofMinutes(2));
    mesh.powerOff("home1");
    mesh.powerOff("r");
    mesh.runFor(ofSeconds(30));
    mesh.powerOn("home1");
    for (int i = 0; i < 60; i++) {
      mesh.runFor(ofSeconds(1));
      assertFalse(has(mesh, mesh.host("home1"), LOST));
    }
  }

  @Seeds
  void aRouterThatLosesPowerAtAnyMomentHasRemovedItEverywhereOrNowhere(long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 10; i++) {
      Mesh mesh = settled(Mesh.builder(seed).router("r").leaf("open1").leafBehindNat(LOST));
      remove(mesh, LOST);
      mesh.runFor(ofMillis(random.nextInt(i < 5 ? 3 : 200)));
      mesh.powerOff("r");
      boolean kept = !mesh.host("r").disk().removals.isEmpty();
      mesh.runFor(ofMillis(random.nextInt(3000)));
      mesh.powerOn("r");
      if (kept) {
        mesh.runUntil(() -> isGone(mesh, any -> true), LONG);
        mesh.runFor(LONG);
        assertTrue(isGone(mesh, any -> true));
      } else {
        mesh.runUntil(mesh::allDirect, LONG);
        assertEquals(List.of(), agent(mesh, "open1").removing().all());
      }
    }
  }

  private static AgentConfig trusting(Host router) {
    PeerConfig peer =
        new PeerConfig(router.name(), TrustLevel.MEMBERSHIP, false, List.of(), List.of(), false);
    return new AgentConfig(
        true, null, false, InterfaceFilter.ALL, Map.of(router.publicKey(), peer));
  }

  /** Of two routers of one network, the one that the leaves go by, and then the other. */
  private static List<String> routers(Mesh mesh) {
    String first =
        mesh.view("open1").peers().stream()
            .filter(peer -> peer.trust() == TrustLevel.MEMBERSHIP)
            .map(peer -> mesh.nameOf(peer.key()))
            .findFirst()
            .orElseThrow();
    return List.of(first, first.equals("r") ? "r2" : "r");
  }

  @Seeds
  void aRouterThatTrustsTheOtherGoesByIt(long seed) {
    Mesh mesh = settled(hosts(seed).router("r2"));
    List<String> routers = routers(mesh);
    mesh.host(routers.getLast())
        .startAgent(trusting(mesh.host(routers.getFirst())), RealAgent::new);
    mesh.runUntil(mesh::allDirect, LONG);
    remove(mesh, routers.getFirst(), LOST);
    mesh.runUntil(() -> isGone(mesh, any -> true), GONE);
    mesh.runFor(ofMinutes(5));
    assertTrue(isGone(mesh, any -> true));
  }

  @Seeds
  void aRouterThatDecidesForItselfIsNamedAndItsWordBringsNobodyBack(long seed) {
    Mesh mesh = settled(hosts(seed).router("r2"));
    List<String> routers = routers(mesh);
    Host other = mesh.host(routers.getLast());
    remove(mesh, routers.getFirst(), LOST);
    mesh.runUntil(() -> isGone(mesh, each -> each != other), GONE);
    mesh.runFor(ofMinutes(5));
    assertTrue(isGone(mesh, each -> each != other));
    assertTrue(has(mesh, other, LOST));
    RemovalView view = agent(mesh, routers.getFirst()).removing().all().getFirst();
    assertEquals(List.of(mesh.view(routers.getFirst()).nameOf(other.publicKey())), view.routers());
    assertEquals(8, view.told());
    remove(mesh, other.name(), LOST);
    mesh.runUntil(() -> isGone(mesh, any -> true), GONE);
  }

  @Seeds
  void agentsThatKnowNothingOfRemovalsForgetAsFastAsTheyForget(long seed) {
    Mesh mesh = settled(hosts(seed).program("open1", RealAgent.understanding(0)));
    remove(mesh, LOST);
    mesh.runUntil(() -> isGone(mesh, each -> !each.name().equals("open1")), GONE);
    mesh.runUntil(() -> isGone(mesh, any -> true), ofMinutes(10));
  }

  @Seeds
  void aMemberWhoMeansHarmRemovesNobodyHoweverLoud(long seed) {
    Mesh mesh = settled(hosts(seed).program("open5", HostileAgent::new));
    List<PublicKey> keys = mesh.hosts().stream().map(Host::publicKey).toList();
    HostileAgent.on(mesh, "open5")
        .attack(
            mesh,
            liar -> {
              List<Action.Send> sends = new ArrayList<>();
              for (PublicKey to : keys) {
                PublicKey of = keys.get(liar.random.nextInt(keys.size()));
                long number = liar.random.nextLong() >>> 1;
                var record = new RemovalRecord(of, number, true);
                long id = liar.random.nextLong();
                sends.add(liar.says(to, new RemovalMessage.Told(id, List.of(record)).inner()));
                sends.add(liar.says(to, new RemovalMessage.Heard(id).inner()));
              }
              return sends;
            });
    mesh.runFor(LONG);
    for (Host host : mesh.hosts()) {
      if (!host.name().equals("open5")) {
        assertEquals(List.of(), agent(mesh, host.name()).removing().all());
        assertEquals(9, host.wireGuard().read().peers().size());
      }
    }
    assertTrue(mesh.allDirect());
  }
}
