package io.wirelink.agent;

import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.gossip.PathMessage;
import io.wirelink.path.Allowances;
import io.wirelink.path.Answers;
import io.wirelink.path.Path;
import io.wirelink.path.PathState;
import io.wirelink.path.RoundTrip;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What the agent remembers of one peer of the device, or of one that is to become one. */
final class Peer {

  private final PublicKey key;
  private final IpAddress linkLocal;
  private final Tries tries = new Tries();
  private final PeerHistory history = new PeerHistory();

  private final RoundTrip roundTrip = new RoundTrip();

  private @Nullable PeerState state;
  private final Session session = new Session(history);
  private final PeerAgent agent = new PeerAgent();
  private final Path path;
  private final Consumer<Peer> pathHandled;
  private boolean handled;
  private final Allowances allowances = new Allowances();
  private boolean pathWorked;
  private @Nullable PathState toldState;
  private final Routes routes = new Routes();
  private final LentNetworks lent = new LentNetworks();
  private @Nullable String lastFailure;
  private boolean addedHere;

  /** Since when a direct path is wanted and not there; {@link Long#MAX_VALUE} if it is not. */
  private long wantedSinceNanos = Long.MAX_VALUE;

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
    routes.read(now);
    if (now == null) {
      session.gone();
      lent.clear();
      path().gone(nowNanos);
    } else {
      path().sampled(session.read(before, now, wall, nowNanos), nowNanos);
    }
    track(nowNanos);
  }

  /** Notes that a packet goes to the peer through the tunnel. */
  void sent(int payload, long nowNanos) {
    session.sent(payload, nowNanos);
  }

  /** Notes that a packet came from the peer through the tunnel. */
  void heard(int payload, long nowNanos) {
    session.heard(payload, nowNanos);
  }

  /** The direct path to it; who gets it may tell it something. */
  Path path() {
    handlePath();
    return path;
  }

  /** Notes whether the direct path is all that this host has to reach it, though it is no good. */
  void notePathNeeded(boolean needed, long nowNanos) {
    if (needed || path.need().isOwn()) {
      path().setNeeded(needed, nowNanos);
    }
  }

  /** Whether it answers, and the direct path is all that it has: it takes nothing else. */
  boolean needsPath(long nowNanos) {
    return isHealthy() && path.need().isTheirs(nowNanos);
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

  /** What passes between it and this host. */
  Session session() {
    return session;
  }

  /** How long packets to it and back take. */
  RoundTrip roundTrip() {
    return roundTrip;
  }

  /** What its agent says of itself. */
  PeerAgent agent() {
    return agent;
  }

  /** What its agent calls itself at the moment; null if it was never heard. */
  @Nullable BootId bootId() {
    return agent.bootId();
  }

  /** Whether its path is up and its agent is alive for more than a moment. */
  boolean isSteady(long nowNanos) {
    return pathState() instanceof PathState.Up
        && agent.aliveUntilNanos() > nowNanos + Timing.ALIVE_MARGIN_NANOS;
  }

  /** Whether its agent has shown that it understands an extension, by that one's bit. */
  boolean understands(int capability) {
    return agent.understands(capability);
  }

  boolean isAlive(long nowNanos) {
    return agent.isAlive(nowNanos);
  }

  /**
   * Takes the peer's word that it is alive.
   *
   * @return whether its boot id is new, so that it knows nothing
   */
  boolean alive(BootId id, long untilNanos, long nowNanos) {
    boolean isNew = agent.alive(id, untilNanos, nowNanos);
    // First, lest a path for which only WireGuard spoke is trusted without a question.
    path()
        .setAnswers(
            understands(PathMessage.PROBES) ? Answers.ECHOES : Answers.WIREGUARD_ONLY, nowNanos);
    if (isNew) {
      path().restarted(nowNanos);
    }
    track(nowNanos);
    return isNew;
  }

  /**
   * Starts anew to count how long it has been good, since nobody looked for a while.
   *
   * @param skippedNanos how far the agent's time went ahead: nothing was sent in it, and no answer
   *     is late for it
   */
  void missedSomething(long skippedNanos) {
    agent.missedSomething();
    session.missedSomething(skippedNanos);
  }

  /** Looks whether it is still both healthy and alive. */
  void track(long nowNanos) {
    agent.track(isHealthy(), nowNanos);
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

  /** What the device routes to it. */
  Routes routes() {
    return routes;
  }

  /** How the path was when this was last told on; null if it never was. */
  @Nullable PathState toldState() {
    return toldState;
  }

  void setToldState(PathState told) {
    toldState = told;
  }

  /** The networks that this agent took from it, and gives back. */
  LentNetworks lent() {
    return lent;
  }

  /** Whether it says that it is about to be maintained, so that others are to be preferred. */
  boolean isDraining() {
    return agent.isDraining();
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
    agent.forget();
    lastFailure = null;
    tries.forget();
  }
}
