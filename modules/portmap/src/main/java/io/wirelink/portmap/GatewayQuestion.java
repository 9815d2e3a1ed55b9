package io.wirelink.portmap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to the server of a gateway, over a connection of its own that is closed with the
 * answer. It never blocks. For one thread.
 */
final class GatewayQuestion {

  private static final int READ_BYTES = 1 << 13;

  private final MapperAction.Ask ask;
  private final SocketChannel channel;
  private final ByteBuffer request;
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

  private final long endNanos;

  private GatewayQuestion(MapperAction.Ask ask, SocketChannel channel, long endNanos) {
    this.ask = ask;
    this.endNanos = endNanos;
    this.channel = channel;
    this.request = ByteBuffer.wrap(ask.request());
  }

  /**
   * Begins to connect.
   *
   * @param nowNanos the time of now, from which it may take {@link MapperTiming#QUESTION_NANOS}
   * @throws IOException if that cannot be
   */
  static GatewayQuestion begin(MapperAction.Ask ask, Selector selector, long nowNanos)
      throws IOException {
    Gateway gateway = ask.gateway();
    SocketChannel channel =
        SocketChannel.open(
            gateway.isV4() ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress(gateway.local().toInetAddress(), 0));
      GatewayQuestion question =
          new GatewayQuestion(ask, channel, nowNanos + MapperTiming.QUESTION_NANOS);
      boolean connected =
          channel.connect(new InetSocketAddress(gateway.onLink(gateway.address()), ask.port()));
      channel.register(
          selector, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, question);
      return question;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether it has taken too long. */
  boolean isOverdue(long nowNanos) {
    return nowNanos - endNanos >= 0;
  }

  /** Which one it is. */
  int exchange() {
    return ask.exchange();
  }

  /** Whose server is asked. */
  Gateway gateway() {
    return ask.gateway();
  }

  /**
   * Goes on as far as that is possible now.
   *
   * @return how it ended; null if it has not yet
   */
  MapperEvent.@Nullable FromGateway ready(SelectionKey key) {
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        key.interestOps(SelectionKey.OP_WRITE);
      }
      if (key.isWritable()) {
        channel.write(request);
        key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
      }
      return key.isReadable() ? read() : null;
    } catch (IOException | MalformedAnswerException e) {
      return new MapperEvent.Unanswered(gateway(), exchange());
    }
  }

  private MapperEvent.@Nullable FromGateway read() throws IOException, MalformedAnswerException {
    ByteBuffer part = ByteBuffer.allocate(READ_BYTES);
    int count = channel.read(part);
    if (count > 0) {
      answer.write(part.array(), part.arrayOffset(), count);
    }
    Optional<HttpResponse> response = HttpResponse.parse(answer.toByteArray(), count < 0);
    return response
        .map(whole -> new MapperEvent.Answered(gateway(), exchange(), whole))
        .orElse(null);
  }

  /** Closes the connection, answered or not. */
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is left of it either way.
    }
  }
}
