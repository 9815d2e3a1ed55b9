package io.wirelink.device;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests to a userspace WireGuard and their answers back, over one connection as long as
 * the other side keeps it; where it closes after each answer, over one for each.
 *
 * <p>Nothing here waits longer than the time limit: whoever asks has other peers to look after.
 * Safe for use by several threads.
 */
final class UapiSocket implements AutoCloseable {

  /** Makes something of an answer, which is cleared when this returns. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ByteBuffer answer) throws IOException, UapiAnswer.Malformed;
  }

  /**
   * The longest answer that is read, in bytes. A peer takes some 400 of them, so this is room for
   * forty thousand, beyond what the agent is made for and well within what it may allocate.
   */
  static final int MAX_ANSWER = 16 << 20;

  /** Room for an answer with a few dozen peers; it is doubled while that does not do. */
  private static final int LEAST_CAPACITY = 16 << 10;

  /** After how many connections in a row that were closed after an answer none is kept any more. */
  private static final int CLOSED_OFTEN = 2;

  private final Path path;
  private final Duration limit;

  /** The connection over which the last request was answered, if it can take another. */
  private @Nullable UapiConnection kept;

  private int closedInRow;

  UapiSocket(Path path, Duration limit) {
    this.path = path;
    this.limit = limit;
  }

  /** The socket's file. */
  Path path() {
    return path;
  }

  /** How long an exchange may take. */
  Duration limit() {
    return limit;
  }

  /**
   * Connects, and does nothing more.
   *
   * @throws IOException if nobody listens there, or the process may not connect
   */
  void probe() throws IOException {
    UapiConnection.connect(path).close();
  }

  /**
   * Sends a request and reads its answer up to the empty line. One that was sent over a connection
   * that turns out to be closed is sent once more: who is asked or told the same twice answers or
   * does the same.
   *
   * @param expectedBytes the length that the answer will have or nearly so, such as that of the
   *     last one to the same request; 0 if nothing is known of it
   * @throws SocketTimeoutException if that takes longer than the time limit
   * @throws EOFException if the answer is cut
   * @throws IOException if the answer is longer than {@link #MAX_ANSWER}, or the connection fails
   */
  synchronized <T> T exchange(byte[] request, int expectedBytes, Reader<T> reader)
      throws IOException, UapiAnswer.Malformed {
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    int passing = Math.max(withReserve(expectedBytes), request.length);
    UapiConnection before = takeKept(passing);
    if (before != null) {
      try {
        T answer = exchange(before, request, expectedBytes, reader, deadlineNanos);
        closedInRow = 0;
        return answer;
      } catch (InterruptedIOException e) {
        // Of a timeout too: no time is left.
        throw e;
      } catch (IOException e) {
        closedInRow++;
      }
    }
    return exchange(
        UapiConnection.open(path, passing), request, expectedBytes, reader, deadlineNanos);
  }

  /** The connection that was kept, if it can take a request of such a size; else null. */
  private @Nullable UapiConnection takeKept(int passing) throws IOException {
    UapiConnection connection = kept;
    if (connection == null) {
      return null;
    }
    boolean quiet = connection.isQuiet();
    if (quiet && connection.hasRoomFor(passing)) {
      kept = null;
      return connection;
    }
    closedInRow += quiet ? 0 : 1;
    close();
    return null;
  }

  private <T> T exchange(
      UapiConnection connection,
      byte[] request,
      int expectedBytes,
      Reader<T> reader,
      long deadlineNanos)
      throws IOException, UapiAnswer.Malformed {
    try {
      connection.setDeadlineNanos(deadlineNanos);
      connection.send(request);
      T answer = readAnswer(connection, roomFor(expectedBytes), reader);
      if (closedInRow < CLOSED_OFTEN) {
        connection.clear();
        kept = connection;
      }
      return answer;
    } finally {
      if (kept != connection) {
        // What may still come is no answer to the next request.
        connection.close();
      }
    }
  }

  private static <T> T readAnswer(UapiConnection connection, ByteBuffer room, Reader<T> reader)
      throws IOException, UapiAnswer.Malformed {
    ByteBuffer answer = room;
    try {
      for (int searched = 0; ; searched = Math.max(0, answer.position() - 1)) {
        int end = endOfAnswer(answer, searched);
        if (end >= 0) {
          return reader.read(answer.slice(0, end));
        }
        if (!answer.hasRemaining()) {
          answer = enlarged(answer);
        }
        connection.receive(answer);
      }
    } finally {
      clear(answer);
    }
  }

  /** Lets go of the connection. The next request makes another. */
  @Override
  public synchronized void close() throws IOException {
    UapiConnection connection = kept;
    kept = null;
    if (connection != null) {
      connection.close();
    }
  }

  private static ByteBuffer roomFor(int expectedBytes) {
    return ByteBuffer.allocate(Math.max(LEAST_CAPACITY, withReserve(expectedBytes)));
  }

  /** An answer changes little from one time to the next; an eighth more saves the doubling. */
  private static int withReserve(int expectedBytes) {
    return Math.clamp(expectedBytes + expectedBytes / 8L, 0, MAX_ANSWER);
  }

  /** Where the answer ends, its empty line included; negative as long as that is missing. */
  private static int endOfAnswer(ByteBuffer answer, int from) {
    int length = answer.position();
    if (length > 1 && answer.get(length - 1) == '\n' && answer.get(length - 2) == '\n') {
      // Nothing follows an answer; if one ends before, whoever reads it stops there.
      return length;
    }
    byte before = from == 0 ? (byte) '\n' : answer.get(from - 1);
    for (int i = from; i < length; i++) {
      byte next = answer.get(i);
      if (next == '\n' && before == '\n') {
        return i + 1;
      }
      before = next;
    }
    return -1;
  }

  private static ByteBuffer enlarged(ByteBuffer full) throws IOException {
    if (full.capacity() >= MAX_ANSWER) {
      throw new IOException("the answer is longer than " + (MAX_ANSWER >> 20) + " MiB");
    }
    ByteBuffer larger =
        ByteBuffer.allocate(Math.min(2 * full.capacity(), MAX_ANSWER)).put(full.flip());
    clear(full);
    return larger;
  }

  /** An answer holds the private key; it is not left for the next owner of the memory. */
  private static void clear(ByteBuffer answer) {
    MemorySegment.ofBuffer(answer.duplicate().flip()).fill((byte) 0);
  }
}
