package io.wirelink.fact;

import io.wirelink.device.PublicKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What this host believes at the moment.
 *
 * <p>Of the same fact the word that lasts longest is kept. What the host itself says does not
 * expire as long as it says it. What it remembers from before its start does not expire either, has
 * the lowest rank, and is remembered no longer once anybody says it. Room is bounded: when there is
 * none, a fact of the lowest trust gives way, or the new one is not taken. Work is in proportion to
 * what changes: renewing a fact costs nothing until it would have expired.
 *
 * <p>Times are nanoseconds of the caller's monotonic clock. The store is used by one thread. Alive
 * facts, which compare differently, do not belong here.
 */
public final class FactStore {

  /**
   * How much is believed at most.
   *
   * @param total facts of all peers together; what the host itself says does not count
   * @param perSource facts that one peer says
   * @param perSubject facts about one peer
   */
  public record Limits(int total, int perSource, int perSubject) {

    /**
     * Room for a thousand hosts of which each has a dozen facts that all come by one router, with a
     * margin of two, and for a host that routes a thousand networks.
     */
    public static final Limits DEFAULT = new Limits(24_576, 24_576, 2_048);
  }

  /** What became of a fact that a peer said. */
  public enum Outcome {
    /** It is believed now. */
    ADDED,
    /** It was believed, and is for longer now. */
    RENEWED,
    /** It was believed for at least as long already. */
    KNOWN,
    /** It had no time left. */
    EXPIRED,
    /** There is no room for it. */
    NO_ROOM
  }

  private final Limits limits;
  private final long localTtlNanos;
  private final Map<Fact, StoredFact> facts = new HashMap<>();
  private final Map<PublicKey, Map<Fact, StoredFact>> bySubject = new HashMap<>();
  private final Occupancy occupancy = new Occupancy();
  private final BitSet usedIds = new BitSet();
  private final PriorityQueue<StoredFact> expiries =
      new PriorityQueue<>(Comparator.comparingLong(StoredFact::plannedNanos));
  private final ArrayDeque<FactChange> changes = new ArrayDeque<>();

  /**
   * An empty store.
   *
   * @param localTtlNanos how long others may believe what this host says now
   */
  public FactStore(Limits limits, long localTtlNanos) {
    this.limits = limits;
    this.localTtlNanos = localTtlNanos;
  }

  /**
   * Takes a peer's word for a fact.
   *
   * @param rank how far the peer is trusted; a higher one may take the room of a lower
   */
  public Outcome offer(Fact fact, Source.Peer peer, int rank, long expiresNanos, long nowNanos) {
    if (expiresNanos <= nowNanos) {
      return Outcome.EXPIRED;
    }
    StoredFact stored = facts.get(fact);
    if (stored != null && stored.peer() != null) {
      return renew(stored, stored.peer(), peer, rank, expiresNanos);
    }
    boolean remembered = stored != null && stored.isRemembered();
    if (isFull(peer) || (!remembered && !makeRoom(fact.subject(), rank))) {
      return Outcome.NO_ROOM;
    }
    boolean added = stored == null;
    if (stored == null) {
      stored = insert(fact);
    } else {
      clearMemory(stored);
    }
    setPeer(stored, peer, rank, expiresNanos);
    stored.setPlannedNanos(expiresNanos);
    expiries.add(stored);
    changes.add(added ? new FactChange.Added(stored) : new FactChange.Renewed(stored));
    return added ? Outcome.ADDED : Outcome.RENEWED;
  }

  private Outcome renew(
      StoredFact stored, Source.Peer before, Source.Peer peer, int rank, long expiresNanos) {
    // The key decides between words of the same length, so that the order in which they come does
    // not.
    boolean longer = expiresNanos > stored.peerExpiresNanos();
    boolean tieWon =
        expiresNanos == stored.peerExpiresNanos() && peer.key().compareTo(before.key()) < 0;
    if (!longer && !tieWon) {
      return Outcome.KNOWN;
    }
    if (!peer.equals(before) && isFull(peer)) {
      return longer ? Outcome.NO_ROOM : Outcome.KNOWN;
    }
    clearPeer(stored);
    setPeer(stored, peer, rank, expiresNanos);
    if (!longer) {
      return Outcome.KNOWN;
    }
    changes.add(new FactChange.Renewed(stored));
    return Outcome.RENEWED;
  }

