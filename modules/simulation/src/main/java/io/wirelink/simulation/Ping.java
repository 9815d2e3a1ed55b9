package io.wirelink.simulation;

import java.time.Duration;

/** An ICMP echo that was sent, and what came of it. */
public final class Ping {

  /** Nobody waits for longer. */
  private static final long PATIENCE_NANOS = 120 * Times.SECOND;

  private final long id;
  private final long sentNanos;
  private long answeredNanos;
  private int timeToLive;

  Ping(long id, long sentNanos) {
    this.id = id;
    this.sentNanos = sentNanos;
  }

  long id() {
    return id;
  }

  void answered(long nowNanos, int remainingTimeToLive) {
    if (!isAnswered()) {
      answeredNanos = nowNanos;
      timeToLive = remainingTimeToLive;
    }
  }

  boolean isOver(long nowNanos) {
    return isAnswered() || nowNanos - sentNanos > PATIENCE_NANOS;
  }

  /** Whether the answer came. */
  public boolean isAnswered() {
    return timeToLive > 0;
  }

  /** How many hosts forwarded the answer: 0 for a direct one. Meaningless without an answer. */
  public int forwarders() {
    return InnerPacket.INITIAL_TIME_TO_LIVE - timeToLive;
  }

  /** From the echo to its answer. Meaningless without an answer. */
  public Duration roundTrip() {
    return Duration.ofNanos(answeredNanos - sentNanos);
  }
}
