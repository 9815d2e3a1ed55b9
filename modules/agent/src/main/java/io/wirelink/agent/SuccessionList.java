package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts take, or have taken, another key: of each old key the latest word that counts here.
 * What was announced and did not come about is forgotten after a week; what did is kept as long as
 * there is room.
 */
final class SuccessionList {

  /** A rotation a month of a hundred hosts, for a year; of 200 bytes each on the disk. */
  static final int MAX = 1024;

  /** A host that was to be changed and is off for longer is looked after by somebody. */
  static final Duration OPEN_FOR = Duration.ofDays(7);

  /** One of them, and when it came about, as a number that rises. */
  record Entry(KeptSuccession kept, long revision) {}

  /** The latest ones last. */
  private final Map<PublicKey, Entry> entries = new LinkedHashMap<>();

  private long revision;
  private long overRevision;

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Rises with every change. */
  long revision() {
    return revision;
  }

  /** Rises with each that is over; 0 if none is. */
  long overRevision() {
    return overRevision;
  }

  /** What counts of a key; null if nothing was said. */
  @Nullable KeptSuccession of(PublicKey from) {
    Entry entry = entries.get(from);
    return entry == null ? null : entry.kept;
  }

  /** All of them, the latest last. */
  List<KeptSuccession> all() {
    return entries.values().stream().map(Entry::kept).toList();
  }

  /** Those that are over and came about after a revision, the earliest first, so many at most. */
  List<Entry> overAfter(long since, int most) {
    return entries.values().stream()
        .filter(each -> each.revision > since && each.kept.over())
        .limit(most)
        .toList();
  }

  /** Whether a key is one that somebody had, or that somebody is to have. */
  boolean isTaken(PublicKey key) {
    return entries.containsKey(key)
        || entries.values().stream().anyMatch(each -> each.kept.rotation().to().equals(key));
  }

  /** Takes in what counts of a key from now on. */
  void put(KeptSuccession kept) {
    PublicKey from = kept.rotation().from();
    if (!entries.containsKey(from) && entries.size() == MAX) {
      entries.remove(firstToGo());
    }
    // Put anew, so that they stay in the order of their revisions.
    entries.remove(from);
    entries.put(from, new Entry(kept, ++revision));
    overRevision = kept.over() ? revision : overRevision;
  }

  private PublicKey firstToGo() {
    Collection<Entry> all = entries.values();
    Entry first =
        all.stream().filter(each -> !each.kept.over()).findFirst().orElse(all.iterator().next());
    return first.kept.rotation().from();
  }

  /** Forgets what did not come about in time, and says whether there was any. */
  boolean sweep(Instant wall) {
    boolean any =
        entries
            .values()
            .removeIf(each -> !each.kept.over() && wall.isAfter(each.kept.since().plus(OPEN_FOR)));
    revision += any ? 1 : 0;
    return any;
  }

  /** The key that follows upon each that is worth nothing any more, the last of several. */
  Map<PublicKey, PublicKey> successors() {
    Map<PublicKey, PublicKey> latest = new LinkedHashMap<>();
    for (PublicKey from : entries.keySet()) {
      PublicKey key = from;
      // Each turn leads to another key, or there are not as many: it comes to an end.
      for (int turns = 0; turns <= entries.size(); turns++) {
        KeptSuccession next = of(key);
        if (next == null || !next.over()) {
          break;
        }
        key = next.rotation().to();
      }
      if (!key.equals(from)) {
        latest.put(from, key);
      }
    }
    return latest;
  }
}
