package io.wirelink.path;

/** What came from a peer, by any way, since it was asked whether its path still works. */
final class Listening {

  /** From when on what comes was sent after the peer was asked. */
  private long sinceNanos;

  private boolean heard;
  private boolean perhapsHeard;
  private boolean missed;
  private boolean probed;
  private boolean reported;
  private boolean agentAwaited;

  /** The peer is asked now: what came before says nothing any more. */
  void begin(long nowNanos) {
    sinceNanos = nowNanos + PathTiming.SHORTEST_ANSWER_NANOS;
    heard = false;
    perhapsHeard = false;
    missed = false;
    probed = false;
    reported = false;
    agentAwaited = false;
  }

  /**
   * Takes note of what came since the last look. What came right after the peer was asked may have
   * been on its way before.
   */
  void looked(boolean received, long lastLookNanos) {
    boolean afterwards = lastLookNanos >= sinceNanos;
    heard |= received && afterwards;
    perhapsHeard |= received && !afterwards;
    missed |= !received && afterwards;
  }

  /** Takes note of a probe by the path. */
  void probed() {
    probed = true;
  }

  /** Takes note that the peer is asked on since nothing at all is heard of its agent. */
  void awaitAgent() {
    agentAwaited = true;
  }

  /** Takes note that the peer's agent was heard by another way. */
  void reported() {
    reported = true;
  }

  /** Whether something came that was sent after the peer was asked. */
  boolean isHeard() {
    return heard;
  }

  /** Whether something came that may have been sent before the peer was asked. */
  boolean isPerhapsHeard() {
    return perhapsHeard;
  }

  /** Whether no look has shown yet if something came that was sent after the peer was asked. */
  boolean isUndecided() {
    return !heard && !missed;
  }

  /** Whether a probe of the peer came by the path. */
  boolean isProbed() {
    return probed;
  }

  /** Whether the peer is asked on since nothing at all was heard of its agent. */
  boolean isAgentAwaited() {
    return agentAwaited;
  }

  /** Whether the peer's agent was heard by any way. */
  boolean isAgentHeard() {
    return probed || reported;
  }
}
