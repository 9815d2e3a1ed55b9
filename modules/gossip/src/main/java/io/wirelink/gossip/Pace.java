package io.wirelink.gossip;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a peer hears that this host is alive, if it is told nothing else (docs/protocol.md,
 * "Rest").
 *
 * <p>WireGuard makes a new handshake when something is sent and the last is older than two minutes,
 * and only the side does that made the last; one that is not renewed before three minutes are over
 * ends the session. So a long pause must not lead past the time at which a new one is due.
 *
 * @param pauseNanos how long nothing is said; what is less than usual counts as usual
 * @param rekeyNanos from when on what is said makes a new handshake, by the caller's monotonic
 *     clock; what was said before that is followed by something soon after it, and not only when
 *     the pause is over. {@link Long#MIN_VALUE} if that does not matter
 */
public record Pace(long pauseNanos, long rekeyNanos) {

  /**
   * What would be said so soon before the time, and after a usual pause, waits for it, so that it
   * makes a handshake.
   */
  private static final long NEARLY_NANOS = Duration.ofSeconds(3).toNanos();

  /** As usual. */
  public static final Pace USUAL = new Pace(0, Long.MIN_VALUE);

  /**
   * When the next word is due.
   *
   * @param saidNanos when the last was said
   * @param usualNanos how long the usual pause is, which none is shorter than
   */
  long dueNanos(long saidNanos, long usualNanos) {
    long due = saidNanos + Math.max(pauseNanos, usualNanos);
    if (saidNanos >= rekeyNanos) {
      return due;
    }
    long early = Math.min(due, Math.max(rekeyNanos, saidNanos + usualNanos));
    boolean nearly = pauseNanos <= usualNanos && rekeyNanos - early <= NEARLY_NANOS;
    return nearly ? Math.max(early, rekeyNanos) : early;
  }

  // Compared at each look: what a record has by itself is slow until it is compiled.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Pace that
        && pauseNanos == that.pauseNanos
        && rekeyNanos == that.rekeyNanos;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(pauseNanos) * 31 + Long.hashCode(rekeyNanos);
  }
}
