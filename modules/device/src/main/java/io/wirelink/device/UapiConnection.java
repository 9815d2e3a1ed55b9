package io.wirelink.device;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A connection to a userspace WireGuard that waits until a point in time and no longer.
 *
 * <p>What passes goes by way of memory of its own, which is cleared when it has passed: the private
 * key is in it. The JDK would use a buffer that stays with the thread as it is.
 */
final class UapiConnection implements AutoCloseable {

  /** The least and the most that is read or written at once. */
  private static final int LEAST_CHUNK = 4 << 10;

  private static final int MOST_CHUNK = 64 << 10;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final ByteBuffer chunk;

  private long deadlineNanos;

  private UapiConnection(
      SocketChannel channel, Selector selector, SelectionKey key, int expectedBytes) {
    this.channel = channel;
    this.selector = selector;
    this.key = key;
    memory = arena.allocate(Math.clamp(expectedBytes, LEAST_CHUNK, MOST_CHUNK));
    chunk = memory.asByteBuffer();
  }

  /**
   * Connects.
   *
   * @param expectedBytes how much will be received or sent at once, or nearly so
   * @throws IOException if nobody listens there, or the process may not connect
   */
  static UapiConnection open(Path path, int expectedBytes) throws IOException {
    SocketChannel channel = connect(path);
    try {
      Selector selector = Selector.open();
      SelectionKey key = channel.register(selector, 0);
      return new UapiConnection(channel, selector, key, expectedBytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Connects without anything to wait with. */
  static SocketChannel connect(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(path));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether what is expected passes in as few parts as can be. */
  boolean hasRoomFor(int expectedBytes) {
    return chunk.capacity() >= Math.min(expectedBytes, MOST_CHUNK);
  }

  /** Whether it is open, and nothing has come that was not asked for. */
  boolean isQuiet() throws IOException {
    key.interestOps(SelectionKey.OP_READ);
    int ready = selector.selectNow();
    selector.selectedKeys().clear();
    return ready == 0;
  }

  /** Sets until when to wait, of {@link System#nanoTime()}. */
  void setDeadlineNanos(long nanos) {
    deadlineNanos = nanos;
  }

  /** Clears what has passed. */
  void clear() {
    memory.fill((byte) 0);
  }

  /** Sends all of it. */
  void send(byte[] bytes) throws IOException {
    key.interestOps(SelectionKey.OP_WRITE);
    for (int sent = 0; sent < bytes.length; ) {
      chunk.clear().put(bytes, sent, Math.min(bytes.length - sent, chunk.capacity())).flip();
      await();
      sent += channel.write(chunk);
    }
  }

  /**
   * Appends what comes next, as far as there is room for it.
   *
   * @throws EOFException if the other side has closed
   */
  void receive(ByteBuffer room) throws IOException {
    key.interestOps(SelectionKey.OP_READ);
    await();
    chunk.clear().limit(Math.min(room.remaining(), chunk.capacity()));
    if (channel.read(chunk) < 0) {
      throw new EOFException("the answer was cut after " + room.position() + " bytes");
    }
    room.put(chunk.flip());
  }

  private void await() throws IOException {
    // Rounded up, as 0 would wait for ever.
    long leftMillis = (deadlineNanos - System.nanoTime() + 999_999) / 1_000_000;
    if (leftMillis <= 0) {
      throw new SocketTimeoutException();
    }
    selector.select(leftMillis);
    selector.selectedKeys().clear();
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() throws IOException {
    clear();
    arena.close();
    try (selector) {
      channel.close();
    }
  }
}
