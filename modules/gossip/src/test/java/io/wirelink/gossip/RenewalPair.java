package io.wirelink.gossip;

import static io.wirelink.gossip.GossipWorld.SECOND;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactStore;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.Limits;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.Source;
import io.wirelink.fact.Standing;
import io.wirelink.fact.StoredFact;
import io.wirelink.fact.TimedFact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Two agents that renew what they tell each other, with stores, and the packets between them. */
final class RenewalPair {

  /** One of them. */
  static final class Side {
    final PublicKey key;
    final FactStore store = new FactStore(Limits.DEFAULT, GossipWorld.TTL * SECOND);
    final Gossip gossip;
    final BootId bootId;
    final Set<PublicKey> silent = new HashSet<>();

    /** In what standing the other speaks to this one. */
    Standing believes = Standing.TRUSTED;

    int packets;
    long bytes;
    int facts;

    Side(int number) {
      key = GossipWorld.key(number);
      gossip = new Gossip(key, GossipWorld.TTL, GossipWorld.ALIVE, 5, number);
      bootId = new BootId(number, number);
    }

    void noteChanges(long now) {
      store.takeChanges().forEach(change -> gossip.changed(change, now));
    }
  }

  final Side one = new Side(1);
  final Side two = new Side(2);
  long now = 86_400 * SECOND;

  /** Whether a packet is lost. */
  Predicate<FactPacket> lost = packet -> false;

  RenewalPair() {
    for (Side side : List.of(one, two)) {
      side.gossip.setLevel(other(side).key, SendLevel.FACTS, now);
      side.gossip.setUnderstanding(
          other(side).key, new Understanding(false, true, true, false), now);
    }
  }

  Side other(Side side) {
    return side == one ? two : one;
  }

  void say(Side side, PublicKey subject, Set<Fact> facts) {
    side.store.assertLocal(subject, facts);
    side.noteChanges(now);
  }

  void forget(Side side, PublicKey subject) {
    side.store.forget(subject);
    side.noteChanges(now);
  }

  void hush(Side side, PublicKey subject, boolean hushed) {
    if (hushed && side.silent.add(subject)) {
      side.gossip.untellable(side.store.about(subject), now);
    } else if (!hushed && side.silent.remove(subject)) {
      side.gossip.tellable(side.store.about(subject), now);
    }
  }

  /** Lets time pass, with everything that is due in it. */
  void pass(long nanos) {
    long end = now + nanos;
    while (true) {
      long next = Math.min(next(one), next(two));
      if (next > end) {
        break;
      }
      now = Math.max(now, next);
      List.of(one, two).forEach(this::step);
    }
    now = end;
  }

  private static long next(Side side) {
    return Math.min(side.gossip.deadlineNanos(), side.store.nextExpiryNanos());
  }

  private void step(Side side) {
    side.store.expire(now);
    side.noteChanges(now);
    List<FactPacket> packets =
        side.gossip.flush(side.bootId, subject -> !side.silent.contains(subject), now);
    for (FactPacket packet : packets) {
      byte[] inner = packet.encoded(side.key);
      if (inner.length > Sealer.MAX_INNER) {
        throw new AssertionError("too long");
      }
      side.packets++;
      side.bytes += inner.length;
      side.facts += packet.facts().size();
      if (!lost.test(packet)) {
        hear(other(side), side.key, inner);
      }
    }
  }

  /** Takes in a packet's inner bytes as an agent does. */
  void hear(Side side, PublicKey sender, byte[] inner) {
    try {
      Contents contents = Contents.in(sender, inner);
      for (TimedFact timed : contents.facts()) {
        if (!(timed.fact().value() instanceof FactValue.Alive)) {
          if (timed.ttlSeconds() == Renewal.TAKEN_BACK_SECONDS) {
            side.store.takeBack(timed.fact(), new Source.Peer(sender));
          } else {
            believe(side, sender, timed);
          }
          boolean kept =
              timed.ttlSeconds() >= Renewal.MIN_KEPT_SECONDS
                  && !timed.fact().subject().equals(side.key);
          side.gossip.kept(sender, timed.fact(), side.store.find(timed.fact()), kept, now);
        }
      }
      for (Renewal renewal : contents.renewals()) {
        for (Fact fact : side.gossip.renewal(sender, renewal, now)) {
          believe(side, sender, new TimedFact(fact, renewal.ttlSeconds()));
        }
      }
      side.noteChanges(now);
    } catch (MalformedFactException e) {
      throw new AssertionError(e);
    }
  }

  private void believe(Side side, PublicKey sender, TimedFact timed) {
    long expires = now + Math.min(timed.ttlSeconds(), GossipWorld.TTL) * SECOND;
    side.store.offer(timed.fact(), new Source.Peer(sender), side.believes, expires, now);
    side.store
        .find(timed.fact())
        .ifPresent(stored -> side.gossip.heard(sender, stored, expires, now));
  }

  /** What the other side believes, and not on this one's word, that this one should know too. */
  List<Fact> missing(Side side) {
    List<Fact> missing = new ArrayList<>();
    for (StoredFact stored : other(side).store.all()) {
      PublicKey subject = stored.fact().subject();
      if (!subject.equals(side.key)
          && !stored.source().equals(new Source.Peer(side.key))
          && !other(side).silent.contains(subject)
          && stored.expiresNanos(now) - now > 5 * SECOND
          && side.store.find(stored.fact()).isEmpty()) {
        missing.add(stored.fact());
      }
    }
    return missing;
  }
}
