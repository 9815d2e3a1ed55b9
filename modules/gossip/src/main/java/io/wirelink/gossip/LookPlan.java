package io.wirelink.gossip;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * When facts are to be looked at again, in buckets of time: each fact stands in at most one, and a
 * round touches only those whose time has come. A fact takes one byte, since a thousand peers times
 * some thousand facts are to be looked at again, in pages that are there only where any is. Times
 * are seconds.
 */
final class LookPlan {

  /** How much later than possible a fact may be looked at, so that facts travel together. */
  private static final int BUCKET_SECONDS = 4;

  /** Buckets enough for the usual time to live; what is later than that is looked at in between. */
  private static final int BUCKETS = 64;

  /** How many facts share a page. */
  private static final int PAGE = 64;

  /** By page and fact: the number of its bucket, from 1 on; 0 where no look is planned. */
  private byte[] @Nullable [] pages = new byte[0][];

  /** By bucket: how many facts stand in it. */
  private final int[] sizes = new int[BUCKETS];

  /**
   * The number of the next bucket to be looked at: its second divided by {@link #BUCKET_SECONDS}.
   */
  private int nextBucket;

  /** How many facts stand in buckets. */
  private int plannedCount;

  LookPlan(int nowSeconds) {
    nextBucket = nowSeconds / BUCKET_SECONDS;
  }

  /** Plans to look at a fact after that second, unless that is planned already. */
  void plan(int id, int afterSeconds, int nowSeconds) {
    if (slotOf(id) >= 0) {
      return;
    }
    skipEmptyBuckets(nowSeconds);
    int earliest = Math.max(nextBucket, nowSeconds / BUCKET_SECONDS + 1);
    int latest = Math.max(earliest, nextBucket + BUCKETS - 1);
    int wanted = afterSeconds / BUCKET_SECONDS + 1;
    int slot = Math.clamp(wanted, earliest, latest) % BUCKETS;
    int number = id / PAGE;
    if (number >= pages.length) {
      pages = Arrays.copyOf(pages, number + 1 + number / 4);
    }
    byte @Nullable [] page = pages[number];
    if (page == null) {
      page = new byte[PAGE];
      pages[number] = page;
    }
    page[id % PAGE] = (byte) (slot + 1);
    sizes[slot]++;
    plannedCount++;
  }

  /** The bucket that the fact stands in; -1 if none. */
  private int slotOf(int id) {
    byte @Nullable [] page = id / PAGE < pages.length ? pages[id / PAGE] : null;
    return page == null ? -1 : page[id % PAGE] - 1;
  }

  /** Goes on to the present, so that the buckets reach as far into the future as they can. */
  private void skipEmptyBuckets(int nowSeconds) {
    int present = nowSeconds / BUCKET_SECONDS;
    if (plannedCount == 0) {
      nextBucket = Math.max(nextBucket, present);
    }
    while (nextBucket <= present && sizes[nextBucket % BUCKETS] == 0) {
      nextBucket++;
    }
  }

  /** Takes out the facts whose time has come, each of which may be planned again at once. */
  void take(int nowSeconds, IntConsumer look) {
    int last = nowSeconds / BUCKET_SECONDS;
    // After a long pause every bucket has come once; going round more often finds nothing.
    nextBucket = Math.max(nextBucket, last - BUCKETS + 1);
    while (nextBucket <= last) {
      int[] bucket = empty(nextBucket % BUCKETS);
      nextBucket++;
      for (int id : bucket) {
        look.accept(id);
      }
    }
  }

  /** Takes out all facts of a bucket: one pass over all of them for many that stand in it. */
  private int[] empty(int slot) {
    int[] bucket = new int[sizes[slot]];
    int found = 0;
    for (int number = 0; found < bucket.length; number++) {
      byte @Nullable [] page = pages[number];
      boolean any = false;
      for (int i = 0; page != null && i < PAGE; i++) {
        if (page[i] == slot + 1) {
          page[i] = 0;
          bucket[found++] = number * PAGE + i;
        }
        any |= page[i] != 0;
      }
      if (!any) {
        pages[number] = null;
      }
    }
    sizes[slot] = 0;
    plannedCount -= found;
    return bucket;
  }

  /** The number stands for another fact soon, which needs a plan of its own. */
  void forget(int id) {
    int slot = slotOf(id);
    byte @Nullable [] page = slot < 0 ? null : pages[id / PAGE];
    if (page != null) {
      page[id % PAGE] = 0;
      sizes[slot]--;
      plannedCount--;
    }
  }

  /** Plans nothing any more. */
  void clear() {
    pages = new byte[0][];
    Arrays.fill(sizes, 0);
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
    while (sizes[number % BUCKETS] == 0) {
      number++;
    }
    return number * BUCKET_SECONDS;
  }
}
