package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.Source;
import io.wirelink.fact.StoredFact;
import io.wirelink.fact.TimedFact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes the packets of a turn: what one peer is to be told, as far as a turn goes. */
final class Teller {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private static final Comparator<Due> LONGEST_FIRST =
      Comparator.comparingInt((Due due) -> due.timed().ttlSeconds()).reversed();

  private record Due(int id, TimedFact timed, int expiresSeconds) {}

  private final PublicKey self;
  private final Renewals renewals;
  private final int ttlSeconds;
  private final long aliveWindowNanos;

  /** What is believed, by number. */
  private final Map<Integer, StoredFact> facts = new HashMap<>();

  private final Map<PublicKey, List<StoredFact>> bySubject = new HashMap<>();

  /**
   * Somebody who has nothing to tell yet.
   *
   * @param self this host's key
   * @param ttlSeconds for how long facts are believed
   * @param aliveSeconds how often a peer is told that this host is alive
   * @param salt that of the hashes of facts, which nobody can foresee
   */
  Teller(PublicKey self, int ttlSeconds, int aliveSeconds, long salt) {
    renewals = new Renewals(salt, ttlSeconds, this::fact);
    this.self = self;
    this.ttlSeconds = ttlSeconds;
    this.aliveWindowNanos = (ttlSeconds - aliveSeconds) * NANOS_PER_SECOND;
  }

  /** Takes note of a fact that was heard, of which the news is on its way. */
  void aboutToBeAdded(StoredFact stored) {
    facts.put(stored.id(), stored);
  }

  /** Takes note of a fact that is believed now. */
  void added(StoredFact stored) {
    facts.put(stored.id(), stored);
    bySubject.computeIfAbsent(stored.fact().subject(), subject -> new ArrayList<>(8)).add(stored);
  }

  /** Takes note of a fact that is not believed any more. */
  void removed(StoredFact stored) {
    facts.remove(stored.id());
    PublicKey subject = stored.fact().subject();
    List<StoredFact> others = bySubject.getOrDefault(subject, List.of());
    others.remove(stored);
    if (others.isEmpty()) {
      bySubject.remove(subject);
    }
  }

  /** How facts are renewed that were told before. */
  Renewals renewals() {
    return renewals;
  }

  /** What is believed. */
  Collection<StoredFact> all() {
    return facts.values();
  }

  /** The fact with this number. */
  StoredFact fact(int id) {
    return Objects.requireNonNull(facts.get(id), "it is believed");
  }

  /** What is believed, by number. */
  Collection<Integer> ids() {
    return facts.keySet();
  }

  /** What is believed about somebody. */
  List<StoredFact> about(PublicKey subject) {
    return bySubject.getOrDefault(subject, List.of());
  }

  /**
   * Adds the packets of a turn, and counts what is in them as known.
   *
   * @param bootId this host's boot id
   * @param mayTell whether others may hear of a subject
   * @return whether all that was due is in them
   */
  boolean tell(
      Recipient recipient,
      BootId bootId,
      Predicate<PublicKey> mayTell,
      long nowNanos,
      List<FactPacket> packets) {
    TimedFact alive = new TimedFact(Fact.alive(self, bootId), ttlSeconds);
    boolean aliveDue = aliveDueNanos(recipient) <= nowNanos;
    boolean renewal = recipient.understanding().renewal() && recipient.level() == SendLevel.FACTS;
    for (Renewal each : renewals.first(recipient, nowNanos)) {
      packets.add(new FactPacket(recipient.key(), List.of(each), true, List.of()));
    }
    FactPacketBuilder builder = new FactPacketBuilder(self, recipient.understanding());
    if (aliveDue) {
      // First, so that a receiver that forgets what we know does so before it learns the rest.
      builder.add(alive);
    }
    boolean all =
        recipient.level() != SendLevel.FACTS
            || (addWithdrawn(recipient, builder)
                && addDueFacts(recipient, mayTell, nowNanos, builder));
    boolean aliveSent = aliveDue || builder.addInFrontIfRoom(alive);
    if (aliveSent) {
      recipient.setAliveKnownUntilNanos(nowNanos + ttlSeconds * NANOS_PER_SECOND);
    }
    List<FactPacket> told = builder.packets(recipient.key());
    packets.addAll(told);
    if (renewal && all && !told.isEmpty()) {
      // Whoever gets this knows at once whether something before it was lost.
      packets.add(packets.removeLast().with(renewals.digest(recipient, nowNanos)));
    }
    return all;
  }

