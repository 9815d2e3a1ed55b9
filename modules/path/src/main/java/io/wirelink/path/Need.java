package io.wirelink.path;

import io.wirelink.gossip.PathMessage.Word;

/**
 * Whether a path that is kept from traffic has it all the same, since one end has no other way: the
 * other end takes nothing from it as long as it has one, and must be told.
 */
public final class Need {

  private boolean own;
  private long tellNanos;
  private long theirsUntilNanos = Long.MIN_VALUE;
  private long endedNanos;
  private long overNanos = Long.MAX_VALUE;

  /**
   * Notes whether this host sends by the path for want of any other.
   *
   * @param understood whether the peer understands when it is told
   * @return whether the peer is to be told now: it has changed, or was told long ago
   */
  boolean set(boolean needed, boolean understood, long nowNanos) {
    if (own == needed && !(own && nowNanos >= tellNanos)) {
      return false;
    }
    own = needed;
    tellNanos = nowNanos + PathTiming.NEED_REFRESH_NANOS;
    endedNanos = nowNanos;
    overNanos = needed || !understood ? Long.MAX_VALUE : nowNanos;
    return understood;
  }

  /**
   * Whether the peer is to be told now by another way, since there is one, that this host needs the
   * path no more; if so, it counts as told. A peer that has not heard it takes nothing from this
   * host, and does not know that it should say so: it is told until it must have forgotten.
   */
  boolean take(long nowNanos) {
    if (nowNanos < overNanos) {
      return false;
    }
    long passed = nowNanos - endedNanos;
    long pause = PathTiming.reportPauseNanos(passed);
    overNanos = passed + pause < PathTiming.NEED_NANOS ? nowNanos + pause : Long.MAX_VALUE;
    return true;
  }

  /** When {@link #take} is due; {@link Long#MAX_VALUE} if it is not. */
  long overNanos() {
    return overNanos;
  }

  /** Tells the peer no more that it is over: it is gone, or would not understand. */
  void stopTelling() {
    overNanos = Long.MAX_VALUE;
  }

  /** Whether this host does so, as far as was noted. */
  public boolean isOwn() {
    return own;
  }

  /**
   * Takes in the last word of the peer.
   *
   * @return whether it is another than before
   */
  boolean told(Word word, long nowNanos) {
    boolean before = isTheirs(nowNanos);
    theirsUntilNanos = word.needs() ? nowNanos + PathTiming.NEED_NANOS : Long.MIN_VALUE;
    return before != word.needs();
  }

  /** Whether the peer does so, as it said lately: it takes nothing that comes by another way. */
  public boolean isTheirs(long nowNanos) {
    return nowNanos < theirsUntilNanos;
  }
}
