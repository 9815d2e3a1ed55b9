package io.wirelink.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a packet leaves to the garbage collector: a router of a thousand has many in a second. */
class PacketAllocationTest {

  /** The packet, its tag and nonce, and what the JDK's cipher makes anew for each key. */
  private static final long MAX_SEALED = 6_000;

  /** The same without a packet, but with 26 facts of an endpoint each. */
  private static final long MAX_OPENED = 13_000;

  /** What classes take when they are loaded does not count. */
  private static final int WARMUP = 2_000;

  private static final int PACKETS = 1_000;

  private final PacketWork work = new PacketWork();

  private static long allocatedByOne(Runnable packet) {
    for (int i = 0; i < WARMUP; i++) {
      packet.run();
    }
    ThreadMeter meter = new ThreadMeter();
    long before = meter.allocatedBytes();
    for (int i = 0; i < PACKETS; i++) {
      packet.run();
    }
    return (meter.allocatedBytes() - before) / PACKETS;
  }

  @Test
  void aPacketThatIsSealedAllocatesLittleMoreThanItself() {
    long allocated = allocatedByOne(work::seal);
    assertTrue(allocated <= MAX_SEALED, allocated + " bytes");
  }

  @Test
  void aPacketThatIsOpenedAllocatesLittleMoreThanItsFacts() {
    assertEquals(PacketWork.FACTS, work.open());
    long allocated = allocatedByOne(work::open);
    assertTrue(allocated <= MAX_OPENED, allocated + " bytes");
  }
}
