package io.wirelink.gossip;

import io.wirelink.fact.Fact;
import io.wirelink.fact.FactChange;
import io.wirelink.fact.StoredFact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Renews facts without telling them again: what one agent has told another and both still hold
 * (docs/protocol.md, "Renewal").
 *
 * <p>Times are nanoseconds of the caller's monotonic clock, not negative.
 */
final class Renewals {

  /** How often it is looked how long facts last. */
  private static final long LOOK_NANOS = 5_000_000_000L;

  private static final long LOW_WORD = 0xffff_ffffL;

  private final long salt;
  private final int ttlSeconds;
  private final IntFunction<StoredFact> facts;

  /** The hashes of facts by number; 0 where it was not needed yet. */
  private long[] hashes = new long[64];

  /** The numbers of facts, those that last for the shortest time first, and until when. */
  private int[] order = {};

  private int[] until = {};
  private int look;
  private long nextLookNanos;

  Renewals(long salt, int ttlSeconds, IntFunction<StoredFact> facts) {
    this.salt = salt;
    this.ttlSeconds = ttlSeconds;
    this.facts = facts;
  }

  /** Begins anew with a peer that has shown whether it understands this. */
  void begin(Recipient recipient, int nowSeconds) {
    recipient.breakPromises(nowSeconds);
    recipient.promises().told().setHash(this::hash, facts);
  }

