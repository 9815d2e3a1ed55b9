package io.wirelink.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A timer of one host, which can be set again and again.
 *
 * <p>Setting it to a later time costs nothing: the appointment stays, and whoever comes too early
 * goes on waiting. Most timers of WireGuard are pushed on by every packet.
 */
final class HostTimer {

  /** Far behind the end of any simulation, and far from what a long cannot hold. */
  private static final long NEVER_NANOS = 1_000_000_000 * Times.SECOND;

  private final HostClock clock;
  private final Runnable what;
  private Simulation.@Nullable Appointment appointment;
  private boolean parked;
  private boolean pending;
  private long deadlineNanos;

  HostTimer(HostClock clock, Runnable what) {
    this.clock = clock;
    this.what = what;
  }

  boolean isPending() {
    return pending;
  }

  /** Sets it to go off after a delay, whatever it was set to before. */
  void setIn(long delayNanos) {
    setAt(clock.monotonicNanos() + Math.max(0, delayNanos));
  }

  /**
   * Sets it to go off when the host's monotonic clock shows this, whatever it was set to before.
   */
  void setAt(long monotonicNanos) {
    pending = true;
    deadlineNanos = monotonicNanos;
    arm();
  }

  /** Sets it only if it would not go off earlier. */
  void setNoLaterThan(long monotonicNanos) {
    if (!pending || monotonicNanos < deadlineNanos) {
      setAt(monotonicNanos);
    }
  }

  void cancel() {
    pending = false;
  }

  private void arm() {
    if (parked) {
      return;
    }
    Simulation simulation = clock.simulation();
    long delay = Math.clamp(deadlineNanos - clock.monotonicNanos(), 0, NEVER_NANOS);
    if (appointment != null) {
      if (appointment.nanos() <= simulation.nowNanos() + delay) {
        return;
      }
      appointment.cancel();
    }
    appointment = simulation.schedule(delay, this::goOff);
  }

  /** Called when the host is resumed. */
  void wakeUp() {
    parked = false;
    if (pending) {
      arm();
    }
  }

  private void goOff() {
    appointment = null;
    if (!pending) {
      return;
    }
    if (clock.isSuspended()) {
      parked = true;
      clock.park(this);
    } else if (deadlineNanos > clock.monotonicNanos()) {
      arm();
    } else {
      pending = false;
      what.run();
    }
  }
}
