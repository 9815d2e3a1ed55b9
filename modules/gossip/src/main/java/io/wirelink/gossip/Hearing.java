package io.wirelink.gossip;

import io.wirelink.fact.Fact;
import io.wirelink.fact.StoredFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What this host has heard from one peer that renews what it told, and whether both mean the same
 * by it.
 *
 * <p>Times are nanoseconds of the caller's monotonic clock.
 */
final class Hearing {

  private static final long SECOND = 1_000_000_000L;

  /** How long a packet that was overtaken may take until the peer is asked about a difference. */
  static final long ASK_NANOS = SECOND;

  /** The first pause between two questions, and the longest, up to which pauses double. */
  private static final long MIN_PAUSE_NANOS = 2 * SECOND;

  private static final long MAX_PAUSE_NANOS = 60 * SECOND;

  /** How long an answer is waited for; what comes later was not asked for. */
  private static final long ANSWER_NANOS = 10 * SECOND;

  /** How soon all facts are renewed again: the peer says twice a minute that it holds them. */
  static final long RENEW_NANOS = 25 * SECOND;

  /** How soon the peer may change its salt again, since that has all hashes made anew. */
  private static final long SALT_NANOS = 30 * SECOND;

  private final Ledger heard = new Ledger();
  private final Unheld unheld = new Unheld();
  private Renewal.@Nullable Digest last;
  private long saltNanos;
  private long askNanos = Long.MAX_VALUE;
  private long nextAskNanos;
  private long pauseNanos = MIN_PAUSE_NANOS;
  private boolean asked;
  private long askedNanos;
  private long renewNanos;

  /** What the peer has told and this host holds. */
  Ledger heard() {
    return heard;
  }

  /** What the peer has told and this host does not hold. */
  Unheld unheld() {
    return unheld;
  }

  /** Takes note that the peer may have started anew. */
  void doubt() {
    heard.doubt();
    unheld.doubt();
  }

  private void confirm() {
    heard.confirm();
    unheld.confirm();
  }

  /** When the peer is to be asked; {@link Long#MAX_VALUE} if there is no reason to. */
  long askNanos() {
    return askNanos;
  }

  /** Takes note of a digest, and says which facts it renews. */
  List<Fact> digest(Renewal.Digest digest, IntFunction<StoredFact> facts, long nowNanos) {
    if (last == null || last.salt() != digest.salt()) {
      if (last != null && nowNanos - saltNanos < SALT_NANOS) {
        return List.of();
      }
      saltNanos = nowNanos;
      heard.setHash(stored -> FactSums.hash(digest.salt(), stored.fact()), facts);
      unheld.setSalt(digest.salt());
    }
    last = digest;
    if (!isSame()) {
      if (askNanos == Long.MAX_VALUE) {
        askNanos = Math.max(nowNanos + ASK_NANOS, nextAskNanos);
      }
      return List.of();
    }
    confirm();
    askNanos = Long.MAX_VALUE;
    pauseNanos = MIN_PAUSE_NANOS;
    return nowNanos < renewNanos ? List.of() : renewed(digest.ttlSeconds(), facts, nowNanos);
  }

  private List<Fact> renewed(int ttlSeconds, IntFunction<StoredFact> facts, long nowNanos) {
    renewNanos = nowNanos + RENEW_NANOS;
    heard.renewed(Teller.seconds(nowNanos) + ttlSeconds);
    List<Fact> renewed = new ArrayList<>(unheld.facts());
    heard.in(Ledger.ALL, facts).forEach(stored -> renewed.add(stored.fact()));
    return renewed;
  }

  private boolean isSame() {
    return last != null
        && last.count() == heard.count() + unheld.count()
        && last.sum() == heard.sums().total() + unheld.sums().total();
  }

  /** The question that is due, if there is a difference still. */
  Optional<Renewal> takeQuestion(long nowNanos) {
    if (nowNanos < askNanos) {
      return Optional.empty();
    }
    askNanos = Long.MAX_VALUE;
    if (isSame()) {
      return Optional.empty();
    }
    asked = true;
    askedNanos = nowNanos;
    nextAskNanos = nowNanos + pauseNanos;
    pauseNanos = Math.min(2 * pauseNanos, MAX_PAUSE_NANOS);
    return Optional.of(new Renewal.Question(heard.sums().bucketsWith(unheld.sums())));
  }

  /** Whether this answers a question. */
  boolean takeAnswer(long nowNanos) {
    boolean answers = asked && nowNanos - askedNanos <= ANSWER_NANOS;
    asked = false;
    return answers;
  }

  /** Takes note of what is the same, and says which facts that renews. */
  List<Fact> same(int ttlSeconds, IntFunction<StoredFact> facts, long nowNanos) {
    confirm();
    return renewed(ttlSeconds, facts, nowNanos);
  }
}
