package io.wirelink.agent;

import io.wirelink.device.IpAddress;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts packets and facts that are not accepted, and speaks of them once in a while. */
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
    if (rule == RejectionRule.NOT_TRUSTED || rule == RejectionRule.IN_TUNNEL) {
      // Quite usual in a mesh whose members are configured differently.
      log.debug("Ignoring what {} says: it {} ({})", sourceName, rule.text(), detail.get());
    } else {
      log.warn(
          "Ignoring a packet from {}: it {} ({}); more of the kind are counted, not logged",
          sourceName,
          rule.text(),
          detail.get());
    }
  }

  /** How often each rule was applied, for those that were. */
  Map<RejectionRule, Long> counts() {
    return counts;
  }
}
