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
 * @param unheardNanos since when it is said though the peer has not shown that it heard any of it,
 *     so that it is said again soon, each time after twice as long; {@link Long#MAX_VALUE} if it
 *     has, or cannot show it
 */
public record Pace(long pauseNanos, long rekeyNanos, long unheardNanos) {

  /**
   * What would be said so soon before the time, and after a usual pause, waits for it, so that it
   * makes a handshake.
   */
  private static final long NEARLY_NANOS = Duration.ofSeconds(3).toNanos();

  /** As usual. */
  public static final Pace USUAL = new Pace(0, Long.MIN_VALUE);

  /** How soon what may not have been heard is said again for the first time. */
  private static final long AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  /** What the peer has shown to hear, or cannot show. */
  public Pace(long pauseNanos, long rekeyNanos) {
    this(pauseNanos, rekeyNanos, Long.MAX_VALUE);
  }

  /** What the peer has not shown to have heard since that time is said again. */
  public static Pace unheardSince(long nanos) {
    return new Pace(0, Long.MIN_VALUE, nanos);
  }

  /**
   * When the next word is due.
   *
   * @param saidNanos when the last was said
   * @param usualNanos how long the usual pause is, which none is shorter than
   */
  long dueNanos(long saidNanos, long usualNanos) {
    long due = saidNanos + Math.max(pauseNanos, usualNanos);
    if (unheardNanos != Long.MAX_VALUE) {
      return Math.min(due, saidNanos + Math.max(AGAIN_NANOS, saidNanos - unheardNanos));
    }
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
        && rekeyNanos == that.rekeyNanos
        && unheardNanos == that.unheardNanos;
  }

  @Override
  public int hashCode() {
    return (Long.hashCode(pauseNanos) * 31 + Long.hashCode(rekeyNanos)) * 31
        + Long.hashCode(unheardNanos);
  }
}
