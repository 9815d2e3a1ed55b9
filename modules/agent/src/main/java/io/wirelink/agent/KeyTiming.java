package io.wirelink.agent;

import java.time.Duration;

/**
 * When preshared keys change (docs/protocol.md, "Preshared keys"). WireGuard makes a handshake 120
 * s after the last, tries it again each 5 s and a third, and ends the session after 180 s.
 */
final class KeyTiming {

  private KeyTiming() {}

  /** How old a key is when another is agreed upon, if there is traffic. */
  static final long EVERY_NANOS = Duration.ofHours(1).toNanos();

  /** How long a path must be up before the first: starting has other things to do. */
  static final long STEADY_NANOS = Duration.ofSeconds(30).toNanos();

  /** Up to how much later the first begins, by chance, so that not all come at once. */
  static final long SPREAD_NANOS = Duration.ofSeconds(30).toNanos();

  /**
   * How old a handshake may be for a key to be set: then the other side has half of the time until
   * the next to hear that it may as well.
   */
  static final long SET_WITHIN_NANOS = Duration.ofSeconds(60).toNanos();

  /** How old it may be where the other side has set the key: it says so for half a minute. */
  static final long TAKE_WITHIN_NANOS = Duration.ofSeconds(105).toNanos();

  /** For how long a key waits for that. */
  static final long WAIT_NANOS = Duration.ofMinutes(10).toNanos();

  /** How long before a handshake a key must have been set, for the handshake to prove it. */
  static final long SETTLE_NANOS = Duration.ofSeconds(3).toNanos();

  /** When something is said at the latest so that there is a handshake. */
  static final long URGE_AFTER_NANOS = Duration.ofSeconds(125).toNanos();

  /** When the new key has failed: two or three calls of WireGuard were in vain. */
  static final long OLD_AFTER_NANOS = Duration.ofSeconds(133).toNanos();

  /**
   * When the old one has as well. Six calls are left before the session ends, for hosts that see
   * the handshake 5 s later than the other.
   */
  static final long NONE_AFTER_NANOS = Duration.ofSeconds(143).toNanos();

  /**
   * How many calls in a row must have led to no handshake, until a key is tried where there is no
   * session any more: they may have crossed this host's own. To do without one takes a single call.
   */
  static final int VAIN_CALLS = 4;

  /**
   * The same where a handshake is due, and its answer may have got lost; and for one of two hosts
   * that may still have the key, so that not both change at once.
   */
  static final int VAIN_DUE_CALLS = 2;

  /** How long a host does without a key for the sake of such calls: three more of them. */
  static final long STEP_NANOS = Duration.ofSeconds(20).toNanos();

  /** From when on a call may be the one that is due. */
  static final long CALL_DUE_NANOS = Duration.ofSeconds(115).toNanos();

  /** How long after a call of the peer its handshake is over: from anywhere on earth. */
  static final long CALL_ANSWERED_NANOS = Duration.ofMillis(1_500).toNanos();

  /**
   * How long a peer must not answer until it is called without a key: who still has the session
   * needs no handshake, and who has none any more has most likely lost the key as well.
   */
  static final long DOUBT_AFTER_NANOS = Duration.ofSeconds(15).toNanos();

  /**
   * How long after a session a key is tried that a peer may still have whose agent is gone, how
   * often, and how long: a call of WireGuard, which the host itself delays if it comes back now.
   */
  static final long TRIAL_AFTER_NANOS = Duration.ofMinutes(5).toNanos();

  static final long TRIAL_EVERY_NANOS = Duration.ofMinutes(10).toNanos();

  static final long TRIAL_NANOS = Duration.ofSeconds(6).toNanos();

  /** For how long a key is kept for a peer that is not on the device any more. */
  static final long GONE_NANOS = Duration.ofDays(1).toNanos();

  /** When a change of the device is tried again that had no effect. */
  static final long RETRY_NANOS = Duration.ofSeconds(2).toNanos();
}
