package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.Source;
import io.wirelink.fact.StoredFact;
import io.wirelink.fact.TimedFact;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes the packets of a turn: what one peer is to be told, as far as a turn goes. */
final class Teller {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final PublicKey self;
  private final Renewals renewals;
  private final int ttlSeconds;
  private final long aliveNanos;

  private final Believed believed = new Believed();

  /** The number of the round, in which what can be told of a subject is the same for all. */
  private long round;

  /**
   * Somebody who has nothing to tell yet.
   *
   * @param self this host's key
   * @param ttlSeconds for how long facts are believed
   * @param aliveSeconds how often a peer is told that this host is alive, at most and as usual
   * @param salt that of the hashes of facts, which nobody can foresee
   */
  Teller(PublicKey self, int ttlSeconds, int aliveSeconds, long salt) {
    renewals = new Renewals(salt, ttlSeconds, believed::fact);
    this.self = self;
    this.ttlSeconds = ttlSeconds;
    this.aliveNanos = aliveSeconds * NANOS_PER_SECOND;
  }

  /** What there is to be told. */
  Believed believed() {
    return believed;
  }

  /** How facts are renewed that were told before. */
  Renewals renewals() {
    return renewals;
  }

  /** What is believed about somebody, and about this host. */
  Stream<StoredFact> aboutBoth(PublicKey key) {
    return Stream.concat(believed.about(key).stream(), believed.about(self).stream());
  }

  /** Begins a round, in which nothing that is believed changes. */
  void beginRound() {
    round++;
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
      addSighting(recipient, nowNanos, builder);
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

  /**
   * Tells a peer that is told nothing else where this host sees it, in a packet that goes out in
   * any case. It counts for the peer as long as this host is alive, so it need not be renewed.
   */
  private void addSighting(Recipient recipient, long nowNanos, FactPacketBuilder builder) {
    if (recipient.level() != SendLevel.ALIVE || !recipient.understanding().sightings()) {
      return;
    }
    for (StoredFact stored : believed.about(recipient.key())) {
      if (isSighting(stored) && recipient.sightingIsDue(stored.id(), seconds(nowNanos))) {
        builder.add(new TimedFact(stored.fact(), ttlSeconds));
      }
    }
  }

  private static boolean isSighting(StoredFact stored) {
    return stored.fact().attribute().isEndpoint() && stored.source().equals(Source.LOCAL);
  }

  private static boolean addWithdrawn(Recipient recipient, FactPacketBuilder builder) {
    Promises promises = recipient.promises();
    for (TimedFact fact = promises.withdrawn(); fact != null; fact = promises.withdrawn()) {
      if (!builder.add(fact)) {
        return false;
      }
      promises.wasWithdrawn();
    }
    return true;
  }

  private boolean addDueFacts(
      Recipient recipient, Predicate<PublicKey> mayTell, long nowNanos, FactPacketBuilder builder) {
    for (int id = recipient.firstDue(); id >= 0; id = recipient.nextDue(id)) {
      Subject subject = believed.subjectOf(id);
      if (subject != null) {
        subject.look(round, mayTell, nowNanos);
        if (!addAbout(recipient, subject, nowNanos, builder)) {
          return false;
        }
      }
      recipient.done(id);
    }
    return true;
  }

  /** Adds what is due about one subject, so that it stands together. */
  private boolean addAbout(
      Recipient recipient, Subject subject, long nowNanos, FactPacketBuilder builder) {
    for (int id : subject.untellable()) {
      if (recipient.isDue(id)) {
        recipient.done(id);
        believed.await(id);
      }
    }
    int now = seconds(nowNanos);
    boolean own = subject.key().equals(recipient.key());
    for (Subject.Line line : subject.tellable()) {
      if (recipient.isDue(line.id())
          && ((own && !isForItself(recipient, line.stored()))
              || (isOfOwnNat(line.stored()) && !recipient.understanding().nats())
              || !recipient.needs(line.id(), expires(line, nowNanos), now))) {
        recipient.done(line.id());
        if (!own && recipient.wantsLonger(line.id(), now)) {
          believed.await(line.id());
        }
      }
    }
    for (Subject.Line line : subject.tellable()) {
      if (recipient.isDue(line.id())) {
        if (!builder.add(line.timed())) {
          return false;
        }
        told(recipient, line, own, nowNanos);
        recipient.done(line.id());
      }
    }
    return true;
  }

  /**
   * Whether it is what this host says of the NAT before it. Others would take it for the word that
   * it is a member, which is not its own to say.
   */
  private boolean isOfOwnNat(StoredFact stored) {
    return stored.fact().subject().equals(self)
        && stored.fact().value() instanceof FactValue.Membership(var metadata)
        && metadata.isOfNatAlone();
  }

  private void told(Recipient recipient, Subject.Line line, boolean own, long nowNanos) {
    boolean kept =
        !own
            && recipient.understanding().renewal()
            && line.timed().ttlSeconds() >= Renewal.MIN_KEPT_SECONDS;
    if (kept) {
      renewals.told(recipient, line.stored(), expires(line, nowNanos));
    } else {
      recipient.knows(line.id(), expires(line, nowNanos), seconds(nowNanos));
    }
  }

  private static int expires(Subject.Line line, long nowNanos) {
    return seconds(line.stored().expiresNanos(nowNanos));
  }

  /** Whether a peer is told a fact that is about itself. */
  private static boolean isForItself(Recipient recipient, StoredFact stored) {
    Attribute attribute = stored.fact().attribute();
    return attribute == Attribute.MEMBER_METADATA
        || (isSighting(stored) && recipient.understanding().sightings());
  }

  /** When the peer is to hear again that this host is alive. */
  long aliveDueNanos(Recipient recipient) {
    long knownUntil = recipient.aliveKnownUntilNanos();
    return knownUntil == Long.MIN_VALUE
        ? Long.MIN_VALUE
        : recipient.pace().dueNanos(knownUntil - ttlSeconds * NANOS_PER_SECOND, aliveNanos);
  }

  /** When the recipient's next need comes up. */
  long nextNanos(Recipient recipient) {
    long look = recipient.nextLookSeconds() * NANOS_PER_SECOND;
    long ask = recipient.hearing().askNanos();
    return Math.min(ask, Math.min(aliveDueNanos(recipient), look));
  }

  /** The whole seconds of a time. */
  static int seconds(long nanos) {
    return (int) Math.min(nanos / NANOS_PER_SECOND, Integer.MAX_VALUE);
  }
}
