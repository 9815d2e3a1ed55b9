package io.wirelink.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * What a reading of a device tells of a preshared key: where it comes from, and whether it is the
 * same as another. The key itself does not follow from it.
 *
 * @param kind where the key comes from
 * @param print equal for equal keys, and for different ones with a chance of 2^-64; another number
 *     in each process; 0 for no key
 */
public record PresharedKeyPrint(Kind kind, long print) {

  /** Where a preshared key comes from. */
  public enum Kind {
    /** There is none. */
    NONE,
    /** Two agents have agreed on it ({@link PresharedKey#agreed}). */
    AGREED,
    /** Somebody has set it. */
    BY_HAND
  }

  /** That of no key, which devices keep as zeroes. */
  public static final PresharedKeyPrint NONE = new PresharedKeyPrint(Kind.NONE, 0);

  private static final byte[] LABEL =
      "wirelink agreed preshared key".getBytes(StandardCharsets.US_ASCII);

  private static final long SEED = new SecureRandom().nextLong();

  /** The print of a key, given as four numbers of eight bytes in network order. */
  public static PresharedKeyPrint of(long first, long second, long third, long fourth) {
    if ((first | second | third | fourth) == 0) {
      return NONE;
    }
    Kind kind = fourth == mark(first, second, third) ? Kind.AGREED : Kind.BY_HAND;
    return new PresharedKeyPrint(kind, print(first, second, third, fourth));
  }

  /** The number by which a key is known again; not of no key. */
  static long print(long first, long second, long third, long fourth) {
    return mix(mix(mix(mix(SEED ^ first) ^ second) ^ third) ^ fourth);
  }

  /** The last eight bytes of a key on which agents agree, which follow from the others. */
  static long mark(long first, long second, long third) {
    byte[] secret =
        ByteBuffer.allocate(3 * Long.BYTES).putLong(first).putLong(second).putLong(third).array();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(LABEL);
      return ByteBuffer.wrap(digest.digest(secret)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** The last step of SplitMix64 (Steele, Lea, Flood: Fast Splittable PRNGs, 2014). */
  private static long mix(long number) {
    long mixed = (number ^ number >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  /** Where it comes from alone. */
  @Override
  public String toString() {
    return "(preshared key: " + kind + ")";
  }
}
