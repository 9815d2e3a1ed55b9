package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.gossip.PathMessage;
import io.wirelink.path.Allowance;
import io.wirelink.path.Allowances;
import io.wirelink.path.Path;
import io.wirelink.path.PathState;
import io.wirelink.path.RoundTrip;
import io.wirelink.path.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the agent remembers of one peer of the device, or of one that is to become one. */
final class Peer {

  /** How often in a row an honest agent starts anew before somebody looks at what is wrong. */
  private static final int RESTARTS_AT_ONCE = 4;

  /** Telling it everything is then no more than what Alive costs a mesh anyway. */
  private static final long RESTART_INTERVAL_NANOS = Duration.ofSeconds(30).toNanos();

  private final PublicKey key;
  private final IpAddress linkLocal;
  private final Tries tries = new Tries();
  private final PeerHistory history = new PeerHistory();

  private final RoundTrip roundTrip = new RoundTrip();

  private @Nullable PeerState state;
  private @Nullable BootId bootId;
  private boolean handshakeFresh;

  /** When the last handshake was; {@link Long#MIN_VALUE} if there was none. */
  private long handshakeNanos = Long.MIN_VALUE;

  private final Path path;
  private final Consumer<Peer> pathHandled;
  private boolean handled;
  private final Traffic traffic = new Traffic();
  private final Allowances allowances = new Allowances();
  private final Allowance restarts = new Allowance(RESTARTS_AT_ONCE, RESTART_INTERVAL_NANOS);
  private boolean ignorant;
  private long aliveUntilNanos = Long.MIN_VALUE;
  private boolean lapsed;
  private long goodSinceNanos = Long.MAX_VALUE;
  private boolean pathWorked;
  private @Nullable PathState toldState;
  private boolean wasRouted;
  private final Set<Cidr> lent = new LinkedHashSet<>();
  private boolean tellable;
  private @Nullable String lastFailure;
  private boolean addedHere;

  /** Since when a direct path is wanted and not there; {@link Long#MAX_VALUE} if it is not. */
  private long wantedSinceNanos = Long.MAX_VALUE;

  /**
   * When the oldest packet was sent to which nothing came back so far; {@link Long#MAX_VALUE} if
   * there is none.
   */
  private long unansweredNanos = Long.MAX_VALUE;

  /**
   * A peer that nothing is known of.
   *
   * @param pathChanged is told whenever the state of its path has become another one
   * @param pathHandled is told whenever something may have happened to its path, once until {@link
   *     #pathLookedUp}
   */
  Peer(PublicKey key, Consumer<Peer> pathChanged, Consumer<Peer> pathHandled) {
    this.key = key;
    this.pathHandled = pathHandled;
    this.path = new Path(() -> pathChanged.accept(this));
    this.linkLocal = key.linkLocalAddress();
  }

  PublicKey key() {
    return key;
  }

  IpAddress linkLocal() {
    return linkLocal;
  }

  /** The tries to reach it since it was healthy. */
  Tries tries() {
    return tries;
  }

  /** What was tried with it, and what came of that. */
  PeerHistory history() {
    return history;
  }

  /** What the device said of it last; null if it is not there. */
  @Nullable PeerState state() {
    return state;
  }

  /** Takes over what the device says now. */
  void update(@Nullable PeerState now, Instant wall, long nowNanos) {
    PeerState before = state;
    state = now;
    if (now == null) {
      handshakeFresh = false;
      handshakeNanos = Long.MIN_VALUE;
      unansweredNanos = Long.MAX_VALUE;
      lent.clear();
      path().gone(nowNanos);
    } else {
      read(before, now, wall, nowNanos);
    }
    track(nowNanos);
  }

  private void read(@Nullable PeerState before, PeerState now, Instant wall, long nowNanos) {
    boolean rekeying =
        handshakeNanos != Long.MIN_VALUE && nowNanos - Timing.REKEY_NANOS >= handshakeNanos;
    Traffic.Moved moved = traffic.between(before, now, rekeying);
    boolean shaken = noteHandshake(before, now, wall, nowNanos);
    long received = before == null ? 0 : now.receivedBytes() - before.receivedBytes();
    boolean onlyCalls = !shaken && Traffic.areInitiations(received);
    if (before == null || (received != 0 && !onlyCalls)) {
      // A counter that fell is one of a peer that was removed and added again.
      unansweredNanos = Long.MAX_VALUE;
    } else if (now.sentBytes() - before.sentBytes() > Traffic.UNANSWERED_BYTES) {
      // Others on this host speak to the peer too, and more often than the agent does.
      sent(nowNanos);
    }
    boolean overdue = nowNanos - Timing.SILENCE_NANOS >= unansweredNanos;
    if (received > 0) {
      history.heard(nowNanos);
    }
    path()
        .sampled(
            new Path.Sample(
                handshakeFresh,
                shaken,
                moved.sentBytes(),
                moved.sent(),
                moved.received(),
                received > 0 && !onlyCalls,
                overdue),
            nowNanos);
  }

