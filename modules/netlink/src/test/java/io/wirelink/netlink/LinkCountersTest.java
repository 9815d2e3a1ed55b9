package io.wirelink.netlink;

import static io.wirelink.netlink.Bytes.attribute;
import static io.wirelink.netlink.Bytes.i32;
import static io.wirelink.netlink.Bytes.i64;
import static io.wirelink.netlink.Bytes.ifinfomsg;
import static io.wirelink.netlink.Bytes.message;
import static io.wirelink.netlink.Bytes.string;
import static io.wirelink.netlink.Bytes.verdict;
import static io.wirelink.netlink.FakeKernel.datagram;
import static io.wirelink.netlink.FakeKernel.failure;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.wirelink.device.InterfaceCounters;
import io.wirelink.netlink.bindings.Linux;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LinkCountersTest {

  private static final int GET_STATS = 94;
  private static final int NEW_STATS = 92;
  private static final int LINK_64 = 1;

  private final FakeKernel kernel = new FakeKernel();
  private final LinkCounters counters = new LinkCounters(kernel);

  @AfterEach
  void noChannelIsLeftOpen() {
    counters.close();
    counters.close();
    assertEquals(0, kernel.open());
    assertThrows(IllegalStateException.class, () -> counters.read("wg0"));
  }

  @Test
  void theNameIsLookedUpOnceAndTheQuestionIsForTheCountersAlone() throws NetlinkException {
    kernel
        .answers(n -> link(n, 5))
        .answers(n -> stats(n, 5, 10, 20))
        .answers(n -> stats(n, 5, 11, 22));
    assertEquals(new InterfaceCounters(10, 20), counters.read("wg0"));
    assertEquals(new InterfaceCounters(11, 22), counters.read("wg0"));
    assertEquals(3, kernel.requests().size());
    for (int sequence = 1; sequence <= 2; sequence++) {
      assertArrayEquals(
          message(GET_STATS, 1, sequence, i32(0), i32(5), i32(1)), kernel.requests().get(sequence));
    }
  }

  @Test
  void countersUseAllTheirBits() throws NetlinkException {
    kernel.answers(n -> link(n, 5)).answers(n -> stats(n, 5, -1, Long.MIN_VALUE));
    assertEquals(new InterfaceCounters(-1, Long.MIN_VALUE), counters.read("wg0"));
  }

  @Test
  void anInterfaceThatWasMadeAnewIsLookedUpAgain() throws NetlinkException {
    kernel
        .answers(n -> link(n, 5))
        .answers(n -> stats(n, 5, 10, 20))
        .answers(LinkCountersTest::noSuchDevice)
        .answers(n -> link(n, 6))
        .answers(n -> stats(n, 6, 1, 2));
    assertEquals(new InterfaceCounters(10, 20), counters.read("wg0"));
    assertEquals(new InterfaceCounters(1, 2), counters.read("wg0"));
  }

  @Test
  void anInterfaceThatIsGoneIsSaidToBeAndLookedForTheNextTime() throws NetlinkException {
    kernel
        .answers(n -> link(n, 5))
        .answers(n -> stats(n, 5, 10, 20))
        .answers(LinkCountersTest::noSuchDevice)
        .answers(LinkCountersTest::noSuchDevice)
        .answers(n -> link(n, 7))
        .answers(n -> stats(n, 7, 1, 2));
    assertEquals(new InterfaceCounters(10, 20), counters.read("wg0"));
    assertEquals(
        Linux.ENODEV(), assertThrows(NetlinkException.class, () -> counters.read("wg0")).errno());
    assertEquals(new InterfaceCounters(1, 2), counters.read("wg0"));
  }

  @Test
  void anAnswerThatWasLostIsAskedForAgain() throws NetlinkException {
    kernel
        .answers(n -> link(n, 5))
        .answers(_ -> List.of(failure(Linux.ENOBUFS())))
        .answers(n -> stats(n, 5, 10, 20));
    assertEquals(new InterfaceCounters(10, 20), counters.read("wg0"));
  }

  @Test
  void anAnswerThatCameLateIsNotTakenForTheNext() throws NetlinkException {
    kernel
        .answers(n -> link(n, 5))
        .answers(_ -> List.of(failure(Linux.EAGAIN())))
        .answers(n -> both(stats(n - 1, 5, 10, 20), stats(n, 5, 11, 22)));
    assertEquals(
        Linux.EAGAIN(), assertThrows(NetlinkException.class, () -> counters.read("wg0")).errno());
    assertEquals(new InterfaceCounters(11, 22), counters.read("wg0"));
  }

  @Test
  void anAnswerThatIsCutOrHasNoCountersIsMalformed() {
    for (byte[] content : List.of(new byte[0], attribute(LINK_64, new byte[31]))) {
      kernel
          .answers(n -> link(n, 5))
          .answers(
              n -> List.of(datagram(message(NEW_STATS, 0, n, i32(0), i32(5), i32(1), content))));
      assertEquals(
          NetlinkException.MALFORMED,
          assertThrows(NetlinkException.class, () -> counters.read("wg0")).errno());
      kernel.answers(LinkCountersTest::noSuchDevice).answers(LinkCountersTest::noSuchDevice);
      assertThrows(NetlinkException.class, () -> counters.read("wg0"));
    }
  }

  /** Of the loopback interface, without privilege. */
  @Test
  void aReadingAllocatesNextToNothing() throws NetlinkException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int readings = 1_000;
    try (LinkCounters real = new LinkCounters(NetlinkSocket::open)) {
      for (int i = 0; i < readings; i++) {
        var _ = real.read("lo");
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < readings; i++) {
        var _ = real.read("lo");
      }
      long each = (threads.getCurrentThreadAllocatedBytes() - before) / readings;
      assertTrue(each <= 2_048, () -> each + " bytes for a reading");
    }
  }

  private static List<FakeKernel.Reply> link(int sequence, int index) {
    byte[] told =
        message(
            16,
            0,
            sequence,
            ifinfomsg(index, 1),
            attribute(3, string("wg0")),
            attribute(4, i32(1420)));
    return List.of(datagram(told), datagram(verdict(0, 0x100, sequence)));
  }

  private static List<FakeKernel.Reply> stats(int sequence, int index, long received, long sent) {
    byte[] counted = Bytes.join(i64(1), i64(1), i64(received), i64(sent), new byte[168]);
    return List.of(
        datagram(
            message(
                NEW_STATS,
                0,
                sequence,
                i32(0),
                i32(index),
                i32(1),
                attribute(0),
                attribute(LINK_64, counted))));
  }

  private static List<FakeKernel.Reply> noSuchDevice(int sequence) {
    return List.of(datagram(verdict(19, 0x100, sequence)));
  }

  private static List<FakeKernel.Reply> both(
      List<FakeKernel.Reply> first, List<FakeKernel.Reply> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
