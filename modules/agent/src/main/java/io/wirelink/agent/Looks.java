package io.wirelink.agent;

import java.util.List;

/**
 * When the interface's own counters are looked at, and what they say: for next to nothing they tell
 * whether anything moved, and so whether reading the whole device is worth it.
 */
final class Looks {

  private long nextNanos = Long.MIN_VALUE;
  private boolean busy;
  private boolean looked;
  private long received;
  private long sent;
  private long ownReceived;
  private long ownSent;

  /** Looks at the counters if that is due. */
  void due(Mesh mesh, List<Action> actions, long nowNanos) {
    if (isDue(nowNanos)) {
      looking(isAnyHealthy(mesh), nowNanos);
      actions.add(new Action.ReadCounters());
    }
  }

  private static boolean isAnyHealthy(Mesh mesh) {
    for (Peer peer : mesh.peers()) {
      if (peer.isHealthy()) {
        return true;
      }
    }
    return false;
  }

  boolean isDue(long nowNanos) {
    return nowNanos >= nextNanos;
  }

  /**
   * Notes that they are looked at now.
   *
   * @param worthIt whether any peer is there whose path could break; if not, there is time
   */
  void looking(boolean worthIt, long nowNanos) {
    long pause = busy ? Timing.BUSY_LOOK_NANOS : Timing.QUIET_LOOK_NANOS;
    nextNanos = nowNanos + (worthIt ? pause : Timing.HOUSEKEEPING_NANOS);
  }

  /** When they are to be looked at. */
  long nextNanos() {
    return nextNanos;
  }

  /** Whether they say that more moved than the agent's own packets; see {@link #looked}. */
  boolean isNews(long nowReceived, long nowSent, long nowOwnReceived, long nowOwnSent) {
    return looked
        && (nowReceived - received > nowOwnReceived - ownReceived
            || nowSent - sent > nowOwnSent - ownSent);
  }

  /**
   * Takes in what they say, all in bytes since some beginning.
   *
   * @param nowReceived what came through the tunnel
   * @param nowSent what went into it
   * @param nowOwnReceived what the agent received of that, as WireGuard's own messages: not less
   *     than the interface counts for it
   * @param nowOwnSent what the agent sent of that
   * @return whether more moved than the agent's own packets
   */
  boolean looked(long nowReceived, long nowSent, long nowOwnReceived, long nowOwnSent) {
    boolean moved = isNews(nowReceived, nowSent, nowOwnReceived, nowOwnSent);
    looked = true;
    received = nowReceived;
    sent = nowSent;
    ownReceived = nowOwnReceived;
    ownSent = nowOwnSent;
    if (moved && !busy) {
      // The next look is due sooner than was planned.
      nextNanos -= Timing.QUIET_LOOK_NANOS - Timing.BUSY_LOOK_NANOS;
    }
    busy = moved;
    return moved;
  }
}
