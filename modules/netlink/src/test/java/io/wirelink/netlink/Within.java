package io.wirelink.netlink;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what the kernel and other processes do in their own time. */
final class Within {

  /** What has not happened by then never does, on the slowest of machines. */
  static final Duration NEVER = Duration.ofMinutes(10);

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Within() {}

  /**
   * Waits until something is so, and fails if that never happens.
   *
   * @param what what to say of a failure
   * @return how long it took, in seconds
   */
  static double seconds(Callable<Boolean> condition, Supplier<String> what) throws Exception {
    long start = System.nanoTime();
    while (true) {
      boolean done = condition.call();
      double elapsed = (System.nanoTime() - start) / 1e9;
      assertTrue(elapsed <= NEVER.toSeconds(), () -> "not within " + NEVER + ": " + what.get());
      if (done) {
        return elapsed;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
