package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.StoredFact;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is believed, by number and by subject: what there is to be told. */
final class Believed {

  /** By number. */
  private @Nullable StoredFact[] facts = new StoredFact[64];

  private final BitSet ids = new BitSet();
  private final Map<PublicKey, Subject> subjects = new HashMap<>();

  /** What somebody was not told, and is to be as soon as it lasts for longer. */
  private final BitSet awaited = new BitSet();

  /** Takes note of a fact that was heard, of which the news is on its way. */
  void aboutToBeAdded(StoredFact stored) {
    if (stored.id() >= facts.length) {
      facts = Arrays.copyOf(facts, Math.max(stored.id() + 1, 2 * facts.length));
    }
    facts[stored.id()] = stored;
    ids.set(stored.id());
  }

  /** Takes note of a fact that is believed now. */
  void added(StoredFact stored) {
    aboutToBeAdded(stored);
    subjects.computeIfAbsent(stored.fact().subject(), Subject::new).add(stored);
  }

  /** Takes note of a fact that is not believed any more. */
  void removed(StoredFact stored) {
    facts[stored.id()] = null;
    ids.clear(stored.id());
    awaited.clear(stored.id());
    Subject subject = subjects.get(stored.fact().subject());
    if (subject != null) {
      subject.remove(stored);
      if (subject.facts().isEmpty()) {
        subjects.remove(subject.key());
      }
    }
  }

  /** The fact with this number. */
  StoredFact fact(int id) {
    return Objects.requireNonNull(facts[id], "it is believed");
  }

  /** The numbers of what is believed. */
  BitSet ids() {
    return ids;
  }

  /** What is believed about somebody. */
  List<StoredFact> about(PublicKey key) {
    Subject subject = subjects.get(key);
    return subject == null ? List.of() : subject.facts();
  }

  /** Who a fact is about, together with all that is said of it; null if nobody is told of it. */
  @Nullable Subject subjectOf(int id) {
    StoredFact stored = id < facts.length ? facts[id] : null;
    return stored == null ? null : subjects.get(stored.fact().subject());
  }

  /**
   * Notes that somebody was not told a fact for the time being, so that it matters to who is told
   * when it is renewed. Everybody else looks at it when it is about to be forgotten there: most of
   * what is renewed concerns nobody then.
   */
  void await(int id) {
    awaited.set(id);
  }

  /** Whether anybody waits for the fact to last longer; nobody does from now on. */
  boolean takeAwaited(int id) {
    boolean any = awaited.get(id);
    awaited.clear(id);
    return any;
  }
}
