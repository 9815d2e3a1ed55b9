package io.wirelink.launcher;

import io.wirelink.agent.ViewSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a service manager is told again that the agent's loop turns, and what the agent
 * does. Not for several threads.
 */
final class Pulse {
  /** When an agent has begun, and read its device, so that there is something to say of it. */
  static final long FIRST_STATUS_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long a status stays at least. */
  static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * How long the agent of a quiet mesh is not looked at: a look makes it put all that it knows
   * together, which is not to be what keeps an idle host busy.
   */
  static final long QUIET_STATUS_NANOS = TimeUnit.SECONDS.toNanos(40);

  static final String ALIVE = "WATCHDOG=1\n";

  private final boolean watched;
  private final long beatNanos;
  private final ViewSource look;
  private long nextBeatNanos;
  private long nextStatusNanos;
  private long statusPauseNanos = STATUS_NANOS;
  private boolean turnedSinceBeat;
  private @Nullable String status;

  /**
   * A pulse that begins now.
   *
   * @param watchdogNanos how often the manager wants to hear of the loop; 0 if it does not
   * @param look asks the agent
   * @param now the time, as all others here of {@link System#nanoTime}
   */
  Pulse(long watchdogNanos, ViewSource look, long now) {
    this.watched = watchdogNanos > 0;
    // A loop that turns every few seconds may just have missed a beat: two are well in time.
    this.beatNanos = watchdogNanos / 4;
    this.look = look;
    this.nextBeatNanos = now;
    this.nextStatusNanos = now + FIRST_STATUS_NANOS;
  }

  /** How long there is nothing to tell, in nanoseconds; 0 if there is something now. */
  long waitNanos(long now) {
    long status = nextStatusNanos - now;
    return Math.max(0, watched ? Math.min(status, nextBeatNanos - now) : status);
  }

  /**
   * What is to be told now.
   *
   * @param turned whether the loop has turned since the last call
   * @return the notices, of the form that sd_notify(3) wants
   */
  List<String> due(long now, boolean turned) throws InterruptedException {
    List<String> notices = new ArrayList<>();
    turnedSinceBeat |= turned;
    if (watched && now - nextBeatNanos >= 0) {
      if (turnedSinceBeat) {
        notices.add(ALIVE);
      }
      turnedSinceBeat = false;
      nextBeatNanos = now + beatNanos;
    }
    if (now - nextStatusNanos >= 0) {
      addStatus(notices);
      nextStatusNanos = now + statusPauseNanos;
    }
    return notices;
  }

  private void addStatus(List<String> notices) throws InterruptedException {
    String now = describe();
    if (now.equals(status)) {
      statusPauseNanos = Math.min(2 * statusPauseNanos, QUIET_STATUS_NANOS);
    } else {
      status = now;
      statusPauseNanos = STATUS_NANOS;
      notices.add("STATUS=" + now + "\n");
    }
  }

  /** Something has happened to the agent: its status is not to wait for long. */
  void hurry(long now) {
    statusPauseNanos = STATUS_NANOS;
    if (nextStatusNanos - now > STATUS_NANOS) {
      nextStatusNanos = now + STATUS_NANOS;
    }
  }

  private String describe() throws InterruptedException {
    try {
      return StatusLine.of(look.view());
    } catch (TimeoutException e) {
      return "does not answer";
    }
  }
}
