package io.wirelink.gossip;

import io.wirelink.fact.Fact;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.TimedFact;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What two agents compare to know that they mean the same set of facts: the sums of the facts'
 * hashes, in any order, in buckets by the first bits of the hash (docs/protocol.md, "Renewal").
 */
final class FactSums {

  /** How many buckets there are. */
  static final int BUCKETS = 64;

  private static final int BUCKET_SHIFT = 58;

  private final long[] sums = new long[BUCKETS];

  /**
   * The hash of a fact: the first 8 bytes of SHA-256 over the salt and the fact without its time.
   *
   * @param salt a number that whoever says the fact has chosen
   */
  static long hash(long salt, Fact fact) {
    byte[] encoded = FactCodec.encode(List.of(new TimedFact(fact, 0)));
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, salt));
      return ByteBuffer.wrap(sha256.digest(encoded)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java runtime has SHA-256", e);
    }
  }

  /** Whether a fact with this hash is in one of these buckets. */
  static boolean isIn(long buckets, long hash) {
    return (buckets & 1L << (hash >>> BUCKET_SHIFT)) != 0;
  }

  void add(long hash) {
    sums[(int) (hash >>> BUCKET_SHIFT)] += hash;
  }

  void remove(long hash) {
    sums[(int) (hash >>> BUCKET_SHIFT)] -= hash;
  }

  /** Begins anew with these buckets. */
  void clear(long buckets) {
    for (int i = 0; i < BUCKETS; i++) {
      sums[i] = (buckets & 1L << i) == 0 ? sums[i] : 0;
    }
  }

  void clear() {
    clear(-1);
  }

  /** The sum over all buckets. */
  long total() {
    // A loop, since each of a thousand peers hears it twice a minute.
    long total = 0;
    for (long sum : sums) {
      total += sum;
    }
    return total;
  }

  /** The sum of each bucket of both. */
  List<Long> bucketsWith(FactSums others) {
    return IntStream.range(0, BUCKETS).mapToObj(i -> sums[i] + others.sums[i]).toList();
  }

  /** The buckets whose sums are others, the first as the lowest bit. */
  long differing(List<Long> others) {
    long mask = 0;
    for (int i = 0; i < BUCKETS; i++) {
      mask |= sums[i] == others.get(i) ? 0 : 1L << i;
    }
    return mask;
  }
}
