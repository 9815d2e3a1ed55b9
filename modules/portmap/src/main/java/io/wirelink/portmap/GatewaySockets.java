package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets by which gateways are asked, bound to this host's addresses towards them. Those for
 * PCP and NAT-PMP are connected, so that the kernel takes nothing from anybody else, and says when
 * nobody listens there; those for searches are not, which are answered from any port. For one
 * thread; only {@link #wake} is for any.
 */
final class GatewaySockets implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GatewaySockets.class);

  /** One byte more than any packet has shows that a datagram was longer. */
  private static final int BUFFER_BYTES = UpnpCodec.MAX_SEARCH_ANSWER_BYTES + 1;

  /** Datagrams of one gateway at a time, so that none keeps the others from being heard. */
  private static final int MAX_AT_ONCE = 32;

  /** Questions under way: two for each gateway. What is beyond has been given up by who asked. */
  private static final int MAX_QUESTIONS = 2 * PortMapper.MAX_GATEWAYS;

  private final Selector selector;
  private final Map<Gateway, DatagramChannel> channels = new HashMap<>();
  private final Map<Gateway, DatagramChannel> searches = new HashMap<>();
  private final Map<Integer, GatewayQuestion> questions = new LinkedHashMap<>();
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
        channel =
            open(gateway, new InetSocketAddress(gateway.onLink(gateway.address()), send.port()));
        channels.put(gateway, channel);
      }
      return channel.write(ByteBuffer.wrap(send.packet())) == send.packet().length;
    } catch (IOException e) {
      log.debug("Not sent to the gateway {}: {}", gateway.address(), e.getMessage());
      return false;
    }
  }

  /** Sends a packet that gateways are looked for with; whether the network took it. */
  boolean search(MapperAction.Search search) {
    Gateway gateway = search.gateway();
    try {
      DatagramChannel channel = searches.get(gateway);
      if (channel == null) {
        channel = open(gateway, null);
        searches.put(gateway, channel);
        NetworkInterface link = NetworkInterface.getByInetAddress(gateway.local().toInetAddress());
        if (link != null) {
          channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, link);
        }
      }
      var to = new InetSocketAddress(gateway.onLink(search.to().address()), search.to().port());
      return channel.send(ByteBuffer.wrap(search.packet()), to) == search.packet().length;
    } catch (IOException e) {
      log.debug("Not sent to find the gateway {}: {}", gateway.address(), e.getMessage());
      return false;
    }
  }

  /** Begins to ask the server of a gateway; whether that was possible. */
  boolean ask(MapperAction.Ask ask, long nowNanos) {
    try {
      if (questions.size() == MAX_QUESTIONS) {
        Iterator<GatewayQuestion> oldest = questions.values().iterator();
        oldest.next().close();
        oldest.remove();
      }
      questions.put(ask.exchange(), GatewayQuestion.begin(ask, selector, nowNanos));
      return true;
    } catch (IOException e) {
      log.debug("The gateway {} cannot be asked: {}", ask.gateway().address(), e.getMessage());
      return false;
    }
  }

  private DatagramChannel open(Gateway gateway, @Nullable InetSocketAddress peer)
      throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            gateway.isV4() ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      if (peer != null) {
        channel.bind(new InetSocketAddress(gateway.local().toInetAddress(), 0));
        channel.connect(peer);
      } else if (gateway.isV4()) {
        channel.bind(new InetSocketAddress(gateway.local().toInetAddress(), 0));
      } else {
        // From our address on the link the gateway is asked, and answers from its own there.
        channel.bind(new InetSocketAddress(0));
      }
      channel.register(selector, SelectionKey.OP_READ, gateway);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Closes the sockets of all gateways but these. */
  void retain(List<Gateway> gateways) {
    for (Map<Gateway, DatagramChannel> each : List.of(channels, searches)) {
      each.forEach((gateway, channel) -> closeUnless(gateways.contains(gateway), channel));
      each.keySet().retainAll(gateways);
    }
    questions.values().stream()
        .filter(question -> !gateways.contains(question.gateway()))
        .forEach(GatewayQuestion::close);
    questions.values().removeIf(question -> !gateways.contains(question.gateway()));
  }

  private static void closeUnless(boolean needed, DatagramChannel channel) {
    if (needed) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("A socket did not close cleanly: {}", e.getMessage());
    }
  }

  /**
   * Waits for something to come, at most so long, and hands over what did.
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
      } else if (key.isValid()) {
        goOn((GatewayQuestion) key.attachment(), key, events);
      }
    }
    selector.selectedKeys().clear();
  }

  /** Gives up what takes too long, whose server may say a byte now and then. */
  void giveUpOverdue(long nowNanos, Consumer<MapperEvent> events) {
    List<GatewayQuestion> overdue =
        questions.values().stream().filter(each -> each.isOverdue(nowNanos)).toList();
    for (GatewayQuestion each : overdue) {
      each.close();
      questions.remove(each.exchange());
      events.accept(new MapperEvent.Unanswered(each.gateway(), each.exchange()));
    }
  }

  private void goOn(GatewayQuestion question, SelectionKey key, Consumer<MapperEvent> events) {
    MapperEvent.FromGateway end = question.ready(key);
    if (end != null) {
      question.close();
      questions.remove(question.exchange());
      events.accept(end);
    }
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
      // Only a socket that is connected hears of that.
      events.accept(new MapperEvent.Unreachable(gateway, PcpCodec.PORT));
    } catch (IOException e) {
      log.debug("Nothing can be heard of the gateway {}: {}", gateway.address(), e.getMessage());
    }
  }

  /** Ends the wait. */
  void wake() {
    selector.wakeup();
  }

  @Override
  public void close() {
    retain(List.of());
    try {
      selector.close();
    } catch (IOException e) {
      log.debug("The selector did not close cleanly: {}", e.getMessage());
    }
  }
}
