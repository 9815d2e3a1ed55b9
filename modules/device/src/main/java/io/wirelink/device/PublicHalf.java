package io.wirelink.device;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives the public half of a private key, and computes it only when the key is another one than
 * last time: each reading of a device brings its key along, which hardly ever changes.
 *
 * <p>What stays in memory is the SHA-256 of the last private key, from which nobody gets back to
 * it, and never the key itself. Any thread may ask.
 */
final class PublicHalf {

  private record Known(byte[] digest, PublicKey publicKey) {}

  private volatile @Nullable Known last;

  /** The public half of this key. */
  PublicKey of(PrivateKey key) {
    byte[] digest = digest(key);
    Known known = last;
    if (known == null || !MessageDigest.isEqual(known.digest, digest)) {
      known = new Known(digest, key.publicKey());
      last = known;
    }
    return known.publicKey;
  }

  private static byte[] digest(PrivateKey key) {
    byte[] bytes = key.bytes();
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(bytes);
      // It keeps what it was given, which is the key, until it is used again.
      sha256.reset();
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
