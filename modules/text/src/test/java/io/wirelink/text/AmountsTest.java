package io.wirelink.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Amounts as people read them. */
class AmountsTest {
  @Test
  void bytesAreWrittenAsByWg() {
    assertEquals("0 B", Amounts.bytes(0));
    assertEquals("1023 B", Amounts.bytes(1023));
    assertEquals("1.00 KiB", Amounts.bytes(1024));
    assertEquals("3.50 MiB", Amounts.bytes(7 << 19));
    assertEquals("8388608.00 TiB", Amounts.bytes(Long.MAX_VALUE));
  }

  @Test
  void timesHaveTheirTwoLargestUnits() {
    assertEquals("0s", Amounts.time(Duration.ofMillis(999)));
    assertEquals("59s", Amounts.time(Duration.ofSeconds(59)));
    assertEquals("1m", Amounts.time(Duration.ofSeconds(60)));
    assertEquals("1m3s", Amounts.time(Duration.ofSeconds(63)));
    assertEquals("2h", Amounts.time(Duration.ofSeconds(7203)));
    assertEquals("1d23h", Amounts.time(Duration.ofHours(47).plusMinutes(59)));
    assertEquals("2y1d", Amounts.time(Duration.ofDays(731)));
    assertEquals("0s", Amounts.time(Duration.ofSeconds(-5)));
  }

  @Test
  void timesInFullAreWrittenAsByWg() {
    assertEquals("", Amounts.timeInFull(Duration.ofMillis(999)));
    assertEquals("1 minute, 3 seconds", Amounts.timeInFull(Duration.ofSeconds(63)));
    assertEquals("2 years, 1 day", Amounts.timeInFull(Duration.ofDays(731)));
  }

  @Test
  void roughTimesHaveTheGreatestUnitOfWhichThereAreTwo() {
    assertEquals("119 s", Amounts.roughTime(Duration.ofSeconds(119)));
    assertEquals("2 min", Amounts.roughTime(Duration.ofMinutes(2)));
    assertEquals("119 min", Amounts.roughTime(Duration.ofSeconds(7199)));
    assertEquals("47 h", Amounts.roughTime(Duration.ofHours(47)));
    assertEquals("2 days", Amounts.roughTime(Duration.ofHours(71)));
  }

  @Test
  void oneOfAThingIsNoSeveral() {
    assertEquals("1 peer", Amounts.counted(1, "peer"));
    assertEquals("0 peers", Amounts.counted(0, "peer"));
  }

  @Test
  void roundTripsAreMilliseconds() {
    assertEquals("0.2ms", Amounts.roundTrip(Duration.ofNanos(240_000)));
    assertEquals("9.9ms", Amounts.roundTrip(Duration.ofNanos(9_900_000)));
    assertEquals("120ms", Amounts.roundTrip(Duration.ofMillis(120)));
  }
}
