package io.wirelink.netlink;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what the kernel and other processes do in their own time. */
final class Within {

  /** Far longer than anything takes on an emulated machine, so that only what hangs fails. */
  static final double WAIT_SECONDS = 40;

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Within() {}

  /**
   * Waits until something is so, and fails if that takes longer.
   *
   * @param what what to say of a failure
   * @return how long it took, in seconds
   */
  static double seconds(double bound, Callable<Boolean> condition, Supplier<String> what)
      throws Exception {
    long start = System.nanoTime();
    while (true) {
      boolean done = condition.call();
      double elapsed = (System.nanoTime() - start) / 1e9;
      assertTrue(elapsed <= bound, () -> "not within " + bound + " s: " + what.get());
      if (done) {
        return elapsed;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