  /** Takes note that facts which were told did not go out. */
  void notTold(
      Recipient recipient, List<TimedFact> told, Function<Fact, Optional<StoredFact>> stored) {
    for (TimedFact timed : told) {
      if (timed.fact().attribute() == Attribute.ALIVE) {
        recipient.setAliveKnownUntilNanos(Long.MIN_VALUE);
      } else {
        stored
            .apply(timed.fact())
            .ifPresent(
                fact -> {
                  recipient.promises().told().remove(fact);
                  recipient.forgets(fact.id());
                });
      }
    }
  }

  private static boolean addWithdrawn(Recipient recipient, FactPacketBuilder builder) {
    Promises promises = recipient.promises();
    for (Fact fact = promises.withdrawn(); fact != null; fact = promises.withdrawn()) {
      if (!builder.add(new TimedFact(fact, 0))) {
        return false;
      }
      promises.wasWithdrawn();
    }
    return true;
  }

  private boolean addDueFacts(
      Recipient recipient, Predicate<PublicKey> mayTell, long nowNanos, FactPacketBuilder builder) {
    for (int id = recipient.firstDue(); id >= 0; id = recipient.nextDue(id)) {
      StoredFact stored = facts.get(id);
      if (stored != null
          && !addAbout(recipient, stored.fact().subject(), mayTell, nowNanos, builder)) {
        return false;
      }
      recipient.done(id);
    }
    return true;
  }

  /** Adds what is due about one subject, so that it stands together. */
  private boolean addAbout(
      Recipient recipient,
      PublicKey subject,
      Predicate<PublicKey> mayTell,
      long nowNanos,
      FactPacketBuilder builder) {
    boolean may = mayTell.test(subject);
    List<Due> dues = new ArrayList<>();
    for (StoredFact stored : bySubject.getOrDefault(subject, List.of())) {
      if (recipient.isDue(stored.id())) {
        long expiresNanos = stored.expiresNanos(nowNanos);
        long left = (expiresNanos - nowNanos) / NANOS_PER_SECOND;
        if (may
            && left > 0
            && recipient.needs(stored.id(), seconds(expiresNanos), seconds(nowNanos))
            && isFor(recipient, stored)) {
          int ttl = (int) Math.min(left, Fact.MAX_TTL_SECONDS);
          dues.add(new Due(stored.id(), new TimedFact(stored.fact(), ttl), seconds(expiresNanos)));
        } else {
          recipient.done(stored.id());
        }
      }
    }
    dues.sort(LONGEST_FIRST);
    for (Due due : dues) {
      if (!builder.add(due.timed())) {
        return false;
      }
      told(recipient, due, nowNanos);
      recipient.done(due.id());
    }
    return true;
  }

  private void told(Recipient recipient, Due due, long nowNanos) {
    boolean kept =
        recipient.understanding().renewal()
            && due.timed().ttlSeconds() >= Renewal.MIN_KEPT_SECONDS
            && !due.timed().fact().subject().equals(recipient.key());
    if (kept) {
      renewals.told(recipient, fact(due.id()), due.expiresSeconds());
    } else {
      recipient.knows(due.id(), due.expiresSeconds(), seconds(nowNanos));
    }
  }

  private static boolean isFor(Recipient recipient, StoredFact stored) {
    Fact fact = stored.fact();
    boolean aboutRecipient = fact.subject().equals(recipient.key());
    boolean seenHere = fact.attribute().isEndpoint() && stored.source().equals(Source.LOCAL);
    return fact.attribute() != Attribute.MEMBER
        && !stored.isRemembered()
        && (!aboutRecipient
            || fact.attribute() == Attribute.MEMBER_METADATA
            || (seenHere && recipient.understanding().sightings()))
        && fits(fact);
  }

  /** Whether there is a packet that it fits in; nothing but metadata can be too long. */
  private static boolean fits(Fact fact) {
    return fact.attribute() != Attribute.MEMBER_METADATA
        || FactCodec.encodedLength(new TimedFact(fact, Fact.MAX_TTL_SECONDS)) <= Sealer.MAX_INNER;
  }

  /** When the peer is to hear again that this host is alive. */
  long aliveDueNanos(Recipient recipient) {
    long knownUntil = recipient.aliveKnownUntilNanos();
    return knownUntil == Long.MIN_VALUE ? Long.MIN_VALUE : knownUntil - aliveWindowNanos;
  }

  /** The whole seconds of a time. */
  static int seconds(long nanos) {
    return (int) Math.min(nanos / NANOS_PER_SECOND, Integer.MAX_VALUE);
  }
}
