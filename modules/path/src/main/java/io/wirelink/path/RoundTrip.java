package io.wirelink.path;

import io.wirelink.gossip.Stamps;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How long a packet to a peer's agent and back takes (docs/protocol.md, "Round trips"). It costs no
 * packets: who is stamped says sooner that it is alive, which it would have said later.
 *
 * <p>A packet may have waited for a handshake, or in a queue; nothing makes one come sooner. So the
 * shortest of those measured lately counts, as in the clock filter of NTP (RFC 5905, 10).
 */
public final class RoundTrip {

  private static final long NANOS_PER_MICRO = 1_000;

  /** How many measures are kept; more than there are in {@link PathTiming#ROUND_TRIP_NANOS}. */
  private static final int KEPT = 8;

  /** How many it takes to compare one peer with another: few may all have waited in a queue. */
  private static final int COMPARABLE = 3;

  /**
   * How long one packet and its answer took.
   *
   * @param own whether this host has stamped it, and not the peer or a probe
   */
  private record Measure(Duration taken, boolean own, long nanos) {
    private boolean isRecent(long nowNanos) {
      return nowNanos - nanos < PathTiming.ROUND_TRIP_NANOS;
    }
  }

  private long sentNanos = Long.MIN_VALUE;
  private int heard;
  private long heardNanos = Long.MIN_VALUE;
  private final Deque<Measure> measures = new ArrayDeque<>();

  /** What goes with a packet that is sent now. */
  public Stamps stamp(long nowNanos) {
    boolean echoes = heardNanos != Long.MIN_VALUE;
    int held =
        echoes && nowNanos - heardNanos <= PathTiming.STAMP_HELD_NANOS
            ? micros(nowNanos - heardNanos)
            : Stamps.NOTHING_HELD;
    sentNanos = nowNanos;
    Duration own = shortest(true, nowNanos);
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
        add(Duration.ofNanos(taken), true, nowNanos);
      }
    } else if (stamps.roundTrip() != 0 && shortest(true, nowNanos) == null) {
      long told = Integer.toUnsignedLong(stamps.roundTrip()) * NANOS_PER_MICRO;
      add(Duration.ofNanos(told), false, nowNanos);
    }
    return sentNanos == Long.MIN_VALUE || nowNanos - PathTiming.STAMP_PAUSE_NANOS >= sentNanos;
  }

  /** Takes over what probes took. */
  public void measured(@Nullable Duration taken, long nowNanos) {
    if (taken != null) {
      add(taken, false, nowNanos);
    }
  }

  private void add(Duration taken, boolean own, long nowNanos) {
    measures.addLast(new Measure(taken, own, nowNanos));
    if (measures.size() > KEPT) {
      measures.removeFirst();
    }
  }

  /** How long it takes, here or as the peer says; null if that is not known, or is outdated. */
  public @Nullable Duration current(long nowNanos) {
    return shortest(false, nowNanos);
  }

  /** The same; null as well if it was measured too seldom lately to compare it with others. */
  public @Nullable Duration comparable(long nowNanos) {
    long recent = measures.stream().filter(each -> each.isRecent(nowNanos)).count();
    return recent < COMPARABLE ? null : current(nowNanos);
  }

  private @Nullable Duration shortest(boolean ownOnly, long nowNanos) {
    Duration shortest = null;
    for (Measure each : measures) {
      if (each.isRecent(nowNanos)
          && (each.own() || !ownOnly)
          && (shortest == null || each.taken().compareTo(shortest) < 0)) {
        shortest = each.taken();
      }
    }
    return shortest;
  }

  private static int micros(long nanos) {
    return (int) (nanos / NANOS_PER_MICRO);
  }
}
