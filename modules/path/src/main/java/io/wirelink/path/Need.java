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

  /**
   * Notes whether this host sends by the path for want of any other.
   *
   * @return whether the peer is to be told now: it has changed, or was told long ago
   */
  boolean set(boolean needed, long nowNanos) {
    if (own == needed && !(own && nowNanos >= tellNanos)) {
      return false;
    }
    own = needed;
    tellNanos = nowNanos + PathTiming.NEED_REFRESH_NANOS;
    return true;
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
