package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import java.util.BitSet;

/**
 * One peer as somebody to be told things: what it knows until when, and what it should be told
 * next.
 *
 * <p>Facts are known by their number in the store, so that a thousand peers times some thousand
 * facts take two bytes each and not a map entry, and what one of both renews for the other only the
 * bit that says so.
 */
final class Recipient {

  /**
   * How soon a peer that is told nothing else hears again where it is seen, though that is as it
   * was: in case the packet was lost that said so.
   */
  private static final int SIGHTING_SECONDS = 900;

  private final PublicKey key;
  private final int windowSeconds;
  private SendLevel level = SendLevel.NOTHING;
  private Understanding understanding = Understanding.NONE;

  /** Until when it knows what nobody renews. */
  private final KnownUntil known;

  private final Promises promises = new Promises();
  private final Hearing hearing = new Hearing();
  private final BitSet due = new BitSet();
  private final LookPlan plan;
  private Pace pace = Pace.USUAL;
  private long aliveKnownUntilNanos = Long.MIN_VALUE;
  private long wakeNanos = Long.MAX_VALUE;
  private boolean waiting;

  /** What was said last of where the peer is seen; -1 if nothing was. */
  private int sighting = -1;

  private int sightedSeconds;

  /** The fact that was looked at last, so that those behind it have their turn as well. */
  private int lastDone;

  /**
   * A peer that knows nothing.
   *
   * @param windowSeconds how long before the peer forgets a fact it is told again
   */
  Recipient(PublicKey key, int windowSeconds, int nowSeconds) {
    this.key = key;
    this.windowSeconds = windowSeconds;
    this.known = new KnownUntil(nowSeconds);
    this.plan = new LookPlan(nowSeconds);
  }

  PublicKey key() {
    return key;
  }

  SendLevel level() {
    return level;
  }

  void setLevel(SendLevel newLevel) {
    level = newLevel;
  }

  /** What the peer understands beyond the protocol of all. */
  Understanding understanding() {
    return understanding;
  }

  void setUnderstanding(Understanding newUnderstanding) {
    understanding = newUnderstanding;
  }

  /** How often it hears that this host is alive. */
  Pace pace() {
    return pace;
  }

  /** Sets that, and says whether it is news. */
  boolean setPace(Pace newPace) {
    boolean news = !newPace.equals(pace);
    pace = newPace;
    return news;
  }

  /** What the peer was told and this host renews. */
  Promises promises() {
    return promises;
  }

  /** What the peer told and renews. */
  Hearing hearing() {
    return hearing;
  }

  /** Whether one of them renews the fact for the other. */
  private boolean isRenewed(int id) {
    return promises.told().contains(id) || hearing.heard().contains(id);
  }

  /** Renews nothing any more; what the peer was told lasts for as long as it was renewed. */
  void breakPromises(int nowSeconds) {
    for (Ledger ledger : new Ledger[] {promises.told(), hearing.heard()}) {
      int until = ledger.untilSeconds();
      for (int id : ledger.clear()) {
        knows(id, until, nowSeconds);
      }
    }
    promises.clear();
    hearing.unheld().clear();
  }

  /** Until when the peer knows that this host is alive; {@link Long#MIN_VALUE} if it does not. */
  long aliveKnownUntilNanos() {
    return aliveKnownUntilNanos;
  }

  void setAliveKnownUntilNanos(long nanos) {
    aliveKnownUntilNanos = nanos;
  }

  /** When the recipient is next looked at; {@link Long#MAX_VALUE} if that is not planned. */
  long wakeNanos() {
    return wakeNanos;
  }

  void setWakeNanos(long nanos) {
    wakeNanos = nanos;
  }

  /** Whether it waits for its turn. */
  boolean isWaiting() {
    return waiting;
  }

  void setWaiting(boolean now) {
    waiting = now;
  }

  /** Lets a fact be looked at in the next turn. */
  void due(int id) {
    due.set(id);
  }

  /** Lets these facts be looked at in the next turn. */
  void due(BitSet ids) {
    due.or(ids);
  }

  boolean isDue(int id) {
    return due.get(id);
  }

  /** The first fact to look at in this turn, where the last turn ended; -1 if there is none. */
  int firstDue() {
    int next = due.nextSetBit(lastDone);
    return next >= 0 ? next : due.nextSetBit(0);
  }

  /** The next one; -1 if there is none. */
  int nextDue(int id) {
    int next = due.nextSetBit(id + 1);
    return next >= 0 ? next : due.nextSetBit(0);
  }

  /** Takes note that a fact was looked at. */
  void done(int id) {
    due.clear(id);
    lastDone = id;
  }

  /**
   * Whether the peer has to hear of a fact again that it will forget soon, or hear of it at all.
   */
  boolean needs(int id, int expiresSeconds, int nowSeconds) {
    if (isRenewed(id)) {
      return false;
    }
    int until = known.get(id);
    return until == 0 || (until - nowSeconds <= windowSeconds && until < expiresSeconds);
  }

  /**
   * Whether the peer forgets the fact soon, and is to hear of it as soon as it lasts for longer.
   */
  boolean wantsLonger(int id, int nowSeconds) {
    return !isRenewed(id) && known.get(id) - nowSeconds <= windowSeconds;
  }

  /**
   * Notes that the peer knows the fact until then, and plans to look at it again in time; not if it
   * is renewed, since it is known for as long as that then.
   */
  void knows(int id, int untilSeconds, int nowSeconds) {
    if (!isRenewed(id)) {
      known.raise(id, untilSeconds, nowSeconds);
      plan.plan(id, known.get(id) - windowSeconds, nowSeconds);
    }
  }

  /**
   * Whether the peer is to hear where it is seen, since it has not, or not for long; it counts as
   * told then.
   */
  boolean sightingIsDue(int id, int nowSeconds) {
    boolean due = id != sighting || nowSeconds - sightedSeconds >= SIGHTING_SECONDS;
    sightedSeconds = due ? nowSeconds : sightedSeconds;
    sighting = id;
    return due;
  }

  /** Notes that one of both renews the fact for the other from now on. */
  void renewed(int id) {
    known.clear(id);
  }

  /** Forgets about the fact, whose number may soon stand for another. */
  void gone(int id) {
    sighting = sighting == id ? -1 : sighting;
    known.clear(id);
    due.clear(id);
    plan.forget(id);
  }

  /** The peer does not know the fact, as it should, and is to be told. */
  void forgets(int id) {
    sighting = sighting == id ? -1 : sighting;
    known.clear(id);
    due.set(id);
  }

  /** The peer has started anew and knows nothing. */
  void knowsNothing() {
    sighting = -1;
    promises.clear();
    hearing.doubt();
    known.clear();
    plan.clear();
    aliveKnownUntilNanos = Long.MIN_VALUE;
  }

  /** Marks what the peer will forget soon as due. */
  void lookAgain(int nowSeconds) {
    plan.take(
        nowSeconds,
        id -> {
          int until = isRenewed(id) ? 0 : known.get(id);
          if (until - nowSeconds > windowSeconds) {
            plan.plan(id, until - windowSeconds, nowSeconds);
          } else if (until != 0) {
            due.set(id);
          }
        });
  }

  /**
   * The second at which {@link #lookAgain} may next find something; {@link Integer#MAX_VALUE} if
   * never.
   */
  int nextLookSeconds() {
    return plan.nextSeconds();
  }
}