  /**
   * Takes note of the last handshake. Its age passes by the agent's own time: the wall clock, which
   * the device stamps it with, may be set at any time.
   */
  private boolean noteHandshake(
      @Nullable PeerState before, PeerState now, Instant wall, long nowNanos) {
    Instant handshake = now.lastHandshake();
    boolean shaken = false;
    if (handshake == null) {
      handshakeNanos = Long.MIN_VALUE;
    } else if (before != null
        && before.lastHandshake() != null
        && handshake.isAfter(before.lastHandshake())) {
      // However the wall clock was set meanwhile, it came about since the last look.
      shaken = true;
      handshakeNanos = nowNanos;
    } else if (before == null || !handshake.equals(before.lastHandshake())) {
      Duration age = Duration.between(handshake, wall);
      boolean old = age.compareTo(Timing.HANDSHAKE_VALIDITY) >= 0;
      shaken = before != null && !old;
      Duration counted = old ? Timing.HANDSHAKE_VALIDITY : shaken ? Duration.ZERO : age;
      handshakeNanos = nowNanos - Math.max(0, counted.toNanos());
    }
    handshakeFresh =
        now.endpoint() != null
            && handshakeNanos != Long.MIN_VALUE
            && nowNanos - Timing.HANDSHAKE_VALIDITY.toNanos() < handshakeNanos;
    return shaken;
  }

  /** Notes that a packet goes to the peer through the tunnel. */
  void sent(int payload, long nowNanos) {
    traffic.sent(payload);
    sent(nowNanos);
  }

  private void sent(long nowNanos) {
    if (handshakeFresh && unansweredNanos == Long.MAX_VALUE) {
      unansweredNanos = nowNanos;
    }
  }

  /** Notes that a packet came from the peer through the tunnel. */
  void heard(int payload, long nowNanos) {
    traffic.received(payload);
    unansweredNanos = Long.MAX_VALUE;
    history.heard(nowNanos);
  }

  /** The direct path to it; who gets it may tell it something. */
  Path path() {
    handlePath();
    return path;
  }

  /** How the direct path to it is. */
  PathState pathState() {
    return path.state();
  }

  /** All that is known of the direct path at this moment. */
  DirectPath directPath(int tunnelMtu, long nowNanos, LongFunction<Instant> wallAt) {
    return DirectPath.of(path, tunnelMtu, nowNanos, wallAt);
  }

  private void handlePath() {
    if (!handled) {
      handled = true;
      pathHandled.accept(this);
    }
  }

  /** When its path is to be looked at, as it is now; {@link Long#MAX_VALUE} if never. */
  long pathLookedUp() {
    handled = false;
    return path.deadlineNanos();
  }

  /** What it may make this host do. */
  Allowances allowances() {
    return allowances;
  }

  /** Whether the device has it, with an endpoint, a recent handshake, and it answers. */
  boolean isHealthy() {
    return path.isHealthy();
  }

  /** Whether there was a handshake so lately that packets need no new one. */
  boolean isHandshakeFresh() {
    return handshakeFresh;
  }

  /** How long packets to it and back take. */
  RoundTrip roundTrip() {
    return roundTrip;
  }

  /** Whether its agent has shown that it understands an extension, by that one's bit. */
  boolean understands(int capability) {
    return bootId != null && (bootId.capabilities() & capability) != 0;
  }

  /**
   * When the oldest packet was sent to which nothing came back so far; {@link Long#MAX_VALUE} if
   * there is none.
   */
  long unansweredNanos() {
    return unansweredNanos;
  }

  /** What its agent calls itself at the moment; null if it was never heard. */
  @Nullable BootId bootId() {
    return bootId;
  }

  boolean isAlive(long nowNanos) {
    return aliveUntilNanos > nowNanos;
  }

  long aliveUntilNanos() {
    return aliveUntilNanos;
  }

  /**
   * Takes the peer's word that it is alive.
   *
   * @return whether its boot id is new, so that it knows nothing
   */
  boolean alive(BootId id, long untilNanos, long nowNanos) {
    boolean isNew = bootId == null || !id.isSameAs(bootId);
    bootId = id;
    lapsed = false;
    aliveUntilNanos = Math.max(aliveUntilNanos, untilNanos);
    // First, lest a path for which only WireGuard spoke is trusted without a question.
    path()
        .setAnswers(
            understands(PathMessage.PROBES) ? Path.Answers.ECHOES : Path.Answers.WIREGUARD_ONLY,
            nowNanos);
    if (isNew) {
      ignorant = true;
      path().restarted(nowNanos);
    }
    track(nowNanos);
    return isNew;
  }

