package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How soon the device is read again because of packets. */
class ReadScheduleTest {

  private static final long NOW = 1_000_000_000L;

  private final ReadSchedule reads = new ReadSchedule();

  private long againAfter(int peers) {
    reads.reading(peers, NOW);
    reads.soon(NOW + 1);
    return reads.nextNanos() - NOW;
  }

  @Test
  void aSmallDeviceIsReadAgainAfterAMoment() {
    assertEquals(Timing.DEVICE_READ_NANOS, againAfter(10));
  }

  @Test
  void ofManyPeersOnlySoManyAreReadASecond() {
    assertEquals(200_000_000L, againAfter(1000));
  }
}
