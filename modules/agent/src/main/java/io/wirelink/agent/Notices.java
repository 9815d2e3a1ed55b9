package io.wirelink.agent;

import io.wirelink.device.PublicKey;
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

  /**
   * Tells that a peer says that it is alive.
   *
   * @param news whether it was not alive before, or has started anew
   */
  void alive(Fact fact, boolean news, long ttlSeconds) {
    FactNotice.Kind kind = news ? FactNotice.Kind.NEW : FactNotice.Kind.RENEWED;
    listener.happened(() -> notice(kind, fact, new Source.Peer(fact.subject()), ttlSeconds));
  }

  /** Tells that a peer has not said any more that it is alive. */
  void expired(Fact alive) {
    Source source = new Source.Peer(alive.subject());
    listener.happened(() -> notice(FactNotice.Kind.EXPIRED, alive, source, 0));
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
              case WITHDRAWN, DISBELIEVED -> FactNotice.Kind.WITHDRAWN;
              case EVICTED -> FactNotice.Kind.EVICTED;
            };
        yield notice(kind, gone.fact(), source, 0);
      }
    };
  }

  private FactNotice believed(FactNotice.Kind kind, StoredFact stored, long nowNanos) {
    long seconds = Duration.ofNanos(stored.expiresNanos(nowNanos) - nowNanos).toSeconds();
    return notice(kind, stored.fact(), stored.source(), Math.max(0, seconds));
  }

  private FactNotice notice(FactNotice.Kind kind, Fact fact, Source source, long ttlSeconds) {
    String subject = mesh.nameOf(fact.subject());
    String name = source instanceof Source.Peer(PublicKey key) ? mesh.nameOf(key) : "";
    return new FactNotice(kind, clock.wall(), fact, subject, source, name, ttlSeconds, null, "");
  }

  /**
   * Tells of a rejection.
   *
   * @param sourceKey who said it; null for who is no peer
   * @param source the same by name or address
   * @param fact the fact; null for a whole packet
   * @param detail more on the packet
   */
  void rejected(
      RejectionRule rule,
      @Nullable PublicKey sourceKey,
      String source,
      @Nullable Fact fact,
      Supplier<String> detail) {
    listener.happened(
        () ->
            new FactNotice(
                FactNotice.Kind.REJECTED,
                clock.wall(),
                fact,
                fact == null ? "" : mesh.nameOf(fact.subject()),
                sourceKey == null ? null : new Source.Peer(sourceKey),
                source,
                0,
                rule,
                fact == null ? detail.get() : ""));
  }
}
