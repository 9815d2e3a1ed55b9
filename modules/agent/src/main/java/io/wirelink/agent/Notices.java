package io.wirelink.agent;

import io.wirelink.fact.Fact;
import io.wirelink.fact.FactChange;
import io.wirelink.fact.Source;
import io.wirelink.fact.StoredFact;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the notices of what happens to facts, for who listens. */
record Notices(AgentListener listener, Mesh mesh, AgentClock clock) {

  void changed(FactChange change, long nowNanos) {
    listener.happened(() -> noticeOf(change, nowNanos));
  }

  private FactNotice noticeOf(FactChange change, long nowNanos) {
    StoredFact stored = change.stored();
    return switch (change) {
      case FactChange.Added added -> believed(FactNotice.Kind.NEW, stored, nowNanos);
      case FactChange.Renewed renewed -> believed(FactNotice.Kind.RENEWED, stored, nowNanos);
      case FactChange.Removed(var gone, Source source, var cause) -> {
        FactNotice.Kind kind =
            switch (cause) {
              case EXPIRED -> FactNotice.Kind.EXPIRED;
              case WITHDRAWN -> FactNotice.Kind.WITHDRAWN;
              case EVICTED -> FactNotice.Kind.EVICTED;
            };
        yield notice(kind, gone.fact(), nameOf(source), 0);
      }
    };
  }

  private FactNotice believed(FactNotice.Kind kind, StoredFact stored, long nowNanos) {
    long seconds = Duration.ofNanos(stored.expiresNanos(nowNanos) - nowNanos).toSeconds();
    return notice(kind, stored.fact(), nameOf(stored.source()), Math.max(0, seconds));
  }

  private FactNotice notice(FactNotice.Kind kind, Fact fact, String source, long ttlSeconds) {
    String subject = mesh.nameOf(fact.subject());
    return new FactNotice(kind, clock.wall(), fact, subject, source, ttlSeconds, null, "");
  }

  /**
   * Tells of a rejection.
   *
   * @param fact the fact; null for a whole packet
   * @param detail more on the packet
   */
  void rejected(RejectionRule rule, String source, @Nullable Fact fact, Supplier<String> detail) {
    listener.happened(
        () ->
            new FactNotice(
                FactNotice.Kind.REJECTED,
                clock.wall(),
                fact,
                fact == null ? "" : mesh.nameOf(fact.subject()),
                source,
                0,
                rule,
                fact == null ? detail.get() : ""));
  }

  private String nameOf(Source source) {
    return switch (source) {
      case Source.Local() -> "";
      case Source.Peer(var key) -> mesh.nameOf(key);
    };
  }
}
