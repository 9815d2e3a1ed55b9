package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactChange;
import io.wirelink.fact.FactStore;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.Limits;
import io.wirelink.fact.Source;
import io.wirelink.fact.Standing;
import io.wirelink.fact.StoredFact;
import io.wirelink.fact.TimedFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A {@link Gossip} with a store, virtual time, and a second opinion: a plain record of what each
 * peer was told and said itself. It flushes at deadlines only, and looks at every packet.
 */
final class GossipWorld {

  static final long SECOND = 1_000_000_000L;
  static final int TTL = 255;
  static final int ALIVE = 30;

  /** Half the life of a fact, and the period of housekeeping. */
  static final long WINDOW = (TTL / 2 + 5) * SECOND;

  /** Both sides of a comparison are whole seconds. */
  private static final long ROUNDING = 2 * SECOND;

  /** How much later than possible a fact may be told again, with rounding. */
  private static final long SLACK = 4 * SECOND + ROUNDING;

  private static final long NEVER = 0;

  static final PublicKey SELF = key(100);
  static final BootId BOOT_ID = new BootId(1, 2);

  final FactStore store = new FactStore(Limits.DEFAULT, TTL * SECOND);
  final Gossip gossip = new Gossip(SELF, TTL, ALIVE, 5, 1);
  final Set<PublicKey> silent = new HashSet<>();
  final List<FactPacket> packets = new ArrayList<>();
  long now = 86_400 * SECOND;

  private final Map<PublicKey, Told> recipients = new HashMap<>();

  /** What a peer was told or said since it started. */
  private static final class Told {
    private SendLevel level = SendLevel.NOTHING;
    private long levelSince;
    private long aliveUntil = NEVER;
    private final Map<Fact, Long> until = new HashMap<>();
    private final Map<Fact, Long> neededSince = new HashMap<>();
  }

  static PublicKey key(int number) {
    return new PublicKey(number, 0, 0, 0);
  }

  static Fact fact(PublicKey subject, int number) {
    return Fact.endpoint(subject, new Endpoint(IpAddress.v4(0x0a000000 + number), 51820));
  }

  static Set<Fact> facts(PublicKey subject, int count) {
    return new HashSet<>(IntStream.range(0, count).mapToObj(i -> fact(subject, i)).toList());
  }

  /** What was sent since this was asked last. */
  List<FactPacket> taken() {
    List<FactPacket> taken = List.copyOf(packets);
    packets.clear();
    return taken;
  }

  static long count(List<FactPacket> packets, Attribute attribute) {
    return packets.stream()
        .flatMap(packet -> packet.facts().stream())
        .filter(timed -> timed.fact().attribute() == attribute)
        .count();
  }

  void level(PublicKey peer, SendLevel level) {
    gossip.setLevel(peer, level, now);
    Told told = recipients.computeIfAbsent(peer, each -> new Told());
    if (told.level != level) {
      told.levelSince = now;
      told.level = level;
      told.neededSince.clear();
    }
    look();
  }

  void forget(PublicKey peer) {
    gossip.forget(peer);
    recipients.remove(peer);
    look();
  }

  void say(PublicKey subject, Set<Fact> facts) {
    store.assertLocal(subject, facts);
    passOn();
  }

  /** A peer says something, which is believed as long as it says. */
  void hear(PublicKey peer, Fact fact, int ttlSeconds) {
    long expires = now + ttlSeconds * SECOND;
    store.offer(fact, new Source.Peer(peer), Standing.TRUSTED, expires, now);
    store
        .find(fact)
        .ifPresent(
            stored -> {
              gossip.heard(peer, stored, expires, now);
              Told told = recipients.get(peer);
              if (told != null) {
                told.until.merge(fact, expires, Math::max);
              }
            });
    passOn();
  }

  /** A peer has started anew. */
  void restarted(PublicKey peer) {
    gossip.knowsNothing(peer, now);
    Told told = recipients.get(peer);
    if (told != null) {
      told.until.clear();
      told.neededSince.clear();
      told.aliveUntil = NEVER;
      told.levelSince = now;
    }
    look();
  }

  void urgeAlive() {
    gossip.urgeAlive(now);
    recipients.values().forEach(told -> told.aliveUntil = NEVER);
    recipients.values().forEach(told -> told.levelSince = now);
    look();
  }

