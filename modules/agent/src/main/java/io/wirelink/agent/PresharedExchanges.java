package io.wirelink.agent;

import io.wirelink.device.PresharedKey;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.Allowance;
import io.wirelink.gossip.PresharedMessage;
import io.wirelink.gossip.PresharedMessage.Piece;
import io.wirelink.kem.KemTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads exchanges of preshared keys with all peers, as the one that begins or the other one: who
 * says what when, and again.
 */
final class PresharedExchanges {

  private static final Logger log = LoggerFactory.getLogger(PresharedExchanges.class);

  /** After how long what is not answered is said again; twice as long after each time. */
  private static final long REPEAT_NANOS = Duration.ofMillis(500).toNanos();

  /** How often it is said: for half a minute. */
  private static final int MAX_TIMES = 6;

  /** How long something may take to be computed. */
  private static final long COMPUTING_NANOS = Duration.ofSeconds(30).toNanos();

  /** How soon a failed exchange is followed by another; twice as long after each. */
  private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

  private static final int MAX_DOUBLINGS = 6;

  /** How often others begin: a thousand within four minutes, beside all else that a router does. */
  private static final long PACE_NANOS = Duration.ofMillis(250).toNanos();

  /** How often in a row a peer may begin, and how often from then on: each costs computing. */
  private static final int BEGINS_AT_ONCE = 4;

  private static final long BEGIN_NANOS = Duration.ofMinutes(1).toNanos();

  private static final long NEVER = Long.MAX_VALUE;

  /** How far it is with one peer. */
  private static final class Talk {
    private final Allowance begins = new Allowance(BEGINS_AT_ONCE, BEGIN_NANOS);
    private final long spreadNanos;
    private @Nullable PresharedExchange exchange;
    private long wantedNanos = NEVER;
    private long earliestNanos = Long.MIN_VALUE;
    private long nextNanos = NEVER;
    private int times;
    private int failures;

    private Talk(long spreadNanos) {
      this.spreadNanos = spreadNanos;
    }

    private boolean isUnderWay() {
      return exchange != null && !exchange.isDone();
    }

    private long dueNanos() {
      return isUnderWay() ? nextNanos : wantedNanos;
    }
  }

  private final Mesh mesh;
  private final Outbox outbox;
  private final RandomGenerator random;
  private final Map<PublicKey, Talk> talks = new HashMap<>();
  private final List<Action> actions = new ArrayList<>();
  private long paceNanos = Long.MIN_VALUE;
  private long nextNanos = NEVER;

  PresharedExchanges(Mesh mesh, Outbox outbox, RandomGenerator random) {
    this.mesh = mesh;
    this.outbox = outbox;
    this.random = random;
  }

  /** Begins an exchange with a peer then, or a little later; {@link Long#MAX_VALUE} for none. */
  void want(Peer peer, long fromNanos) {
    Talk talk = talks.get(peer.key());
    if (talk == null && fromNanos != NEVER) {
      talk = new Talk(random.nextLong(KeyTiming.SPREAD_NANOS));
      talks.put(peer.key(), talk);
    }
    if (talk != null) {
      talk.wantedNanos =
          fromNanos == NEVER ? NEVER : Math.max(fromNanos + talk.spreadNanos, talk.earliestNanos);
      nextNanos = Math.min(nextNanos, talk.dueNanos());
    }
  }

  /** Forgets all that was said with a peer. */
  void forget(PublicKey key) {
    talks.remove(key);
  }

  /** Forgets all. */
  void clear() {
    talks.clear();
    nextNanos = NEVER;
  }

  /** Takes in a part of an exchange. */
  void receive(Peer peer, PresharedMessage.Half half, long now) {
    boolean begins = half.piece() == Piece.LEADER_KEY;
    Talk talk = talks.get(peer.key());
    PresharedExchange exchange = talk == null ? null : talk.exchange;
    if (exchange == null || exchange.id() != half.id()) {
      if (!begins || isLeader(peer)) {
        return; // It belongs to an exchange that is over.
      }
      if (talk == null) {
        talk = new Talk(0);
        talks.put(peer.key(), talk);
      }
      if (!talk.begins.take(now)) {
        return;
      }
      exchange = new PresharedExchange(half.id(), false, mesh.self(), peer.key());
      talk.exchange = exchange;
    }
    if (half.second() && exchange.answers(half.piece())) {
      // The answer was lost, or has crossed this.
      say(peer, exchange, now);
    }
    Optional<KemTask> task = exchange.take(half);
    if (task.isPresent()) {
      compute(peer, talk, exchange, task.get(), now);
    }
  }

  /**
   * The key of an exchange, if the other's proof that it has it is right.
   *
   * @return empty if there is none yet, or the proof is wrong
   */
  Optional<PresharedKey> proven(Peer peer, PresharedMessage.Ready ready) {
    PresharedExchange exchange = exchangeWith(peer);
    return exchange == null || exchange.id() != ready.id()
        ? Optional.empty()
        : exchange.proven(ready);
  }

  private @Nullable PresharedExchange exchangeWith(Peer peer) {
    Talk talk = talks.get(peer.key());
    return talk == null ? null : talk.exchange;
  }

