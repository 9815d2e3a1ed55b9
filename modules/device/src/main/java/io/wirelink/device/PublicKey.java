package io.wirelink.device;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A WireGuard public key: 32 bytes that name a peer, in text as base64 (44 characters).
 *
 * @param first bytes 0 to 7 in network order
 * @param second bytes 8 to 15
 * @param third bytes 16 to 23
 * @param fourth bytes 24 to 31
 */
public record PublicKey(long first, long second, long third, long fourth)
    implements Comparable<PublicKey> {

  /** The length of a key in bytes ({@code WG_KEY_LEN} of linux/wireguard.h). */
  public static final int LENGTH = 32;

  private static final long LINK_LOCAL_PREFIX = 0xfe80L << 48;

  /**
   * The key with these bytes.
   *
   * @throws IllegalArgumentException unless there are 32
   */
  public static PublicKey ofBytes(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a key has " + LENGTH + " bytes, not " + bytes.length);
    }
    return read(ByteBuffer.wrap(bytes));
  }

  /**
   * Takes the next 32 bytes of the buffer.
   *
   * @throws java.nio.BufferUnderflowException if there are fewer
   */
  public static PublicKey read(ByteBuffer buffer) {
    return new PublicKey(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  /**
   * Reads base64 as {@code wg} prints it.
   *
   * @throws IllegalArgumentException if the text is not the base64 of 32 bytes
   */
  public static PublicKey parse(String base64) {
    return ofBytes(Keys.decode(base64));
  }

  // Keys are compared and looked up all the time, and what a record has by itself is several times
  // slower than this until a compiler that hosts do not run has seen it.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof PublicKey key
            && first == key.first
            && second == key.second
            && third == key.third
            && fourth == key.fourth);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * (31 * (31 * first + second) + third) + fourth);
  }

  /** The 32 bytes of the key. */
  public byte[] bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
    write(buffer);
    return buffer.array();
  }

  /**
   * Appends the 32 bytes.
   *
   * @throws java.nio.BufferOverflowException if there is no room
   */
  public void write(ByteBuffer buffer) {
    buffer.putLong(first).putLong(second).putLong(third).putLong(fourth);
  }

  /**
   * The address of this key's owner inside the tunnel: {@code fe80::/64} plus the first eight bytes
   * of the SHA-1 of the key (docs/protocol.md, "Addresses and ports").
   */
  public IpAddress linkLocalAddress() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(bytes());
      return new IpAddress(
          IpAddress.Family.V6, LINK_LOCAL_PREFIX, ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  /** By bytes, unsigned. */
  @Override
  public int compareTo(PublicKey other) {
    int order = Long.compareUnsigned(first, other.first);
    order = order != 0 ? order : Long.compareUnsigned(second, other.second);
    order = order != 0 ? order : Long.compareUnsigned(third, other.third);
    return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
  }

  /** The key in base64. */
  @Override
  public String toString() {
    return Base64.getEncoder().encodeToString(bytes());
  }
}
