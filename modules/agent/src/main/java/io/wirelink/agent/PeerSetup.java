package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.path.PathState;
import io.wirelink.trust.TrustLevel;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides what is changed on the device for one peer (docs/protocol.md, "What is done to the
 * device").
 */
final class PeerSetup {

  private final Mesh mesh;
  private final EndpointSearch search;
  private final NetworkChoice choice;
  private final Authority authority;
  private final long startedNanos;

  /**
   * What is to be done for a peer.
   *
   * @param change the change of the device, if any
   * @param calling whether the peer is to be sent something at once, so that a handshake starts
   * @param anew whether the peer is to be removed before: WireGuard, which has just called it in
   *     vain, would not do so again for up to 5 s
   */
  record Decision(Optional<PeerChange> change, boolean calling, boolean anew) {
    static final Decision NOTHING = new Decision(Optional.empty(), false, false);
  }

  PeerSetup(Mesh mesh, EndpointSearch search, long startedNanos) {
    this.mesh = mesh;
    this.search = search;
    this.choice = new NetworkChoice(mesh);
    this.authority = new Authority(mesh);
    this.startedNanos = startedNanos;
  }

  /**
   * Whether networks may be taken from peers because nobody gives them to them: not before
   * everybody has had the time to tell, and not where the device itself is the source of what
   * others know.
   */
  private boolean mayDeconfigure(long nowNanos) {
    return isTold() && nowNanos - startedNanos > Timing.FACT_TTL_NANOS;
  }

  /** Whether this host learns from others what is routed where, rather than telling them. */
  private boolean isTold() {
    return !mesh.isSelfRouter() && !mesh.selfTrust().atLeast(TrustLevel.ALLOWED_IPS);
  }

  /**
   * What the peer needs now.
   *
   * @param fresh whether the device was read just now; if not, a peer whose endpoint could be tried
   *     asks for that first, lest a handshake that nobody has noticed yet is torn down
   */
  Decision decide(Peer peer, boolean fresh, long nowNanos) {
    PublicKey key = peer.key();
    PeerState state = peer.state();
    boolean valid = mesh.isValid(key);
    if (key.equals(mesh.self()) || (state == null && !valid)) {
      return Decision.NOTHING;
    }
    Set<Cidr> current = state == null ? Set.of() : state.allowedIps();
    Set<Cidr> wanted =
        valid ? wantedNetworks(peer, current, nowNanos) : new LinkedHashSet<>(current);
    wanted.add(Cidr.host(peer.linkLocal()));
    boolean again = peer.tries().isToBeginAnew();
    Optional<Endpoint> endpoint =
        valid ? search.endpointToTry(peer, fresh, nowNanos) : Optional.empty();
    if (endpoint.isPresent()
        && search.mayRenew(peer)
        && (again || isRecall(peer, endpoint.get()))) {
      PeerChange added = PeerChange.add(key).withEndpoint(endpoint.get()).withAllowedIps(wanted);
      return new Decision(Optional.of(added), true, true);
    }
    PeerChange change = state == null ? PeerChange.add(key) : PeerChange.update(key);
    PeerChange result = change;
    if (!wanted.containsAll(current)) {
      result = result.withOnlyAllowedIps(wanted);
    } else if (!current.containsAll(wanted)) {
      wanted.removeAll(current);
      result = result.withAllowedIps(wanted);
    }
    boolean isSet =
        state != null && endpoint.isPresent() && endpoint.get().equals(state.endpoint());
    if (endpoint.isPresent() && !isSet) {
      result = result.withEndpoint(endpoint.get());
    }
    boolean unchanged = result.equals(change) && state != null;
    return new Decision(
        unchanged ? Optional.empty() : Optional.of(result), endpoint.isPresent(), false);
  }

  /** Whether a peer that was called right now is to be asked to call as well. */
  boolean isToBeAsked(Peer peer, long nowNanos) {
    return search.hasToCall(peer, nowNanos);
  }

  /** Whether what is called now is set already, and was called once. */
  private static boolean isRecall(Peer peer, Endpoint endpoint) {
    Tries.Attempt attempt = peer.tries().of(endpoint);
    return peer.state() != null
        && endpoint.equals(peer.state().endpoint())
        && attempt != null
        && attempt.count() == 2;
  }

  private Set<Cidr> wantedNetworks(Peer peer, Set<Cidr> current, long nowNanos) {
    Set<Cidr> wanted = new LinkedHashSet<>(current);
    PathState path = peer.pathState();
    wanted.removeAll(mesh.detours().networksOnceBy(peer, nowNanos));
    boolean needed = !mesh.isRouter(peer.key()) && peer.needsPath(nowNanos);
    if (!path.isFit() && !needed && mayGiveBack(peer, nowNanos)) {
      // A router's own address is nobody else's to reach: it would answer by the broken path.
      boolean leads = mesh.routers().leads(peer);
      wanted.removeIf(
          cidr ->
              !cidr.address().isLinkLocal()
                  && !(leads && cidr.isHost() && !mesh.detours().isDetour(peer, cidr))
                  && mesh.peerNetworks().hasAnswererBeside(peer, cidr));
    }
    boolean aliveEnough = peer.agent().aliveUntilNanos() > nowNanos + Timing.ALIVE_MARGIN_NANOS;
    if (!path.isHealthy() || (!aliveEnough && !mesh.isBasic(peer.key()))) {
      // A peer that is about to be forgotten, or that has not spoken yet: wait and see. But who
      // goes by another router now still reaches this one's own address.
      if (path.isFit() && mesh.routers().leads(peer)) {
        mesh.peerNetworks().networksOf(peer).stream().filter(Cidr::isHost).forEach(wanted::add);
      }
      return wanted;
    }
    if (!path.carries()) {
      // Any way is better than none.
      wanted.addAll(needed ? mesh.peerNetworks().networksOf(peer) : stranded(peer));
      if (isTold()) {
        wanted.addAll(mesh.detours().networksInNeed(peer, nowNanos));
      }
      return wanted;
    }
    Set<Cidr> given = mesh.peerNetworks().networksOf(peer);
    if (isTold()) {
      given.addAll(mesh.detours().networksBy(peer, nowNanos));
    }
    given.removeIf(cidr -> choice.holderBeside(peer, cidr, nowNanos).isPresent());
    Predicate<Cidr> surplus = cidr -> !cidr.address().isLinkLocal() && !given.contains(cidr);
    // Who has told what is a question to all peers, and seldom one that matters.
    if (wanted.stream().anyMatch(surplus)
        && mayDeconfigure(nowNanos)
        && hasSpoken(peer, nowNanos)
        && authority.hasToldNetworks(nowNanos)) {
      wanted.removeIf(surplus);
    }
    wanted.addAll(given);
    if (peer.isDraining() && isTold()) {
      // A network that another offers as well that one takes over; a part of it follows then.
      wanted.removeIf(
          cidr -> !cidr.address().isLinkLocal() && mesh.peerNetworks().isCarriedBeside(peer, cidr));
    }
    return wanted;
  }

  /** The networks of a peer to which there is no way but a path that is no good. */
  private Set<Cidr> stranded(Peer peer) {
    Set<Cidr> stranded =
        peer.pathState().isFit() ? new LinkedHashSet<>() : mesh.peerNetworks().networksOf(peer);
    // Routers whose paths are no good would go by each other in turn.
    boolean leads = mesh.isRouter(peer.key());
    stranded.removeIf(
        cidr ->
            (leads && mesh.peerNetworks().hasAnswererBeside(peer, cidr))
                || mesh.peerNetworks().isOfferedBeside(peer, cidr));
    return stranded;
  }

  /**
   * Whether a path that is no good is all that this host has to reach a member, or any router; or
   * has the member's traffic all the same, since this host may not give it to another.
   */
  boolean isLastResort(Peer peer, long nowNanos) {
    if (!peer.isHealthy() || peer.pathState().carries()) {
      return false;
    }
    return mesh.isRouter(peer.key())
        ? !mesh.isSelfRouter() && !mesh.routers().isAnyFit()
        : !stranded(peer).isEmpty() || (keepsNetworks(peer) && !mayGiveBack(peer, nowNanos));
  }

  private static boolean keepsNetworks(Peer peer) {
    return !peer.pathState().isFit()
        && peer.state() != null
        && peer.state().allowedIps().stream().anyMatch(cidr -> !cidr.address().isLinkLocal());
  }

  /**
   * Whether the peer would have said what it leads to: the agent of one that answers may be gone.
   */
  private boolean hasSpoken(Peer peer, long nowNanos) {
    return mesh.isBasic(peer.key()) || peer.agent().hasTold(Timing.TOLD_ALL_NANOS, nowNanos);
  }

  /**
   * Whether the peer's networks may be taken from it because its path is no good. A path that
   * worked is given back at once; others only when this host can be sure to have heard everything.
   */
  private boolean mayGiveBack(Peer peer, long nowNanos) {
    boolean worked = peer.pathWorked() || peer.pathState().broken() != null;
    return mayDeconfigure(nowNanos) || (worked && isTold());
  }
}
