package io.wirelink.agent;

import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.trust.TrustLevel;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts packets and facts that are not accepted, remembers the latest of those facts, and speaks
 * of them once in a while.
 */
final class Rejections {

  private static final Logger log = LoggerFactory.getLogger(Rejections.class);

  /** How long nothing more is said of a source after something was. */
  private static final long QUIET_NANOS = 300_000_000_000L;

  /** How often anything is said at all, of whatever source. */
  private static final long WORD_NANOS = 1_000_000_000L;

  /**
   * Sources that are remembered; a flood from made-up addresses drives out the oldest, not the
   * memory.
   */
  private static final int MAX_SOURCES = 256;

  /**
   * Facts that are remembered: those of some dozen peers; a flood drives out the oldest, not the
   * memory.
   */
  private static final int MAX_FACTS = 512;

  /**
   * Somebody's word that is not believed.
   *
   * @param fact what was said
   * @param sender who said it
   * @param rule why it is not believed
   */
  record Word(Fact fact, PublicKey sender, RejectionRule rule) {}

  /**
   * How often it was said, and when.
   *
   * @param has how far the sender was trusted
   * @param needs how far it would have to be
   * @param times how often it was said
   * @param lastNanos when it was said last
   * @param expiresNanos until when it would have been believed
   */
  record Remembered(
      TrustLevel has, TrustLevel needs, int times, long lastNanos, long expiresNanos) {}

  private final Map<Word, Remembered> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Word, Remembered> eldest) {
          return size() > MAX_FACTS;
        }
      };

  private final Map<RejectionRule, Long> counts = new EnumMap<>(RejectionRule.class);
  private final Map<IpAddress, Long> quietUntilNanos =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<IpAddress, Long> eldest) {
          return size() > MAX_SOURCES;
        }
      };

  /** When anything may be said again; made-up sources share this. */
  private long nextWordNanos = Long.MIN_VALUE;

  /** Counts one. */
  void count(
      RejectionRule rule,
      IpAddress source,
      String sourceName,
      Supplier<String> detail,
      long nowNanos) {
    counts.merge(rule, 1L, Long::sum);
    boolean quiet = quietUntilNanos.getOrDefault(source, Long.MIN_VALUE) > nowNanos;
    if (quiet || nowNanos < nextWordNanos) {
      return;
    }
    quietUntilNanos.put(source, nowNanos + QUIET_NANOS);
    nextWordNanos = nowNanos + WORD_NANOS;
    if (rule == RejectionRule.NOT_TRUSTED
        || rule == RejectionRule.IN_TUNNEL
        || rule == RejectionRule.REMOVED) {
      // Quite usual in a mesh whose members are configured differently, or have yet to hear.
      log.debug("Ignoring what {} says: it {} ({})", sourceName, rule.text(), detail.get());
    } else {
      log.warn(
          "Ignoring a packet from {}: it {} ({}); more of the kind are counted, not logged",
          sourceName,
          rule.text(),
          detail.get());
    }
  }

  /** Keeps in mind what was said, for who asks about its subject. */
  void remember(Word word, TrustLevel has, TrustLevel needs, long expiresNanos, long nowNanos) {
    Remembered before = remembered.get(word);
    int times = before == null ? 1 : before.times() + 1;
    remembered.put(word, new Remembered(has, needs, times, nowNanos, expiresNanos));
  }

  /** Forgets what was not believed: others are trusted now, and it will be said again. */
  void forgetRemembered() {
    remembered.clear();
  }

  /** What was said about somebody and not believed, as far as it is remembered; latest last. */
  Map<Word, Remembered> about(PublicKey subject) {
    Map<Word, Remembered> about = new LinkedHashMap<>();
    remembered.forEach(
        (word, each) -> {
          if (word.fact().subject().equals(subject)) {
            about.put(word, each);
          }
        });
    return about;
  }

  /** Everything that was not believed, as far as it is remembered; latest last. */
  Set<Word> words() {
    return Collections.unmodifiableSet(remembered.keySet());
  }

  /** How often each rule was applied, for those that were. */
  Map<RejectionRule, Long> counts() {
    return counts;
  }
}
