package io.wirelink.gossip;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * When facts are to be looked at again, in buckets of time: each fact stands in at most one, and a
 * round touches only those whose time has come. Times are seconds.
 */
final class LookPlan {

  /** How much later than possible a fact may be looked at, so that facts travel together. */
  private static final int BUCKET_SECONDS = 4;

  /** Buckets enough for the usual time to live; what is later than that is looked at in between. */
  private static final int BUCKETS = 64;

  private final BitSet planned = new BitSet();
  private final int[] @Nullable [] buckets = new int[BUCKETS][];
  private final int[] bucketSizes = new int[BUCKETS];

  /**
   * The number of the next bucket to be looked at: its second divided by {@link #BUCKET_SECONDS}.
   */
  private int nextBucket;

  /** How many numbers stand in buckets, also those whose fact is gone. */
  private int plannedCount;

  LookPlan(int nowSeconds) {
    nextBucket = nowSeconds / BUCKET_SECONDS;
  }

  /** Plans to look at a fact after that second, unless that is planned already. */
  void plan(int id, int afterSeconds, int nowSeconds) {
    if (planned.get(id)) {
      return;
    }
    skipEmptyBuckets(nowSeconds);
    int earliest = Math.max(nextBucket, nowSeconds / BUCKET_SECONDS + 1);
    int latest = Math.max(earliest, nextBucket + BUCKETS - 1);
    int wanted = afterSeconds / BUCKET_SECONDS + 1;
    int slot = Math.clamp(wanted, earliest, latest) % BUCKETS;
    int @Nullable [] bucket = buckets[slot];
    if (bucket == null) {
      bucket = new int[4];
    } else if (bucketSizes[slot] == bucket.length) {
      bucket = Arrays.copyOf(bucket, bucket.length * 2);
    }
    buckets[slot] = bucket;
    bucket[bucketSizes[slot]++] = id;
    planned.set(id);
    plannedCount++;
  }

  /** Goes on to the present, so that the buckets reach as far into the future as they can. */
  private void skipEmptyBuckets(int nowSeconds) {
    int present = nowSeconds / BUCKET_SECONDS;
    if (plannedCount == 0) {
      nextBucket = Math.max(nextBucket, present);
    }
    while (nextBucket <= present && bucketSizes[nextBucket % BUCKETS] == 0) {
      nextBucket++;
    }
  }

  /** Takes out the facts whose time has come, each of which may be planned again at once. */
  void take(int nowSeconds, IntConsumer look) {
    int last = nowSeconds / BUCKET_SECONDS;
    // After a long pause every bucket has come once; going round more often finds nothing.
    nextBucket = Math.max(nextBucket, last - BUCKETS + 1);
    while (nextBucket <= last) {
      int slot = nextBucket % BUCKETS;
      int @Nullable [] bucket = buckets[slot];
      int size = bucketSizes[slot];
      buckets[slot] = null;
      bucketSizes[slot] = 0;
      nextBucket++;
      for (int i = 0; bucket != null && i < size; i++) {
        planned.clear(bucket[i]);
        plannedCount--;
        look.accept(bucket[i]);
      }
    }
  }

  /** The number stands for another fact soon, which needs a plan of its own. */
  void forget(int id) {
    planned.clear(id);
  }

  /** Plans nothing any more. */
  void clear() {
    Arrays.fill(buckets, null);
    Arrays.fill(bucketSizes, 0);
    planned.clear();
    plannedCount = 0;
  }

  /**
   * The second at which {@link #take} may next find something; {@link Integer#MAX_VALUE} if never.
   */
  int nextSeconds() {
    if (plannedCount == 0) {
      return Integer.MAX_VALUE;
    }
    int number = nextBucket;
    while (bucketSizes[number % BUCKETS] == 0) {
      number++;
    }
    return number * BUCKET_SECONDS;
  }
}
