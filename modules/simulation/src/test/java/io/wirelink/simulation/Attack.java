package io.wirelink.simulation;

import io.wirelink.agent.Action;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.PathMessage.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/** What a member who means harm says about paths, ten times a second. */
enum Attack {
  /** Reports of b and of a, sealed by who is neither, by all ways. */
  FORGED_REPORTS,
  /** Echoes for probes that nobody sent. */
  ECHOES,
  /** More probes than anybody needs, of all lengths. */
  PROBES,
  /** What a host said, thrown back at it, plain and as a packet that is passed on. */
  REFLECTED,
  /** What one host said to the attacker, to the other. */
  REPLAYED,
  /** Requests to look at each other, and at the router. */
  LOOKS,
  /** Requests to pass packets on. */
  PASSED_ON,
  /** Messages that are cut off, or nothing. */
  CUT_OFF;

  private static final int MANY = 20;

  private static final byte[] LETTERS = {'p', 'q', 'r', 'd', 'x', 'w', 't'};

  /** What the attacker sends to a victim at one time. */
  List<Action.Send> sends(
      HostileAgent self, PublicKey victim, PublicKey other, BootId otherBootId) {
    RandomGenerator random = self.random;
    int order = random.nextInt();
    return switch (this) {
      case FORGED_REPORTS -> forged(self, victim, otherBootId, order);
      case ECHOES ->
          many(self, victim, i -> new PathMessage.Echo(random.nextLong(), word(order + i), 100));
      case PROBES ->
          many(
              self,
              victim,
              i -> {
                int length = random.nextInt(PathMessage.SHORTEST, 1200);
                return new PathMessage.Probe(random.nextLong(), word(order + i), length);
              });
      case REFLECTED -> thrown(self, victim, victim);
      case REPLAYED -> thrown(self, victim, other);
      case LOOKS ->
          List.of(
              self.says(victim, new PathMessage.LookAt(other).inner()),
              self.says(victim, new PathMessage.LookAt(victim).inner()));
      case PASSED_ON -> passedOn(self, victim, other);
      case CUT_OFF -> cutOff(self, victim, order);
    };
  }

  private static Word word(int order) {
    return new Word(order, false, true);
  }

  private static List<Action.Send> many(
      HostileAgent self, PublicKey victim, IntFunction<PathMessage> message) {
    List<Action.Send> sends = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      sends.add(self.says(victim, message.apply(i).inner()));
    }
    return sends;
  }

  private static List<Action.Send> forged(
      HostileAgent self, PublicKey victim, BootId otherBootId, int order) {
    var report = new PathMessage.Report(otherBootId, word(order));
    byte[] sealed = self.sealed(victim, report.inner());
    return List.of(
        self.says(victim, report.inner()),
        self.says(victim, new PathMessage.PassedOn(sealed).inner()),
        HostileAgent.raw(victim, sealed));
  }

  /** What somebody has said, plain and as a packet that is passed on. */
  private static List<Action.Send> thrown(HostileAgent self, PublicKey victim, PublicKey sayer) {
    List<Action.Send> sends = new ArrayList<>();
    for (byte[] packet : self.heardFrom(sayer.linkLocalAddress())) {
      sends.add(HostileAgent.raw(victim, packet));
      if (packet.length <= PathMessage.MAX_PASSED) {
        sends.add(self.says(victim, new PathMessage.PassedOn(packet).inner()));
      }
    }
    return sends;
  }

  private static List<Action.Send> passedOn(HostileAgent self, PublicKey victim, PublicKey other) {
    List<Action.Send> sends = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      byte[] packet = new byte[self.random.nextInt(PathMessage.MAX_PASSED + 1)];
      sends.add(self.says(victim, new PathMessage.PassOn(other, packet).inner()));
      sends.add(self.says(victim, new PathMessage.PassedOn(packet).inner()));
    }
    return sends;
  }

  private static List<Action.Send> cutOff(HostileAgent self, PublicKey victim, int order) {
    List<Action.Send> sends = new ArrayList<>();
    byte[] inner = new PathMessage.Probe(order, word(order), 40).inner();
    for (byte letter : LETTERS) {
      inner[0] = letter;
      sends.add(self.says(victim, Arrays.copyOf(inner, self.random.nextInt(inner.length))));
    }
    return sends;
  }
}
