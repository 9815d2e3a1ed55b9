package io.wirelink.netlink;

import static io.wirelink.netlink.Wg.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceException;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.WireGuard;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reading costs, and that it costs nothing that stays. */
@ExtendWith(NetworkNamespace.class)
final class EnduranceGuestIT {

  private static final int READS = 10_000;

  /** A leak of a page for each tenth read would be more. */
  private static final long GROWTH_KIB = 4 * 1024;

  /**
   * More than a peer with an endpoint and two AllowedIPs takes, and what a message has at least.
   */
  private static final int PEER_BYTES = 256;

  private static final int PAGE_BYTES = 3 << 10;

  private static final long ALLOCATION_LIMIT_BYTES = 4 << 20;

  @Test
  void tenThousandReadsLeaveNothingBehind() throws Exception {
    WireGuard device = Wg.add("wg0");
    addPeers(device, 3);
    readAll(device, READS / 4);
    System.gc();
    long descriptors = descriptors();
    long before = residentKib();
    readAll(device, READS);
    System.gc();
    assertEquals(descriptors, descriptors());
    long growth = residentKib() - before;
    System.out.println("  " + READS + " reads: resident memory grew by " + growth + " KiB");
    assertTrue(growth < GROWTH_KIB, () -> "resident memory grew by " + growth + " KiB");
  }

  private static void readAll(WireGuard device, int times) throws DeviceException {
    for (int i = 0; i < times; i++) {
      var _ = device.read();
    }
  }

  @Test
  void aReadOfAThousandPeersAllocatesLittle() throws Exception {
    WireGuard device = Wg.add("wg0");
    addPeers(device, 1_000);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var _ = device.read();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertEquals(1_000, device.read().peers().size());
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    System.out.println("  a read of 1000 peers allocates " + allocated / 1024 + " KiB");
    assertTrue(allocated < ALLOCATION_LIMIT_BYTES, () -> "allocated " + allocated + " bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1_000})
  void aReadIsOneQuestionAndAsFewAnswersAsTheKernelMakes(int peers) throws Exception {
    addPeers(Wg.add("wg0"), peers);
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger received = new AtomicInteger();
    Channel.Opener counting =
        (arena, protocol) -> new Counting(NetlinkSocket.open(arena, protocol), sent, received);
    try (WireGuard device = new KernelBackend(counting).open("wg0").orElseThrow()) {
      sent.set(0);
      received.set(0);
      assertEquals(peers, device.read().peers().size());
    }
    assertEquals(1, sent.get());
    // The last one says that it is the last; the kernel fills a page at least before.
    int most = 2 + peers * PEER_BYTES / PAGE_BYTES;
    assertTrue(received.get() <= most, () -> received + " datagrams, not " + most);
  }

  /** Counts what goes through a channel. */
  private record Counting(Channel channel, AtomicInteger sent, AtomicInteger received)
      implements Channel {

    @Override
    public int portId() {
      return channel.portId();
    }

    @Override
    public void send(MemorySegment datagram) throws NetlinkException {
      sent.incrementAndGet();
      channel.send(datagram);
    }

    @Override
    public MemorySegment receive() throws NetlinkException {
      received.incrementAndGet();
      return channel.receive();
    }

    @Override
    public void close() {
      channel.close();
    }
  }

  static void addPeers(WireGuard device, int count) throws DeviceException {
    List<PeerChange> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      changes.add(
          PeerChange.add(key(i))
              .withEndpoint(new Endpoint(IpAddress.v4(0xc0000200 | i & 0xff), 51820))
              .withKeepalive(25)
              .withAllowedIps(
                  Set.of(
                      Cidr.host(IpAddress.v4(0x0a000000 | i)),
                      Cidr.host(key(i).linkLocalAddress()))));
    }
    device.configure(DeviceChange.ofPeers(changes));
  }

  private static long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static long descriptors() {
    String[] list = new File("/proc/self/fd").list();
    return list == null ? 0 : list.length;
  }
}
