package io.wirelink.simulation;

import java.util.Locale;

/** Prints how many packets a thread seals and opens in a second ({@code scripts/bench-scale}). */
final class PacketBench {

  private static final int WARMUP = 200_000;
  private static final int PACKETS = 400_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private PacketBench() {}

  /** Prints two lines of a table; no arguments. */
  public static void main(String[] arguments) {
    PacketWork work = new PacketWork();
    print("sealed", work.innerBytes(), work::seal);
    print("opened, and " + PacketWork.FACTS + " facts read", work.innerBytes(), work::open);
  }

  private static void print(String what, int bytes, Runnable packet) {
    for (int i = 0; i < WARMUP; i++) {
      packet.run();
    }
    ThreadMeter meter = new ThreadMeter();
    long allocated = meter.allocatedBytes();
    long begin = meter.cpuNanos();
    for (int i = 0; i < PACKETS; i++) {
      packet.run();
    }
    double seconds = (meter.cpuNanos() - begin) / NANOS_PER_SECOND;
    System.out.printf(
        Locale.ROOT,
        "| packets of %d inner bytes %s | %.0f | %d |%n",
        bytes,
        what,
        PACKETS / seconds,
        (meter.allocatedBytes() - allocated) / PACKETS);
  }
}
