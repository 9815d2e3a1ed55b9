package io.wirelink.command;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines of ASCII from a stream that may hold anything, and keeps no more than a line. */
final class LineReader {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream stream;
  private final int maxLength;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;

  /**
   * Reads from a stream.
   *
   * @param maxLength how much of a line is kept, in bytes; one byte more tells that it was longer
   */
  LineReader(InputStream stream, int maxLength) {
    this.stream = stream;
    this.maxLength = maxLength;
  }

  /**
   * Takes the next line, which the end of the stream ends too.
   *
   * @return the line without its end, cut after one byte more than its longest; null at the end
   */
  @Nullable String next() throws IOException {
    StringBuilder line = null;
    while (start < end || fill()) {
      line = line == null ? new StringBuilder() : line;
      while (start < end) {
        char c = (char) (buffer[start++] & 0xff);
        if (c == '\n') {
          return line.toString();
        }
        if (line.length() <= maxLength) {
          line.append(c);
        }
      }
    }
    return line == null ? null : line.toString();
  }

  /**
   * Whether the next line is not there yet, as far as that is known: then somebody may be waiting.
   */
  boolean wouldBlock() throws IOException {
    return start >= end && stream.available() == 0;
  }

  private boolean fill() throws IOException {
    start = 0;
    end = Math.max(0, stream.read(buffer));
    return end > 0;
  }
}
