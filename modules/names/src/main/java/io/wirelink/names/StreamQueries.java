package io.wirelink.names;

import io.wirelink.device.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * The queries of one client over TCP, each with its length before it (RFC 7766, 8). One after the
 * other is answered; a client that does not take its answers is given up.
 */
final class StreamQueries {
  private static final int LENGTH_BYTES = 2;

  private final SocketChannel channel;
  private final IpAddress source;
  private final ByteBuffer received = ByteBuffer.allocate(LENGTH_BYTES + Answerer.MAX_DATAGRAM);
  private long lastNanos;

  /** A client that has just come. */
  StreamQueries(SocketChannel channel, long nowNanos) throws IOException {
    this.channel = channel;
    this.source = IpAddress.of(((InetSocketAddress) channel.getRemoteAddress()).getAddress());
    this.lastNanos = nowNanos;
  }

  IpAddress source() {
    return source;
  }

  /** When it asked last, or came. */
  long lastNanos() {
    return lastNanos;
  }

  /**
   * Reads what there is and answers what is complete.
   *
   * @return whether more may come
   */
  boolean read(Queries queries, long nowNanos) throws IOException, InterruptedException {
    int count = channel.read(received);
    received.flip();
    boolean goesOn = count >= 0;
    while (goesOn && received.remaining() >= LENGTH_BYTES) {
      int length = Short.toUnsignedInt(received.getShort(received.position()));
      if (length > Answerer.MAX_DATAGRAM) {
        return false;
      }
      if (received.remaining() < LENGTH_BYTES + length) {
        break;
      }
      byte[] query = new byte[length];
      received.getShort();
      received.get(query);
      lastNanos = nowNanos;
      goesOn = answer(queries.answer(source, query));
    }
    received.compact();
    return goesOn;
  }

  private boolean answer(Optional<byte[]> answer) throws IOException {
    if (answer.isEmpty()) {
      return false;
    }
    byte[] bytes = answer.get();
    ByteBuffer framed = ByteBuffer.allocate(LENGTH_BYTES + bytes.length);
    framed.putShort((short) bytes.length).put(bytes).flip();
    channel.write(framed);
    return !framed.hasRemaining();
  }

  /** Ends it. */
  void close() throws IOException {
    channel.close();
  }
}
