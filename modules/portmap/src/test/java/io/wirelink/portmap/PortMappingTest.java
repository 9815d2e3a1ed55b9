package io.wirelink.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a gateway on this host's loopback interface, and real sockets. */
@Timeout(300)
final class PortMappingTest {

  /** Any of 127.0.0.0/8 is on every host, so that this is nobody else's. */
  private static final Gateway GATEWAY =
      new Gateway(IpAddress.parse("127.83.17.5"), 0, IpAddress.parse("127.0.0.1"));

  private static final PortWish WISH =
      new PortWish(51820, List.of(MappingProtocol.PCP, MappingProtocol.NAT_PMP), false);

  private final BlockingQueue<List<MappingStatus>> told = new LinkedBlockingQueue<>();
  private final AtomicReference<List<Gateway>> gateways = new AtomicReference<>(List.of(GATEWAY));

  private PortMapping open() throws IOException {
    return new PortMapping(gateways::get, new byte[32], told::add);
  }

  /** Answers as the gateway does, until it is closed. */
  private static final class Server implements AutoCloseable {
    private final FakeGateway fake = new FakeGateway(GATEWAY);
    private final DatagramSocket socket;
    private final Thread thread;

    Server() throws IOException {
      socket =
          new DatagramSocket(
              new InetSocketAddress(GATEWAY.address().toInetAddress(), PcpCodec.PORT));
      thread = Thread.ofPlatform().daemon().start(this::run);
    }

    private void run() {
      byte[] buffer = new byte[1200];
      while (!socket.isClosed()) {
        try {
          DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
          socket.receive(packet);
          answer(packet);
        } catch (IOException e) {
          // It is closed.
        }
      }
    }

    private synchronized void answer(DatagramPacket packet) throws IOException {
      byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
      for (byte[] answer : fake.answers(request, System.nanoTime())) {
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    }

    synchronized Set<Integer> ports() {
      return Set.copyOf(fake.mappings.keySet());
    }

    @Override
    public void close() throws InterruptedException {
      socket.close();
      thread.join();
    }
  }

  @Test
  void aMappingIsMadeAndGivenBackAtTheEnd() throws Exception {
    try (Server server = new Server()) {
      try (PortMapping mapping = open()) {
        mapping.want(WISH);
        assertEquals(Endpoint.parse("203.0.113.7:51820"), nextMapped().external());
        assertEquals(Set.of(51820), server.ports());
      }
      assertEquals(Set.of(), server.ports());
    }
  }

  @Test
  void whatIsNotWantedAnyMoreIsGivenBack() throws Exception {
    try (Server server = new Server();
        PortMapping mapping = open()) {
      mapping.want(WISH);
      assertEquals(51820, nextMapped().external().port());
      mapping.want(PortWish.NONE);
      while (!told.take().isEmpty()) {
        // It stands for what was before.
      }
      mapping.want(new PortWish(4000, WISH.protocols(), false));
      assertEquals(4000, nextMapped().external().port());
      assertTrue(server.ports().contains(4000));
    }
  }

  @Test
  void whereNobodyListensThatIsKnownAtOnce() throws Exception {
    try (PortMapping mapping = open()) {
      mapping.want(WISH);
      List<MappingStatus> statuses = told.take();
      while (!(statuses.getFirst() instanceof MappingStatus.Unmapped)) {
        statuses = told.take();
      }
      var unmapped = assertInstanceOf(MappingStatus.Unmapped.class, statuses.getFirst());
      assertEquals(Obstacle.NO_ANSWER, unmapped.why());
    }
  }

  @Test
  void anotherGatewayIsAskedWhenTheHostChanges() throws Exception {
    gateways.set(List.of());
    try (Server server = new Server();
        PortMapping mapping = open()) {
      mapping.want(WISH);
      gateways.set(List.of(GATEWAY));
      mapping.hostChanged();
      assertEquals(GATEWAY, nextMapped().gateway());
      gateways.set(List.of());
      mapping.hostChanged();
      while (!told.take().isEmpty()) {
        // It stands for what was before.
      }
      assertFalse(server.ports().isEmpty());
    }
  }

  @Test
  void anAddressThatThisHostDoesNotHaveIsNoError() throws Exception {
    gateways.set(
        List.of(new Gateway(IpAddress.parse("192.0.2.1"), 0, IpAddress.parse("192.0.2.2"))));
    try (PortMapping mapping = open()) {
      mapping.want(WISH);
      List<MappingStatus> statuses = told.take();
      while (!(statuses.getFirst() instanceof MappingStatus.Unmapped)) {
        statuses = told.take();
      }
    }
  }

  @Test
  void whoWantsNothingHasNoThread() throws Exception {
    PortMapping mapping = open();
    mapping.want(PortWish.NONE);
    mapping.hostChanged();
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(each -> each.getName().equals("port-mapping") && each.isAlive()));
    mapping.close();
    mapping.close();
  }

  private MappingStatus.Mapped nextMapped() throws InterruptedException {
    while (true) {
      List<MappingStatus> statuses = told.take();
      if (!statuses.isEmpty() && statuses.getFirst() instanceof MappingStatus.Mapped mapped) {
        return mapped;
      }
    }
  }
}
