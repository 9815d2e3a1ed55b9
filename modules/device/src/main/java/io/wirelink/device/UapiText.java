package io.wirelink.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of an answer as the characters that they stand for, in place: each number, key and
 * address is read where it lies, and only a part that somebody asks for becomes a string.
 *
 * @param bytes the answer, from index 0 to its limit
 */
record UapiText(ByteBuffer bytes) implements CharSequence {

  @Override
  public int length() {
    return bytes.limit();
  }

  @Override
  public char charAt(int index) {
    return (char) (bytes.get(index) & 0xff);
  }

  /** A part of the answer as a string of its own. */
  @Override
  public String subSequence(int start, int end) {
    byte[] part = new byte[end - start];
    bytes.get(start, part);
    return new String(part, StandardCharsets.ISO_8859_1);
  }

  /** Not the characters, as others do it: there is a private key among them. */
  @Override
  public String toString() {
    return "(answer)";
  }
}
