package io.wirelink.agent;

import io.wirelink.gossip.Allowance;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How far it is with the exchanges with one peer, and when something is to be said. */
final class PresharedTalk {

  /** How often what is not answered is said again: for half a minute. */
  private static final int MAX_TIMES = 6;

  /** How long something may take to be computed. */
  private static final long COMPUTING_NANOS = Duration.ofSeconds(30).toNanos();

  /** How soon a failed exchange is followed by another; twice as long after each. */
  private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

  private static final int MAX_DOUBLINGS = 6;

  /** How often in a row a peer may begin, and how often from then on: each costs computing. */
  private static final int BEGINS_AT_ONCE = 4;

  private static final long BEGIN_NANOS = Duration.ofMinutes(1).toNanos();

  private static final long NEVER = Long.MAX_VALUE;

  private final Allowance begins = new Allowance(BEGINS_AT_ONCE, BEGIN_NANOS);
  private final Retry repeat = new Retry(NEVER);
  private final long spreadNanos;
  private @Nullable PresharedExchange exchange;
  private long wantedNanos = NEVER;
  private long earliestNanos = Long.MIN_VALUE;
  private long nextNanos = NEVER;
  private int times;
  private int failures;

  /** Nothing was said yet; what is wanted begins so much later. */
  PresharedTalk(long spreadNanos) {
    this.spreadNanos = spreadNanos;
  }

  /** The exchange that is under way, or was last; null if there was none, or it has failed. */
  @Nullable PresharedExchange exchange() {
    return exchange;
  }

  /** Whether the peer may begin another. */
  boolean mayBegin(long nowNanos) {
    return begins.take(nowNanos);
  }

  /** Begins another exchange in place of the one before. */
  void begin(PresharedExchange other) {
    if (exchange != null) {
      exchange.discard();
    }
    exchange = other;
    wantedNanos = NEVER;
    waitUntil(NEVER);
  }

  /** Wants another from then on, or a little later; {@link Long#MAX_VALUE} for none. */
  void want(long fromNanos) {
    wantedNanos = fromNanos == NEVER ? NEVER : Math.max(fromNanos + spreadNanos, earliestNanos);
  }

  /** Begins what is wanted no sooner than then. */
  void postpone(long untilNanos) {
    wantedNanos = untilNanos;
  }

  /** Takes note that something is computed from now on. */
  void computing(long nowNanos) {
    waitUntil(nowNanos + COMPUTING_NANOS);
  }

  /** Takes note that something new was said, which may be said until it is answered. */
  void said(boolean awaiting, long nowNanos) {
    times = 0;
    waitUntil(NEVER);
    if (awaiting) {
      repeat.begin(nowNanos);
      repeat.said(nowNanos);
    }
  }

  /** Says nothing more, and gives up then. */
  private void waitUntil(long untilNanos) {
    repeat.stop();
    nextNanos = untilNanos;
  }

  /** Takes note that the key waits for the moment at which it may be set. */
  void rest(long nowNanos) {
    waitUntil(nowNanos + KeyTiming.WAIT_NANOS);
  }

  /** Takes note that both have set the key. */
  void succeeded() {
    failures = 0;
    wantedNanos = NEVER;
    waitUntil(NEVER);
  }

  /** Takes note that nothing comes of the exchange. */
  void failed(long nowNanos) {
    if (exchange != null) {
      exchange.discard();
    }
    exchange = null;
    waitUntil(NEVER);
    earliestNanos = nowNanos + (AGAIN_NANOS << failures);
    wantedNanos = Math.max(wantedNanos, earliestNanos);
    failures = Math.min(failures + 1, MAX_DOUBLINGS);
  }

  /** Forgets what failed before, since something else is so now. */
  void beginAnew() {
    failures = 0;
    earliestNanos = Long.MIN_VALUE;
  }

  /** Whether what was said last is to be said again now, rather than given up. */
  boolean takeRepeat(long nowNanos) {
    if (exchange == null || !exchange.isAwaiting() || times == MAX_TIMES) {
      return false;
    }
    times++;
    repeat.said(nowNanos);
    return true;
  }

  /** Whether an exchange has begun and is not over. */
  boolean isUnderWay() {
    return exchange != null && !exchange.isDone();
  }

  /** When something is to be done. */
  long dueNanos() {
    return isUnderWay() ? Math.min(nextNanos, repeat.nextNanos()) : wantedNanos;
  }
}
