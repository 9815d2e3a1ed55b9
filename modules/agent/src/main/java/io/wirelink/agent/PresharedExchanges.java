package io.wirelink.agent;

import io.wirelink.device.PresharedKey;
import io.wirelink.device.PublicKey;
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

  /** How often others begin: a thousand within four minutes, beside all else that a router does. */
  private static final long PACE_NANOS = Duration.ofMillis(250).toNanos();

  private static final long NEVER = Long.MAX_VALUE;

  private final Mesh mesh;
  private final Outbox outbox;
  private final RandomGenerator random;
  private final Map<PublicKey, PresharedTalk> talks = new HashMap<>();
  private final List<Action> actions = new ArrayList<>();

  /** Those who have not said that they have set a key which this host has. */
  private final List<PublicKey> untaken = new ArrayList<>();

  private long paceNanos = Long.MIN_VALUE;
  private long nextNanos = NEVER;

  PresharedExchanges(Mesh mesh, Outbox outbox, RandomGenerator random) {
    this.mesh = mesh;
    this.outbox = outbox;
    this.random = random;
  }

  /** Begins an exchange with a peer then, or a little later; {@link Long#MAX_VALUE} for none. */
  void want(Peer peer, long fromNanos) {
    if (fromNanos != NEVER || talks.containsKey(peer.key())) {
      PresharedTalk talk = talkWith(peer);
      talk.want(fromNanos);
      plan(talk);
    }
  }

  /** Lets what failed before not count, since it has shown with which key both shake hands. */
  void beginAnew(Peer peer) {
    PresharedTalk talk = talks.get(peer.key());
    if (talk != null) {
      talk.beginAnew();
    }
  }

  private PresharedTalk talkWith(Peer peer) {
    return talks.computeIfAbsent(
        peer.key(),
        key -> new PresharedTalk(isLeader(peer) ? random.nextLong(KeyTiming.SPREAD_NANOS) : 0));
  }

  private void plan(PresharedTalk talk) {
    nextNanos = Math.min(nextNanos, talk.dueNanos());
  }

  /** Forgets all that was said with a peer. */
  void forget(PublicKey key) {
    talks.remove(key);
  }

  /** Takes in a part of an exchange. */
  void receive(Peer peer, PresharedMessage.Half half, long now) {
    PresharedExchange exchange = exchangeWith(peer);
    if (exchange == null || exchange.id() != half.id()) {
      // Else it belongs to an exchange that is over.
      boolean begins = half.piece() == Piece.LEADER_KEY && !isLeader(peer);
      if (!begins || !talkWith(peer).mayBegin(now)) {
        return;
      }
      exchange = new PresharedExchange(half.id(), false, mesh.self(), peer.key());
      talkWith(peer).begin(exchange);
    }
    if (half.second() && exchange.answers(half.piece())) {
      // The answer was lost, or has crossed this.
      say(peer, exchange, now);
    }
    Optional<KemTask> task = exchange.take(half);
    if (task.isPresent()) {
      compute(peer, talkWith(peer), exchange, task.get(), now);
    }
  }

  private @Nullable PresharedExchange exchangeWith(Peer peer) {
    PresharedTalk talk = talks.get(peer.key());
    return talk == null ? null : talk.exchange();
  }

  /**
   * The key of an exchange, if the other's proof that it has it, or has set it, is right.
   *
   * @return empty if there is none yet, or the proof is wrong
   */
  Optional<PresharedKey> proven(Peer peer, PresharedMessage.Ready ready) {
    PresharedExchange exchange = exchangeWith(peer);
    return exchange == null || exchange.id() != ready.id()
        ? Optional.empty()
        : exchange.proven(ready);
  }

  /**
   * Takes note, as the leader, that the other one has the key, or has set it.
   *
   * @return whether it may be set now
   */
  boolean confirmed(Peer peer, long now) {
    PresharedTalk talk = talkWith(peer);
    PresharedExchange exchange = talk.exchange();
    if (exchange == null || exchange.isDone() || !exchange.isAwaiting()) {
      return false;
    }
    if (exchange.isReleased()) {
      exchange.end();
      talk.succeeded();
      return false;
    }
    exchange.rest();
    talk.rest(now);
    plan(talk);
    return true;
  }

  /** Says that the key is set, as the leader until the other one has set it too. */
  void introduced(Peer peer, long now) {
    if (isLeader(peer)) {
      release(peer, now);
    } else {
      taken(peer, now);
    }
  }

  private void release(Peer peer, long now) {
    PresharedTalk talk = talkWith(peer);
    PresharedExchange exchange = talk.exchange();
    if (exchange != null && !exchange.isDone()) {
      exchange.release();
      talk.said(true, now);
      plan(talk);
      say(peer, exchange, now);
    }
  }

  /** Takes note, as the other one, that the key is about to be set. */
  void given(Peer peer) {
    PresharedExchange exchange = exchangeWith(peer);
    if (exchange != null) {
      exchange.give();
    }
  }

  /** Those who have not said that they have set a key which this host has, since the last call. */
  List<PublicKey> takeUntaken() {
    List<PublicKey> taken = List.copyOf(untaken);
    untaken.clear();
    return taken;
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
    PresharedTalk talk = talks.get(key);
    Peer peer = mesh.peer(key);
    if (talk == null || peer == null) {
      return;
    }
    PresharedExchange exchange = talk.exchange();
    if (exchange == null || exchange.id() != id || !exchange.isComputing()) {
      return;
    }
    if (answer.isEmpty()) {
      fail(talk, peer, now);
      return;
    }
    exchange.computed(answer.get());
    say(peer, exchange, now);
    talk.said(exchange.isAwaiting(), now);
    plan(talk);
  }

  private void compute(
      Peer peer, PresharedTalk talk, PresharedExchange exchange, KemTask task, long now) {
    actions.add(new Action.Encapsulate(peer.key(), exchange.id(), task));
    talk.computing(now);
    plan(talk);
  }

  private void say(Peer peer, PresharedExchange exchange, long now) {
    for (PresharedMessage word : exchange.words()) {
      outbox.send(peer, word.inner(), now).ifPresent(actions::add);
    }
  }

  private void fail(PresharedTalk talk, Peer peer, long now) {
    PresharedExchange exchange = talk.exchange();
    if (exchange != null && exchange.isReleased()) {
      untaken.add(peer.key());
    }
    log.debug("No preshared key was agreed upon with {}", mesh.nameOf(peer.key()));
    talk.failed(now);
  }

  /** Whether this host begins when a key is wanted: of two hosts the one with the lower key. */
  boolean isLeader(Peer peer) {
    return mesh.self().compareTo(peer.key()) < 0;
  }

  /** Adds what is to be done now. */
  void due(List<Action> due, long now) {
    if (now >= nextNanos) {
      nextNanos = NEVER;
      for (Map.Entry<PublicKey, PresharedTalk> each : talks.entrySet()) {
        Peer peer = mesh.peer(each.getKey());
        PresharedTalk talk = each.getValue();
        if (peer != null && talk.dueNanos() <= now) {
          due(peer, talk, now);
        }
        plan(talk);
      }
    }
    due.addAll(actions);
    actions.clear();
  }

  private void due(Peer peer, PresharedTalk talk, long now) {
    PresharedExchange exchange = talk.exchange();
    if (exchange == null || exchange.isDone()) {
      begin(peer, talk, now);
    } else if (talk.takeRepeat(now)) {
      say(peer, exchange, now);
    } else {
      fail(talk, peer, now);
    }
  }

  private void begin(Peer peer, PresharedTalk talk, long now) {
    if (now < paceNanos) {
      talk.postpone(paceNanos);
      return;
    }
    paceNanos = now + PACE_NANOS;
    var exchange = new PresharedExchange(random.nextLong(), true, mesh.self(), peer.key());
    talk.begin(exchange);
    compute(peer, talk, exchange, exchange.begin(), now);
  }

  /** When {@link #due} must be asked at the latest. */
  long deadlineNanos() {
    return actions.isEmpty() ? nextNanos : Long.MIN_VALUE;
  }
}
