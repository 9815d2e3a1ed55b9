package io.wirelink.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One client of the control socket: lines come in, lines go out, and both take their time. */
final class ControlConnection {
  private final SocketChannel channel;
  private final ControlLimits limits;
  private final ByteBuffer input;
  private @Nullable ByteBuffer output;
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

  /** What the client sent is read as far as there is room. */
  void read() throws IOException {
    int count = channel.read(input);
    if (count < 0) {
      inputEnded = true;
    }
  }

  /** Whether more of the client can be read: not while an answer is under way. */
  boolean wantsToRead() {
    return output == null && !inputEnded && input.hasRemaining();
  }

  /** Whether an answer is under way. */
  boolean wantsToWrite() {
    return output != null;
  }

  /** Whether nothing will come of this client any more. */
  boolean isDone() {
    return output == null && (last || (inputEnded && input.position() == 0));
  }

  /** Whether the client sent more than a request may be. */
  boolean isTooLong() {
    return output == null && lineEnd() < 0 && !input.hasRemaining();
  }

  /** Whether a request waits for its answer. */
  boolean hasRequest() {
    return output == null && (lineEnd() >= 0 || (inputEnded && input.position() > 0));
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
    output = ByteBuffer.wrap(line);
    last = asLast;
    deadlineNanos = nowNanos + limits.answerTime().toNanos();
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

  /** When the client has taken too long. */
  long deadlineNanos() {
    return deadlineNanos;
  }
}
