package io.wirelink.simulation;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures by what the JVM counts for the thread that asks. */
final class ThreadMeter implements RouterLoad.Meter {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Override
  public long cpuNanos() {
    return threads.getCurrentThreadCpuTime();
  }

  @Override
  public long allocatedBytes() {
    return threads.getCurrentThreadAllocatedBytes();
  }
}
