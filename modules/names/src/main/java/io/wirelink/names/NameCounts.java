package io.wirelink.names;

import java.util.concurrent.atomic.LongAdder;

/** What became of queries, counted by one thread and read by any. */
public final class NameCounts {
  private final LongAdder answered = new LongAdder();
  private final LongAdder ignored = new LongAdder();

  /** Counts one that was answered. */
  void answered() {
    answered.increment();
  }

  /**
   * Counts one that was not: of somebody who is not answered, too many, too long, no query at all,
   * or while the agent says nothing.
   */
  void ignored() {
    ignored.increment();
  }

  /** How many were answered so far, by whatever answer. */
  public long answeredSoFar() {
    return answered.sum();
  }

  /** How many were not answered so far. */
  public long ignoredSoFar() {
    return ignored.sum();
  }
}
