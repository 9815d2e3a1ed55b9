package io.wirelink.simulation;

import java.time.Duration;

/**
 * How background traffic looks.
 *
 * @param interval from one packet to the next
 * @param size what a packet carries, in bytes without its IP header
 * @param answerSize what the answer to each packet carries; 0 if the receiver says nothing
 * @param window how many packets may be on their way unanswered, after which the next is sent only
 *     when a timeout is over; 0 if the sender does not care
 */
public record TrafficPattern(Duration interval, int size, int answerSize, int window) {

  /** What {@code ping} does: an echo each second. */
  public static final TrafficPattern PINGS = new TrafficPattern(Duration.ofSeconds(1), 64, 64, 0);

  /**
   * A download that is held back by its application: large segments that are acknowledged, and the
   * sender stops when nothing is.
   */
  public static final TrafficPattern TCP_LIKE =
      new TrafficPattern(Duration.ofMillis(50), 1380, 32, 10);

  /** A stream of datagrams that nobody answers. */
  public static TrafficPattern oneWay(int packetsPerSecond) {
    return new TrafficPattern(Duration.ofSeconds(1).dividedBy(packetsPerSecond), 200, 0, 0);
  }

  boolean isAnswered() {
    return answerSize > 0;
  }
}
