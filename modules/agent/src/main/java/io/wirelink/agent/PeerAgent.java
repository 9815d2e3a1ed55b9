package io.wirelink.agent;

import io.wirelink.fact.BootId;
import io.wirelink.fact.NatBehavior;
import io.wirelink.gossip.Allowance;
import io.wirelink.gossip.PathMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the agent of a peer says of itself: its boot id with what it understands, until when it is
 * alive, and so how much it can have told.
 */
final class PeerAgent {

  /** How often in a row an honest agent starts anew before somebody looks at what is wrong. */
  private static final int RESTARTS_AT_ONCE = 4;

  /** Telling it everything is then no more than what Alive costs a mesh anyway. */
  private static final long RESTART_INTERVAL_NANOS = Duration.ofSeconds(30).toNanos();

  private final Allowance restarts = new Allowance(RESTARTS_AT_ONCE, RESTART_INTERVAL_NANOS);
  private @Nullable BootId bootId;
  private @Nullable BootId asking;
  private long sinceNanos = Long.MIN_VALUE;
  private boolean hasHeard;
  private boolean leaf;
  private boolean router;
  private boolean ignorant;
  private long aliveUntilNanos = Long.MIN_VALUE;
  private boolean lapsed;
  private long goodSinceNanos = Long.MAX_VALUE;
  private NatBehavior nat = NatBehavior.UNKNOWN;
  private long natUntilNanos = Long.MIN_VALUE;

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

  /** Whether its agent has shown that it understands an extension, by that one's bit. */
  boolean understands(int capability) {
    return bootId != null && (bootId.capabilities() & capability) != 0;
  }

  /** When it said for the first time what it calls itself at the moment. */
  long sinceNanos() {
    return sinceNanos;
  }

  /**
   * Whether it has shown that it knows what this agent understands, and so has heard it: by a probe
   * or a stamp, which nobody is sent who is not known to understand them.
   */
  boolean hasHeard() {
    return hasHeard;
  }

  /**
   * Takes note that it has shown that.
   *
   * @return whether it is news
   */
  boolean showsHearing() {
    boolean news = !hasHeard;
    hasHeard = true;
    return news;
  }

  /**
   * Whether its host is no router for all that it has shown, also before it ended. Agents that are
   * not of this project do not show that.
   */
  boolean isLeafForSure() {
    return leaf;
  }

  /**
   * Whether it has ever shown that its host is a router: what is told for that reason is told on,
   * however often it says something else.
   */
  boolean wasRouter() {
    return router;
  }

  /** Whether it says that it is about to be maintained, so that others are to be preferred. */
  boolean isDraining() {
    return understands(Outbox.DRAINING);
  }

  /**
   * Takes the agent's word that it is alive.
   *
   * @return whether its boot id is new, so that it knows nothing
   */
  boolean alive(BootId id, long untilNanos, long nowNanos) {
    boolean isNew = bootId == null || !id.isSameAs(bootId);
    // What comes before its first word shows something as well.
    hasHeard &= bootId == null || !isNew;
    sinceNanos = isNew ? nowNanos : sinceNanos;
    bootId = id;
    boolean shown = !id.isOurs() || understands(PathMessage.PASSING);
    router |= understands(Outbox.ROUTER);
    leaf = shown ? id.isOurs() && !understands(Outbox.ROUTER) : leaf;
    lapsed = false;
    aliveUntilNanos = Math.max(aliveUntilNanos, untilNanos);
    ignorant |= isNew;
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

  /** Whether it spoke, and was not heard lately, but within the last hour. */
  boolean hasFallenSilent(long nowNanos) {
    return bootId != null
        && aliveUntilNanos - nowNanos <= Timing.REMOVAL_MARGIN_NANOS
        && nowNanos - aliveUntilNanos < Timing.SILENT_AGENT_NANOS;
  }

  /**
   * Takes note that it asks to be called, by way of a router: it has just started.
   *
   * @return whether that is news
   */
  boolean asked(BootId id) {
    boolean isNew = asking == null || !id.isSameAs(asking);
    asking = id;
    return isNew;
  }

  /** What it says of the NAT before its host; unknown if it says nothing, or did so long ago. */
  NatBehavior nat(long nowNanos) {
    return natUntilNanos > nowNanos ? nat : NatBehavior.UNKNOWN;
  }

  /** Takes its word on the NAT before its host; one that has no time left takes it back. */
  void natSaid(NatBehavior said, long untilNanos, long nowNanos) {
    if (untilNanos > nowNanos || said.equals(nat)) {
      nat = said;
      natUntilNanos = untilNanos;
    }
  }

  /** Starts anew to count how long it has been good, since nobody looked for a while. */
  void missedSomething() {
    goodSinceNanos = Long.MAX_VALUE;
  }

  /** Looks whether it is alive, as its host is healthy or not. */
  void track(boolean healthy, long nowNanos) {
    boolean good = healthy && isAlive(nowNanos);
    goodSinceNanos = good ? Math.min(goodSinceNanos, nowNanos) : Long.MAX_VALUE;
  }

  /** Forgets what it said. */
  void forget() {
    bootId = null;
    sinceNanos = Long.MIN_VALUE;
    hasHeard = false;
    asking = null;
    leaf = false;
    router = false;
    aliveUntilNanos = Long.MIN_VALUE;
    goodSinceNanos = Long.MAX_VALUE;
    natUntilNanos = Long.MIN_VALUE;
  }
}
