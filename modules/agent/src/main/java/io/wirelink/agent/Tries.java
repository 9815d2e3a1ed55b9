package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerState;
import io.wirelink.fact.BootId;
import io.wirelink.gossip.Allowance;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints of a peer were tried since it was healthy, and when the next one is; and which of
 * them are known to be good, which outlives both success and failure.
 */
final class Tries {

  /**
   * The tries of one endpoint since the peer was healthy.
   *
   * @param count how many
   * @param lastNanos when the last was
   * @param stretch by what the pause after it is multiplied, 0.75 to 1
   */
  record Attempt(int count, long lastNanos, double stretch) {

    /** When the next may be, of pauses that double from try to try. */
    long dueNanos(long firstPauseNanos) {
      int doublings = Math.min(count - 1, 16);
      long pause = Math.min(firstPauseNanos << doublings, Timing.MAX_BACKOFF_NANOS);
      return lastNanos + (long) (pause * stretch);
    }
  }

  /**
   * The endpoint that has its turn.
   *
   * @param endpoint which
   * @param sinceNanos when it was called first; it may have been called again since
   */
  record Turn(Endpoint endpoint, long sinceNanos) {}

  private final Map<Endpoint, Attempt> attempts = new HashMap<>();
  private @Nullable Turn turn;
  private boolean open;
  private long nextTryNanos = Long.MAX_VALUE;
  private boolean awaitingRead;

  /** Which were tried at all, of those that are known. */
  private final Set<Endpoint> ever = new HashSet<>();

  /** The last try of all, whatever has happened since; null if there was none. */
  private @Nullable Attempt last;

  private boolean apart;

  /** Where the peer is by its own word, as was known at the last look. */
  private Set<Endpoint> known = Set.of();

  /** How often what is new may let all be tried anew. */
  private final Allowance news = new Allowance(Timing.NEWS_AT_ONCE, Timing.NEWS_INTERVAL_NANOS);

  /** Since when there is something to try in this round; {@link Long#MAX_VALUE} if nothing is. */
  private long beginNanos = Long.MAX_VALUE;

  private @Nullable Endpoint worked;
  private @Nullable Endpoint found;
  private final Set<Endpoint> remembered = new LinkedHashSet<>();
  private @Nullable Endpoint lastSet;

  /** What the device said at the last look. */
  private @Nullable Endpoint seenAt;

  /** What had come from the peer then; -1 if it was not on the device. */
  private long seenBytes = -1;

  private @Nullable BootId bootId;

  /** The tries of the endpoint; null if there was none. */
  @Nullable Attempt of(Endpoint endpoint) {
    return attempts.get(endpoint);
  }

  /** The turn that is; null if none was tried since the peer was healthy, or there was news. */
  @Nullable Turn turn() {
    return turn;
  }

  /**
   * Notes that the endpoint is tried now.
   *
   * @param stretch by what the pause until it is tried again is multiplied, 0.75 to 1
   */
  void tried(Endpoint endpoint, double stretch, long nowNanos) {
    Attempt before = attempts.get(endpoint);
    int count = before == null ? 1 : before.count() + 1;
    last = new Attempt(count, nowNanos, stretch);
    attempts.put(endpoint, last);
    ever.add(endpoint);
    if (turn == null || !turn.endpoint().equals(endpoint)) {
      turn = new Turn(endpoint, nowNanos);
    }
    lastSet = endpoint;
    open = true;
  }

  /** Notes that the endpoint was called in vain already, though nobody thought of it as a try. */
  void failed(Endpoint endpoint, long nanos) {
    turn = new Turn(endpoint, nanos);
    attempts.put(endpoint, new Attempt(1, nanos, 1));
  }

  /** Forgets tries of endpoints that nobody speaks of any more. */
  void keepOnly(Collection<Endpoint> endpoints) {
    attempts.keySet().retainAll(endpoints);
    ever.retainAll(endpoints);
  }

  /** Whether any was tried since the peer was healthy. */
  boolean isOpen() {
    return open;
  }

  /** Whether there were tries, and none since all are to be tried anew. */
  boolean isToBeginAnew() {
    return open && turn == null;
  }

  /** Whether the endpoint was ever tried since it is known, whatever has happened since. */
  boolean wasTried(Endpoint endpoint) {
    return ever.contains(endpoint);
  }

