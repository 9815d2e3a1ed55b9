package io.wirelink.agent;

import io.wirelink.device.PeerState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How old the last handshake with a peer is, by the agent's own time, in which a sleep counts: both
 * sides are to come to the same within a few seconds, whatever happens to either.
 */
final class HandshakeAge {

  private static final long NEVER = Long.MIN_VALUE;

  private long nanos = NEVER;
  private long readNanos;

  /**
   * Takes in what the device says now.
   *
   * @return whether there was another handshake since the last look
   */
  boolean read(@Nullable PeerState before, PeerState now, Instant wall, long nowNanos) {
    Instant last = now.lastHandshake();
    long sinceRead = nowNanos - readNanos;
    readNanos = nowNanos;
    if (last == null) {
      nanos = NEVER;
      return false;
    }
    boolean same = before != null && last.equals(before.lastHandshake());
    if (same) {
      return false;
    }
    long age = Math.max(0, saturatedNanos(last, wall));
    if (before == null) {
      nanos = nowNanos - Math.min(age, nowNanos);
      return false;
    }
    // A wall clock that was set says nothing.
    nanos = nowNanos - (age <= sinceRead ? age : 0);
    return true;
  }

  private static long saturatedNanos(Instant from, Instant to) {
    Duration between = Duration.between(from, to);
    return between.compareTo(Duration.ofDays(1)) > 0
        ? Duration.ofDays(1).toNanos()
        : between.toNanos();
  }

  /** When it was; {@link Long#MIN_VALUE} if there was none. */
  long nanos() {
    return nanos;
  }

  /** How old it is; {@link Long#MAX_VALUE} if there was none. */
  long ageNanos(long nowNanos) {
    return nanos == NEVER ? Long.MAX_VALUE : nowNanos - nanos;
  }

  /** When it will be so old; {@link Long#MIN_VALUE} if there was none. */
  long after(long ageNanos) {
    return nanos == NEVER ? NEVER : nanos + ageNanos;
  }
}
