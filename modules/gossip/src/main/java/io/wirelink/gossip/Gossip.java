package io.wirelink.gossip;

import static io.wirelink.gossip.Teller.seconds;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactChange;
import io.wirelink.fact.StoredFact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Decides what is sent to whom, and when (docs/protocol.md, "What is sent, to whom").
 *
 * <p>Sending is prompted by change: a new fact makes itself due for those who are told facts, a
 * peer's copy that will soon run out makes itself due at its time. A flush looks only at what is
 * due. It assumes that what it returns arrives; who missed something says so by a new boot id.
 *
 * <p>Times are nanoseconds of the caller's monotonic clock, not negative. Used by one thread.
 */
public final class Gossip {

  /** How long what could not be sent waits until it is tried again. */
  static final long NOT_SENT_NANOS = 1_000_000_000L;

  private final Audience recipients;
  private final Turns turns = new Turns();
  private final Teller teller;

  /**
   * An agent's side of the conversation, with nobody to talk to yet.
   *
   * @param self this host's key
   * @param ttlSeconds for how long facts are believed
   * @param aliveSeconds how often a peer is told that this host is alive
   * @param slackSeconds how much earlier than after half their life facts are told again
   * @param salt that of the hashes of facts, which nobody can foresee
   */
  public Gossip(PublicKey self, int ttlSeconds, int aliveSeconds, int slackSeconds, long salt) {
    teller = new Teller(self, ttlSeconds, aliveSeconds, salt);
    recipients = new Audience(ttlSeconds / 2 + slackSeconds);
  }

  /** Sets how much a peer is told; one that is told more than before is told at once. */
  public void setLevel(PublicKey peer, SendLevel level, long nowNanos) {
    Recipient recipient = recipients.getOrAdd(peer, seconds(nowNanos));
    SendLevel before = recipient.level();
    recipient.setLevel(level);
    if (level.compareTo(before) > 0) {
      if (level == SendLevel.FACTS) {
        recipient.due(teller.believed().ids());
      }
      turns.soon(recipient, nowNanos);
    }
  }

  /** Sets how often a peer that is told nothing else hears that this host is alive. */
  public void setPace(PublicKey peer, Pace pace) {
    Recipient recipient = recipients.get(peer);
    if (recipient != null && recipient.setPace(pace)) {
      wakeLater(recipient);
    }
  }

  /** Sets what a peer understands, which it has shown. */
  public void setUnderstanding(PublicKey peer, Understanding understanding, long nowNanos) {
    Recipient recipient = recipients.get(peer);
    if (recipient == null || recipient.understanding().equals(understanding)) {
      return;
    }
    boolean renewal = recipient.understanding().renewal() != understanding.renewal();
    recipient.setUnderstanding(understanding);
    if (renewal) {
      teller.renewals().begin(recipient, seconds(nowNanos));
    }
    if (recipient.level() == SendLevel.FACTS) {
      // Where this host sees it, and what NAT this host has, may be told now, or not any more.
      teller.aboutBoth(peer).forEach(stored -> recipient.due(stored.id()));
      turns.soon(recipient, nowNanos);
    }
  }

  /** Forgets a peer that is no peer any more. */
  public void forget(PublicKey peer) {
    Recipient forgotten = recipients.remove(peer);
    if (forgotten != null) {
      turns.forget(forgotten);
    }
  }

  /** Takes note of a change of what is believed. */
  public void changed(FactChange change, long nowNanos) {
    StoredFact stored = change.stored();
    switch (change) {
      case FactChange.Added added -> {
        teller.believed().added(stored);
        due(stored, nowNanos);
      }
      case FactChange.Renewed renewed when !teller.believed().takeAwaited(stored.id()) -> {}
      case FactChange.Renewed renewed -> due(stored, nowNanos);
      case FactChange.Removed removed -> {
        List<Recipient> told = teller.renewals().removed(removed, recipients.all());
        told.forEach(recipient -> turns.soon(recipient, nowNanos));
        teller.believed().removed(stored);
      }
    }
  }

  /** Takes up facts whose subject was neither alive nor healthy before. */
  public void tellable(Collection<StoredFact> aboutSubject, long nowNanos) {
    aboutSubject.forEach(stored -> due(stored, nowNanos));
  }

  /** Takes back what was told of somebody who is neither alive nor healthy any more. */
  public void untellable(Collection<StoredFact> aboutSubject, long nowNanos) {
    for (StoredFact stored : aboutSubject) {
      for (Recipient recipient : recipients.all()) {
        if (teller.renewals().takeBack(recipient, stored, seconds(nowNanos))) {
          turns.soon(recipient, nowNanos);
        }
      }
    }
  }

  private void due(StoredFact stored, long nowNanos) {
    if (stored.isRemembered()) {
      // It is due for others as soon as somebody says it.
      teller.believed().await(stored.id());
      return;
    }
    recipients
        .needing(stored.id(), seconds(stored.expiresNanos(nowNanos)), seconds(nowNanos))
        .forEach(recipient -> turns.soon(recipient, nowNanos));
  }

  /** Notes that a peer said a fact, and so knows it. */
  public void heard(PublicKey peer, StoredFact stored, long expiresNanos, long nowNanos) {
    Recipient recipient = recipients.get(peer);
    if (recipient != null) {
      if (recipient.hearing().unheld().remove(stored.fact())) {
        kept(peer, stored.fact(), Optional.of(stored), true, nowNanos);
      }
      recipient.knows(stored.id(), seconds(expiresNanos), seconds(nowNanos));
      wakeLater(recipient);
    }
  }

