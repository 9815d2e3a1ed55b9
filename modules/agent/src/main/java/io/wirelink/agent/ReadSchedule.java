package io.wirelink.agent;

import java.util.TreeSet;

/** When the device is read again because something happened; times are those of the agent. */
final class ReadSchedule {

  /** Something that has happened already is to be seen. */
  private long soonNanos = Long.MAX_VALUE;

  /** What will have happened then is to be seen; no earlier reading does. */
  private final TreeSet<Long> laterNanos = new TreeSet<>();

  private long lastNanos = Long.MIN_VALUE;
  private long pauseNanos = Timing.DEVICE_READ_NANOS;
  private long togetherNanos = Timing.DEVICE_READ_NANOS;

  /** It is to be read soon, but not right after it was. */
  void soon(long nowNanos) {
    after(pauseNanos, nowNanos);
  }

  /** It is to be read before somebody is called; more seldom, since that has time. */
  void beforeCalling(long nowNanos) {
    after(togetherNanos, nowNanos);
  }

  private void after(long pause, long nowNanos) {
    long earliest = lastNanos + pause;
    boolean waits = lastNanos != Long.MIN_VALUE && earliest > nowNanos;
    soonNanos = Math.min(soonNanos, waits ? earliest : nowNanos);
  }

  /**
   * It is to be read at that time or after it, whenever else it is read before: by a second at most
   * where it has a thousand peers.
   */
  void at(long nanos) {
    // What falls together is read together, so that no more is planned than there is time for.
    laterNanos.add(Math.ceilDiv(nanos, togetherNanos) * togetherNanos);
  }

  /**
   * Notes that it is read now.
   *
   * @param peers how many it has: what a reading costs is in proportion to that
   */
  void reading(int peers, long nowNanos) {
    pauseNanos = Math.max(Timing.DEVICE_READ_NANOS, peers * Timing.PEER_READ_NANOS);
    togetherNanos = Math.max(Timing.DEVICE_READ_NANOS, peers * Timing.PEER_LATER_READ_NANOS);
    soonNanos = Long.MAX_VALUE;
    laterNanos.headSet(nowNanos, true).clear();
    lastNanos = nowNanos;
  }

  /** When it is to be read; {@link Long#MAX_VALUE} if nothing happened. */
  long nextNanos() {
    return laterNanos.isEmpty() ? soonNanos : Math.min(soonNanos, laterNanos.first());
  }

  /**
   * Whether the device is to be read now, which is noted as done.
   *
   * @param atOnce whether something was changed, or it is time anyway
   * @param touched who is to be reconsidered in the next step: one reading shows what was done for
   *     many
   * @param peers how many the device has
   */
  boolean takeDue(boolean atOnce, Touched touched, int peers, long now) {
    boolean more = touched.isAnyLeft();
    if (atOnce && more) {
      soon(now);
    }
    boolean due = (atOnce && !more) || now >= nextNanos();
    if (due) {
      reading(peers, now);
    }
    return due;
  }
}
