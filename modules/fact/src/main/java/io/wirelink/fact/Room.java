package io.wirelink.fact;

import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether there is room for somebody's word, and who gives way to it.
 *
 * @param limits how much room there is
 * @param occupancy how much of it is taken
 */
record Room(Limits limits, Occupancy occupancy) {

  /**
   * What gives way.
   *
   * @param stored a fact
   * @param by whose word for it does; null for everybody's
   */
  record Eviction(StoredFact stored, Source.@Nullable Peer by) {
    boolean isOf(Word word) {
      return by == null || word.by().equals(by);
    }
  }

  /**
   * What gives way to a word that is not there yet; empty if there is no room for it.
   *
   * @param stored the fact, if it is believed already
   * @param about all that is believed of its subject
   */
  Optional<List<Eviction>> evictionsFor(
      Fact fact, Word word, @Nullable StoredFact stored, Collection<StoredFact> about) {
    if (fact.value() instanceof FactValue.Membership(var metadata) && !metadata.isWithinBounds()) {
      return Optional.empty();
    }
    List<Eviction> evictions = new ArrayList<>();
    boolean room =
        addOldest(fact, word, about, evictions)
            && addOfSource(fact, word, evictions)
            && addHearsay(word, stored, about, evictions)
            && addOfAll(fact, word, stored, evictions);
    return room ? Optional.of(evictions) : Optional.empty();
  }

  /** Whether there is no room in all. */
  boolean isFull(Fact fact) {
    return occupancy.total() >= limits.total()
        || occupancy.bytes() + Occupancy.sizeOf(fact) > limits.bytes();
  }

  /**
   * A source that says more of a subject than it may, of itself or of its membership, says the
   * latest: the oldest gives way.
   */
  private boolean addOldest(
      Fact fact, Word word, Collection<StoredFact> about, List<Eviction> evictions) {
    Share.Kind kind = Share.Kind.of(fact);
    if (occupancy.of(word.by(), fact) < limits.of(word.standing()).of(kind)) {
      return true;
    }
    if (kind == Share.Kind.NETWORK || word.standing() == Standing.HEARSAY) {
      return false;
    }
    StoredFact oldest = oldestOf(word.by(), kind, about);
    return oldest != null && evictions.add(new Eviction(oldest, word.by()));
  }

  private static @Nullable StoredFact oldestOf(
      Source.Peer source, Share.Kind kind, Collection<StoredFact> about) {
    StoredFact oldest = null;
    long ends = Long.MAX_VALUE;
    for (StoredFact each : about) {
      Word word = each.words().of(source);
      if (word != null && Share.Kind.of(each.fact()) == kind && word.expiresNanos() < ends) {
        oldest = each;
        ends = word.expiresNanos();
      }
    }
    return oldest;
  }

  /** A source that says more of others than it may finds room for membership only. */
  private boolean addOfSource(Fact fact, Word word, List<Eviction> evictions) {
    Occupancy.Rank rank = Occupancy.rankOf(fact, word.standing());
    if (rank == null || occupancy.aboutOthers(word.by()) < limits.of(word.standing()).total()) {
      return true;
    }
    return addAll(occupancy.leastOfOwn(rank, word.by()), evictions);
  }

  /** Who says least of a subject displaces who says most, where there is hearsay enough of it. */
  private boolean addHearsay(
      Word word,
      @Nullable StoredFact stored,
      Collection<StoredFact> about,
      List<Eviction> evictions) {
    boolean counted = stored != null && stored.peer() != null;
    if (word.standing() != Standing.HEARSAY || counted) {
      return true;
    }
    Map<PublicKey, List<StoredFact>> bySource = new LinkedHashMap<>();
    int count = 0;
    for (StoredFact each : about) {
      Source.Peer peer = each.peer();
      if (peer != null && each.standing() == Standing.HEARSAY) {
        bySource.computeIfAbsent(peer.key(), key -> new ArrayList<>()).add(each);
        count++;
      }
    }
    if (count < limits.hearsayOfSubject()) {
      return true;
    }
    List<StoredFact> most =
        bySource.values().stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
    int own = bySource.getOrDefault(word.by().key(), List.of()).size();
    return most.size() > own + 1 && addAll(most.getFirst(), evictions);
  }

  private boolean addOfAll(
      Fact fact, Word word, @Nullable StoredFact stored, List<Eviction> evictions) {
    Occupancy.Rank rank = Occupancy.rankOf(fact, word.standing());
    boolean counted = stored != null && (stored.isRemembered() || stored.peer() != null);
    return rank == null
        || counted
        || isRoomLeftBy(evictions)
        || !isFull(fact)
        || addAll(occupancy.leastOf(rank, word.by()), evictions);
  }

  /** Whether what gives way for another reason already leaves room enough in all. */
  private boolean isRoomLeftBy(List<Eviction> evictions) {
    return occupancy.bytes() < limits.bytes()
        && evictions.stream().anyMatch(each -> each.by == null);
  }

  private static boolean addAll(@Nullable StoredFact victim, List<Eviction> evictions) {
    return victim != null && evictions.add(new Eviction(victim, null));
  }
}
