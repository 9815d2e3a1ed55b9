package io.wirelink.agent;

/**
 * When something is due by itself, in nanoseconds of the agent's time. Most steps of an idle host
 * are for a look at the counters that decides nothing, so what else is due is computed once after
 * each step that may have changed it.
 */
final class Deadlines {

  private final Mesh mesh;
  private final DeviceReading device;
  private final Touched touched;
  private final Housekeeping housekeeping;
  private final ReadSchedule reads;
  private final Looks looks;
  private final Roaming roaming;
  private final PathExchange paths;
  private final Recall recall;
  private final Outbox outbox;

  /** When there is more to do than to look. */
  private long workNanos = Long.MIN_VALUE;

  Deadlines(
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
    this.mesh = mesh;
    this.device = device;
    this.touched = touched;
    this.housekeeping = housekeeping;
    this.reads = reads;
    this.looks = looks;
    this.roaming = roaming;
    this.paths = paths;
    this.recall = recall;
    this.outbox = outbox;
  }

  /** When the next step must be at the latest; in the past if at once. */
  long nextNanos() {
    return device.isOutdated() ? workNanos : Math.min(workNanos, looks.nextNanos());
  }

  /** Whether nothing is due but a look at the counters, if anything is. */
  boolean isLookAtMost(long now) {
    return now < workNanos && !touched.isAny() && !device.isOutdated();
  }

  /** Notes that something is to be done at once. */
  void hasten() {
    workNanos = Long.MIN_VALUE;
  }

  /**
   * Computes anew when something is due, after a step.
   *
   * @param membershipNanos when that is so for the sake of who belongs to the mesh
   */
  void settle(long membershipNanos) {
    workNanos =
        device.isOutdated()
            ? housekeeping.nextNanos()
            : Math.min(membershipNanos, afterStepNanos());
  }

  private long afterStepNanos() {
    if (device.isBegun() || touched.isAnyLeft()) {
      return Long.MIN_VALUE;
    }
    long own = Math.min(housekeeping.nextNanos(), reads.nextNanos());
    own = Math.min(own, Math.min(touched.nextTryNanos(), roaming.deadlineNanos()));
    own = Math.min(own, Math.min(paths.deadlineNanos(), recall.deadlineNanos()));
    return Math.min(own, Math.min(outbox.deadlineNanos(), mesh.store().nextExpiryNanos()));
  }
}
