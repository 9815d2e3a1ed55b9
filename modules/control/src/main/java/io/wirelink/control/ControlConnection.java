package io.wirelink.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One client of the control socket: lines come in, lines go out, and both take their time. */
final class ControlConnection {
  /** So many bytes of a stream are made at once, so that others have their turn. */
  private static final int STREAM_BYTES = 1 << 14;

  private final SocketChannel channel;
  private final ControlLimits limits;
  private final ByteBuffer input;
  private @Nullable ByteBuffer output;
  private @Nullable ControlStream stream;
  private boolean inputEnded;
  private boolean last;
  private long deadlineNanos;

  /** A client that has just connected, with a channel that does not block. */
  ControlConnection(SocketChannel channel, ControlLimits limits, long nowNanos) {
    this.channel = channel;
    this.limits = limits;
    this.input = ByteBuffer.allocate(limits.requestBytes() + 1);
    this.deadlineNanos = nowNanos + limits.requestTime().toNanos();
  }

  /** What the client sent is read as far as there is room; who watches has nothing to say. */
  void read() throws IOException {
    int count = channel.read(input);
    if (count < 0) {
      inputEnded = true;
    }
    if (stream != null) {
      input.clear();
    }
  }

  /** Whether more of the client can be read: not while an answer is under way. */
  boolean wantsToRead() {
    return !inputEnded && (stream != null || (output == null && input.hasRemaining()));
  }

  /** Whether an answer is under way. */
  boolean wantsToWrite() {
    return output != null;
  }

  /** Whether nothing will come of this client any more. */
  boolean isDone() {
    return stream == null && output == null && (last || (inputEnded && input.position() == 0));
  }

  /** Whether the client sent more than a request may be. */
  boolean isTooLong() {
    return isFree() && lineEnd() < 0 && !input.hasRemaining();
  }

  /** Whether a request waits for its answer. */
  boolean hasRequest() {
    return isFree() && (lineEnd() >= 0 || (inputEnded && input.position() > 0));
  }

  private boolean isFree() {
    return output == null && stream == null;
  }

  private int lineEnd() {
    for (int i = 0; i < input.position(); i++) {
      if (input.get(i) == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Takes the request that waits, without its line break; the end of input ends one too. */
  String takeRequest() {
    int lineEnd = lineEnd();
    int length = lineEnd < 0 ? input.position() : lineEnd;
    String request = new String(input.array(), 0, length, UTF_8);
    input.flip().position(lineEnd < 0 ? length : length + 1);
    input.compact();
    return request;
  }

  /** Begins to send an answer; it is the last one if the client broke the rules. */
  void answer(byte[] line, boolean asLast, long nowNanos) {
    send(line, nowNanos);
    last = asLast;
  }

  /** Begins to send an answer and then a stream, without end. */
  void answer(byte[] line, ControlStream following, long nowNanos) {
    send(line, nowNanos);
    stream = following;
    input.clear();
  }

  private void send(byte[] bytes, long nowNanos) {
    output = ByteBuffer.wrap(bytes);
    deadlineNanos = nowNanos + limits.answerTime().toNanos();
  }

  /**
   * Takes from the stream what has come, if the client has read all that came before.
   *
   * @return whether there was anything
   */
  boolean takeFromStream(long nowNanos) {
    if (stream == null || output != null) {
      return false;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    byte[] line = stream.next();
    while (line != null) {
      lines.writeBytes(line);
      line = lines.size() < STREAM_BYTES ? stream.next() : null;
    }
    if (lines.size() > 0) {
      send(lines.toByteArray(), nowNanos);
    }
    return lines.size() > 0;
  }

  /** Sends as much of the answer as the client takes. */
  void write(long nowNanos) throws IOException {
    ByteBuffer bytes = output;
    if (bytes == null) {
      return;
    }
    if (channel.write(bytes) > 0) {
      deadlineNanos = nowNanos + limits.answerTime().toNanos();
    }
    if (!bytes.hasRemaining()) {
      output = null;
      deadlineNanos = nowNanos + limits.requestTime().toNanos();
    }
  }

  /** How many bytes of an answer wait to be read. */
  int pendingBytes() {
    return output == null ? 0 : output.remaining();
  }

  /** Whether the client gets a stream. */
  boolean isWatching() {
    return stream != null;
  }

  /** Whether a client that gets a stream reads nothing of it, or may have gone without a word. */
  boolean isStalled(long nowNanos) {
    return inputEnded || (output != null && nowNanos > deadlineNanos);
  }

  /** When the client has taken too long. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  /** Tells a client that gets a stream that it ends, if it reads at the moment. */
  void sayGoodbye(long nowNanos) throws IOException {
    if (stream != null) {
      write(nowNanos);
      while (takeFromStream(nowNanos)) {
        write(nowNanos);
      }
      if (output == null) {
        send(stream.last(), nowNanos);
        write(nowNanos);
      }
    }
  }

  /** Ends the stream, if there is one; the channel is another's to close. */
  void close() {
    if (stream != null) {
      stream.close();
    }
  }
}
