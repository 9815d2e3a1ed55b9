package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.path.PathBreak;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent tried with one peer and what came of it: nothing that it acts upon, but what a
 * person wants to know who asks why there is no direct path. It outlives success.
 */
final class PeerHistory {

  /** Endpoints whose tries are remembered: more than hosts have, and no more than a page shows. */
  private static final int MAX_ENDPOINTS = 32;

  /**
   * The tries of an endpoint.
   *
   * @param count how often it was set and called; 0 for one that the peer itself called from
   * @param firstNanos when it was tried first; {@link Long#MIN_VALUE} if never
   * @param lastNanos when it was tried last; {@link Long#MIN_VALUE} if never
   * @param answeredNanos when the peer was first seen to answer there after the last try that it
   *     answered; {@link Long#MIN_VALUE} if never
   */
  record Tries(int count, long firstNanos, long lastNanos, long answeredNanos) {

    private static final Tries NONE = new Tries(0, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);

    private Tries again(long nowNanos) {
      return new Tries(count + 1, count == 0 ? nowNanos : firstNanos, nowNanos, answeredNanos);
    }

    private Tries answered(long nowNanos) {
      return new Tries(count, firstNanos, lastNanos, nowNanos);
    }

    /** Whether the last try was answered. */
    boolean isAnswered() {
      return answeredNanos != Long.MIN_VALUE && answeredNanos >= lastNanos;
    }
  }

  /**
   * A change of the device that failed.
   *
   * @param why one sentence
   * @param nanos when
   */
  record Refusal(String why, long nanos) {}

  /**
   * A direct path that was given up.
   *
   * @param reason why
   * @param nanos when
   */
  record Loss(PathBreak reason, long nanos) {}

  private final Map<Endpoint, Tries> tries =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Endpoint, Tries> eldest) {
          return size() > MAX_ENDPOINTS;
        }
      };

  private @Nullable Endpoint lastTried;
  private @Nullable Refusal refusal;
  private @Nullable Loss loss;
  private long heardNanos = Long.MIN_VALUE;

  void tried(Endpoint endpoint, long nowNanos) {
    lastTried = endpoint;
    note(endpoint, tries.getOrDefault(endpoint, Tries.NONE).again(nowNanos));
  }

  /** Notes that tries have an end: the peer answers, and its packets come from there. */
  void answered(Endpoint endpoint, long nowNanos) {
    note(endpoint, tries.getOrDefault(endpoint, Tries.NONE).answered(nowNanos));
  }

  private void note(Endpoint endpoint, Tries now) {
    // The oldest is the one that nothing was done with for longest.
    tries.remove(endpoint);
    tries.put(endpoint, now);
  }

  void refused(String why, long nowNanos) {
    refusal = new Refusal(why, nowNanos);
  }

  void lost(PathBreak reason, long nowNanos) {
    loss = new Loss(reason, nowNanos);
  }

  /** Notes that something came from the peer itself. */
  void heard(long nowNanos) {
    heardNanos = nowNanos;
  }

  /** The tries of the endpoint; null if it was not tried as far as is remembered. */
  @Nullable Tries triesOf(Endpoint endpoint) {
    return tries.get(endpoint);
  }

  /** The endpoints that were tried, those of long ago first. */
  Iterable<Endpoint> triedEndpoints() {
    return tries.keySet();
  }

  /** What was tried last; null if nothing was. */
  @Nullable Endpoint lastTried() {
    return lastTried;
  }

  @Nullable Refusal refusal() {
    return refusal;
  }

  @Nullable Loss loss() {
    return loss;
  }

  /** When something came from the peer itself last; {@link Long#MIN_VALUE} if never. */
  long heardNanos() {
    return heardNanos;
  }
}
