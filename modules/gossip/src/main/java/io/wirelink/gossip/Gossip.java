package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactChange;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.Source;
import io.wirelink.fact.StoredFact;
import io.wirelink.fact.TimedFact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides what is sent to whom, and when (docs/protocol.md, "What is sent, to whom").
 *
 * <p>Sending is prompted by change: a new fact makes itself due for those who are told facts, a
 * peer's copy that will soon run out makes itself due at its time. A flush looks only at what is
 * due. It assumes that what it returns arrives; a peer that missed something says so by a new boot
 * id.
 *
 * <p>Times are nanoseconds of the caller's monotonic clock, not negative. Used by one thread.
 */
public final class Gossip {

  /** How long news waits for other news to travel with. */
  static final long COALESCE_NANOS = 40_000_000L;

  /** How long the rest waits when there was more than that. */
  static final long PACE_NANOS = 20_000_000L;

  /** How long what could not be sent waits until it is tried again. */
  static final long NOT_SENT_NANOS = 1_000_000_000L;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final PublicKey self;
  private final int ttlSeconds;
  private final long aliveWindowNanos;
  private final int factWindowSeconds;
  private final Map<PublicKey, Recipient> recipients = new HashMap<>();
  private final Map<Integer, StoredFact> facts = new HashMap<>();

  /** Recipients with something due, in the order in which that came up. */
  private final Map<PublicKey, Recipient> pending = new LinkedHashMap<>();

  private final PriorityQueue<Wake> wakes =
      new PriorityQueue<>(Comparator.comparingLong(Wake::nanos));
  private long flushAtNanos = Long.MAX_VALUE;

  private record Wake(long nanos, PublicKey peer) {}

  /**
   * An agent's side of the conversation, with nobody to talk to yet.
   *
   * @param self this host's key
   * @param ttlSeconds for how long facts are believed
   * @param aliveSeconds how often a peer is told that this host is alive
   * @param slackSeconds how much earlier than after half their life facts are told again
   */
  public Gossip(PublicKey self, int ttlSeconds, int aliveSeconds, int slackSeconds) {
    this.self = self;
    this.ttlSeconds = ttlSeconds;
    this.aliveWindowNanos = (ttlSeconds - aliveSeconds) * NANOS_PER_SECOND;
    this.factWindowSeconds = ttlSeconds / 2 + slackSeconds;
  }

  /**
   * Sets how much a peer is told from now on; one that is told more than before is told at once.
   */
  public void setLevel(PublicKey peer, SendLevel level, long nowNanos) {
    Recipient recipient =
        recipients.computeIfAbsent(
            peer, key -> new Recipient(key, factWindowSeconds, seconds(nowNanos)));
    SendLevel before = recipient.level();
    recipient.setLevel(level);
    if (level.compareTo(before) > 0) {
      if (level == SendLevel.FACTS) {
        facts.keySet().forEach(recipient.due()::set);
      }
      bringUp(recipient, nowNanos);
    }
  }

  /**
   * Sets whether a peer, as long as it is told facts, is told where this host sees it too: one that
   * said that it understands that.
   */
  public void setToldWhereItIs(PublicKey peer, boolean told, long nowNanos) {
    Recipient recipient = recipients.get(peer);
    if (recipient == null || recipient.isToldWhereItIs() == told) {
      return;
    }
    recipient.setToldWhereItIs(told);
    if (recipient.level() == SendLevel.FACTS) {
      facts.values().stream()
          .filter(stored -> stored.fact().subject().equals(peer))
          .forEach(stored -> recipient.due().set(stored.id()));
      bringUp(recipient, nowNanos);
    }
  }

  /** Forgets a peer that is no peer any more. */
  public void forget(PublicKey peer) {
    recipients.remove(peer);
    pending.remove(peer);
  }

  /** Takes note of a change of what is believed. */
  public void changed(FactChange change, long nowNanos) {
    StoredFact stored = change.stored();
    switch (change) {
      case FactChange.Added added -> {
        facts.put(stored.id(), stored);
        due(stored, nowNanos);
      }
      case FactChange.Renewed renewed -> due(stored, nowNanos);
      case FactChange.Removed removed -> {
        facts.remove(stored.id());
        recipients.values().forEach(recipient -> recipient.gone(stored.id()));
      }
    }
  }

