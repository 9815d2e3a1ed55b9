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

  @Test
  void ofManyPeersThoseWhoAreCalledInASecondAreSeenByOneReading() {
    int peers = 1000;
    int calls = 300;
    long seconds = 5;
    reads.reading(peers, NOW);
    for (int i = 0; i < calls; i++) {
      reads.at(NOW + (i + 1) * seconds * 1_000_000_000L / calls);
    }
    int count = 0;
    for (long next = reads.nextNanos(); next != Long.MAX_VALUE; next = reads.nextNanos()) {
      reads.reading(peers, next);
      count++;
    }
    assertEquals(seconds, count);
  }

  @Test
  void beforeManyAreCalledTheDeviceIsReadOnceASecond() {
    reads.reading(1000, NOW);
    reads.beforeCalling(NOW + 1);
    assertEquals(1_000_000_000L, reads.nextNanos() - NOW);
    reads.soon(NOW + 1);
    assertEquals(200_000_000L, reads.nextNanos() - NOW, "a packet shows that there is news");
  }
}
