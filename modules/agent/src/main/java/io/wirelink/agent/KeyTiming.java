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
   * How old a handshake may be for a key to be set: the other side is told for half a minute that
   * it may as well, and is to have heard it some time before the next.
   */
  static final long SET_WITHIN_NANOS = Duration.ofSeconds(70).toNanos();

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
   * When the old one has as well, though the peer is heard by the session. Six calls are left
   * before that ends, for hosts that see the handshake 5 s later than the other.
   */
  static final long NONE_AFTER_NANOS = Duration.ofSeconds(143).toNanos();

  /** How old a session can be, and then the last of what came by it. */
  static final long SESSION_NANOS = Duration.ofSeconds(195).toNanos();

  /** Within what time something must have come by a session for the session to be good. */
  static final long HEARD_NANOS = Duration.ofSeconds(15).toNanos();

  /**
   * For how long it is thought to be for the path that a peer calls in vain which still spoke by a
   * session that it could not renew: it was there all the time, and has what it had.
   */
  static final long ONE_WAY_NANOS = Duration.ofMinutes(5).toNanos();

  /** How long after a call of the peer its handshake is over: from anywhere on earth. */
  static final long CALL_ANSWERED_NANOS = Duration.ofMillis(1_500).toNanos();

  /**
   * How many calls in a row must have led to no handshake until something else is tried: this
   * host's answers may have got lost, or calls may have crossed. Four times as many after each
   * time: where only one direction is broken, they do not cease.
   */
  static final int VAIN_CALLS = 3;

  /** After how many times that is no more: an hour of calls. */
  static final int MAX_TRIES = 4;

  /** How many things there are to try at most: another key, and none. */
  static final int MAX_STEPS = 2;

  /** For how long something else is set: for one more call of WireGuard. */
  static final long STEP_NANOS = Duration.ofSeconds(6).toNanos();

  /** For how many calls that is on the host that stays longer. */
  static final int FIRST_PATIENCE = 2;

  /**
   * How often, of a peer that does not answer, something else is tried that it may have: a host
   * that nobody looks after does not call by itself.
   */
  static final long TRIAL_EVERY_NANOS = Duration.ofSeconds(115).toNanos();

  /**
   * The same of the host that stays longer. As the two differ by less than it stays longer, both
   * try at once sooner or later, within {@link #TRIAL_EVERY_NANOS} times 24.
   */
  static final long FIRST_TRIAL_EVERY_NANOS = Duration.ofMinutes(2).toNanos();

  /**
   * From which of these rounds on none is tried as well: for ten minutes a host that was away has
   * most likely kept its key.
   */
  static final int NONE_FROM_ROUND = 4;

  /** For how long a key is kept for a peer that is not on the device any more. */
  static final long GONE_NANOS = Duration.ofDays(1).toNanos();

  /** When a change of the device is tried again that had no effect. */
  static final long RETRY_NANOS = Duration.ofSeconds(2).toNanos();
}