  private long hash(StoredFact stored) {
    int id = stored.id();
    if (id >= hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.max(id + 1, 2 * hashes.length));
    }
    if (hashes[id] == 0) {
      hashes[id] = FactSums.hash(salt, stored.fact());
    }
    return hashes[id];
  }

  /**
   * Takes note that a fact is not believed any more, which some were told and some have said.
   *
   * @return who is to hear of that at once
   */
  List<Recipient> removed(FactChange.Removed removed, Collection<Recipient> recipients) {
    StoredFact stored = removed.stored();
    boolean atOnce = removed.cause() == FactChange.Cause.DISBELIEVED;
    List<Recipient> concerned = new ArrayList<>();
    for (Recipient recipient : recipients) {
      if (recipient.promises().told().remove(stored)) {
        recipient.promises().withdraw(stored.fact(), atOnce);
        concerned.add(recipient);
      }
      recipient.hearing().heard().remove(stored);
      recipient.gone(stored.id());
    }
    if (stored.id() < hashes.length) {
      hashes[stored.id()] = 0;
    }
    return atOnce ? concerned : List.of();
  }

  /**
   * Takes a promise back, and says whether there was one: the fact lasts on only as long as it was
   * renewed.
   */
  boolean takeBack(Recipient recipient, StoredFact stored, int nowSeconds) {
    Ledger told = recipient.promises().told();
    boolean was = told.remove(stored);
    if (was) {
      recipient.promises().withdraw(stored.fact(), false);
      recipient.knows(stored.id(), told.untilSeconds(), nowSeconds);
    }
    return was;
  }

  /** Takes note of what a fact that was told now lasts for. */
  void told(Recipient recipient, StoredFact stored, int untilSeconds) {
    recipient.promises().told().add(stored);
    recipient.renewed(stored.id());
    recipient.promises().note(untilSeconds, look);
  }

  /** Whether it is time to look how long facts last. */
  boolean isLookDue(long nowNanos) {
    return nowNanos >= nextLookNanos;
  }

  /**
   * Looks how long the facts with these numbers last, and returns those that do not last long
   * enough to be renewed.
   */
  List<StoredFact> look(BitSet all, long nowNanos) {
    nextLookNanos = nowNanos + LOOK_NANOS;
    look++;
    long[] sorted = new long[all.cardinality()];
    int count = 0;
    for (int id = all.nextSetBit(0); id >= 0; id = all.nextSetBit(id + 1)) {
      long expires = Teller.seconds(facts.apply(id).expiresNanos(nowNanos));
      sorted[count++] = expires << Integer.SIZE | id;
    }
    Arrays.sort(sorted);
    order = new int[count];
    until = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) (sorted[i] & LOW_WORD);
      until[i] = (int) (sorted[i] >>> Integer.SIZE);
    }
    int enough = Teller.seconds(nowNanos) + Renewal.MIN_KEPT_SECONDS;
    List<StoredFact> ending = new ArrayList<>();
    for (int i = 0; i < order.length && until[i] < enough; i++) {
      ending.add(facts.apply(order[i]));
    }
    return ending;
  }

  /** What is said of all that the peer was told. */
  Renewal.Digest digest(Recipient recipient, long nowNanos) {
    Ledger told = recipient.promises().told();
    return new Renewal.Digest(salt, told.sums().total(), told.count(), ttl(recipient, nowNanos));
  }

  /** For how long all that the peer was told lasts at least, which counts as said. */
  private int ttl(Recipient recipient, long nowNanos) {
    Ledger told = recipient.promises().told();
    int first = told.firstOf(order);
    int least = recipient.promises().leastSeconds(look);
    int now = Teller.seconds(nowNanos);
    if (first >= 0) {
      least = Math.min(least, until[first]);
    }
    // Both are rounded down, and nothing may last longer than it does here.
    int ttl = Math.clamp(least - (long) now - 1, 0, ttlSeconds);
    told.renewed(now + ttl);
    return ttl;
  }

  /** Takes in what a peer says, and returns the facts that it renews by that. */
  List<Fact> take(Recipient recipient, Renewal renewal, long nowNanos) {
    return switch (renewal) {
      case Renewal.Digest digest -> recipient.hearing().digest(digest, facts, nowNanos);
      case Renewal.Answer answer -> answered(recipient, answer, nowNanos);
      case Renewal.Question question -> {
        asked(recipient, question, nowNanos);
        yield List.of();
      }
    };
  }

  /**
   * Takes note of whether the peer renews a fact that it has told now.
   *
   * @param held the fact as it is believed; null if it is not
   */
  void heard(
      Recipient recipient, Fact fact, @Nullable StoredFact held, boolean kept, int nowSeconds) {
    Hearing hearing = recipient.hearing();
    hearing.unheld().note(fact, kept && held == null);
    if (kept && held != null) {
      hearing.heard().add(held);
      recipient.renewed(held.id());
    } else if (held != null) {
      unheard(recipient, held, nowSeconds);
    }
  }

  /** Compares what the peer has heard with what it was told; what differs is due again. */
  private void asked(Recipient recipient, Renewal.Question question, long nowNanos) {
    Promises promises = recipient.promises();
    if (!promises.takeQuestion(nowNanos)) {
      return;
    }
    long differing = promises.told().sums().differing(question.sums());
    for (StoredFact stored : promises.told().in(differing, facts)) {
      promises.told().remove(stored);
      recipient.forgets(stored.id());
    }
    promises.told().sums().clear(differing);
    promises.answer(differing);
  }

  /** What is to be said of facts before any are told: answers, and questions. */
  List<Renewal> first(Recipient recipient, long nowNanos) {
    List<Renewal> first = new ArrayList<>();
    OptionalLong answer = recipient.promises().takeAnswer();
    if (answer.isPresent()) {
      first.add(new Renewal.Answer(answer.getAsLong(), ttl(recipient, nowNanos)));
    }
    recipient.hearing().takeQuestion(nowNanos).ifPresent(first::add);
    return first;
  }

  /** Takes note of where the peer finds a difference, and says which facts it renews. */
  private List<Fact> answered(Recipient recipient, Renewal.Answer answer, long nowNanos) {
    Hearing hearing = recipient.hearing();
    if (!hearing.takeAnswer(nowNanos)) {
      return List.of();
    }
    for (StoredFact stored : hearing.heard().in(answer.buckets(), facts)) {
      unheard(recipient, stored, Teller.seconds(nowNanos));
    }
    hearing.heard().sums().clear(answer.buckets());
    hearing.unheld().removeIn(answer.buckets());
    return hearing.same(answer.ttlSeconds(), facts, nowNanos);
  }

  private void unheard(Recipient recipient, StoredFact stored, int nowSeconds) {
    Ledger heard = recipient.hearing().heard();
    if (heard.remove(stored)) {
      recipient.knows(stored.id(), heard.untilSeconds(), nowSeconds);
    }
  }
}
