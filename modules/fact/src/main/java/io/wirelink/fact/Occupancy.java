package io.wirelink.fact;

import io.wirelink.device.PublicKey;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How much of a store is filled, by whom and with what; and who is to give way to others. */
final class Occupancy {

  /** What gives way first when there is no room left, the first before the second. */
  enum Rank {
    /** What the host knew before its start. */
    MEMORY,
    /** What members say of each other. */
    HEARSAY,
    /** What those who are trusted with more say of others. */
    TRUSTED,
    /** Who belongs to the mesh. */
    MEMBERSHIP
  }

  /** What one source says. */
  private static final class Holding {
    private final Map<PublicKey, Map<Share.Kind, Integer>> bySubject = new HashMap<>();
    private int aboutOthers;
  }

  private final Map<Source.Peer, Holding> holdings = new HashMap<>();

  /** The facts that each source speaks for, the oldest first; not those about itself. */
  private final Map<Rank, Map<Source, LinkedHashSet<StoredFact>>> spoken =
      new EnumMap<>(Rank.class);

  private int total;
  private int bytes;

  /** How many facts there are that are neither the host's own word nor their subject's own. */
  int total() {
    return total;
  }

  /** How many bytes those would take in packets. */
  int bytes() {
    return bytes;
  }

  /** Takes note that others are going to say a fact than do now. */
  void change(StoredFact stored, Words words) {
    Word before = stored.words().speaker();
    Word now = words.speaker();
    Rank was = before == null ? null : rankOf(stored.fact(), before.standing());
    Rank is = now == null ? null : rankOf(stored.fact(), now.standing());
    boolean same = before != null && now != null && before.by().equals(now.by()) && was == is;
    if (!same && before != null && was != null) {
      speaksNoMore(stored, before.by(), was);
    }
    if (!same && now != null && is != null) {
      speaks(stored, now.by(), is);
    }
    stored.words().all().forEach(word -> remove(stored.fact(), word));
    words.all().forEach(word -> add(stored.fact(), word));
  }

  private void add(Fact fact, Word word) {
    Holding holding = holdings.computeIfAbsent(word.by(), key -> new Holding());
    holding
        .bySubject
        .computeIfAbsent(fact.subject(), key -> new EnumMap<>(Share.Kind.class))
        .merge(Share.Kind.of(fact), 1, Integer::sum);
    if (word.standing() != Standing.OWN) {
      holding.aboutOthers++;
    }
  }

  private void remove(Fact fact, Word word) {
    Holding holding = holdings.get(word.by());
    if (holding == null) {
      throw new IllegalStateException(word + " was never counted");
    }
    holding.bySubject.computeIfPresent(
        fact.subject(),
        (key, counts) -> {
          counts.computeIfPresent(Share.Kind.of(fact), (kind, n) -> n == 1 ? null : n - 1);
          return counts.isEmpty() ? null : counts;
        });
    if (word.standing() != Standing.OWN) {
      holding.aboutOthers--;
    }
    if (holding.bySubject.isEmpty()) {
      holdings.remove(word.by());
    }
  }

  /** How many facts of this kind the source says of this subject. */
  int of(Source.Peer source, Fact fact) {
    Holding holding = holdings.get(source);
    return holding == null
        ? 0
        : holding
            .bySubject
            .getOrDefault(fact.subject(), Map.of())
            .getOrDefault(Share.Kind.of(fact), 0);
  }

  /** How many facts the source says of others. */
  int aboutOthers(Source.Peer source) {
    Holding holding = holdings.get(source);
    return holding == null ? 0 : holding.aboutOthers;
  }

  /** Takes note that a source has begun to speak for a fact. */
  void speaks(StoredFact stored, Source source, Rank rank) {
    total++;
    bytes += sizeOf(stored.fact());
    spoken
        .computeIfAbsent(rank, each -> new HashMap<>())
        .computeIfAbsent(source, each -> new LinkedHashSet<>())
        .add(stored);
  }

  /** Takes note that it does not any more. */
  void speaksNoMore(StoredFact stored, Source source, Rank rank) {
    total--;
    bytes -= sizeOf(stored.fact());
    Map<Source, LinkedHashSet<StoredFact>> sources = spoken.getOrDefault(rank, Map.of());
    sources.computeIfPresent(
        source,
        (key, held) -> {
          held.remove(stored);
          return held.isEmpty() ? null : held;
        });
  }

  /** What rank a fact has by a word; null if it is its subject's own, which never gives way. */
  static @Nullable Rank rankOf(Fact fact, Standing standing) {
    return switch (standing) {
      case OWN -> null;
      case TRUSTED -> fact.attribute().isMembership() ? Rank.MEMBERSHIP : Rank.TRUSTED;
      case HEARSAY -> Rank.HEARSAY;
    };
  }

  /**
   * The fact that gives way to a new one: of the lowest rank, the oldest of whoever speaks for most
   * of that; among the like of the new one only if that source has more than the new one's.
   *
   * @return null if none does
   */
  @Nullable StoredFact leastOf(Rank rank, Source source) {
    for (Rank each : Rank.values()) {
      if (each.compareTo(rank) > 0) {
        break;
      }
      Map<Source, LinkedHashSet<StoredFact>> sources = spoken.getOrDefault(each, Map.of());
      Set<StoredFact> most = Set.of();
      for (Set<StoredFact> held : sources.values()) {
        most = held.size() > most.size() ? held : most;
      }
      Set<StoredFact> own = sources.getOrDefault(source, new LinkedHashSet<>());
      if (!most.isEmpty() && (each != rank || most.size() > own.size() + 1)) {
        return most.iterator().next();
      }
    }
    return null;
  }

  /** The oldest fact about others that this source speaks for, and that is of a lower rank. */
  @Nullable StoredFact leastOfOwn(Rank rank, Source source) {
    for (Rank each : Rank.values()) {
      Map<Source, LinkedHashSet<StoredFact>> sources = spoken.getOrDefault(each, Map.of());
      LinkedHashSet<StoredFact> own = sources.get(source);
      if (each.compareTo(rank) < 0 && own != null) {
        return own.getFirst();
      }
    }
    return null;
  }

  /** How many bytes a fact takes in a packet. */
  static int sizeOf(Fact fact) {
    return FactCodec.encodedLength(new TimedFact(fact, Fact.MAX_TTL_SECONDS));
  }
}
