package io.wirelink.gossip;

import io.wirelink.device.IpAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends and receives packets as UDP datagrams inside the tunnel: the only thing in this module that
 * touches the network.
 *
 * <p>A packet that could not be sent is a normal event. A peer without a key, an endpoint or a
 * route is what the agent is there to change, so failures are counted and not told apart; their
 * texts come in the language of the host anyway.
 */
public final class UdpTransport implements AutoCloseable {

  /** Takes what is received, on the thread that receives. */
  @FunctionalInterface
  public interface Inbox {

    /**
     * Takes a packet, without ever blocking.
     *
     * @param source the address that it came from
     * @param packet its bytes, at most {@link Sealer#MAX_RECEIVED}
     * @return whether it was taken; if not, it is dropped and counted
     */
    boolean offer(IpAddress source, byte[] packet);
  }

  /**
   * What happened since the transport was opened, in packets.
   *
   * @param sent handed to the network
   * @param undelivered could not be sent
   * @param received handed to the inbox
   * @param dropped refused by the inbox
   * @param oversized longer than {@link Sealer#MAX_RECEIVED}, and dropped
   */
  public record Counts(long sent, long undelivered, long received, long dropped, long oversized) {}

  private static final Logger log = LoggerFactory.getLogger(UdpTransport.class);

  /** The pause after a failed read, so that a lasting failure does not take the processor. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How long a close waits for the thread, which has nothing to do that takes time. */
  private static final long END_MILLIS = 1000;

  private final DatagramChannel channel;
  private final Selector selector;
  private final int scopeId;
  private final int port;
  private final Inbox inbox;
  private final Thread receiver;

  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong undelivered = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong oversized = new AtomicLong();

  private UdpTransport(
      DatagramChannel channel, Selector selector, int scopeId, int port, Inbox inbox) {
    this.channel = channel;
    this.selector = selector;
    this.scopeId = scopeId;
    this.port = port;
    this.inbox = inbox;
    this.receiver =
        Thread.ofPlatform().daemon().name("receiver").unstarted(this::receiveUntilClosed);
  }

  /**
   * Binds to an address of the WireGuard interface and begins to receive.
   *
   * @param address the agent's own address, usually link-local
   * @param scopeId the index of the interface that a link-local address belongs to, else 0
   * @param port the UDP port, which is also the one that is sent to; 0 for any free one
   * @param inbox takes what is received
   * @throws TransportException if the port is in use, the address cannot be bound, or the system
   *     refuses
   */
  public static UdpTransport open(IpAddress address, int scopeId, int port, Inbox inbox)
      throws TransportException {
    try {
      DatagramChannel channel = bound(address, scopeId, port);
      try {
        return start(channel, scopeId, inbox);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (BindException e) {
      throw canBind(address, scopeId)
          ? TransportException.portInUse(address, port, e)
          : TransportException.addressUnavailable(address, e);
    } catch (IOException e) {
      throw TransportException.failed(address, port, e);
    }
  }

  private static UdpTransport start(DatagramChannel channel, int scopeId, Inbox inbox)
      throws IOException {
    // Never blocking, or a full send buffer of an interface that hangs would stop the agent.
    channel.configureBlocking(false);
    Selector selector = Selector.open();
    try {
      channel.register(selector, SelectionKey.OP_READ);
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      var transport = new UdpTransport(channel, selector, scopeId, port, inbox);
      transport.receiver.start();
      return transport;
    } catch (IOException e) {
      selector.close();
      throw e;
    }
  }

  private static DatagramChannel bound(IpAddress address, int scopeId, int port)
      throws IOException {
    ProtocolFamily family =
        switch (address.family()) {
          case V4 -> StandardProtocolFamily.INET;
          case V6 -> StandardProtocolFamily.INET6;
        };
    DatagramChannel channel = DatagramChannel.open(family);
    try {
      return channel.bind(new InetSocketAddress(scoped(address, scopeId), port));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Tells a port that is taken from an address that is not there: the JDK has one error for both.
   */
  private static boolean canBind(IpAddress address, int scopeId) {
    try {
      bound(address, scopeId, 0).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static InetAddress scoped(IpAddress address, int scopeId) throws UnknownHostException {
    return address.isLinkLocal() && address.family() == IpAddress.Family.V6
        ? Inet6Address.getByAddress(null, address.bytes(), scopeId)
        : address.toInetAddress();
  }

  /** The port that is bound and sent to. */
  public int port() {
    return port;
  }

  /**
   * Sends a packet to the agent at this address, if that is possible now. It does not block.
   *
   * @return whether the network took it
   */
  public boolean send(IpAddress to, byte[] packet) {
    boolean taken = false;
    try {
      var address = new InetSocketAddress(scoped(to, scopeId), port);
      // Nothing is written when the send buffer is full.
      taken = channel.send(ByteBuffer.wrap(packet), address) == packet.length;
      if (!taken) {
        log.debug("Not delivered to {}: the send buffer is full", to);
      }
    } catch (IOException e) {
      log.debug("Not delivered to {}: {}", to, e.getMessage());
    }
    (taken ? sent : undelivered).incrementAndGet();
    return taken;
  }

  /** What happened so far. */
  public Counts counts() {
    return new Counts(
        sent.get(), undelivered.get(), received.get(), dropped.get(), oversized.get());
  }

  /** The thread that receives. */
  Thread receiver() {
    return receiver;
  }

  private void receiveUntilClosed() {
    // One byte more than is accepted shows that a datagram was longer.
    ByteBuffer buffer = ByteBuffer.allocateDirect(Sealer.MAX_RECEIVED + 1);
    while (channel.isOpen()) {
      try {
        selector.select();
        selector.selectedKeys().clear();
        receiveAll(buffer);
      } catch (ClosedChannelException | ClosedSelectorException e) {
        return;
      } catch (IOException e) {
        log.debug("A packet could not be received: {}", e.getMessage());
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void receiveAll(ByteBuffer buffer) throws IOException {
    while (channel.receive(buffer.clear()) instanceof InetSocketAddress source) {
      take(source.getAddress(), buffer.flip());
    }
  }

  private void take(InetAddress source, ByteBuffer datagram) {
    if (datagram.remaining() > Sealer.MAX_RECEIVED) {
      oversized.incrementAndGet();
      return;
    }
    byte[] packet = new byte[datagram.remaining()];
    datagram.get(packet);
    boolean taken = inbox.offer(IpAddress.of(source), packet);
    (taken ? received : dropped).incrementAndGet();
  }

  /** Ends the thread and frees the port. Idempotent. */
  @Override
  public void close() {
    // The selector goes last, as only that lets go of the channel's port.
    try (selector) {
      channel.close();
    } catch (IOException e) {
      log.debug("The transport did not close cleanly: {}", e.getMessage());
    }
    if (Thread.currentThread() != receiver) {
      joinReceiver();
    }
  }

  private void joinReceiver() {
    try {
      receiver.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