  /**
   * Makes this the whole of what the host itself says about the subject; what it said before and
   * not now is withdrawn.
   */
  public void assertLocal(PublicKey subject, Set<Fact> said) {
    for (StoredFact stored : List.copyOf(about(subject))) {
      if (stored.isLocal() && !said.contains(stored.fact())) {
        stored.setLocal(false);
        if (stored.peer() == null) {
          remove(stored, Source.LOCAL, FactChange.Cause.WITHDRAWN);
        }
      }
    }
    for (Fact fact : said) {
      StoredFact stored = facts.get(fact);
      if (stored == null) {
        stored = insert(fact);
        stored.setLocal(true);
        changes.add(new FactChange.Added(stored));
      } else if (!stored.isLocal()) {
        clearMemory(stored);
        stored.setLocal(true);
        changes.add(new FactChange.Renewed(stored));
      }
    }
  }

  /**
   * Believes a fact because the host knew it before its start; not if anybody says it now, or if
   * there is no room.
   *
   * @param untilNanos until when the host will believe it if nothing else comes: for who asks,
   *     since only {@link #withdrawRemembered} ends it
   */
  public void remember(Fact fact, long untilNanos) {
    StoredFact stored = facts.get(fact);
    if (stored == null && makeRoom(fact.subject(), StoredFact.MEMORY_RANK)) {
      stored = insert(fact);
      stored.setRemembered(untilNanos);
      occupancy.add(Source.MEMORY, StoredFact.MEMORY_RANK);
      changes.add(new FactChange.Added(stored));
    } else if (stored != null && stored.isRemembered()) {
      stored.setRemembered(untilNanos);
    }
  }

  /** Stops believing a fact that the host only remembers; nothing else is touched. */
  public void withdrawRemembered(Fact fact) {
    StoredFact stored = facts.get(fact);
    if (stored != null && stored.isRemembered()) {
      clearMemory(stored);
      remove(stored, Source.MEMORY, FactChange.Cause.WITHDRAWN);
    }
  }

  /** Stops believing what has expired. */
  public void expire(long nowNanos) {
    while (!expiries.isEmpty() && expiries.peek().plannedNanos() <= nowNanos) {
      StoredFact stored = expiries.poll();
      if (stored.peer() == null) {
        continue;
      }
      if (stored.peerExpiresNanos() > nowNanos) {
        stored.setPlannedNanos(stored.peerExpiresNanos());
        expiries.add(stored);
        continue;
      }
      Source.Peer source = stored.peer();
      clearPeer(stored);
      if (!stored.isLocal()) {
        remove(stored, source, FactChange.Cause.EXPIRED);
      }
    }
  }

  /** When {@link #expire} may next have something to do; {@link Long#MAX_VALUE} if never. */
  public long nextExpiryNanos() {
    StoredFact next = expiries.peek();
    return next == null ? Long.MAX_VALUE : next.plannedNanos();
  }

  /**
   * Forgets all that peers said about a subject, and what the host remembers of it.
   *
   * @return how many facts that were
   */
  public int forget(PublicKey subject) {
    List<Fact> remembered =
        about(subject).stream().filter(StoredFact::isRemembered).map(StoredFact::fact).toList();
    remembered.forEach(this::withdrawRemembered);
    return remembered.size() + forget(about(subject), (fact, source) -> true);
  }

  /** Forgets what peers said that are not to be believed any more. */
  public void judge(BiPredicate<Fact, PublicKey> believable) {
    forget(facts.values(), believable.negate());
  }

