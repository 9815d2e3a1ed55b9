package io.wirelink.agent;

/** When something is due by itself, in nanoseconds of the agent's time. */
record Deadlines(
    Mesh mesh,
    DeviceReading device,
    Touched touched,
    Housekeeping housekeeping,
    ReadSchedule reads,
    Looks looks,
    Roaming roaming,
    PathExchange paths,
    Recall recall,
    Outbox outbox) {

  /** When the next step must be at the latest; in the past if at once. */
  long nextNanos() {
    return device.isOutdated()
        ? housekeeping.nextNanos()
        : Math.min(workNanos(), looks.nextNanos());
  }

  /**
   * Whether nothing is due but a look at the counters, for which most steps of an idle host are:
   * then there is nothing to decide.
   */
  boolean isOnlyLookDue(long now) {
    return !device.isOutdated() && !touched.isAny() && now < workNanos();
  }

  /** When there is more to do than to look at the counters. */
  private long workNanos() {
    if (device.isBegun() || touched.isAnyLeft()) {
      return Long.MIN_VALUE;
    }
    long own = Math.min(housekeeping.nextNanos(), reads.nextNanos());
    own = Math.min(own, Math.min(touched.nextTryNanos(), roaming.deadlineNanos()));
    own = Math.min(own, Math.min(paths.deadlineNanos(), recall.deadlineNanos()));
    return Math.min(own, Math.min(outbox.deadlineNanos(), mesh.store().nextExpiryNanos()));
  }
}
