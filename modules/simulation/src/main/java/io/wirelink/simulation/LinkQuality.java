package io.wirelink.simulation;

import java.time.Duration;

/**
 * How well a network segment carries datagrams.
 *
 * @param latency how long every datagram takes at least
 * @param jitter by how much more it takes at most, evenly distributed; it does not reorder
 * @param loss the share that is lost, 0 to 1
 * @param duplication the share that arrives twice, 0 to 1
 * @param reordering the share that may be overtaken by what is sent after it, 0 to 1
 */
public record LinkQuality(
    Duration latency, Duration jitter, double loss, double duplication, double reordering) {

  /** A wire in a rack: 0.2 ms, and nothing is lost. */
  public static final LinkQuality LAN =
      new LinkQuality(Duration.ofNanos(200_000), Duration.ofNanos(50_000), 0, 0, 0);

  /** A continent: 20 ms and up to 2 ms more, and nothing is lost. */
  public static final LinkQuality INTERNET =
      new LinkQuality(Duration.ofMillis(20), Duration.ofMillis(2), 0, 0, 0);

  /**
   * Checks the shares.
   *
   * @throws IllegalArgumentException if one is not from 0 to 1
   */
  public LinkQuality {
    for (double share : new double[] {loss, duplication, reordering}) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share is 0 to 1, not " + share);
      }
    }
  }

  /** The same with this latency. */
  public LinkQuality withLatency(Duration newLatency) {
    return new LinkQuality(newLatency, jitter, loss, duplication, reordering);
  }

  /** The same with this jitter. */
  public LinkQuality withJitter(Duration newJitter) {
    return new LinkQuality(latency, newJitter, loss, duplication, reordering);
  }

  /** The same with this share of loss. */
  public LinkQuality withLoss(double newLoss) {
    return new LinkQuality(latency, jitter, newLoss, duplication, reordering);
  }

  /** The same with this share of duplication. */
  public LinkQuality withDuplication(double newDuplication) {
    return new LinkQuality(latency, jitter, loss, newDuplication, reordering);
  }

  /** The same with this share of reordering. */
  public LinkQuality withReordering(double newReordering) {
    return new LinkQuality(latency, jitter, loss, duplication, newReordering);
  }
}
