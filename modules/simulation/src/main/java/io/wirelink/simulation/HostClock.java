package io.wirelink.simulation;

import io.wirelink.agent.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The two clocks of one host, and the timers that run by the monotonic one.
 *
 * <p>As on Linux, the monotonic clock (and every timer) stands still while the host is suspended,
 * and the wall clock goes on, and may be stepped.
 */
public final class HostClock {

  /** How long a host takes from being switched on to having its interfaces. */
  private static final long BOOT_NANOS = 10 * Times.SECOND;

  /**
   * Hosts were booted at different times: nobody may take another's monotonic clock for his own.
   */
  private static final long MAX_UPTIME_NANOS = 1_000_000 * Times.SECOND;

  private final Simulation simulation;
  private final List<HostTimer> parked = new ArrayList<>();
  private long originNanos;
  private long suspendedAtNanos;
  private boolean suspended;
  private Duration wallOffset = Duration.ZERO;

  HostClock(Simulation simulation) {
    this.simulation = simulation;
    this.originNanos = simulation.random().nextLong(MAX_UPTIME_NANOS);
  }

  /** What both clocks show. */
  public Time time() {
    return new Time(monotonicNanos(), wall());
  }

  /**
   * Lets the monotonic clock begin anew; the one on the wall has a battery. Who is there from the
   * start was booted long before.
   */
  void boot() {
    if (simulation.nowNanos() > 0) {
      originNanos = BOOT_NANOS - simulation.nowNanos();
      suspended = false;
      parked.clear();
    }
  }

  /** Nanoseconds that this host was awake, from an origin of its own. */
  public long monotonicNanos() {
    return originNanos + (suspended ? suspendedAtNanos : simulation.nowNanos());
  }

  /** What the clock on the wall shows. */
  public Instant wall() {
    return Simulation.EPOCH.plusNanos(simulation.nowNanos()).plus(wallOffset);
  }

  /** Steps the wall clock, forwards or backwards; nothing else changes. */
  public void stepWall(Duration by) {
    wallOffset = wallOffset.plus(by);
  }

  /**
   * Nanoseconds since the simulation began, which suspension does not stop ({@code
   * CLOCK_BOOTTIME}).
   */
  long bootNanos() {
    return simulation.nowNanos();
  }

  boolean isSuspended() {
    return suspended;
  }

  void suspend() {
    if (!suspended) {
      suspendedAtNanos = simulation.nowNanos();
      suspended = true;
    }
  }

  void resume() {
    if (suspended) {
      suspended = false;
      originNanos -= simulation.nowNanos() - suspendedAtNanos;
      List<HostTimer> waiting = List.copyOf(parked);
      parked.clear();
      waiting.forEach(HostTimer::wakeUp);
    }
  }

  HostTimer newTimer(Runnable what) {
    return new HostTimer(this, what);
  }

  Simulation simulation() {
    return simulation;
  }

  /** Keeps a timer whose time came while the host was suspended until it is not. */
  void park(HostTimer timer) {
    parked.add(timer);
  }
}
