package io.wirelink.simulation;

import java.util.BitSet;

/** A pair of transport keys with one peer: what remains of a handshake. */
final class Session {

  /**
   * A session is renewed by its initiator, when he sends, from this age on ({@code
   * REKEY_AFTER_TIME}).
   */
  static final long REKEY_AFTER_NANOS = 120 * Times.SECOND;

  /** A session is not used any more from this age on ({@code REJECT_AFTER_TIME}). */
  static final long REJECT_AFTER_NANOS = 180 * Times.SECOND;

  /**
   * A session that grows this old while it only receives is renewed once, before it is rejected.
   */
  private static final long LAST_CHANCE_NANOS =
      REJECT_AFTER_NANOS - PeerTimers.KEEPALIVE_NANOS - PeerTimers.REKEY_TIMEOUT_NANOS;

  private final boolean initiator;
  private final long localIndex;
  private final long remoteIndex;
  private final long bornNanos;
  private final BitSet received = new BitSet();
  private long nextCounter;
  private boolean expired;

  Session(boolean initiator, long localIndex, long remoteIndex, long bornNanos) {
    this.initiator = initiator;
    this.localIndex = localIndex;
    this.remoteIndex = remoteIndex;
    this.bornNanos = bornNanos;
  }

  /** Whether this host began the handshake. */
  boolean isInitiator() {
    return initiator;
  }

  long localIndex() {
    return localIndex;
  }

  long remoteIndex() {
    return remoteIndex;
  }

  long ageNanos(long nowNanos) {
    return nowNanos - bornNanos;
  }

  /** Whether this host is to renew it now, though it sends nothing. */
  boolean isLastChance(long nowNanos) {
    return initiator && ageNanos(nowNanos) >= LAST_CHANCE_NANOS;
  }

  boolean isUsable(long nowNanos) {
    return ageNanos(nowNanos) < REJECT_AFTER_NANOS;
  }

  /** Whether it may be sent with. */
  boolean maySend(long nowNanos) {
    return !expired && isUsable(nowNanos);
  }

  /** Lets nothing be sent with it any more; what comes is still opened. */
  void expire() {
    expired = true;
  }

  long takeCounter() {
    return nextCounter++;
  }

  /** Notes the number of a packet; false if it came before. */
  boolean isNew(long counter) {
    boolean fresh = !received.get((int) counter);
    received.set((int) counter);
    return fresh;
  }
}
