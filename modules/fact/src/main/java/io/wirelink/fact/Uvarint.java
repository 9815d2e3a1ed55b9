package io.wirelink.fact;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Unsigned LEB128, the variable-length integers of the wire. */
public final class Uvarint {

  /** Ten groups of seven bits hold 64 bits; the tenth has one bit left. */
  private static final int MAX_BYTES = 10;

  private Uvarint() {}

  /**
   * Takes a number from the buffer. Encodings that are longer than needed are accepted, as Go's
   * {@code ReadUvarint} does.
   *
   * @return the number, of which values over {@link Long#MAX_VALUE} come out negative
   * @throws BufferUnderflowException if the buffer ends before the number does
   * @throws MalformedFactException if the number has more than 64 bits
   */
  public static long read(ByteBuffer buffer) throws MalformedFactException {
    long value = 0;
    for (int i = 0; i < MAX_BYTES; i++) {
      int next = buffer.get();
      if (i == MAX_BYTES - 1 && (next & 0xff) > 1) {
        break;
      }
      value |= (next & 0x7fL) << 7 * i;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedFactException("a number of more than 64 bits at byte " + buffer.position());
  }

  /**
   * Appends a number in its shortest form. @throws java.nio.BufferOverflowException if there is no
   * room
   */
  public static void write(ByteBuffer buffer, int value) {
    int rest = value;
    while (rest >>> 7 != 0) {
      buffer.put((byte) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
  }

  /** How many bytes the shortest form of a number has. */
  public static int length(int value) {
    int significantBits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(value));
    return (significantBits + 6) / 7;
  }
}
