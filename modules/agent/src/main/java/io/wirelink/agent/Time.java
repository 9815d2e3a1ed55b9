package io.wirelink.agent;

import java.time.Instant;

/**
 * One reading of both clocks, taken once per step.
 *
 * @param monotonicNanos nanoseconds that only ever grow, from any origin; they may stand still
 *     while the host sleeps
 * @param wall the wall clock, which may jump
 */
public record Time(long monotonicNanos, Instant wall) {

  /** Reads the clocks of this host. */
  public static Time now() {
    return new Time(System.nanoTime(), Instant.now());
  }
}