  /**
   * Notes whether the peer renews a fact that it has told now: one that does until it says
   * otherwise.
   *
   * @param held the fact as it is believed; empty if it is not
   */
  public void kept(
      PublicKey peer, Fact fact, Optional<StoredFact> held, boolean kept, long nowNanos) {
    Recipient recipient = recipients.get(peer);
    if (recipient != null && recipient.understanding().renewal()) {
      held.filter(stored -> kept).ifPresent(teller.believed()::aboutToBeAdded);
      teller.renewals().heard(recipient, fact, held.orElse(null), kept, seconds(nowNanos));
      wakeLater(recipient);
    }
  }

  /**
   * Takes in what a peer says of facts that were told before.
   *
   * @return the facts that it has told, and says now for {@link Renewal#ttlSeconds}; also those
   *     that were not believed
   */
  public List<Fact> renewal(PublicKey peer, Renewal renewal, long nowNanos) {
    Recipient recipient = recipients.get(peer);
    if (recipient == null || !recipient.understanding().renewal()) {
      return List.of();
    }
    List<Fact> renewed = teller.renewals().take(recipient, renewal, nowNanos);
    if (renewal instanceof Renewal.Question) {
      turns.soon(recipient, nowNanos);
    }
    wakeLater(recipient);
    return renewed;
  }

  /** Notes that a peer knows nothing: its boot id is new. */
  public void knowsNothing(PublicKey peer, long nowNanos) {
    Recipient recipient = recipients.get(peer);
    if (recipient != null) {
      recipient.knowsNothing();
      if (recipient.level() == SendLevel.FACTS) {
        recipient.due(teller.believed().ids());
      }
      turns.soon(recipient, nowNanos);
    }
  }

  /**
   * Notes that a packet of the last flush was not sent: the peer does not know what is in it, and
   * is told again, but not at once, since there was no room on the way.
   */
  public void notSent(
      FactPacket packet, Function<Fact, Optional<StoredFact>> stored, long nowNanos) {
    Recipient recipient = recipients.get(packet.recipient());
    if (recipient != null) {
      teller.notTold(recipient, packet.facts(), stored);
      turns.at(recipient, nowNanos + NOT_SENT_NANOS);
    }
  }

  /**
   * Lets a peer hear that this host is alive in the next flush, which is now, even if it has heard
   * that lately.
   */
  public void urgeAlive(PublicKey peer, long nowNanos) {
    Recipient recipient = recipients.get(peer);
    if (recipient != null) {
      recipient.setAliveKnownUntilNanos(Long.MIN_VALUE);
      turns.now(recipient, nowNanos);
    }
  }

  /** Lets all peers hear soon that this host is alive: its own boot id has changed. */
  public void urgeAlive(long nowNanos) {
    for (Recipient recipient : recipients.all()) {
      recipient.setAliveKnownUntilNanos(Long.MIN_VALUE);
      turns.soon(recipient, nowNanos);
    }
  }

  /** Lets all peers hear in the next flush, which is now, that this host's agent ends. */
  public void urgeLast(long nowNanos) {
    recipients.all().forEach(each -> urgeAlive(each.key(), nowNanos));
  }

  /** How often some recipient was looked at because of some fact, of all that change. */
  long looks() {
    return recipients.looks();
  }

  /**
   * When {@link #flush} must be called at the latest; {@link Long#MAX_VALUE} if there is no need
   * to.
   */
  public long deadlineNanos() {
    return turns.deadlineNanos();
  }

  /**
   * Says what is to be sent now, and counts it as known.
   *
   * @param bootId this host's boot id
   * @param mayTell whether others may hear of a subject: itself, or one that is alive or healthy
   */
  public List<FactPacket> flush(BootId bootId, Predicate<PublicKey> mayTell, long nowNanos) {
    if (!turns.begin(nowNanos)) {
      return List.of();
    }
    if (teller.renewals().isLookDue(nowNanos)) {
      untellable(teller.renewals().look(teller.believed().ids(), nowNanos), nowNanos);
    }
    teller.beginRound();
    List<FactPacket> packets = new ArrayList<>();
    for (Recipient each = turns.next(nowNanos); each != null; each = turns.next(nowNanos)) {
      turn(each, bootId, mayTell, nowNanos, packets);
    }
    turns.end(nowNanos);
    return packets;
  }

  private void turn(
      Recipient recipient,
      BootId bootId,
      Predicate<PublicKey> mayTell,
      long nowNanos,
      List<FactPacket> packets) {
    recipient.lookAgain(seconds(nowNanos));
    if (recipient.level() != SendLevel.NOTHING) {
      int before = packets.size();
      if (!teller.tell(recipient, bootId, mayTell, nowNanos, packets)) {
        turns.at(recipient, nowNanos + Turns.PACE_NANOS);
      }
      if (packets.size() > before) {
        turns.taken(nowNanos);
      }
    }
    wakeLater(recipient);
  }

  /** Makes sure that the recipient is looked at when its next need comes up. */
  private void wakeLater(Recipient recipient) {
    // Who waits is looked at in the next round, and not before.
    if (recipient.level() != SendLevel.NOTHING && !recipient.isWaiting()) {
      turns.wake(recipient, teller.nextNanos(recipient));
    }
  }
}