  /**
   * Takes up facts that could not be told before, because their subject was neither alive nor
   * healthy.
   */
  public void tellable(Collection<StoredFact> aboutSubject, long nowNanos) {
    aboutSubject.forEach(stored -> due(stored, nowNanos));
  }

  private void due(StoredFact stored, long nowNanos) {
    if (stored.isRemembered()) {
      // It is due for others as soon as somebody says it.
      return;
    }
    int now = seconds(nowNanos);
    int expires = seconds(stored.expiresNanos(nowNanos));
    for (Recipient recipient : recipients.values()) {
      if (recipient.level() == SendLevel.FACTS && recipient.needs(stored.id(), expires, now)) {
        recipient.due().set(stored.id());
        bringUp(recipient, nowNanos);
      }
    }
  }

  private void bringUp(Recipient recipient, long nowNanos) {
    pending.put(recipient.key(), recipient);
    flushAtNanos = Math.min(flushAtNanos, nowNanos + COALESCE_NANOS);
  }

  /** Notes that a peer said a fact, and so knows it. */
  public void heard(PublicKey peer, StoredFact stored, long expiresNanos, long nowNanos) {
    Recipient recipient = recipients.get(peer);
    if (recipient != null) {
      recipient.knows(stored.id(), seconds(expiresNanos), seconds(nowNanos));
      wakeLater(recipient);
    }
  }

  /** Notes that a peer knows nothing: its boot id is new. */
  public void knowsNothing(PublicKey peer, long nowNanos) {
    Recipient recipient = recipients.get(peer);
    if (recipient != null) {
      recipient.knowsNothing();
      if (recipient.level() == SendLevel.FACTS) {
        facts.keySet().forEach(recipient.due()::set);
      }
      bringUp(recipient, nowNanos);
    }
  }

  /**
   * Notes that a packet of the last flush was not sent: the peer does not know what is in it, and
   * is told again, but not at once, since there was no room on the way.
   */
  public void notSent(
      FactPacket packet, Function<Fact, Optional<StoredFact>> stored, long nowNanos) {
    Recipient recipient = recipients.get(packet.recipient());
    if (recipient == null) {
      return;
    }
    for (TimedFact timed : packet.facts()) {
      if (timed.fact().attribute() == Attribute.ALIVE) {
        recipient.setAliveKnownUntilNanos(Long.MIN_VALUE);
      } else {
        stored.apply(timed.fact()).ifPresent(fact -> recipient.forgets(fact.id()));
      }
    }
    pending.put(recipient.key(), recipient);
    flushAtNanos = Math.min(flushAtNanos, nowNanos + NOT_SENT_NANOS);
  }

  /**
   * Lets a peer hear that this host is alive in the next flush, which is now, even if it has heard
   * that lately.
   */
  public void urgeAlive(PublicKey peer, long nowNanos) {
    Recipient recipient = recipients.get(peer);
    if (recipient != null) {
      recipient.setAliveKnownUntilNanos(Long.MIN_VALUE);
      pending.put(peer, recipient);
      flushAtNanos = nowNanos;
    }
  }

  /** Lets all peers hear soon that this host is alive: its own boot id has changed. */
  public void urgeAlive(long nowNanos) {
    for (Recipient recipient : recipients.values()) {
      recipient.setAliveKnownUntilNanos(Long.MIN_VALUE);
      bringUp(recipient, nowNanos);
    }
  }

  /**
   * When {@link #flush} must be called at the latest; {@link Long#MAX_VALUE} if there is no need
   * to.
   */
  public long deadlineNanos() {
    Wake next = wakes.peek();
    return Math.min(flushAtNanos, next == null ? Long.MAX_VALUE : next.nanos());
  }

  /**
   * Says what is to be sent now, and counts it as known.
   *
   * @param bootId this host's boot id
   * @param mayTell whether others may hear of a subject: itself, or one that is alive or healthy
   */
  public List<FactPacket> flush(BootId bootId, Predicate<PublicKey> mayTell, long nowNanos) {
    while (!wakes.isEmpty() && wakes.peek().nanos() <= nowNanos) {
      Wake wake = wakes.poll();
      Recipient recipient = recipients.get(wake.peer());
      // One that was planned earlier since then has a wake of its own.
      if (recipient != null && recipient.wakeNanos() == wake.nanos()) {
        recipient.setWakeNanos(Long.MAX_VALUE);
        pending.put(recipient.key(), recipient);
        flushAtNanos = nowNanos;
      }
    }
    if (nowNanos < flushAtNanos) {
      return List.of();
    }
    flushAtNanos = Long.MAX_VALUE;
    List<Recipient> round = List.copyOf(pending.values());
    pending.clear();
    List<FactPacket> packets = new ArrayList<>();
    for (Recipient recipient : round) {
      recipient.lookAgain(seconds(nowNanos));
      if (recipient.level() != SendLevel.NOTHING) {
        packetsTo(recipient, bootId, mayTell, nowNanos, packets);
      }
      wakeLater(recipient);
    }
    return packets;
  }

