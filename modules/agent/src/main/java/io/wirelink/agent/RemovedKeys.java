package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.RemovalRecord;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which keys are kept out of the mesh: of each key the latest word that counts here. It does not
 * run out; when there is no more room the lowest number gives way.
 */
final class RemovedKeys {

  /** Several removals a week for some years; of 100 bytes each on the disk. */
  static final int MAX_RECORDS = 1024;

  /** One of them, and when it came about, as a number that rises. */
  record Entry(KeptRemoval kept, long revision) {}

  /** The latest ones last. */
  private final Map<PublicKey, Entry> entries = new LinkedHashMap<>();

  private long revision;
  private int removed;

  /** The key that a host has, by one that it had. */
  private Map<PublicKey, PublicKey> successors = Map.of();

  /** Rises with every change. */
  long revision() {
    return revision;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** How many keys are kept out. */
  int count() {
    return removed;
  }

  /** Whether nobody is kept out. */
  boolean isNobody() {
    return removed == 0 && successors.isEmpty();
  }

  /** Whether a key is kept out. */
  boolean contains(PublicKey key) {
    Entry entry = removed == 0 ? null : entries.get(key);
    return (entry != null && entry.kept.record().removed()) || successors.containsKey(key);
  }

  /**
   * Takes what key a host has, by each that it had: that one is kept out.
   *
   * @param latest of several one after the other the last one
   */
  void setSuccessors(Map<PublicKey, PublicKey> latest) {
    successors = Map.copyOf(latest);
  }

  /** What key a host has, by each that it had. */
  Map<PublicKey, PublicKey> successors() {
    return successors;
  }

  /** Whether a key is one that a host has had before. */
  boolean isOutdated(PublicKey key) {
    return successors.containsKey(key);
  }

  /** What counts of a key; null if nothing was ever said. */
  @Nullable KeptRemoval of(PublicKey key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.kept;
  }

  /** All of them, the latest ones last. */
  List<Entry> all() {
    return List.copyOf(entries.values());
  }

  /** Those that came about after a revision, the earliest first, so many at most. */
  List<Entry> after(long since, int most) {
    return entries.values().stream().filter(each -> each.revision > since).limit(most).toList();
  }

  /** Whether there is room for a record that supersedes what is there. */
  boolean hasRoomFor(RemovalRecord record) {
    return entries.containsKey(record.subject())
        || entries.size() < MAX_RECORDS
        || record.number() > lowest().record().number();
  }

  private KeptRemoval lowest() {
    return entries.values().stream()
        .map(Entry::kept)
        .min(Comparator.comparingLong(each -> each.record().number()))
        .orElseThrow();
  }

  /** Takes in a word, and says whether it counts now, and did not before. */
  boolean put(KeptRemoval kept) {
    RemovalRecord record = kept.record();
    KeptRemoval before = of(record.subject());
    if (!record.supersedes(before == null ? null : before.record()) || !hasRoomFor(record)) {
      return false;
    }
    if (before == null && entries.size() == MAX_RECORDS) {
      entries.remove(lowest().record().subject());
    }
    // Put anew, so that they stay in the order of their revisions.
    entries.remove(record.subject());
    entries.put(record.subject(), new Entry(kept, ++revision));
    removed = (int) entries.values().stream().filter(each -> each.kept.record().removed()).count();
    return true;
  }
}
