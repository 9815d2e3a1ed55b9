package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One peer as somebody to be told things: what it knows until when, and what it should be told
 * next.
 *
 * <p>Facts are known by their number in the store, so that a thousand peers times some thousand
 * facts take four bytes each and not a map entry. Looking again at a fact that will soon be
 * forgotten is planned in buckets: each fact stands in at most one, and a round touches only those
 * whose time has come.
 */
final class Recipient {

  /** How much later than possible a fact may be sent again, so that facts travel together. */
  private static final int BUCKET_SECONDS = 4;

  /** Buckets enough for the usual time to live; what is later than that is looked at in between. */
  private static final int BUCKETS = 64;

  private static final int INITIAL_FACTS = 32;

  private final PublicKey key;
  private final int windowSeconds;
  private SendLevel level = SendLevel.NOTHING;
  private Understanding understanding = Understanding.NONE;

  /** By fact number: until which second the peer knows it; 0 if it does not. */
  private int[] knownUntil = new int[INITIAL_FACTS];

  private final BitSet due = new BitSet();
  private final BitSet planned = new BitSet();
  private final int[] @Nullable [] buckets = new int[BUCKETS][];
  private final int[] bucketSizes = new int[BUCKETS];

  /**
   * The number of the next bucket to be looked at: its second divided by {@link #BUCKET_SECONDS}.
   */
  private int nextBucket;

  /** How many numbers stand in buckets, also those whose fact is gone. */
  private int plannedCount;

  private long aliveKnownUntilNanos = Long.MIN_VALUE;
  private long wakeNanos = Long.MAX_VALUE;
  private boolean waiting;

  /** The fact that was looked at last, so that those behind it have their turn as well. */
  private int lastDone;

  /**
   * A peer that knows nothing.
   *
   * @param windowSeconds how long before the peer forgets a fact it is told again
   */
  Recipient(PublicKey key, int windowSeconds, int nowSeconds) {
    this.key = key;
    this.windowSeconds = windowSeconds;
    this.nextBucket = nowSeconds / BUCKET_SECONDS;
  }

  PublicKey key() {
    return key;
  }

  SendLevel level() {
    return level;
  }

  void setLevel(SendLevel newLevel) {
    level = newLevel;
  }

  /** What the peer understands beyond the protocol of all. */
  Understanding understanding() {
    return understanding;
  }

  void setUnderstanding(Understanding newUnderstanding) {
    understanding = newUnderstanding;
  }

  /** Until when the peer knows that this host is alive; {@link Long#MIN_VALUE} if it does not. */
  long aliveKnownUntilNanos() {
    return aliveKnownUntilNanos;
  }

  void setAliveKnownUntilNanos(long nanos) {
    aliveKnownUntilNanos = nanos;
  }

  /** When the recipient is next looked at; {@link Long#MAX_VALUE} if that is not planned. */
  long wakeNanos() {
    return wakeNanos;
  }

  void setWakeNanos(long nanos) {
    wakeNanos = nanos;
  }

  /** Whether it waits for its turn. */
  boolean isWaiting() {
    return waiting;
  }

  void setWaiting(boolean now) {
    waiting = now;
  }

  /** Lets a fact be looked at in the next turn. */
  void due(int id) {
    due.set(id);
  }

  boolean isDue(int id) {
    return due.get(id);
  }

  /** The first fact to look at in this turn, where the last turn ended; -1 if there is none. */
  int firstDue() {
    int next = due.nextSetBit(lastDone);
    return next >= 0 ? next : due.nextSetBit(0);
  }

  /** The next one; -1 if there is none. */
  int nextDue(int id) {
    int next = due.nextSetBit(id + 1);
    return next >= 0 ? next : due.nextSetBit(0);
  }

  /** Takes note that a fact was looked at. */
  void done(int id) {
    due.clear(id);
    lastDone = id;
  }

  /** Until which second the peer knows the fact; 0 if it does not. */
  int knownUntil(int id) {
    return id < knownUntil.length ? knownUntil[id] : 0;
  }

  /**
   * Whether the peer has to hear of a fact again that it will forget soon, or hear of it at all.
   */
  boolean needs(int id, int expiresSeconds, int nowSeconds) {
    int known = knownUntil(id);
    return known == 0 || (known - nowSeconds <= windowSeconds && known < expiresSeconds);
  }

  /** Notes that the peer knows the fact until then, and plans to look at it again in time. */
  void knows(int id, int untilSeconds, int nowSeconds) {
    if (id >= knownUntil.length) {
      knownUntil = Arrays.copyOf(knownUntil, Math.max(id + 1, knownUntil.length * 2));
    }
    knownUntil[id] = Math.max(knownUntil[id], untilSeconds);
    plan(id, nowSeconds);
  }

  /** Forgets about the fact, whose number may soon stand for another. */
  void gone(int id) {
    if (id < knownUntil.length) {
      knownUntil[id] = 0;
    }
    due.clear(id);
    // Another fact with this number needs a plan of its own; the old one will find nothing.
    planned.clear(id);
  }

  /** The peer does not know the fact, as it should, and is to be told. */
  void forgets(int id) {
    if (id < knownUntil.length) {
      knownUntil[id] = 0;
    }
    due.set(id);
  }

  /** The peer has started anew and knows nothing. */
  void knowsNothing() {
    Arrays.fill(knownUntil, 0);
    Arrays.fill(buckets, null);
    Arrays.fill(bucketSizes, 0);
    planned.clear();
    plannedCount = 0;
    aliveKnownUntilNanos = Long.MIN_VALUE;
  }

  private void plan(int id, int nowSeconds) {
    if (planned.get(id)) {
      return;
    }
    skipEmptyBuckets(nowSeconds);
    int earliest = Math.max(nextBucket, nowSeconds / BUCKET_SECONDS + 1);
    int latest = Math.max(earliest, nextBucket + BUCKETS - 1);
    int wanted = (knownUntil[id] - windowSeconds) / BUCKET_SECONDS + 1;
    int number = Math.clamp(wanted, earliest, latest);
    int slot = number % BUCKETS;
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

  /** Marks what the peer will forget soon as due. */
  void lookAgain(int nowSeconds) {
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
        int id = bucket[i];
        planned.clear(id);
        plannedCount--;
        if (knownUntil[id] == 0) {
          continue;
        }
        if (knownUntil[id] - nowSeconds > windowSeconds) {
          plan(id, nowSeconds);
        } else {
          due.set(id);
        }
      }
    }
  }

  /**
   * The second at which {@link #lookAgain} may next find something; {@link Integer#MAX_VALUE} if
   * never.
   */
  int nextLookSeconds() {
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