  private void packetsTo(
      Recipient recipient,
      BootId bootId,
      Predicate<PublicKey> mayTell,
      long nowNanos,
      List<FactPacket> packets) {
    TimedFact alive = new TimedFact(Fact.alive(self, bootId), ttlSeconds);
    boolean aliveDue = aliveDueNanos(recipient) <= nowNanos;
    FactPacketBuilder builder = new FactPacketBuilder();
    if (aliveDue) {
      // First, so that a receiver that forgets what we know does so before it learns the rest.
      builder.add(alive);
    }
    if (recipient.level() == SendLevel.FACTS) {
      addDueFacts(recipient, mayTell, nowNanos, builder);
    }
    boolean aliveSent = aliveDue || builder.addInFrontIfRoom(alive);
    if (aliveSent) {
      recipient.setAliveKnownUntilNanos(nowNanos + ttlSeconds * NANOS_PER_SECOND);
    }
    builder.contents().forEach(facts -> packets.add(new FactPacket(recipient.key(), facts)));
  }

  private void addDueFacts(
      Recipient recipient, Predicate<PublicKey> mayTell, long nowNanos, FactPacketBuilder builder) {
    int now = seconds(nowNanos);
    for (int id = recipient.due().nextSetBit(0); id >= 0; id = recipient.due().nextSetBit(id + 1)) {
      StoredFact stored = facts.get(id);
      if (stored != null && isFor(recipient, stored, mayTell)) {
        long expiresNanos = stored.expiresNanos(nowNanos);
        long left = (expiresNanos - nowNanos) / NANOS_PER_SECOND;
        if (left > 0 && recipient.needs(id, seconds(expiresNanos), now)) {
          if (!builder.add(
              new TimedFact(stored.fact(), (int) Math.min(left, Fact.MAX_TTL_SECONDS)))) {
            pending.put(recipient.key(), recipient);
            flushAtNanos = Math.min(flushAtNanos, nowNanos + PACE_NANOS);
            return;
          }
          recipient.knows(id, seconds(expiresNanos), now);
        }
      }
      recipient.due().clear(id);
    }
  }

  private static boolean isFor(
      Recipient recipient, StoredFact stored, Predicate<PublicKey> mayTell) {
    Fact fact = stored.fact();
    boolean aboutRecipient = fact.subject().equals(recipient.key());
    boolean seenHere = fact.attribute().isEndpoint() && stored.source().equals(Source.LOCAL);
    return fact.attribute() != Attribute.MEMBER
        && !stored.isRemembered()
        && (!aboutRecipient
            || fact.attribute() == Attribute.MEMBER_METADATA
            || (seenHere && recipient.isToldWhereItIs()))
        && mayTell.test(fact.subject())
        && FactCodec.encodedLength(new TimedFact(fact, Fact.MAX_TTL_SECONDS)) <= Sealer.MAX_INNER;
  }

  private long aliveDueNanos(Recipient recipient) {
    long knownUntil = recipient.aliveKnownUntilNanos();
    return knownUntil == Long.MIN_VALUE ? Long.MIN_VALUE : knownUntil - aliveWindowNanos;
  }

  /** Makes sure that the recipient is looked at when its next need comes up. */
  private void wakeLater(Recipient recipient) {
    // One that is pending is looked at in the next flush, and not before.
    if (recipient.level() == SendLevel.NOTHING || pending.containsKey(recipient.key())) {
      return;
    }
    long look = recipient.nextLookSeconds() * NANOS_PER_SECOND;
    long next = Math.min(aliveDueNanos(recipient), look);
    if (next < recipient.wakeNanos()) {
      recipient.setWakeNanos(next);
      wakes.add(new Wake(next, recipient.key()));
    }
  }

  private static int seconds(long nanos) {
    return (int) Math.min(nanos / NANOS_PER_SECOND, Integer.MAX_VALUE);
  }
}
