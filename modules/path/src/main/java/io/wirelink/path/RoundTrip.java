package io.wirelink.path;

import io.wirelink.gossip.Stamps;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a packet to a peer's agent and back takes (docs/protocol.md, "Round trips"). It costs no
 * packets: who is stamped says sooner that it is alive, which it would have said later.
 */
public final class RoundTrip {

  private static final long NANOS_PER_MICRO = 1_000;

  private long sentNanos = Long.MIN_VALUE;
  private int heard;
  private long heardNanos = Long.MIN_VALUE;
  private @Nullable Duration last;
  private long measuredNanos = Long.MIN_VALUE;
  private long toldNanos = Long.MIN_VALUE;

  /** What goes with a packet that is sent now. */
  public Stamps stamp(long nowNanos) {
    boolean echoes = heardNanos != Long.MIN_VALUE;
    int held =
        echoes && nowNanos - heardNanos <= PathTiming.STAMP_HELD_NANOS
            ? micros(nowNanos - heardNanos)
            : Stamps.NOTHING_HELD;
    sentNanos = nowNanos;
    Duration own = nowNanos - PathTiming.ROUND_TRIP_NANOS < measuredNanos ? last : null;
    return new Stamps(
        micros(nowNanos), heard, held, own == null ? 0 : Math.max(1, micros(own.toNanos())));
  }

  /**
   * Takes in what came with a packet.
   *
   * @return whether to answer at once, because it is long ago that the peer was sent anything
   */
  public boolean heard(Stamps stamps, long nowNanos) {
    heard = stamps.sent();
    heardNanos = nowNanos;
    boolean echo = stamps.held() != Stamps.NOTHING_HELD && sentNanos != Long.MIN_VALUE;
    if (echo && stamps.echoed() == micros(sentNanos)) {
      long held = Integer.toUnsignedLong(stamps.held()) * NANOS_PER_MICRO;
      long taken = nowNanos - sentNanos - held;
      if (taken >= 0 && held <= PathTiming.STAMP_HELD_NANOS) {
        last = Duration.ofNanos(taken);
        measuredNanos = nowNanos;
      }
    } else if (stamps.roundTrip() != 0 && nowNanos - PathTiming.ROUND_TRIP_NANOS >= measuredNanos) {
      last = Duration.ofNanos(Integer.toUnsignedLong(stamps.roundTrip()) * NANOS_PER_MICRO);
      toldNanos = nowNanos;
    }
    return sentNanos == Long.MIN_VALUE || nowNanos - PathTiming.STAMP_PAUSE_NANOS >= sentNanos;
  }

  /** Takes over what probes took, until a stamp says more. */
  public void measured(@Nullable Duration taken, long nowNanos) {
    if (taken != null) {
      last = taken;
      toldNanos = nowNanos;
    }
  }

  /** How long it took last, here or as the peer says; null if that is not known, or is outdated. */
  public @Nullable Duration last(long nowNanos) {
    long newest = Math.max(measuredNanos, toldNanos);
    return newest != Long.MIN_VALUE && nowNanos - PathTiming.ROUND_TRIP_NANOS < newest
        ? last
        : null;
  }

  private static int micros(long nanos) {
    return (int) (nanos / NANOS_PER_MICRO);
  }
}