  private int forget(Collection<StoredFact> among, BiPredicate<Fact, PublicKey> condition) {
    int forgotten = 0;
    for (StoredFact stored : List.copyOf(among)) {
      Source.Peer source = stored.peer();
      if (source != null && condition.test(stored.fact(), source.key())) {
        forgotten++;
        clearPeer(stored);
        expiries.remove(stored);
        if (!stored.isLocal()) {
          remove(stored, source, FactChange.Cause.WITHDRAWN);
        }
      }
    }
    return forgotten;
  }

  /** The fact as it is believed; empty if it is not. */
  public Optional<StoredFact> find(Fact fact) {
    return Optional.ofNullable(facts.get(fact));
  }

  /** What is believed about a subject. */
  public Collection<StoredFact> about(PublicKey subject) {
    return bySubject.getOrDefault(subject, Map.of()).values();
  }

  /** Whom something is believed about. */
  public Set<PublicKey> subjects() {
    return Collections.unmodifiableSet(bySubject.keySet());
  }

  /** All that is believed. */
  public Collection<StoredFact> all() {
    return Collections.unmodifiableCollection(facts.values());
  }

  /** What happened since the last call, in order. */
  public List<FactChange> takeChanges() {
    List<FactChange> taken = new ArrayList<>(changes);
    changes.clear();
    return taken;
  }

  private StoredFact insert(Fact fact) {
    int id = usedIds.nextClearBit(0);
    usedIds.set(id);
    StoredFact stored = new StoredFact(id, fact, localTtlNanos);
    facts.put(fact, stored);
    bySubject.computeIfAbsent(fact.subject(), key -> new LinkedHashMap<>()).put(fact, stored);
    return stored;
  }

  private void remove(StoredFact stored, Source source, FactChange.Cause cause) {
    facts.remove(stored.fact());
    bySubject.computeIfPresent(
        stored.fact().subject(),
        (subject, about) -> {
          about.remove(stored.fact());
          return about.isEmpty() ? null : about;
        });
    usedIds.clear(stored.id());
    changes.add(new FactChange.Removed(stored, source, cause));
  }

  private boolean isFull(Source.Peer peer) {
    return occupancy.of(peer) >= limits.perSource();
  }

  private boolean makeRoom(PublicKey subject, int rank) {
    boolean subjectFull = about(subject).size() >= limits.perSubject();
    if (!subjectFull && occupancy.total() < limits.total()) {
      return true;
    }
    // Looking for the least trusted fact is only worth it when there is one.
    return occupancy.hasBelow(rank)
        && evictBelow(rank, subjectFull ? about(subject) : facts.values());
  }

  private boolean evictBelow(int rank, Collection<StoredFact> candidates) {
    StoredFact victim =
        candidates.stream()
            .filter(stored -> !stored.isLocal() && stored.rank() < rank)
            .min(
                Comparator.comparingInt(StoredFact::rank)
                    .thenComparingLong(StoredFact::peerExpiresNanos))
            .orElse(null);
    if (victim == null) {
      return false;
    }
    Source source = victim.source();
    clearPeer(victim);
    clearMemory(victim);
    expiries.remove(victim);
    remove(victim, source, FactChange.Cause.EVICTED);
    return true;
  }

  private void setPeer(StoredFact stored, Source.Peer peer, int rank, long expiresNanos) {
    stored.setPeer(peer, rank, expiresNanos);
    occupancy.add(peer, rank);
  }

  private void clearPeer(StoredFact stored) {
    Source.Peer peer = stored.peer();
    if (peer != null) {
      occupancy.remove(peer, stored.rank());
      stored.setPeer(null, 0, Long.MIN_VALUE);
    }
  }

  private void clearMemory(StoredFact stored) {
    if (stored.isRemembered()) {
      occupancy.remove(Source.MEMORY, StoredFact.MEMORY_RANK);
      stored.endMemory();
    }
  }
}
