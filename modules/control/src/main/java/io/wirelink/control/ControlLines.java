package io.wirelink.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A client's end of a control socket: lines go out and come in, and nothing waits for ever. */
final class ControlLines implements AutoCloseable {
  /** Far more than the facts that an agent keeps. */
  private static final int MAX_LINE_BYTES = 16 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();

  private ControlLines(SocketChannel channel, Selector selector, SelectionKey key) {
    this.channel = channel;
    this.selector = selector;
    this.key = key;
  }

  /** Connects. */
  static ControlLines open(ControlSocket socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(socket.path()));
      Selector selector = Selector.open();
      return new ControlLines(channel, selector, channel.register(selector, 0));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Sends a line.
   *
   * @param deadlineNanos when that has taken too long, which is an exception
   */
  void send(byte[] line, long deadlineNanos) throws IOException {
    key.interestOps(SelectionKey.OP_WRITE);
    ByteBuffer output = ByteBuffer.wrap(line);
    while (output.hasRemaining()) {
      await(deadlineNanos);
      channel.write(output);
    }
    key.interestOps(SelectionKey.OP_READ);
  }

  /**
   * Waits for a line.
   *
   * @param deadlineNanos when that has taken too long, which is an exception
   * @return the line without its end; null if there are no more
   */
  @Nullable String next(long deadlineNanos) throws IOException {
    return next(() -> await(deadlineNanos));
  }

  /** Waits for a line as long as it takes; null if there are no more. */
  @Nullable String next() throws IOException {
    return next(
        () -> {
          selector.select();
          selector.selectedKeys().clear();
        });
  }

  /** Waits until there is something to read. */
  private interface Waiting {
    void await() throws IOException;
  }

  private @Nullable String next(Waiting waiting) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (line.size() <= MAX_LINE_BYTES) {
      if (takeLine(line)) {
        return line.toString(UTF_8);
      }
      waiting.await();
      int count = channel.read(buffer.clear());
      buffer.flip();
      if (count < 0) {
        return null;
      }
    }
    throw new IOException("its answer has no end");
  }

  /** Moves what has been read into the line; whether that is all of the line. */
  private boolean takeLine(ByteArrayOutputStream line) {
    for (int i = buffer.position(); i < buffer.limit(); i++) {
      if (buffer.get(i) == '\n') {
        line.write(buffer.array(), buffer.position(), i - buffer.position());
        buffer.position(i + 1);
        return true;
      }
    }
    line.write(buffer.array(), buffer.position(), buffer.remaining());
    buffer.position(buffer.limit());
    return false;
  }

  private void await(long deadlineNanos) throws IOException {
    long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
    if (leftMillis <= 0 || selector.select(leftMillis) == 0) {
      throw new IOException("it does not answer");
    }
    selector.selectedKeys().clear();
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
