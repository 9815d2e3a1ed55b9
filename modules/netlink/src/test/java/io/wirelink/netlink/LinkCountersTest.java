package io.wirelink.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.wirelink.device.InterfaceCounters;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinkCountersTest {

  private static final String HEAD =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop
      """;

  @TempDir private Path directory;
  private Path table;
  private LinkCounters counters;

  @BeforeEach
  void begin() {
    table = directory.resolve("dev");
    counters = new LinkCounters(table);
  }

  @AfterEach
  void afterItsEndNothingIsRead() {
    counters.close();
    counters.close();
    assertThrows(IllegalStateException.class, () -> counters.read("wg0"));
  }

  private static String line(String name, String received, String sent) {
    return "%6s: %s 1 2 3 4 5 6 7 %s 9 10 11 12 13 14 15\n".formatted(name, received, sent);
  }

  private void has(String... lines) throws IOException {
    Files.writeString(table, HEAD + String.join("", lines));
  }

  @Test
  void theCountersAreThoseOfNow() throws IOException {
    has(line("lo", "1", "2"), line("wg0", "10", "20"));
    assertEquals(new InterfaceCounters(10, 20), counters.read("wg0"));
    has(line("wg0", "11", "22"), line("lo", "1", "2"));
    assertEquals(new InterfaceCounters(11, 22), counters.read("wg0"));
    has(line("lo", "1", "2"));
    assertNull(counters.read("wg0"));
  }

  @Test
  void aNameThatBeginsOrEndsLikeAnotherIsNotTakenForIt() throws IOException {
    has(line("wg01", "1", "2"), line("xwg0", "3", "4"), line("wg", "5", "6"));
    assertNull(counters.read("wg0"));
    assertEquals(new InterfaceCounters(5, 6), counters.read("wg"));
    assertNull(counters.read("face"));
    assertNull(counters.read(""));
  }

  @Test
  void countersUseAllTheirBits() throws IOException {
    has(line("wg0", "18446744073709551615", "9223372036854775808"));
    assertEquals(new InterfaceCounters(-1, Long.MIN_VALUE), counters.read("wg0"));
  }

  @Test
  void anOldKernelLeavesNoSpaceBeforeALargeNumber() throws IOException {
    has("   wg0:12345678 1 2 3 4 5 6 7 9 9 10 11 12 13 14 15\n");
    assertEquals(new InterfaceCounters(12_345_678, 9), counters.read("wg0"));
  }

  @Test
  void anyNumberOfInterfacesMayStandBefore() throws IOException {
    has(
        IntStream.range(0, 5_000)
            .mapToObj(i -> line("veth" + i, "1", "2"))
            .collect(Collectors.joining()),
        line("wg0", "10", "20"));
    assertEquals(new InterfaceCounters(10, 20), counters.read("wg0"));
    assertNull(counters.read("wg1"));
  }

  @Test
  void aTableThatMakesNoSenseIsAnError() throws IOException {
    for (String line : new String[] {"wg0:\n", "wg0: 1 2\n", "wg0: a 1 2 3 4 5 6 7 8\n"}) {
      has(line);
      assertThrows(IOException.class, () -> counters.read("wg0"));
    }
    // A line that is cut is none.
    has("wg0: 1 2 3 4 5 6 7 8 9");
    assertNull(counters.read("wg0"));
  }

  @Test
  void aTableThatIsNotThereIsAnError() {
    assertThrows(IOException.class, () -> counters.read("wg0"));
  }

  /** Of the loopback interface, without privilege. */
  @Test
  void aReadingAllocatesNextToNothing() throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int readings = 1_000;
    try (LinkCounters real = new LinkCounters(LinkCounters.TABLE)) {
      for (int i = 0; i < readings; i++) {
        var _ = real.read("lo");
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < readings; i++) {
        var _ = real.read("lo");
      }
      long each = (threads.getCurrentThreadAllocatedBytes() - before) / readings;
      assertTrue(each <= 256, () -> each + " bytes for a reading");
    }
  }
}
