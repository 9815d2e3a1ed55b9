package io.wirelink.fact;

import io.wirelink.device.PublicKey;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this host believes at the moment.
 *
 * <p>Of the same fact two words are kept: that of the highest standing, which speaks for it, and
 * the one that lasts longest beside it; it is believed until both have ended. What the host itself
 * says does not expire as long as it says it. What it remembers from before its start does not
 * expire either, has the lowest rank, and is remembered no longer once anybody says it. Room is
 * bounded, for each source and in all; the subject's own word and membership always find some. Work
 * is in proportion to what changes: renewing a fact costs nothing until it would have expired.
 *
 * <p>Times are nanoseconds of the caller's monotonic clock. The store is used by one thread. Alive
 * facts, which compare differently, do not belong here.
 */
public final class FactStore {

  /** What became of a fact that a peer said. */
  public enum Outcome {
    /** It is believed now. */
    ADDED,
    /** It was believed, and is for longer now. */
    RENEWED,
    /** It was believed for at least as long already, or somebody better knows. */
    KNOWN,
    /** It had no time left. */
    EXPIRED,
    /** There is no room for it. */
    NO_ROOM
  }

  /** Decides whether somebody's word is believed still. */
  @FunctionalInterface
  public interface Admission {
    /** Whether the source may say the fact in this standing. */
    boolean believes(Fact fact, PublicKey source, Standing standing);
  }

  private final long localTtlNanos;
  private final FactIndex facts = new FactIndex();
  private final Occupancy occupancy = new Occupancy();
  private final Room room;
  private final Expiries expiries = new Expiries();
  private final ArrayDeque<FactChange> changes = new ArrayDeque<>();

  /**
   * An empty store.
   *
   * @param localTtlNanos how long others may believe what this host says now
   */
  public FactStore(Limits limits, long localTtlNanos) {
    this.room = new Room(limits, occupancy);
    this.localTtlNanos = localTtlNanos;
  }

  /**
   * Takes a peer's word for a fact.
   *
   * @param standing in what capacity the peer says it, which decides on its share of the room
   */
  public Outcome offer(
      Fact fact, Source.Peer peer, Standing standing, long expiresNanos, long nowNanos) {
    if (expiresNanos <= nowNanos) {
      return Outcome.EXPIRED;
    }
    Word word = new Word(peer, standing, expiresNanos);
    StoredFact stored = facts.find(fact);
    if (standing == Standing.HEARSAY && !Hearsay.counts(fact, stored, about(fact.subject()))) {
      return Outcome.KNOWN;
    }
    Words before = stored == null ? Words.NONE : stored.words();
    Words now = before.with(word);
    Word same = before.of(peer);
    if (!word.equals(now.of(peer)) || (same != null && !word.outlasts(same))) {
      return Outcome.KNOWN;
    }
    boolean longer = expiresNanos > before.expiresNanos();
    if (same == null && !makeRoom(fact, word, stored)) {
      return longer ? Outcome.NO_ROOM : Outcome.KNOWN;
    }
    return accept(fact, stored, now, longer);
  }

  private Outcome accept(Fact fact, @Nullable StoredFact known, Words words, boolean longer) {
    StoredFact stored = known == null ? facts.add(fact, localTtlNanos) : known;
    boolean wasBetter = stored.isBetterThanHearsay();
    clearMemory(stored);
    setWords(stored, words);
    if (known == null || longer) {
      changes.add(known == null ? new FactChange.Added(stored) : new FactChange.Renewed(stored));
    }
    if (!wasBetter && stored.isBetterThanHearsay()) {
      dropHearsayBeside(stored);
    }
    return known == null ? Outcome.ADDED : longer ? Outcome.RENEWED : Outcome.KNOWN;
  }

  private void dropHearsayBeside(StoredFact better) {
    Hearsay.outdoneBy(better, about(better.fact().subject()))
        .forEach(each -> takeBack(each, word -> true, FactChange.Cause.EVICTED));
  }

  /**
   * Makes this the whole of what the host itself says about the subject; what it said before and
   * not now is withdrawn.
   */
  public void assertLocal(PublicKey subject, Set<Fact> said) {
    if (facts.isLocally(subject, said)) {
      return;
    }
    for (StoredFact stored : List.copyOf(about(subject))) {
      if (stored.isLocal() && !said.contains(stored.fact())) {
        stored.setLocal(false);
        if (stored.peer() == null) {
          remove(stored, Source.LOCAL, FactChange.Cause.WITHDRAWN);
        }
      }
    }
    for (Fact fact : said) {
      StoredFact stored = facts.find(fact);
      if (stored == null || !stored.isLocal()) {
        assertLocal(fact, stored);
      }
    }
  }

  private void assertLocal(Fact fact, @Nullable StoredFact known) {
    StoredFact stored = known == null ? facts.add(fact, localTtlNanos) : known;
    clearMemory(stored);
    stored.setLocal(true);
    // Beside this host's own word hearsay does not count, nor after it.
    takeBack(stored, word -> word.standing() == Standing.HEARSAY, FactChange.Cause.EVICTED);
    changes.add(known == null ? new FactChange.Added(stored) : new FactChange.Renewed(stored));
    dropHearsayBeside(stored);
  }