  /**
   * Takes note, as the leader, that the other one has the key.
   *
   * @return whether that is news, so that it may be set
   */
  boolean confirmed(Peer peer) {
    Talk talk = talks.get(peer.key());
    PresharedExchange exchange = talk == null ? null : talk.exchange;
    if (exchange == null || exchange.isDone()) {
      return false;
    }
    if (exchange.isReleased()) {
      exchange.end();
      talk.failures = 0;
      talk.wantedNanos = NEVER;
      return false;
    }
    boolean news = exchange.isAwaiting();
    exchange.rest();
    talk.nextNanos = NEVER;
    return news;
  }

  /** Says, as the leader, that the key is set, until the other one has set it too. */
  void release(Peer peer, long now) {
    Talk talk = talks.get(peer.key());
    PresharedExchange exchange = talk == null ? null : talk.exchange;
    if (exchange != null && !exchange.isDone()) {
      exchange.release();
      talk.times = 0;
      talk.nextNanos = now + REPEAT_NANOS;
      nextNanos = Math.min(nextNanos, talk.nextNanos);
      say(peer, exchange, now);
    }
  }

  /** Says, as the other one, that the key is set. */
  void taken(Peer peer, long now) {
    PresharedExchange exchange = exchangeWith(peer);
    if (exchange != null) {
      exchange.end();
      say(peer, exchange, now);
    }
  }

  /** Whether the exchange is over, as the other one, since the key is set. */
  boolean isTaken(Peer peer) {
    PresharedExchange exchange = exchangeWith(peer);
    return exchange != null && exchange.isDone();
  }

  /** Takes in what was computed; empty if it could not be. */
  void computed(PublicKey key, long id, Optional<KemTask.Answer> answer, long now) {
    Talk talk = talks.get(key);
    PresharedExchange exchange = talk == null ? null : talk.exchange;
    Peer peer = mesh.peer(key);
    if (exchange == null || exchange.id() != id || !exchange.isComputing() || peer == null) {
      return;
    }
    if (answer.isEmpty()) {
      fail(talk, peer, now);
      return;
    }
    exchange.computed(answer.get());
    say(peer, exchange, now);
    talk.times = 0;
    talk.nextNanos = exchange.isAwaiting() ? now + REPEAT_NANOS : NEVER;
    nextNanos = Math.min(nextNanos, talk.nextNanos);
  }

  private void compute(Peer peer, Talk talk, PresharedExchange exchange, KemTask task, long now) {
    actions.add(new Action.Encapsulate(peer.key(), exchange.id(), task));
    talk.nextNanos = now + COMPUTING_NANOS;
    nextNanos = Math.min(nextNanos, talk.nextNanos);
  }

  private void say(Peer peer, PresharedExchange exchange, long now) {
    for (PresharedMessage word : exchange.words()) {
      outbox.send(peer, word.inner(), now).ifPresent(actions::add);
    }
  }

  private void fail(Talk talk, Peer peer, long now) {
    log.debug("No preshared key was agreed upon with {}", mesh.nameOf(peer.key()));
    talk.exchange = null;
    talk.nextNanos = NEVER;
    talk.earliestNanos = now + (AGAIN_NANOS << talk.failures);
    talk.wantedNanos = Math.max(talk.wantedNanos, talk.earliestNanos);
    talk.failures = Math.min(talk.failures + 1, MAX_DOUBLINGS);
  }

  /** Whether this host begins when a key is wanted: of two hosts the one with the lower key. */
  boolean isLeader(Peer peer) {
    return mesh.self().compareTo(peer.key()) < 0;
  }

  /** Adds what is to be done now. */
  void due(List<Action> due, long now) {
    if (now >= nextNanos) {
      nextNanos = NEVER;
      for (Map.Entry<PublicKey, Talk> each : talks.entrySet()) {
        Peer peer = mesh.peer(each.getKey());
        if (peer != null && each.getValue().dueNanos() <= now) {
          due(peer, each.getValue(), now);
        }
        nextNanos = Math.min(nextNanos, each.getValue().dueNanos());
      }
    }
    due.addAll(actions);
    actions.clear();
  }

  private void due(Peer peer, Talk talk, long now) {
    PresharedExchange exchange = talk.exchange;
    if (exchange == null || exchange.isDone()) {
      begin(peer, talk, now);
    } else if (exchange.isAwaiting() && talk.times < MAX_TIMES) {
      talk.times++;
      talk.nextNanos = now + (REPEAT_NANOS << talk.times);
      say(peer, exchange, now);
    } else {
      fail(talk, peer, now);
    }
  }

  private void begin(Peer peer, Talk talk, long now) {
    if (now < paceNanos) {
      talk.wantedNanos = paceNanos;
      return;
    }
    paceNanos = now + PACE_NANOS;
    var exchange = new PresharedExchange(random.nextLong(), true, mesh.self(), peer.key());
    talk.exchange = exchange;
    talk.wantedNanos = NEVER;
    compute(peer, talk, exchange, exchange.begin(), now);
  }

  /** When {@link #due} must be asked at the latest. */
  long deadlineNanos() {
    return actions.isEmpty() ? nextNanos : Long.MIN_VALUE;
  }
}
