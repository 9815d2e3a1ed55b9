package io.wirelink.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of an answer as the characters that they stand for, in place: each number, key and
 * address is read where it lies, and only a part that somebody asks for becomes a string.
 */
final class UapiText implements CharSequence {

  // Not the buffer: before it is compiled, each of its bytes takes some six calls.
  private final byte[] bytes;
  private final int offset;
  private final int length;

  /**
   * An answer.
   *
   * @param answer what lies from its position to its limit, in an array
   */
  UapiText(ByteBuffer answer) {
    bytes = answer.array();
    offset = answer.arrayOffset() + answer.position();
    length = answer.remaining();
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int index) {
    return (char) (bytes[offset + index] & 0xff);
  }

  /** Whether these bytes stand here. */
  boolean matches(byte[] part, int start) {
    int from = offset + start;
    return length - start >= part.length
        && Arrays.equals(bytes, from, from + part.length, part, 0, part.length);
  }

  /** A part of the answer as bytes of its own. */
  byte[] copy(int start, int end) {
    return Arrays.copyOfRange(bytes, offset + start, offset + end);
  }

  /** The bytes of what may stand in an answer. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A part of the answer as a string of its own. */
  @Override
  public String subSequence(int start, int end) {
    return new String(bytes, offset + start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** Not the characters, as others do it: there is a private key among them. */
  @Override
  public String toString() {
    return "(answer)";
  }
}
