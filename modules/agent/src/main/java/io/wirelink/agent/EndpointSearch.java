package io.wirelink.agent;

import io.wirelink.agent.EndpointChoice.Candidate;
import io.wirelink.agent.Tries.Attempt;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Decides which endpoint of a peer that does not answer is tried, and when (docs/protocol.md,
 * "Where a peer is looked for").
 *
 * @param mesh what is known of everybody
 * @param random stretches pauses, lest two hosts always miss each other
 * @param nats what stands before whom
 */
record EndpointSearch(Mesh mesh, RandomGenerator random, Nats nats) {

  private static final Logger log = LoggerFactory.getLogger(EndpointSearch.class);

  /** The shortest pause, as a part of the longest. */
  private static final double MIN_STRETCH = 0.75;

  /**
   * What is tried next.
   *
   * @param candidate the endpoint
   * @param dueNanos when it may be tried; in the past if that is now
   */
  record Plan(Candidate candidate, long dueNanos) {
    private Plan notBefore(long nanos) {
      return new Plan(candidate, Math.max(dueNanos, nanos));
    }

    private Plan notAfter(long nanos) {
      return new Plan(candidate, Math.min(dueNanos, nanos));
    }
  }

  /**
   * The endpoint to set and call now; empty if there is none, or its time has not come.
   *
   * @param fresh whether the device was read just now; if not, a peer whose endpoint could be tried
   *     asks for that first, lest a handshake that nobody has noticed yet is torn down
   */
  Optional<Endpoint> endpointToTry(Peer peer, boolean fresh, long nowNanos) {
    Tries tries = peer.tries();
    tries.setAwaitingRead(false);
    tries.look(peer.state(), peer.isHealthy());
    tries.heard(peer.bootId());
    Endpoint current = endpointOf(peer);
    if (peer.isHealthy()) {
      if (current != null && tries.isOpen()) {
        peer.history().answered(current, nowNanos);
      }
      tries.succeeded();
      return Optional.empty();
    }
    List<Candidate> candidates = candidates(peer, nowNanos);
    tries.setApart(
        !mesh.isRouter(peer.key()) && !nats.pairWith(peer, nowNanos).canMeet(candidates));
    tries.keepOnly(candidates.stream().map(Candidate::endpoint).toList());
    if (tries.turn() == null && peer.session().isHandshakeFresh() && current != null) {
      // Its path is known not to work, so that it was called where it is.
      tries.failed(current, nowNanos - Timing.SESSION_TRY_NANOS);
    }
    Optional<Plan> plan = plan(peer, candidates, nowNanos);
    if (plan.isEmpty()) {
      tries.planNone();
      return Optional.empty();
    }
    peer.wantDirect(nowNanos);
    tries.plan(plan.get().dueNanos());
    boolean due = nowNanos >= plan.get().dueNanos();
    tries.setAwaitingRead(due && !fresh);
    if (!due || !fresh) {
      return Optional.empty();
    }
    Endpoint next = plan.get().candidate().endpoint();
    // Once each: who cannot be reached for long is tried again and again.
    log.atLevel(tries.of(next) == null ? Level.INFO : Level.DEBUG)
        .log("Trying to reach {} at {}", mesh.nameOf(peer.key()), next);
    tries.tried(next, random.nextDouble(MIN_STRETCH, 1), nowNanos);
    peer.history().tried(next, nowNanos);
    plan(peer, candidates, nowNanos).ifPresent(following -> tries.plan(following.dueNanos()));
    return Optional.of(next);
  }

  /** The endpoints that may be tried, the best first. */
  List<Candidate> candidates(Peer peer, long nowNanos) {
    DeviceState device = mesh.device();
    int ownPort = device == null ? 0 : device.listenPort();
    Map<Endpoint, EndpointOrigin> known = mesh.endpoints().known(peer, mesh.config());
    for (Endpoint endpoint : nats.pairWith(peer, nowNanos).predicted(known)) {
      known.putIfAbsent(endpoint, EndpointOrigin.PREDICTED);
    }
    return new EndpointChoice(mesh.networks(), ownPort, mesh.endpoints().reachableAddresses())
        .ranked(known);
  }

  /** What is tried next of a peer that does not answer; empty if there is nothing to try. */
  Optional<Plan> plan(Peer peer, long nowNanos) {
    return plan(peer, candidates(peer, nowNanos), nowNanos);
  }

  private Optional<Plan> plan(Peer peer, List<Candidate> candidates, long nowNanos) {
    if (!peer.tries().isApart() && !areAllVain(peer, candidates)) {
      return next(peer, candidates, nowNanos);
    }
    List<Candidate> news =
        candidates.stream().filter(each -> !peer.tries().wasTried(each.endpoint())).toList();
    return news.isEmpty()
        ? next(peer, candidates, nowNanos).map(plan -> plan.notBefore(peer.tries().seldomNanos()))
        : next(peer, news, nowNanos).map(plan -> plan.notAfter(newsNanos(peer, nowNanos)));
  }

  /** When what is new is tried at the latest: what was planned before is for what is known. */
  private static long newsNanos(Peer peer, long nowNanos) {
    return peer.tries().turn() == null ? nowNanos + Timing.FIRST_TRY_NANOS : Long.MAX_VALUE;
  }

  /** Whether everything was tried again and again, and nothing of it ever worked. */
  private boolean areAllVain(Peer peer, List<Candidate> candidates) {
    return !mesh.isRouter(peer.key())
        && candidates.stream()
            .allMatch(
                each -> {
                  Attempt attempt = peer.tries().of(each.endpoint());
                  return !each.origin().isOwnKnowledge()
                      && attempt != null
                      && attempt.count() >= Timing.VAIN_TRIES;
                });
  }

