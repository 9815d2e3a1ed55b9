package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Which endpoints of a peer were tried since it was healthy, and when the next one is. */
final class Tries {

  private final Map<Endpoint, Long> triedNanos = new HashMap<>();
  private boolean awaitingRead;
  private long lastTryNanos = Long.MIN_VALUE;
  private long nextTryNanos = Long.MIN_VALUE;

  /** When the endpoint was tried last; {@link Long#MIN_VALUE} if never. */
  long triedNanos(Endpoint endpoint) {
    return triedNanos.getOrDefault(endpoint, Long.MIN_VALUE);
  }

  void tried(Endpoint endpoint, long nowNanos) {
    triedNanos.put(endpoint, nowNanos);
    lastTryNanos = nowNanos;
    nextTryNanos = nowNanos + Timing.UNTRIED_ENDPOINT_NANOS;
  }

  /** Forgets tries of endpoints that nobody speaks of any more. */
  void keepOnly(Collection<Endpoint> endpoints) {
    triedNanos.keySet().retainAll(endpoints);
  }

  /** Forgets all tries, since one of them succeeded. */
  void forget() {
    triedNanos.clear();
    lastTryNanos = Long.MIN_VALUE;
    nextTryNanos = Long.MIN_VALUE;
  }

  /**
   * When an endpoint was tried last since the peer was healthy; {@link Long#MIN_VALUE} if none was.
   */
  long lastTryNanos() {
    return lastTryNanos;
  }

  /** When the next endpoint may be tried; {@link Long#MIN_VALUE} if there is none to try. */
  long nextTryNanos() {
    return nextTryNanos;
  }

  long plan(long nanos) {
    nextTryNanos = nanos;
    return nanos;
  }

  /** Plans the first try, unless it is planned already. */
  long planFirst(long nanos) {
    return nextTryNanos == Long.MIN_VALUE ? plan(nanos) : nextTryNanos;
  }

  void planNone() {
    nextTryNanos = Long.MIN_VALUE;
  }

  /** Whether an endpoint is to be tried as soon as the device has been read again. */
  boolean isAwaitingRead() {
    return awaitingRead;
  }

  void setAwaitingRead(boolean awaiting) {
    awaitingRead = awaiting;
  }
}
