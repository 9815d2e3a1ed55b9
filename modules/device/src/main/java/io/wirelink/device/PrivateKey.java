package io.wirelink.device;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/**
 * A WireGuard private key (X25519, RFC 7748). It never shows itself: not in {@link #toString()},
 * not in messages, and it has no equality that could be probed. It is in memory once; what is
 * computed with it leaves no copy behind, but for those that a garbage collection makes when it
 * moves things, of which nobody is told.
 */
public final class PrivateKey {

  private static final String ALGORITHM = "X25519";

  /**
   * The u-coordinate 9 of the base point: agreeing with it yields the public key (RFC 7748, 6.1).
   */
  private static final PublicKey BASE_POINT = new PublicKey(0x09L << 56, 0, 0, 0);

  private final byte[] scalar;

  /**
   * Null until it is asked for, since it takes as long as a shared secret; the same by any thread.
   */
  private @Nullable PublicKey publicKey;

  private PrivateKey(byte[] bytes) {
    if (bytes.length != PublicKey.LENGTH) {
      throw new IllegalArgumentException(
          "a key has " + PublicKey.LENGTH + " bytes, not " + bytes.length);
    }
    scalar = bytes.clone();
  }

  /**
   * The key with these bytes.
   *
   * @throws IllegalArgumentException unless there are 32
   */
  public static PrivateKey ofBytes(byte[] bytes) {
    return new PrivateKey(bytes);
  }

  /**
   * A new key, as {@code wg genkey} makes it (RFC 7748, 5, "decodeScalar25519").
   *
   * @param random unpredictable, except in a test
   */
  public static PrivateKey generate(RandomGenerator random) {
    byte[] bytes = new byte[PublicKey.LENGTH];
    random.nextBytes(bytes);
    bytes[0] &= (byte) 248;
    bytes[31] = (byte) (bytes[31] & 127 | 64);
    try {
      return new PrivateKey(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * Reads base64 as {@code wg genkey} prints it.
   *
   * @throws IllegalArgumentException if it is not a key
   */
  public static PrivateKey parse(String base64) {
    byte[] bytes = Keys.decode(base64);
    try {
      return new PrivateKey(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The public half. */
  public PublicKey publicKey() {
    PublicKey known = publicKey;
    if (known == null) {
      try {
        known = PublicKey.ofBytes(sharedSecret(BASE_POINT));
      } catch (InvalidKeyException e) {
        throw new AssertionError("the base point is a valid public key", e);
      }
      publicKey = known;
    }
    return known;
  }

  /**
   * The 32 bytes that both holders of a key pair can compute: X25519 of this key and the other's
   * public key.
   *
   * @throws InvalidKeyException if the other key is one of the few that yield nothing but zeroes
   *     (RFC 7748, 6.1)
   */
  public byte[] sharedSecret(PublicKey other) throws InvalidKeyException {
    byte[] bytes = other.bytes();
    byte[] bigEndian = new byte[PublicKey.LENGTH];
    for (int i = 0; i < bytes.length; i++) {
      bigEndian[bytes.length - 1 - i] = bytes[i];
    }
    // RFC 7748, 5: the highest bit of the u-coordinate is ignored.
    bigEndian[0] &= 0x7f;
    try (LentScalar key = new LentScalar(scalar)) {
      var spec = new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian));
      KeyAgreement agreement = KeyAgreement.getInstance(ALGORITHM);
      agreement.init(key);
      agreement.doPhase(KeyFactory.getInstance(ALGORITHM).generatePublic(spec), true);
      return agreement.generateSecret();
    } catch (InvalidKeyException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("no key agreement is possible with " + other, e);
    }
  }

  /** The 32 bytes for a backend that sets them on a device; the caller clears them after use. */
  public byte[] bytes() {
    return scalar.clone();
  }

  /** Clears the key, which must not be used any more. */
  void clear() {
    Arrays.fill(scalar, (byte) 0);
  }

  @Override
  public String toString() {
    return "(private key)";
  }
}