  /**
   * When the peer may be tried again that most likely cannot be met; in the past if at once.
   *
   * @param pauses after how many pauses
   */
  long seldomNanos(int pauses) {
    return last == null
        ? Long.MIN_VALUE
        : last.lastNanos() + (long) (pauses * Timing.SELDOM_TRY_NANOS / last.stretch());
  }

  /**
   * Notes whether NATs keep the peer and this host apart. Then nothing is to be sent to it between
   * tries, which WireGuard would take for reasons to call it on and on.
   */
  void setApart(boolean now) {
    // What was planned while they did is too late for what there is now.
    if (apart && !now) {
      nextTryNanos = Long.MAX_VALUE;
      beginNanos = Long.MAX_VALUE;
    }
    apart = now;
  }

  /** Whether NATs keep the peer and this host apart. */
  boolean isApart() {
    return apart;
  }

  /** Ends the tries, since the peer answers. */
  void succeeded() {
    apart = false;
    beginAnew();
    open = false;
  }

  /**
   * Begins anew with all endpoints, since something has happened after which what failed before may
   * succeed. What is known to be good stays known.
   */
  void beginAnew() {
    attempts.clear();
    turn = null;
    nextTryNanos = Long.MAX_VALUE;
    beginNanos = Long.MAX_VALUE;
  }

  /**
   * Begins anew if the peer has something new to say of where it is: most likely its agent has just
   * started, and only now it lets this host in.
   *
   * @param own the endpoints that follow from its own word
   */
  void learned(Set<Endpoint> own, long nowNanos) {
    if (known.containsAll(own) || takeNews(nowNanos)) {
      known = own;
    }
  }

  /**
   * Begins anew, since most likely the peer's agent has just started.
   *
   * @return whether it does; not if that was so too often
   */
  boolean takeNews(long nowNanos) {
    if (turn == null) {
      return true;
    }
    boolean taken = news.take(nowNanos);
    if (taken) {
      beginAnew();
    }
    return taken;
  }

  /** When this round began, in which none was tried yet. */
  long beginNanos(long nowNanos) {
    beginNanos = Math.min(beginNanos, nowNanos);
    return beginNanos;
  }

  /** Begins anew if the peer's agent has. */
  void heard(@Nullable BootId id) {
    if (bootId != null && id != null && !id.equals(bootId)) {
      beginAnew();
    }
    bootId = id == null ? bootId : id;
  }

  /** Whether the last try was the first since all are to be tried anew. */
  boolean isFirst() {
    return attempts.size() == 1 && last != null && last.count() == 1;
  }

  /** Forgets everything but what the device has. */
  void forget() {
    succeeded();
    worked = null;
    remembered.clear();
  }

  /** When the next endpoint may be tried; {@link Long#MAX_VALUE} if there is none to try. */
  long nextTryNanos() {
    return nextTryNanos;
  }

  void plan(long nanos) {
    nextTryNanos = nanos;
  }

  void planNone() {
    nextTryNanos = Long.MAX_VALUE;
  }

  /** Whether an endpoint is to be tried as soon as the device has been read again. */
  boolean isAwaitingRead() {
    return awaitingRead;
  }

  void setAwaitingRead(boolean awaiting) {
    awaitingRead = awaiting;
  }

  /**
   * Takes note of what the device says. An endpoint has worked if something came while it was set:
   * WireGuard sends to where the last packet came from. What this agent has not set, and nothing
   * came from, somebody else has set.
   */
  void look(@Nullable PeerState state, boolean healthy) {
    @Nullable Endpoint before = seenAt;
    boolean came = state != null && seenBytes >= 0 && state.receivedBytes() > seenBytes;
    seenBytes = state == null ? -1 : state.receivedBytes();
    seenAt = state == null ? null : state.endpoint();
    if (seenAt == null) {
      return;
    }
    if (healthy && came && (before == null || before.equals(seenAt))) {
      worked = seenAt;
    } else if (!seenAt.equals(worked) && !seenAt.equals(lastSet) && (before == null || !healthy)) {
      found = seenAt;
    }
  }

  /** Where the peer answered last; null if it did not since the agent started. */
  @Nullable Endpoint workedLast() {
    return worked;
  }

  /** What the device had when the agent found it, or somebody else has set since; null if none. */
  @Nullable Endpoint found() {
    return found;
  }

  /** Takes note of where the peer answered before this agent started. */
  void remember(Collection<Endpoint> endpoints) {
    remembered.addAll(endpoints);
  }

  /** Where the peer answered before this agent started. */
  Set<Endpoint> remembered() {
    return remembered;
  }
}