  /** Others may not hear of the subject for a while, or may again. */
  void hush(PublicKey subject, boolean hushed) {
    if (hushed) {
      silent.add(subject);
    } else if (silent.remove(subject)) {
      gossip.tellable(store.about(subject), now);
    }
    look();
  }

  /** Lets time pass, doing only what is due at the times when it is. */
  void pass(long nanos) {
    long end = now + nanos;
    while (true) {
      long next = Math.min(gossip.deadlineNanos(), store.nextExpiryNanos());
      if (next > end) {
        break;
      }
      // A deadline in the past means now.
      now = Math.max(now, next);
      store.expire(now);
      passOn();
      flush();
    }
    now = end;
    look();
  }

  private void passOn() {
    for (var change : store.takeChanges()) {
      gossip.changed(change, now);
      if (change instanceof FactChange.Removed(var stored, var source, var cause)) {
        recipients.values().forEach(told -> told.until.remove(stored.fact()));
        recipients.values().forEach(told -> told.neededSince.remove(stored.fact()));
      }
    }
    look();
  }

  void flush() {
    List<FactPacket> flushed = gossip.flush(BOOT_ID, subject -> !silent.contains(subject), now);
    flushed.forEach(this::check);
    packets.addAll(flushed);
    assertTrue(gossip.deadlineNanos() > now, "flush makes progress");
    look();
  }

  private void check(FactPacket packet) {
    Told told = recipients.get(packet.recipient());
    assertTrue(told != null && told.level != SendLevel.NOTHING, "told to nobody");
    assertFalse(packet.facts().isEmpty(), "an empty packet");
    assertTrue(packet.encoded(SELF).length <= Sealer.MAX_INNER, "too long");
    boolean only = packet.facts().size() == 1;
    for (TimedFact timed : packet.facts()) {
      if (timed.fact().value() instanceof FactValue.Alive) {
        assertEquals(new TimedFact(Fact.alive(SELF, BOOT_ID), TTL), timed);
        assertTrue(
            !only || told.aliveUntil - now <= (TTL - ALIVE) * SECOND, "alive before it is due");
        told.aliveUntil = now + TTL * SECOND;
      } else {
        assertEquals(SendLevel.FACTS, told.level);
        checkFact(packet.recipient(), told, timed);
      }
    }
  }

  private void checkFact(PublicKey recipient, Told told, TimedFact timed) {
    Fact fact = timed.fact();
    assertTrue(isFor(recipient, fact), "not for it: " + fact);
    StoredFact stored = store.find(fact).orElseThrow();
    long until = now + timed.ttlSeconds() * SECOND;
    assertTrue(timed.ttlSeconds() > 0, "no time left");
    assertTrue(until <= stored.expiresNanos(now), "told for longer than believed");
    Long known = told.until.get(fact);
    assertTrue(known == null || known - now <= WINDOW + ROUNDING, "known for long: " + fact);
    assertTrue(known == null || known < stored.expiresNanos(now), "known for as long: " + fact);
    told.until.merge(fact, until, Math::max);
    told.neededSince.remove(fact);
  }

  private boolean isFor(PublicKey recipient, Fact fact) {
    return fact.attribute() != Attribute.MEMBER
        && !silent.contains(fact.subject())
        && (fact.attribute() == Attribute.MEMBER_METADATA || !fact.subject().equals(recipient));
  }

  /** Whether anybody waits for longer than it should. */
  private void look() {
    recipients.forEach(
        (key, told) -> {
          if (told.level != SendLevel.NOTHING) {
            long since = Math.max(told.levelSince, told.aliveUntil - (TTL - ALIVE) * SECOND);
            assertTrue(now - since <= Turns.COALESCE_NANOS, "alive is late");
          }
          if (told.level == SendLevel.FACTS) {
            store.all().forEach(stored -> lookAt(key, told, stored));
          }
        });
  }

  private void lookAt(PublicKey recipient, Told told, StoredFact stored) {
    Fact fact = stored.fact();
    Long known = told.until.get(fact);
    long expires = stored.expiresNanos(now);
    boolean needed =
        isFor(recipient, fact)
            && expires - now >= 2 * SECOND
            && (known == null || (known - now <= WINDOW && expires - known >= ROUNDING));
    if (!needed) {
      told.neededSince.remove(fact);
      return;
    }
    long since = told.neededSince.computeIfAbsent(fact, each -> now);
    long allowed = known == null ? Turns.COALESCE_NANOS : SLACK;
    assertTrue(now - since <= allowed, () -> "not told in time: " + fact + " to " + recipient);
  }
}
