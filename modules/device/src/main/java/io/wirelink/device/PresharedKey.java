package io.wirelink.device;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A secret that two WireGuard peers share beside their keys (WireGuard whitepaper, 5.2). As a
 * private key it never shows itself and has no equality; {@link #print} tells whether two are the
 * same.
 *
 * <p>One on which agents have agreed is known by its form, on whatever device and after any
 * restart: its last 8 bytes are the first 8 of the SHA-256 of a label and the 24 bytes before. What
 * somebody has set by hand has that form with a chance of 2^-64.
 */
public final class PresharedKey {

  /** How many bytes it has. */
  public static final int LENGTH = 32;

  /** How many bytes are secret in one on which agents have agreed. */
  public static final int SECRET_LENGTH = 24;

  /** No preshared key: what a device does without is all zeroes to it. */
  public static final PresharedKey NONE = new PresharedKey(new byte[LENGTH]);

  private final byte[] bytes;
  private final PresharedKeyPrint print;

  private PresharedKey(byte[] owned) {
    ByteBuffer numbers = ByteBuffer.wrap(owned);
    bytes = owned;
    print =
        PresharedKeyPrint.of(
            numbers.getLong(), numbers.getLong(), numbers.getLong(), numbers.getLong());
  }

  /**
   * The key with these bytes.
   *
   * @throws IllegalArgumentException unless there are 32
   */
  public static PresharedKey ofBytes(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "a preshared key has " + LENGTH + " bytes, not " + bytes.length);
    }
    return new PresharedKey(bytes.clone());
  }

  /**
   * A key on which agents have agreed, and which is known as such on the device.
   *
   * @param secret its first 24 bytes, uniformly random to everybody else
   * @throws IllegalArgumentException unless there are 24
   */
  public static PresharedKey agreed(byte[] secret) {
    if (secret.length != SECRET_LENGTH) {
      throw new IllegalArgumentException(
          "an agreed preshared key has " + SECRET_LENGTH + " secret bytes, not " + secret.length);
    }
    ByteBuffer numbers = ByteBuffer.wrap(secret);
    long mark = PresharedKeyPrint.mark(numbers.getLong(), numbers.getLong(), numbers.getLong());
    return new PresharedKey(ByteBuffer.allocate(LENGTH).put(secret).putLong(mark).array());
  }

  /** By what a reading of a device shows it. */
  public PresharedKeyPrint print() {
    return print;
  }

  /** The 32 bytes for a backend that sets them on a device; the caller clears them after use. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The same key once more, which is cleared by itself. */
  public PresharedKey copy() {
    return new PresharedKey(bytes.clone());
  }

  /** Clears the key, which must not be set any more. Its print stays. */
  public void clear() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "(preshared key)";
  }
}
