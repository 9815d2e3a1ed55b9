package io.wirelink.agent;

import io.wirelink.agent.EndpointChoice.Candidate;
import io.wirelink.agent.Tries.Attempt;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKeyPrint;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    tries.learned(ownWord(candidates), nowNanos);
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
    Map<Endpoint, EndpointOrigin> known = mesh.endpoints().known(peer, mesh.config());
    for (Endpoint endpoint : nats.pairWith(peer, nowNanos).predicted(known)) {
      known.putIfAbsent(endpoint, EndpointOrigin.PREDICTED);
    }
    return new EndpointChoice(mesh.networks(), ownPort(), mesh.endpoints().reachableAddresses())
        .ranked(known);
  }

  private int ownPort() {
    DeviceState device = mesh.device();
    return device == null ? 0 : device.listenPort();
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
        ? seldom(peer, candidates, nowNanos)
        : next(peer, news, nowNanos).map(plan -> plan.notAfter(newsNanos(peer, nowNanos)));
  }

  private Optional<Plan> seldom(Peer peer, List<Candidate> candidates, long nowNanos) {
    Tries.Turn turn = peer.tries().turn();
    return turn == null || candidates.isEmpty()
        ? next(peer, candidates, nowNanos).map(plan -> plan.notBefore(peer.tries().seldomNanos(1)))
        : Optional.of(queue(peer, candidates, turn, nowNanos).seldom(candidates));
  }

  /** When what is new is tried at the latest: what was planned before is for what is known. */
  private static long newsNanos(Peer peer, long nowNanos) {
    return peer.tries().turn() == null ? nowNanos + Timing.FIRST_TRY_NANOS : Long.MAX_VALUE;
  }

  /** Whether all were tried, the best again and again, and nothing of it ever worked. */
  private boolean areAllVain(Peer peer, List<Candidate> candidates) {
    return !mesh.isRouter(peer.key())
        && !candidates.isEmpty()
        && isVain(peer, candidates.getFirst(), Timing.VAIN_TRIES)
        && candidates.stream().allMatch(each -> isVain(peer, each, mostTries(each)));
  }

  private static int mostTries(Candidate other) {
    return switch (other.origin()) {
      case PREDICTED -> Timing.PREDICTED_TRIES;
      case FOREIGN_NETWORK -> 1;
      default -> 2;
    };
  }

  private static boolean isVain(Peer peer, Candidate candidate, int tries) {
    Attempt attempt = peer.tries().of(candidate.endpoint());
    return !candidate.origin().isOwnKnowledge() && attempt != null && attempt.count() >= tries;
  }

  private Optional<Plan> next(Peer peer, List<Candidate> candidates, long nowNanos) {
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    Tries.Turn turn = peer.tries().turn();
    if (turn == null) {
      return Optional.of(new Plan(first(peer, candidates), firstNanos(peer, candidates, nowNanos)));
    }
    TryQueue queue = queue(peer, candidates, turn, nowNanos);
    return candidates.stream()
        .map(each -> new Plan(each, queue.dueNanos(each)))
        .min(Comparator.comparingLong(Plan::dueNanos));
  }

  private TryQueue queue(Peer peer, List<Candidate> candidates, Tries.Turn turn, long nowNanos) {
    return new TryQueue(
        peer,
        candidates.getFirst(),
        set(peer, candidates),
        turn.sinceNanos(),
        isOnlyWay(peer),
        isSameSite(candidates, nowNanos),
        mayRenew(peer)
            ? Timing.RENEWED_TRY_NANOS + recallLagNanos(peer, candidates, nowNanos)
            : Timing.CROSSED_TRY_NANOS);
  }

  /**
   * Whether the peer may be put on the device anew, so that WireGuard, which has called it in vain,
   * calls it at once: nothing is lost with what the device has of it, which is there by this
   * agent's doing and has no session.
   */
  boolean mayRenew(Peer peer) {
    PeerState state = peer.state();
    return state != null
        && peer.isAddedHere()
        && state.lastHandshake() == null
        && state.keepaliveSeconds() == 0
        && state.presharedKey().kind() != PresharedKeyPrint.Kind.BY_HAND
        && !mesh.isSelfRouter()
        && !mesh.isRouter(peer.key());
  }

  /**
   * What is set comes first among its like, unless the best is new: perhaps it only has to be
   * called again.
   */
  private static Candidate first(Peer peer, List<Candidate> candidates) {
    Candidate best = candidates.getFirst();
    Candidate current = set(peer, candidates);
    boolean known = peer.tries().wasTried(best.endpoint());
    return known && current != null && current.origin() == best.origin() ? current : best;
  }

  private static @Nullable Candidate set(Peer peer, List<Candidate> candidates) {
    Endpoint current = endpointOf(peer);
    return candidates.stream()
        .filter(each -> each.endpoint().equals(current))
        .findFirst()
        .orElse(null);
  }

  private long firstNanos(Peer peer, List<Candidate> candidates, long nowNanos) {
    return peer.tries().beginNanos(nowNanos)
        + Timing.FIRST_TRY_NANOS
        + lagNanos(peer, candidates, nowNanos);
  }

  /** How much later than the peer this host calls. */
  private long lagNanos(Peer peer, List<Candidate> candidates, long nowNanos) {
    CallOrder there = CallOrder.of(CallOrder.known(candidates), ownPort());
    return nats.callOrder(nowNanos).isBefore(there, isLower(peer)) ? 0 : Timing.SECOND_TRY_NANOS;
  }

  /**
   * How much later than the peer this host calls again: whoever has just started has heard of
   * nobody where it is seen, and may have come to another order than the peer. The keys tell the
   * two apart even then, and change no order in which both agree.
   */
  private long recallLagNanos(Peer peer, List<Candidate> candidates, long nowNanos) {
    return lagNanos(peer, candidates, nowNanos) + (isLower(peer) ? 0 : Timing.KEY_LAG_NANOS);
  }

  /**
   * Whether a peer that was called right now has to call this host itself, and does not hear of it:
   * this host is where others know it anyway, and the peer at a port at which nobody gets in.
   */
  boolean hasToCall(Peer peer, long nowNanos) {
    return peer.tries().isFirst()
        && peer.bootId() == null
        && nats.callOrder(nowNanos) == CallOrder.OPEN
        && CallOrder.of(CallOrder.known(candidates(peer, nowNanos)), ownPort())
            == CallOrder.CHANGES_PORT;
  }

  private boolean isLower(Peer peer) {
    return mesh.self().compareTo(peer.key()) < 0;
  }

  /** Those of the port on which it listens: others see it elsewhere as its NAT pleases. */
  private Set<Endpoint> ownWord(List<Candidate> candidates) {
    Set<Endpoint> own = CallOrder.known(candidates);
    Set<Integer> listening = CallOrder.listening(own, ownPort());
    own.removeIf(each -> !listening.contains(each.port()));
    return own;
  }

  /**
   * Whether the peer is seen where this host is, and so perhaps in a network beside its own; where
   * no such network is known that is not asked.
   */
  boolean isSameSite(List<Candidate> candidates, long nowNanos) {
    if (candidates.stream().noneMatch(each -> each.origin() == EndpointOrigin.FOREIGN_NETWORK)) {
      return false;
    }
    Set<IpAddress> seenAt = nats.seenAt(nowNanos);
    return candidates.stream().anyMatch(each -> seenAt.contains(each.endpoint().address()));
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
}