  private Optional<Plan> next(Peer peer, List<Candidate> candidates, long nowNanos) {
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    Candidate best = candidates.getFirst();
    Tries.Turn turn = peer.tries().turn();
    if (turn == null) {
      return Optional.of(new Plan(first(peer, candidates), firstNanos(peer, nowNanos)));
    }
    Queue queue = new Queue(peer, best, endpointOf(peer), turn.sinceNanos(), isOnlyWay(peer));
    return candidates.stream()
        .map(each -> new Plan(each, queue.dueNanos(each)))
        .min(Comparator.comparingLong(Plan::dueNanos));
  }

  /** What is set comes first among its like: perhaps it only has to be called again. */
  private static Candidate first(Peer peer, List<Candidate> candidates) {
    Candidate best = candidates.getFirst();
    Endpoint current = endpointOf(peer);
    return candidates.stream()
        .filter(each -> each.endpoint().equals(current) && each.origin() == best.origin())
        .findFirst()
        .orElse(best);
  }

  private long firstNanos(Peer peer, long nowNanos) {
    long planned = peer.tries().nextTryNanos();
    if (planned != Long.MAX_VALUE) {
      return planned;
    }
    boolean first = mesh.self().compareTo(peer.key()) < 0;
    long start = nowNanos + Timing.FIRST_TRY_NANOS;
    return first ? start : start + Timing.SECOND_TRY_NANOS;
  }

  /** Whether it is a router without which nobody is reached, or not somebody behind it. */
  private boolean isOnlyWay(Peer peer) {
    return mesh.routers().leads(peer)
        && (!mesh.routers().hasHealthyRouterBeside(peer)
            || mesh.peerNetworks().networksOf(peer).stream()
                .anyMatch(cidr -> !mesh.peerNetworks().hasAnswererBeside(peer, cidr)));
  }

  private static @Nullable Endpoint endpointOf(Peer peer) {
    PeerState state = peer.state();
    return state == null ? null : state.endpoint();
  }

  /**
   * Who waits how long for its turn.
   *
   * @param best the best candidate, which stays set while none other has its turn
   * @param current what the device has; null if nothing
   * @param turnNanos since when what is set has its turn
   * @param onlyWay whether this is a router without which nobody is reached, or not somebody behind
   *     it
   */
  private record Queue(
      Peer peer, Candidate best, @Nullable Endpoint current, long turnNanos, boolean onlyWay) {

    /** When the candidate may be tried. */
    long dueNanos(Candidate candidate) {
      Attempt attempt = peer.tries().of(candidate.endpoint());
      boolean isSet = candidate.endpoint().equals(current);
      if (attempt == null) {
        return isSet ? turnNanos : turnNanos + shortTurnNanos();
      }
      if (candidate.equals(best)) {
        return isSet ? callAgainNanos(attempt) : returnNanos(attempt);
      }
      return isSet && attempt.count() == 1
          ? attempt.lastNanos() + Timing.CROSSED_TRY_NANOS
          : Math.max(againNanos(candidate, attempt), turnNanos + fullTurnNanos());
    }

    /** When the best, which is set, is called again. */
    private long callAgainNanos(Attempt attempt) {
      if (onlyWay && best.origin().isOwnKnowledge()) {
        return attempt.lastNanos() + Timing.ONLY_WAY_TRY_NANOS;
      }
      if (attempt.count() == 1) {
        return attempt.lastNanos() + Timing.CROSSED_TRY_NANOS;
      }
      return best.origin() == EndpointOrigin.WORKED
          ? attempt.lastNanos() + Timing.WORKED_TRY_NANOS
          : attempt.dueNanos(Timing.ENDPOINT_TRY_NANOS);
    }

    /** When the best is set again. */
    private long returnNanos(Attempt attempt) {
      if (!isSteady()) {
        return turnNanos + Timing.ENDPOINT_TRY_NANOS;
      }
      long pause = onlyWay ? Timing.ONLY_WAY_TRY_NANOS : Timing.WORKED_STAY_NANOS;
      if (peer.session().isHandshakeFresh()) {
        pause = Timing.SESSION_RETURN_NANOS;
      }
      return Math.max(turnNanos + shortTurnNanos(), attempt.lastNanos() + pause);
    }

    /** Whether the best is so good that it is never left for long. */
    private boolean isSteady() {
      return best.origin() == EndpointOrigin.WORKED || (onlyWay && best.origin().isOwnKnowledge());
    }

    /** When another than the best has waited long enough. */
    private long againNanos(Candidate candidate, Attempt attempt) {
      if (!onlyWay) {
        return attempt.dueNanos(Timing.ENDPOINT_TRY_NANOS);
      }
      return candidate.origin().isOwnKnowledge()
          ? attempt.lastNanos() + Timing.ENDPOINT_TRY_NANOS
          : attempt.dueNanos(Timing.ONLY_WAY_DETOUR_NANOS);
    }

    /** How long what is set has while there are others that were not tried yet. */
    private long shortTurnNanos() {
      return peer.session().isHandshakeFresh()
          ? Timing.SESSION_TRY_NANOS
          : Timing.UNTRIED_ENDPOINT_NANOS;
    }

    /** How long it has when all were tried. */
    private long fullTurnNanos() {
      return isSteady() ? Timing.WORKED_STAY_NANOS : Timing.ENDPOINT_TRY_NANOS;
    }
  }
}
