package io.wirelink.agent;

import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerState;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Decides which endpoint of a peer that does not answer is tried, and when (docs/protocol.md, "What
 * is done to the device").
 *
 * @param mesh what is known of everybody
 */
record EndpointSearch(Mesh mesh) {

  private static final Logger log = LoggerFactory.getLogger(EndpointSearch.class);

  /**
   * The endpoint to set and call now; empty if there is none, or its time has not come.
   *
   * @param fresh whether the device was read just now; if not, a peer whose endpoint could be tried
   *     asks for that first, lest a handshake that nobody has noticed yet is torn down
   */
  Optional<Endpoint> endpointToTry(Peer peer, boolean fresh, long nowNanos) {
    Tries tries = peer.tries();
    tries.setAwaitingRead(false);
    PeerState state = peer.state();
    if (peer.isHealthy()) {
      if (state != null && state.endpoint() != null && tries.lastTryNanos() != Long.MIN_VALUE) {
        peer.history().answered(state.endpoint(), nowNanos);
      }
      tries.forget();
      return Optional.empty();
    }
    Set<Endpoint> candidates = mesh.believedEndpoints(peer.key());
    tries.keepOnly(candidates);
    Endpoint current = state == null ? null : state.endpoint();
    // What is set and others know of as well worked before, and perhaps only has to be called
    // again.
    boolean again =
        current != null && tries.lastTryNanos() == Long.MIN_VALUE && candidates.contains(current);
    Optional<Endpoint> next = again ? Optional.ofNullable(current) : choose(peer, candidates);
    if (next.isEmpty()) {
      tries.planNone();
      return next;
    }
    peer.wantDirect(nowNanos);
    boolean due = nowNanos >= planTry(peer, next.get(), nowNanos);
    tries.setAwaitingRead(due && !fresh);
    if (!due || !fresh) {
      return Optional.empty();
    }
    // Once each: who cannot be reached for long is tried again and again.
    boolean untried = tries.triedNanos(next.get()) == Long.MIN_VALUE;
    log.atLevel(untried ? Level.INFO : Level.DEBUG)
        .log("Trying to reach {} at {}", mesh.nameOf(peer.key()), next.get());
    tries.tried(next.get(), nowNanos);
    peer.history().tried(next.get(), nowNanos);
    return next;
  }

  /**
   * The endpoint that it would try now, had it the time; empty if there is none but the one set.
   */
  Optional<Endpoint> choose(Peer peer, Set<Endpoint> candidates) {
    DeviceState device = mesh.device();
    int ownPort = device == null ? 0 : device.listenPort();
    return EndpointChoice.next(
        peer, candidates, mesh.networks(), ownPort, mesh.reachableAddresses());
  }

  /** When the endpoint may be tried. */
  private long planTry(Peer peer, Endpoint endpoint, long nowNanos) {
    if (peer.tries().lastTryNanos() == Long.MIN_VALUE) {
      boolean first = mesh.self().compareTo(peer.key()) < 0;
      long start = nowNanos + Timing.FIRST_TRY_NANOS;
      return peer.tries().planFirst(first ? start : start + Timing.SECOND_TRY_NANOS);
    }
    return peer.tries().plan(dueNanos(peer, endpoint, nowNanos));
  }

  /** When the endpoint may be tried, if the first try is over; else when it is asked. */
  long dueNanos(Peer peer, Endpoint endpoint, long nowNanos) {
    Tries tries = peer.tries();
    if (tries.lastTryNanos() == Long.MIN_VALUE) {
      return nowNanos;
    }
    boolean untried = tries.triedNanos(endpoint) == Long.MIN_VALUE;
    long pause = untried ? Timing.UNTRIED_ENDPOINT_NANOS : Timing.ENDPOINT_TRY_NANOS;
    return tries.lastTryNanos() + pause;
  }
}
