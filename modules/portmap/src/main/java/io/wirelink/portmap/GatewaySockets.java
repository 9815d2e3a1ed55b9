package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP socket for each gateway, bound to this host's address towards it and connected to its port:
 * so the kernel takes nothing from anybody else, and says when nobody listens there. For one
 * thread; only {@link #wake} is for any.
 */
final class GatewaySockets implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GatewaySockets.class);

  /** One byte more than any packet has shows that a datagram was longer. */
  private static final int BUFFER_BYTES = 1101;

  /** Datagrams of one gateway at a time, so that none keeps the others from being heard. */
  private static final int MAX_AT_ONCE = 32;

  private final Selector selector;
  private final Map<Gateway, DatagramChannel> channels = new HashMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /**
   * Opens no socket yet.
   *
   * @throws IOException if the system refuses
   */
  GatewaySockets() throws IOException {
    selector = Selector.open();
  }

  /** Sends a packet; whether the network took it. */
  boolean send(MapperAction.Send send) {
    Gateway gateway = send.gateway();
    try {
      DatagramChannel channel = channels.get(gateway);
      if (channel == null) {
        channel = open(gateway, send.port());
        channels.put(gateway, channel);
      }
      return channel.write(ByteBuffer.wrap(send.packet())) == send.packet().length;
    } catch (IOException e) {
      log.debug("Not sent to the gateway {}: {}", gateway.address(), e.getMessage());
      return false;
    }
  }

  private DatagramChannel open(Gateway gateway, int port) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            gateway.isV4() ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress(gateway.local().toInetAddress(), 0));
      channel.connect(new InetSocketAddress(scoped(gateway), port));
      channel.register(selector, SelectionKey.OP_READ, gateway);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static InetAddress scoped(Gateway gateway) throws UnknownHostException {
    IpAddress address = gateway.address();
    return gateway.scopeId() != 0
        ? Inet6Address.getByAddress(null, address.bytes(), gateway.scopeId())
        : address.toInetAddress();
  }

  /** Closes the sockets of all gateways but these. */
  void retain(List<Gateway> gateways) {
    Iterator<Map.Entry<Gateway, DatagramChannel>> each = channels.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Gateway, DatagramChannel> entry = each.next();
      if (!gateways.contains(entry.getKey())) {
        close(entry.getValue());
        each.remove();
      }
    }
  }

  /**
   * Waits for packets, at most so long, and hands over those that came.
   *
   * @param millis 0 for not at all
   * @throws IOException if it cannot be waited
   */
  void await(long millis, Consumer<MapperEvent> events) throws IOException {
    if (millis == 0) {
      selector.selectNow();
    } else {
      selector.select(millis);
    }
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid() && key.channel() instanceof DatagramChannel channel) {
        receive((Gateway) key.attachment(), channel, events);
      }
    }
    selector.selectedKeys().clear();
  }

  private void receive(Gateway gateway, DatagramChannel channel, Consumer<MapperEvent> events) {
    try {
      for (int i = 0; i < MAX_AT_ONCE; i++) {
        if (!(channel.receive(buffer.clear()) instanceof InetSocketAddress source)) {
          return;
        }
        byte[] packet = new byte[buffer.flip().remaining()];
        buffer.get(packet);
        Endpoint sender = new Endpoint(IpAddress.of(source.getAddress()), source.getPort());
        events.accept(new MapperEvent.Received(gateway, sender, packet));
      }
    } catch (PortUnreachableException e) {
      events.accept(new MapperEvent.Unreachable(gateway));
    } catch (IOException e) {
      log.debug("Nothing can be heard of the gateway {}: {}", gateway.address(), e.getMessage());
      events.accept(new MapperEvent.Unreachable(gateway));
    }
  }

  /** Ends the wait. */
  void wake() {
    selector.wakeup();
  }

  private static void close(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("A socket did not close cleanly: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    channels.values().forEach(GatewaySockets::close);
    try {
      selector.close();
    } catch (IOException e) {
      log.debug("The selector did not close cleanly: {}", e.getMessage());
    }
  }
}
