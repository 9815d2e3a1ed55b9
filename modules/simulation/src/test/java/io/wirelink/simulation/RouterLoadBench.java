package io.wirelink.simulation;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;

/**
 * Prints what a router with many leaves costs, one line for each case ({@code
 * scripts/bench-scale}).
 */
final class RouterLoadBench {

  private static final double MEGA = 1e6;

  private RouterLoadBench() {}

  /** Arguments: peers, {@code ours} or {@code go}, every how many-th is unreachable (0: none). */
  public static void main(String[] arguments) {
    int peers = Integer.parseInt(arguments[0]);
    int capabilities = arguments[1].equals("ours") ? RouterLoad.OURS : 0;
    int unreachable = Integer.parseInt(arguments[2]);
    RouterLoad load = new RouterLoad(peers, capabilities, unreachable, 1, new ThreadMeter());
    load.pass(Duration.ofMinutes(1));
    RouterLoad.Costs minute = load.takeCosts();
    int facts = load.facts();
    load.pass(Duration.ofMinutes(4));
    load.takeCosts();
    load.pass(Duration.ofMinutes(2));
    RouterLoad.Costs renewal = load.takeCosts();
    load.pass(Duration.ofSeconds(5));
    RouterLoad.Costs quiet = load.takeCosts();
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(
        Locale.ROOT,
        "| %d | %s | %s | %d | %d | %.1f | %.2f | %.1f | %d | %d | %.2f | %.1f | %.0f |%n",
        peers,
        arguments[1],
        unreachable == 0 ? "all" : "1 in " + unreachable + " not",
        facts,
        minute.packets,
        minute.bytes / MEGA,
        minute.stepNanos / 1e9,
        minute.longestNanos / MEGA,
        Math.round(minute.allocated / MEGA),
        renewal.packets,
        renewal.bytes / MEGA,
        quiet.stepNanos / MEGA,
        heap / MEGA);
  }
}
