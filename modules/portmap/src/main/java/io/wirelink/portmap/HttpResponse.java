package io.wirelink.portmap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a small server answers over HTTP/1.0 or 1.1 (RFC 9112), after which it closes the connection
 * or we do.
 *
 * @param status the code, 100 to 599
 * @param headers by their names in lower case; of several with one name the last
 * @param body what follows them
 */
record HttpResponse(int status, Map<String, String> headers, byte[] body) {

  /** All of it: descriptions of gateways have a few thousand bytes, some have twenty thousand. */
  static final int MAX_BYTES = 1 << 16;

  /** The part before the body. */
  private static final int MAX_HEAD_BYTES = 1 << 13;

  private static final int MAX_HEADERS = 64;
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END_OF_LINE = "\r\n".getBytes(StandardCharsets.US_ASCII);

  /**
   * Reads an answer.
   *
   * @param bytes what came so far
   * @param ended whether nothing more will come
   * @return empty if it is not all there yet
   * @throws MalformedAnswerException if it is none, or too long
   */
  static Optional<HttpResponse> parse(byte[] bytes, boolean ended) throws MalformedAnswerException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedAnswerException("an answer is too long");
    }
    int head = indexOf(bytes, END_OF_HEAD, 0);
    if (head < 0) {
      if (ended || bytes.length > MAX_HEAD_BYTES) {
        throw new MalformedAnswerException("an answer has no end of its headers");
      }
      return Optional.empty();
    }
    HttpResponse start = head(new String(bytes, 0, head, StandardCharsets.ISO_8859_1));
    return start
        .bodyIn(bytes, head + END_OF_HEAD.length, ended)
        .map(body -> new HttpResponse(start.status, start.headers, body));
  }

  /** Reads a status line and headers, as they stand in an answer to a search too. */
  static HttpResponse head(String text) throws MalformedAnswerException {
    String[] lines = text.split("\r\n", MAX_HEADERS + 2);
    if (lines.length > MAX_HEADERS + 1) {
      throw new MalformedAnswerException("an answer has too many headers");
    }
    if (!lines[0].matches("HTTP/1\\.[0-9] [1-5][0-9]{2}( .*)?")) {
      throw new MalformedAnswerException("an answer does not begin as HTTP does");
    }
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
    }
    return new HttpResponse(
        Integer.parseInt(lines[0].substring(9, 12)), Map.copyOf(headers), new byte[0]);
  }

  private Optional<byte[]> bodyIn(byte[] bytes, int from, boolean ended)
      throws MalformedAnswerException {
    if (headers
        .getOrDefault("transfer-encoding", "")
        .toLowerCase(Locale.ROOT)
        .contains("chunked")) {
      return chunks(bytes, from, ended);
    }
    String length = headers.get("content-length");
    if (length == null) {
      return ended ? Optional.of(slice(bytes, from, bytes.length - from)) : Optional.empty();
    }
    if (!length.matches("[0-9]{1,6}")) {
      throw new MalformedAnswerException("an answer has no length that can be");
    }
    int wanted = Integer.parseInt(length);
    if (from + wanted > MAX_BYTES) {
      throw new MalformedAnswerException("an answer is too long");
    }
    if (bytes.length - from < wanted) {
      return missing(ended);
    }
    return Optional.of(slice(bytes, from, wanted));
  }

  private static Optional<byte[]> chunks(byte[] bytes, int from, boolean ended)
      throws MalformedAnswerException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = from;
    while (true) {
      int end = indexOf(bytes, END_OF_LINE, at);
      if (end < 0) {
        return missing(ended);
      }
      String size = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
      if (!size.matches("[0-9a-fA-F]{1,5}[ \t]*(;.*)?")) {
        throw new MalformedAnswerException("an answer has a part without a length");
      }
      int length = Integer.parseInt(size.replaceAll("[^0-9a-fA-F].*", ""), 16);
      at = end + END_OF_LINE.length;
      if (length == 0) {
        return Optional.of(body.toByteArray());
      }
      if (bytes.length - at < length + END_OF_LINE.length) {
        return missing(ended);
      }
      body.write(bytes, at, length);
      at += length + END_OF_LINE.length;
    }
  }

  private static Optional<byte[]> missing(boolean ended) throws MalformedAnswerException {
    if (ended) {
      throw new MalformedAnswerException("an answer is cut short");
    }
    return Optional.empty();
  }

  private static byte[] slice(byte[] bytes, int from, int length) {
    byte[] slice = new byte[length];
    System.arraycopy(bytes, from, slice, 0, length);
    return slice;
  }

  private static int indexOf(byte[] bytes, byte[] what, int from) {
    for (int i = from; i + what.length <= bytes.length; i++) {
      int same = 0;
      while (same < what.length && bytes[i + same] == what[same]) {
        same++;
      }
      if (same == what.length) {
        return i;
      }
    }
    return -1;
  }
}