  /**
   * Whether it has started anew and is to be told everything now, which it is not without end: who
   * starts anew all the time waits for it until it says once more that it is alive.
   */
  boolean takeIgnorance(long nowNanos) {
    boolean now = ignorant && restarts.take(nowNanos);
    ignorant &= !now;
    return now;
  }

  /** Whether it has let the time pass for which it said that it is alive; true once each time. */
  boolean noteIfLapsed(long nowNanos) {
    boolean before = lapsed;
    lapsed = bootId != null && !isAlive(nowNanos);
    return lapsed && !before;
  }

  /**
   * Whether it has been healthy and alive for so long, and was heard lately (see {@link
   * Timing#REMOVAL_MARGIN_NANOS}).
   */
  boolean hasTold(long forNanos, long nowNanos) {
    return goodSinceNanos != Long.MAX_VALUE
        && nowNanos - goodSinceNanos >= forNanos
        && aliveUntilNanos - nowNanos > Timing.REMOVAL_MARGIN_NANOS;
  }

  /**
   * Starts anew to count how long it has been good, since nobody looked for a while.
   *
   * @param skippedNanos how far the agent's time went ahead: nothing was sent in it, and no answer
   *     is late for it
   */
  void missedSomething(long skippedNanos) {
    goodSinceNanos = Long.MAX_VALUE;
    if (handshakeNanos != Long.MIN_VALUE) {
      handshakeNanos += skippedNanos;
    }
    if (unansweredNanos != Long.MAX_VALUE) {
      unansweredNanos += skippedNanos;
    }
  }

  /** Looks whether it is still both healthy and alive. */
  void track(long nowNanos) {
    boolean good = isHealthy() && isAlive(nowNanos);
    goodSinceNanos = good ? Math.min(goodSinceNanos, nowNanos) : Long.MAX_VALUE;
  }

  /**
   * Takes note of whether others may hear of it, and says whether they may now and could not
   * before.
   */
  boolean becameTellable(boolean now) {
    boolean became = now && !tellable;
    tellable = now;
    return became;
  }

  /** Takes note of why it could not be configured, and says whether that is news. */
  boolean noteFailure(String why) {
    boolean news = !why.equals(lastFailure);
    lastFailure = why;
    return news;
  }

  /** Whether its networks were routed to it directly and arrived, since the agent started. */
  boolean pathWorked() {
    return pathWorked;
  }

  void setPathWorked(boolean worked) {
    pathWorked = worked;
  }

  /** Whether the device routes anything to it but its link-local address. */
  boolean isRouted() {
    return state != null && state.allowedIps().stream().anyMatch(c -> !c.address().isLinkLocal());
  }

  /** How the path was when this was last told on; null if it never was. */
  @Nullable PathState toldState() {
    return toldState;
  }

  void setToldState(PathState told) {
    toldState = told;
  }

  /**
   * The networks that somebody else gave it and this agent took from it, because its path broke or
   * another peer has them: it gets them back, and is still who it was.
   */
  Set<Cidr> lent() {
    return lent;
  }

  /**
   * Compares the networks that a router has with those that it had.
   *
   * @param taken whether a network that is missing was taken by this agent for the sake of the
   *     traffic, and not because nobody gives it to the peer any more
   */
  void compareNetworks(Set<Cidr> before, Set<Cidr> now, Predicate<Cidr> taken) {
    if (Roles.isRouter(before)) {
      before.stream()
          .filter(cidr -> !cidr.address().isLinkLocal() && !now.contains(cidr))
          .filter(taken)
          .forEach(lent::add);
    }
    lent.removeAll(now);
  }

  /** Whether it says that it is about to be maintained, so that others are to be preferred. */
  boolean isDraining() {
    return understands(Outbox.DRAINING);
  }

  /** Whether its networks were routed to it when the device was read before. */
  boolean wasRouted() {
    return wasRouted;
  }

  void setWasRouted(boolean routed) {
    wasRouted = routed;
  }

  /** Whether it is on the device because this agent put it there. */
  boolean isAddedHere() {
    return addedHere;
  }

  void setAddedHere() {
    addedHere = true;
  }

  /** Notes that there is an endpoint to try. */
  void wantDirect(long nowNanos) {
    wantedSinceNanos = Math.min(wantedSinceNanos, nowNanos);
  }

  /** Notes that it is reached directly, and says how long that was wanted. */
  long noteDirect(long nowNanos) {
    long waited = Math.max(0, nowNanos - wantedSinceNanos);
    wantedSinceNanos = Long.MAX_VALUE;
    return waited;
  }

  /** Forgets what its agent said of itself, and what was tried. */
  void forgetAll() {
    bootId = null;
    aliveUntilNanos = Long.MIN_VALUE;
    goodSinceNanos = Long.MAX_VALUE;
    lastFailure = null;
    tries.forget();
  }
}
