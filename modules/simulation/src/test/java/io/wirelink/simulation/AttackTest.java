package io.wirelink.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.wirelink.agent.Action;
import io.wirelink.agent.Time;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.TimedFact;
import io.wirelink.gossip.PathMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a member can do to others by what it says about paths: the router {@code r} or the leaf
 * {@code c} means harm, and {@code a} and {@code b} have a direct path that works.
 */
class AttackTest {

  /** For a longer run: {@code -Dattack.seeds=30}. */
  private static final int SEEDS = Integer.getInteger("attack.seeds", 2);

  private static Lab lab(long seed, String attacker) {
    return Lab.settledWithoutJudge(
            Mesh.builder(seed)
                .router("r")
                .leafBehindNat("a")
                .leafBehindNat("b")
                .leaf("c")
                .program(attacker, HostileAgent::new))
        .with("a", "b", TrafficPattern.PINGS)
        .with("b", "a", TrafficPattern.oneWay(20));
  }

  /**
   * The boot ids of all, which are no secret, how many bytes the agents of a and b send, and what
   * they change, but for the attacker as their peer: that is for its own word to say.
   */
  private static final class Watcher implements Observer {
    final Map<PublicKey, BootId> bootIds = new HashMap<>();
    private final PublicKey attacker;
    long bytes;
    long hostileBytes;
    int changes;

    Watcher(PublicKey attacker) {
      this.attacker = attacker;
    }

    @Override
    public void acted(Host host, Time now, Action action) {
      boolean victim = host.name().equals("a") || host.name().equals("b");
      if (action instanceof Action.Send(PublicKey recipient, var destination, byte[] packet)) {
        bytes += victim ? packet.length : 0;
        hostileBytes += host.publicKey().equals(attacker) ? packet.length : 0;
        note(packet);
      }
      if (victim
          && action instanceof Action.Configure(PeerChange change)
          && !change.publicKey().equals(attacker)) {
        changes++;
      }
    }

    private void note(byte[] packet) {
      try {
        for (TimedFact timed : Gossiped.facts(packet)) {
          if (timed.fact().value() instanceof FactValue.Alive(BootId bootId)) {
            bootIds.put(timed.fact().subject(), bootId);
          }
        }
      } catch (MalformedFactException e) {
        // One of the attacker's.
      }
    }
  }

  private static void nobodyTakesAPathAway(long seed, String attacker, Attack attack) {
    Lab lab = lab(seed, attacker);
    Mesh mesh = lab.mesh;
    var watcher = new Watcher(mesh.host(attacker).publicKey());
    mesh.observe(watcher);
    mesh.runFor(ofSeconds(40));
    watcher.bytes = 0;
    mesh.runFor(ofMinutes(1));
    final long quiet = watcher.bytes;
    HostileAgent hostile = HostileAgent.on(mesh, attacker);
    PublicKey a = mesh.host("a").publicKey();
    PublicKey b = mesh.host("b").publicKey();
    lab.afterAWhile(
        () ->
            hostile.attack(
                mesh,
                self -> {
                  List<Action.Send> sends =
                      new ArrayList<>(attack.sends(self, a, b, watcher.bootIds.get(b)));
                  sends.addAll(attack.sends(self, b, a, watcher.bootIds.get(a)));
                  return sends;
                }));
    watcher.bytes = 0;
    watcher.hostileBytes = 0;
    watcher.changes = 0;
    mesh.runFor(ofMinutes(1));
    hostile.end();
    lab.lostAtMost(0);
    lab.require(mesh.direct("a", "b") && mesh.direct("b", "a"), "the path is gone");
    lab.require(watcher.changes == 0, watcher.changes + " changes of devices");
    long more = watcher.bytes - quiet;
    lab.require(
        more <= watcher.hostileBytes,
        more + " bytes more were sent for " + watcher.hostileBytes + " bytes");
  }

  @ParameterizedTest
  @EnumSource
  void noMemberTakesAPathAwayThatWorksNorMakesOthersSendMoreThanTheyGot(Attack attack) {
    for (String attacker : List.of("r", "c")) {
      for (long seed = 1; seed <= SEEDS; seed++) {
        nobodyTakesAPathAway(seed, attacker, attack);
      }
    }
  }

  /** What a router does with packets that it is to pass on. */
  enum Passing {
    TO_THE_WRONG_PEER,
    TWICE,
    CHANGED,
    A_MINUTE_LATE
  }

  private static List<HostileAgent.Delayed> passed(
      Passing passing, HostileAgent self, Action.Send send, PublicKey other) {
    var now = new HostileAgent.Delayed(0, send);
    byte[] packet = passedOn(send);
    if (packet == null) {
      return List.of(now);
    }
    return switch (passing) {
      case TO_THE_WRONG_PEER ->
          List.of(
              new HostileAgent.Delayed(
                  0, self.says(other, new PathMessage.PassedOn(packet).inner())));
      case TWICE -> List.of(now, new HostileAgent.Delayed(Times.SECOND, send));
      case CHANGED -> {
        packet[self.random.nextInt(packet.length)] ^= (byte) (1 << self.random.nextInt(8));
        yield List.of(
            new HostileAgent.Delayed(
                0, self.says(send.recipient(), new PathMessage.PassedOn(packet).inner())));
      }
      case A_MINUTE_LATE -> List.of(new HostileAgent.Delayed(60 * Times.SECOND, send));
    };
  }

  /** The packet that is passed on; null if none is. */
  private static byte @Nullable [] passedOn(Action.Send send) {
    try {
      return Gossiped.pathMessage(send.packet()).orElse(null)
              instanceof PathMessage.PassedOn(byte[] packet)
          ? packet
          : null;
    } catch (MalformedFactException e) {
      return null;
    }
  }

  /**
   * Without its reports a path that is cut is left all the same, by what each end sees; and one
   * that works again stays, whatever comes late.
   */
  @ParameterizedTest
  @EnumSource
  void aRouterThatPassesWronglyKeepsNobodyFromTrafficForLong(Passing passing) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      passesWrongly(seed, passing);
    }
  }

  private static void passesWrongly(long seed, Passing passing) {
    Lab lab = lab(seed, "r");
    Mesh mesh = lab.mesh;
    HostileAgent hostile = HostileAgent.on(mesh, "r");
    PublicKey c = mesh.host("c").publicKey();
    AtomicInteger wrong = new AtomicInteger();
    hostile.distort(
        send -> {
          wrong.addAndGet(passedOn(send) == null ? 0 : 1);
          return passed(passing, hostile, send, c);
        });
    lab.afterAWhile(() -> mesh.cut("a", "b"));
    lab.isBackWithin(ofSeconds(17));
    lab.require(wrong.get() > 0, "nothing was to be passed on");
    mesh.heal("a", "b");
    mesh.runUntil(() -> mesh.direct("a", "b") && mesh.direct("b", "a"), ofMinutes(1));
    mesh.runFor(ofSeconds(3));
    lab.now(() -> {});
    mesh.runFor(ofMinutes(2));
    lab.lostAtMost(0);
    lab.require(mesh.direct("a", "b") && mesh.direct("b", "a"), "the path is gone again");
  }
}
