package io.wirelink.agent;

import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the agent remembers of one peer of the device, or of one that is to become one. */
final class Peer {

  private final PublicKey key;
  private final IpAddress linkLocal;
  private final Tries tries = new Tries();
  private final PeerHistory history = new PeerHistory();

  private final RoundTrip roundTrip = new RoundTrip();

  private @Nullable PeerState state;
  private @Nullable BootId bootId;
  private boolean handshakeFresh;
  private long aliveUntilNanos = Long.MIN_VALUE;
  private boolean lapsed;
  private long goodSinceNanos = Long.MAX_VALUE;
  private boolean pathWorked;
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

  private long receivedBytesBefore;
  private boolean silent;

  Peer(PublicKey key) {
    this.key = key;
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
    @Nullable PeerState before = state;
    state = now;
    handshakeFresh = now != null && isFresh(before, now, wall);
    if (now == null || before == null || now.receivedBytes() != receivedBytesBefore) {
      // A counter that fell is one of a peer that was removed and added again.
      silent = false;
      unansweredNanos = Long.MAX_VALUE;
    } else if (now.sentBytes() - before.sentBytes() > Timing.UNANSWERED_BYTES) {
      // Others on this host speak to the peer too, and more often than the agent does.
      sent(nowNanos);
    }
    silent = silent || nowNanos - Timing.SILENCE_NANOS >= unansweredNanos;
    if (before != null && now != null && now.receivedBytes() > receivedBytesBefore) {
      history.heard(nowNanos);
    }
    receivedBytesBefore = now == null ? 0 : now.receivedBytes();
    track(nowNanos);
  }

  private static boolean isFresh(@Nullable PeerState before, PeerState now, Instant wall) {
    Instant handshake = now.lastHandshake();
    if (now.endpoint() == null || handshake == null) {
      return false;
    }
    boolean recent = Duration.between(handshake, wall).compareTo(Timing.HANDSHAKE_VALIDITY) < 0;
    // The wall clock may have been wrong at the handshake; that there was a new one counts as well.
    boolean moved =
        before != null
            && before.lastHandshake() != null
            && handshake.isAfter(before.lastHandshake());
    return recent || moved;
  }

  /** Notes that a packet goes to the peer through the tunnel. */
  void sent(long nowNanos) {
    if (handshakeFresh && unansweredNanos == Long.MAX_VALUE) {
      unansweredNanos = nowNanos;
    }
  }

  /** Notes that a packet came from the peer through the tunnel. */
  void heard(long nowNanos) {
    unansweredNanos = Long.MAX_VALUE;
    silent = false;
    history.heard(nowNanos);
  }

  /** Whether the device has it, with an endpoint, a recent handshake, and answers. */
  boolean isHealthy() {
    return handshakeFresh && !silent;
  }

  /** Whether the handshake is recent, but nothing comes back any more. */
  boolean isSilent() {
    return handshakeFresh && silent;
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
    boolean isNew = !id.equals(bootId);
    bootId = id;
    lapsed = false;
    aliveUntilNanos = Math.max(aliveUntilNanos, untilNanos);
    track(nowNanos);
    return isNew;
  }

  /** Whether it has let the time pass for which it said that it is alive; true once each time. */
  boolean lapsed(long nowNanos) {
    boolean before = lapsed;
    lapsed = bootId != null && !isAlive(nowNanos);
    return lapsed && !before;
  }

  /** Since when it is both healthy and alive; {@link Long#MAX_VALUE} if it is not. */
  long goodSinceNanos() {
    return goodSinceNanos;
  }

  /** Starts anew to count how long it has been good, since nobody looked for a while. */
  void missedSomething() {
    goodSinceNanos = Long.MAX_VALUE;
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
  boolean failed(String why) {
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
  long becameDirect(long nowNanos) {
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
