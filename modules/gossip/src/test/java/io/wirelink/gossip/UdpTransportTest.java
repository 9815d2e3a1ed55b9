package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.IpAddress;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class UdpTransportTest {

  private static final IpAddress LOOPBACK = IpAddress.parse("::1");

  private final BlockingQueue<Received> inbox = new ArrayBlockingQueue<>(2);

  /** A packet with its source. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Received(IpAddress source, byte[] packet) {}

  private UdpTransport open(int port) throws TransportException {
    return UdpTransport.open(
        LOOPBACK, 0, port, (source, packet) -> inbox.offer(new Received(source, packet)));
  }

  @Test
  void aPacketArrivesWithItsSource() throws Exception {
    try (UdpTransport transport = open(0)) {
      assertTrue(transport.port() > 0);
      assertTrue(transport.send(LOOPBACK, new byte[] {1, 2, 3}));
      Received received = inbox.take();
      assertEquals(LOOPBACK, received.source());
      assertArrayEquals(new byte[] {1, 2, 3}, received.packet());
      assertEquals(1, transport.counts().sent());
    }
  }

  @Test
  void datagramsOfAnyLengthUpToTheLimitArrive() throws Exception {
    try (UdpTransport transport = open(0);
        DatagramSocket other = new DatagramSocket()) {
      for (int length : new int[] {0, 1, Sealer.MAX_PACKET, Sealer.MAX_RECEIVED}) {
        send(other, transport, length);
        assertEquals(length, inbox.take().packet().length);
      }
      send(other, transport, Sealer.MAX_RECEIVED + 1);
      send(other, transport, 10000);
      send(other, transport, 7);
      assertEquals(7, inbox.take().packet().length);
      assertEquals(2, transport.counts().oversized());
    }
  }

  private static void send(DatagramSocket from, UdpTransport to, int length) throws Exception {
    var address = new InetSocketAddress(LOOPBACK.toInetAddress(), to.port());
    from.send(new DatagramPacket(new byte[length], length, address));
  }

  @Test
  void whatTheInboxDoesNotTakeIsDroppedAndCounted() throws Exception {
    BlockingQueue<Integer> offered = new ArrayBlockingQueue<>(100);
    UdpTransport.Inbox full = (source, packet) -> !offered.add(packet.length);
    try (UdpTransport transport = UdpTransport.open(LOOPBACK, 0, 0, full)) {
      transport.send(LOOPBACK, new byte[5]);
      transport.send(LOOPBACK, new byte[6]);
      transport.send(LOOPBACK, new byte[7]);
      assertEquals(5, offered.take());
      assertEquals(6, offered.take());
      assertEquals(7, offered.take());
      transport.close();
      transport.receiver().join();
      assertEquals(new UdpTransport.Counts(3, 0, 0, 3, 0), transport.counts());
    }
  }

  @Test
  void whatCannotBeSentIsCountedAndNothingMore() throws Exception {
    // The scope is that of no interface, so that nothing leaves this host.
    int nowhere = Integer.MAX_VALUE;
    try (UdpTransport transport = UdpTransport.open(LOOPBACK, nowhere, 0, (from, packet) -> true)) {
      assertFalse(transport.send(IpAddress.parse("fe80::1"), new byte[10]));
      assertFalse(transport.send(LOOPBACK, new byte[70000]));
      assertEquals(new UdpTransport.Counts(0, 2, 0, 0, 0), transport.counts());
      assertTrue(transport.send(LOOPBACK, new byte[10]));
    }
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (UdpTransport first = open(0)) {
      TransportException e = assertThrows(TransportException.class, () -> open(first.port()));
      assertEquals(TransportException.Reason.PORT_IN_USE, e.reason());
      assertEquals(
          "UDP port "
              + first.port()
              + " of ::1 is in use: end the program that has it, perhaps another agent, or configure another port",
          e.getMessage());
    }
  }

  @Test
  void anAddressThatIsNotHereIsNamed() {
    IpAddress elsewhere = IpAddress.parse("2001:db8::1");
    TransportException e =
        assertThrows(
            TransportException.class,
            () -> UdpTransport.open(elsewhere, 0, 0, (source, packet) -> true));
    assertEquals(TransportException.Reason.ADDRESS_UNAVAILABLE, e.reason());
    assertEquals(
        "the address 2001:db8::1 cannot be bound: check that the interface is up and has it, with `ip -6 address`",
        e.getMessage());
  }

  @Test
  void closingEndsTheThreadAndFreesThePort() throws Exception {
    UdpTransport transport = open(0);
    int port = transport.port();
    assertTrue(transport.receiver().isAlive());
    transport.close();
    transport.receiver().join();
    transport.close();
    assertFalse(transport.send(LOOPBACK, new byte[1]));
    open(port).close();
  }

  @Test
  void theInboxMayClose() throws Exception {
    BlockingQueue<UdpTransport> itself = new ArrayBlockingQueue<>(1);
    UdpTransport.Inbox closing =
        (source, packet) -> {
          try {
            itself.take().close();
            return true;
          } catch (InterruptedException e) {
            return false;
          }
        };
    UdpTransport transport = UdpTransport.open(LOOPBACK, 0, 0, closing);
    transport.send(LOOPBACK, new byte[1]);
    itself.add(transport);
    transport.receiver().join();
    transport.close();
  }
}
