package io.wirelink.portmap;

import java.util.concurrent.TimeUnit;

/** How long things take, and when they are done. */
final class MapperTiming {

  /** For how long a mapping is asked (RFC 6886, 3.3: two hours). */
  static final int LIFETIME_SECONDS = 7200;

  /**
   * What a gateway promises beyond this is not counted on: it means for ever, which a mapping of
   * somebody who may be gone tomorrow must not be.
   */
  static final long MAX_LIFETIME_SECONDS = TimeUnit.DAYS.toSeconds(1);

  /** A mapping that ends sooner is none: it would be renewed all the time. */
  static final long MIN_LIFETIME_SECONDS = 10;

  /**
   * When something is said again first: a gateway is one hop away, and answers within milliseconds.
   */
  static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * How long a gateway may think about one protocol, before the next is tried, in the first round;
   * twice that in the second, and so on. So there is a mapping within a second of the start
   * whatever it speaks, and a slow gateway gets its time.
   */
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  static final long MAX_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);

  /** The pause after the first round; twice that after the second, and so on. */
  static final long REST_NANOS = TimeUnit.SECONDS.toNanos(2);

  static final long MAX_REST_NANOS = TimeUnit.MINUTES.toNanos(10);

  /**
   * How often a gateway is asked whether it still has the mapping. It is a packet of a few bytes to
   * the next hop, and a gateway that has started anew is noticed within ten seconds.
   */
  static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(7);

  /** Each so many checks the mapping is asked for again, where a check shows the clock alone. */
  static final int MAP_EVERY = 4;

  /** How long a gateway that has given a mapping may think. */
  static final long CHECK_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The pause after it did not answer: it is most likely starting. */
  static final long CHECK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A gateway that says nothing for so long is another one, or has forgotten how to. */
  static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** How long the end waits for a gateway to say that it has taken a mapping back. */
  static final long GIVE_BACK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /**
   * How long a question to a server may be under way at all; who asked has given it up a second
   * before.
   */
  static final long QUESTION_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** How much longer a mapping has to last than was told, for that to be worth telling. */
  static final long TELL_NANOS = TimeUnit.MINUTES.toNanos(15);

  private MapperTiming() {}

  /** How long a gateway may think in a round, counted from 0. */
  static long patience(int round) {
    return Math.min(MAX_PATIENCE_NANOS, PATIENCE_NANOS << Math.min(round, 8));
  }

  /** The pause after a round, counted from 0. */
  static long rest(int round) {
    return Math.min(MAX_REST_NANOS, REST_NANOS << Math.min(round, 16));
  }
}