  /**
   * Believes a fact because the host knew it before its start; not if anybody says it now, or if
   * there is no room.
   *
   * @param untilNanos until when the host will believe it if nothing else comes: for who asks,
   *     since only {@link #withdrawRemembered} ends it
   */
  public void remember(Fact fact, long untilNanos) {
    StoredFact stored = facts.find(fact);
    if (stored == null && !room.isFull(fact)) {
      stored = facts.add(fact, localTtlNanos);
      stored.setRemembered(untilNanos);
      occupancy.speaks(stored, Source.MEMORY, Occupancy.Rank.MEMORY);
      changes.add(new FactChange.Added(stored));
    } else if (stored != null && stored.isRemembered()) {
      stored.setRemembered(untilNanos);
    }
  }

  /** Stops believing a fact that the host only remembers; nothing else is touched. */
  public void withdrawRemembered(Fact fact) {
    StoredFact stored = facts.find(fact);
    if (stored != null && stored.isRemembered()) {
      clearMemory(stored);
      remove(stored, Source.MEMORY, FactChange.Cause.WITHDRAWN);
    }
  }

  /** Stops believing what has expired. */
  public void expire(long nowNanos) {
    while (nextExpiryNanos() <= nowNanos) {
      StoredFact stored = expiries.take();
      takeBack(stored, word -> word.expiresNanos() <= nowNanos, FactChange.Cause.EXPIRED);
      expiries.plan(stored);
    }
  }

  /** When {@link #expire} may next have something to do; {@link Long#MAX_VALUE} if never. */
  public long nextExpiryNanos() {
    return expiries.nextNanos();
  }

  /**
   * Forgets all that peers said about a subject, and what the host remembers of it.
   *
   * @return how many facts that were
   */
  public int forget(PublicKey subject) {
    int forgotten = 0;
    for (StoredFact stored : List.copyOf(about(subject))) {
      forgotten += stored.isRemembered() ? 1 : 0;
      withdrawRemembered(stored.fact());
      forgotten += takeBack(stored, word -> true, FactChange.Cause.WITHDRAWN) ? 1 : 0;
    }
    return forgotten;
  }

  /** Ends a peer's word for a fact, since it takes it back. */
  public void takeBack(Fact fact, Source.Peer peer) {
    StoredFact stored = facts.find(fact);
    if (stored != null) {
      takeBack(stored, word -> word.by().equals(peer), FactChange.Cause.DISBELIEVED);
    }
  }

  /** Forgets what peers said that is not to be believed any more; says whether there was any. */
  public boolean reevaluate(Admission admission) {
    boolean any = false;
    for (StoredFact each : List.copyOf(facts.all())) {
      Predicate<Word> over =
          word -> !admission.believes(each.fact(), word.by().key(), word.standing());
      any |= takeBack(each, over, FactChange.Cause.DISBELIEVED);
    }
    return any;
  }

  /** The fact as it is believed; empty if it is not. */
  public Optional<StoredFact> find(Fact fact) {
    return Optional.ofNullable(facts.find(fact));
  }

  /** What is believed about a subject. */
  public Collection<StoredFact> about(PublicKey subject) {
    return facts.about(subject);
  }

  /** Whom something is believed about. */
  public Set<PublicKey> subjects() {
    return facts.subjects();
  }

  /** All that is believed. */
  public Collection<StoredFact> all() {
    return facts.all();
  }

  /** What happened since the last call, in order. */
  public List<FactChange> takeChanges() {
    List<FactChange> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  private void remove(StoredFact stored, Source source, FactChange.Cause cause) {
    facts.remove(stored);
    changes.add(new FactChange.Removed(stored, source, cause));
  }

  /** Makes room for a word that is not there yet, and says whether there is some. */
  private boolean makeRoom(Fact fact, Word word, @Nullable StoredFact stored) {
    Optional<List<Room.Eviction>> evictions =
        room.evictionsFor(fact, word, stored, about(fact.subject()));
    evictions.ifPresent(each -> each.forEach(this::evict));
    return evictions.isPresent();
  }

  private void evict(Room.Eviction eviction) {
    StoredFact victim = eviction.stored();
    if (victim.isRemembered()) {
      clearMemory(victim);
      remove(victim, Source.MEMORY, FactChange.Cause.EVICTED);
    } else {
      takeBack(victim, eviction::isOf, FactChange.Cause.EVICTED);
    }
  }

  /** Takes back words for a fact, and the fact if nothing is left that speaks for it. */
  private boolean takeBack(StoredFact stored, Predicate<Word> which, FactChange.Cause cause) {
    Words left = stored.words().without(which);
    if (left.equals(stored.words())) {
      return false;
    }
    Source source = stored.source();
    setWords(stored, left);
    if (left.speaker() == null && !stored.isLocal()) {
      remove(stored, source, cause);
    }
    return true;
  }

  private void setWords(StoredFact stored, Words words) {
    if (!words.areOfTheSame(stored.words())) {
      occupancy.change(stored, words);
    }
    stored.setWords(words);
    expiries.plan(stored);
  }

  private void clearMemory(StoredFact stored) {
    if (stored.isRemembered()) {
      occupancy.speaksNoMore(stored, Source.MEMORY, Occupancy.Rank.MEMORY);
      stored.endMemory();
    }
  }
}
