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

  /** Why something is not accepted. */
  enum Rule {
    /** It does not come from the address of a peer of the device. */
    FOREIGN_ADDRESS("comes from an address that is no peer's"),
    /** The packet is not a sealed group of this protocol, or its seal is wrong. */
    NOT_AUTHENTIC("is not signed by its sender for this host"),
    /** The packet is authentic, and what is in it makes no sense. */
    MALFORMED("is malformed"),
    /** The fact is more than its source is trusted with. */
    NOT_TRUSTED("says more than its sender is trusted with"),
    /** The fact gives an endpoint that lies in the tunnel. */
    IN_TUNNEL("gives an endpoint inside the tunnel"),
    /** There is no room for the fact. */
    NO_ROOM("says more than there is room for");

    private final String text;

    Rule(String text) {
      this.text = text;
    }
  }

  private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
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
      Rule rule, IpAddress source, String sourceName, Supplier<String> detail, long nowNanos) {
    counts.merge(rule, 1L, Long::sum);
    boolean quiet = quietUntilNanos.getOrDefault(source, Long.MIN_VALUE) > nowNanos;
    if (quiet || nowNanos < nextWordNanos) {
      return;
    }
    quietUntilNanos.put(source, nowNanos + QUIET_NANOS);
    nextWordNanos = nowNanos + WORD_NANOS;
    if (rule == Rule.NOT_TRUSTED || rule == Rule.IN_TUNNEL) {
      // Quite usual in a mesh whose members are configured differently.
      log.debug("Ignoring what {} says: it {} ({})", sourceName, rule.text, detail.get());
    } else {
      log.warn(
          "Ignoring a packet from {}: it {} ({}); more of the kind are counted, not logged",
          sourceName,
          rule.text,
          detail.get());
    }
  }

  /** How often each rule was applied, for those that were. */
  Map<Rule, Long> counts() {
    return counts;
  }
}
