package io.wirelink.agent;

import io.wirelink.fact.Fact;
import io.wirelink.fact.Source;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That what an agent believes has changed, or that it did not take somebody's word.
 *
 * @param kind what happened
 * @param at when
 * @param fact what it is about; null for a packet that was rejected as a whole
 * @param subject what the fact's subject is called; empty for such a packet
 * @param source who said it; null for who is no peer
 * @param sourceName the same by name, or by address for who is no peer; empty for this host itself
 * @param ttlSeconds for how long it is believed from now; 0 if it is not
 * @param rule why it was rejected; null if it was not
 * @param detail more on that, for a person; empty if there is nothing
 */
public record FactNotice(
    Kind kind,
    Instant at,
    @Nullable Fact fact,
    String subject,
    @Nullable Source source,
    String sourceName,
    long ttlSeconds,
    @Nullable RejectionRule rule,
    String detail) {

  /** What happened to a fact. */
  public enum Kind {
    /** It was not believed before. */
    NEW,
    /** It is believed for longer. */
    RENEWED,
    /**
     * This host said it, or was told to forget it, or remembered it from before its start until
     * somebody who decides on members had spoken; and it is no longer believed.
     */
    WITHDRAWN,
    /** Nobody said it again within its time to live. */
    EXPIRED,
    /** It gave way to a fact of a more trusted source. */
    EVICTED,
    /** It was not believed at all. */
    REJECTED
  }
}
