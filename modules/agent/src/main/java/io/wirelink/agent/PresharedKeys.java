package io.wirelink.agent;

import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint.Kind;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.PresharedMessage;
import io.wirelink.kem.KemTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agrees on preshared keys with the agents of peers, keeps them, and sets them on the device
 * (docs/protocol.md, "Preshared keys"). One that somebody has set by hand is left alone.
 */
public final class PresharedKeys {

  private static final Logger log = LoggerFactory.getLogger(PresharedKeys.class);

  /** How often the device is read for the sake of this at most. */
  private static final long READ_NANOS = Duration.ofSeconds(1).toNanos();

  /** How many are known until nobody is kept who is not on the device: more than a mesh has. */
  private static final int MAX_PEERS = 4096;

  private static final long NEVER = Long.MAX_VALUE;

  private final Mesh mesh;
  private final AgentClock clock;
  private final Outbox outbox;
  private final DeviceChanges changes;
  private final PresharedExchanges exchanges;
  private final Map<PublicKey, PeerKeys> all = new HashMap<>();
  private final KeyKeeping keeping;

  /** Those whose agent has said that it does without, since it last said that it does not. */
  private final Set<PublicKey> without = new HashSet<>();

  /** Those of whom something may follow since they were looked at. */
  private final Set<PublicKey> touched = new HashSet<>();

  private long nextReadNanos = NEVER;

  PresharedKeys(
      Mesh mesh, AgentClock clock, Outbox outbox, RandomGenerator random, DeviceChanges changes) {
    this.mesh = mesh;
    this.clock = clock;
    this.outbox = outbox;
    this.changes = changes;
    this.exchanges = new PresharedExchanges(mesh, outbox, random);
    this.keeping = new KeyKeeping(clock, all);
  }

  /** Takes in what was kept when the agent ran before; to be called before its first step. */
  public void restore(List<KeptPresharedKey> kept) {
    for (KeptPresharedKey each : kept) {
      keeping.restored();
      keysOf(each.peer()).restore(each, clock.wall(), clock.nowNanos());
    }
  }

  private PeerKeys keysOf(PublicKey peer) {
    return all.computeIfAbsent(peer, key -> new PeerKeys(mesh.self().compareTo(key) < 0));
  }

  private boolean isOn() {
    return outbox.isShowing(PresharedMessage.CAPABILITY);
  }

  /** Takes in a message. */
  void receive(Peer peer, PresharedMessage message, long now) {
    PeerKeys keys = all.get(peer.key());
    if (keys == null
        || keys.isByHand()
        || !isOn()
        || !peer.understands(PresharedMessage.CAPABILITY)) {
      return;
    }
    switch (message) {
      case PresharedMessage.Half half -> {
        // Who is to change keys before does not take part in the next exchange.
        if (keys.isSettled()) {
          exchanges.receive(peer, half, now);
        }
      }
      case PresharedMessage.Ready ready ->
          exchanges.proven(peer, ready).ifPresent(key -> ready(peer, keys, key, now));
    }
  }

  private void ready(Peer peer, PeerKeys keys, PresharedKey key, long now) {
    if (!exchanges.isLeader(peer)) {
      if (exchanges.isTaken(peer)) {
        exchanges.taken(peer, now);
      } else if (keys.take(key, now)) {
        exchanges.given(peer);
        touched.add(peer.key());
      }
    } else if (exchanges.confirmed(peer, now)) {
      log.debug("{} and this host have agreed on a preshared key", mesh.nameOf(peer.key()));
      keys.agreed(key, now);
      touched.add(peer.key());
    }
  }

  /** A change that puts a peer on the device, with the key that it is to have there. */
  PeerChange withKey(PeerChange change, long now) {
    PeerKeys keys = change.updateOnly() ? null : all.get(change.publicKey());
    return keys == null ? change : keys.wanted(now).map(change::withPresharedKey).orElse(change);
  }

  /** Takes in what was computed for an exchange; empty if it could not be. */
  void computed(PublicKey peer, long id, Optional<KemTask.Answer> answer, long now) {
    exchanges.computed(peer, id, answer, now);
  }

  /** Takes note of whether keys are kept for the next start as they were at a revision. */
  void kept(long revision, boolean success, long now) {
    keeping.kept(revision, success, touched, now);
  }

  /** Takes in what the device says now, when the rest of the agent has. */
  void read(long now) {
    if (mesh.device() == null) {
      return;
    }
    for (Peer peer : mesh.peers()) {
      PeerState state = peer.state();
      PeerKeys keys = state == null ? null : keysIfAny(peer, state);
      if (keys != null && state != null) {
        read(peer, keys, state, now);
      }
    }
    all.entrySet().removeIf(each -> isForgotten(each.getKey(), each.getValue(), now));
    plan(now);
  }

  private @Nullable PeerKeys keysIfAny(Peer peer, PeerState state) {
    PeerKeys keys = all.get(peer.key());
    boolean any =
        state.presharedKey().kind() == Kind.AGREED
            || (isOn() && peer.understands(PresharedMessage.CAPABILITY));
    return keys == null && any ? keysOf(peer.key()) : keys;
  }

  private boolean isForgotten(PublicKey key, PeerKeys keys, long now) {
    Peer peer = mesh.peer(key);
    if (peer != null && peer.state() != null) {
      return false;
    }
    without.remove(key);
    exchanges.forget(key);
    boolean forgotten = !keys.gone(now) || all.size() > MAX_PEERS;
    if (forgotten && keys.isKept()) {
      keeping.want();
    }
    return forgotten;
  }

  private void read(Peer peer, PeerKeys keys, PeerState state, long now) {
    boolean understands = peer.understands(PresharedMessage.CAPABILITY);
    boolean agrees = isOn() && understands;
    // In doubt is a path now and then that is good.
    boolean steady = peer.pathState().carries() && peer.isAlive(now);
    boolean wanted = agrees && exchanges.isLeader(peer) && peer.isAlive(now);
    var look = new PeerKeys.Look(state, peer.isHealthy(), steady, agrees, wanted);
    if (!keys.isNews(look, now)) {
      return;
    }
    touched.add(peer.key());
    Kind before = keys.kind();
    boolean wasSettled = keys.isSettled();
    keys.read(look, clock.wall(), now);
    if (!wasSettled && keys.isSettled()) {
      exchanges.beginAnew(peer);
    }
    note(peer, before, state.presharedKey().kind());
    if (!isOn()) {
      drop(keys, now);
    } else if (understands) {
      without.remove(peer.key());
    } else if (peer.isAlive(now) && without.add(peer.key())) {
      drop(keys, now);
    }
    boolean used = peer.session().isUsed(KeyTiming.EVERY_NANOS, now);
    exchanges.want(peer, wanted ? keys.wantedFromNanos(used, now) : NEVER);
  }

  private static void drop(PeerKeys keys, long now) {
    // Without a session the other side may not know of it, and still has the key.
    if (!keys.isOver(now)) {
      keys.dropped();
    }
  }

  private void note(Peer peer, Kind before, Kind now) {
    boolean agreed = now == Kind.AGREED;
    if (before != now && (agreed || before == Kind.AGREED)) {
      log.debug(
          agreed ? "{} has an agreed preshared key" : "{} has no agreed preshared key any more",
          mesh.nameOf(peer.key()));
    }
  }

  /**
   * Does what is due, and adds what is to be done outside: what is to be kept first, then the
   * device.
   *
   * @return whether the device is changed
   */
  boolean act(List<Action> actions) {
    long now = clock.nowNanos();
    boolean changed = false;
    if (!touched.isEmpty()) {
      for (PublicKey key : touched) {
        PeerKeys keys = all.get(key);
        changed |= keys != null && act(key, keys, actions, now);
      }
      touched.clear();
      plan(now);
    } else if (now >= nextReadNanos) {
      nextReadNanos = now + READ_NANOS;
      actions.add(new Action.ReadDevice());
    }
    keeping.due(actions, now);
    exchanges.due(actions, now);
    for (PublicKey key : exchanges.takeUntaken()) {
      PeerKeys keys = all.get(key);
      if (keys != null) {
        keys.withdraw();
        touched.add(key);
      }
    }
    return changed;
  }

  private boolean act(PublicKey key, PeerKeys keys, List<Action> actions, long now) {
    Peer peer = mesh.peer(key);
    if (keys.isToKeep()) {
      keeping.want();
    }
    Optional<PresharedKey> wanted = keys.change(now);
    wanted.ifPresent(
        each -> changes.configure(PeerChange.update(key).withPresharedKey(each), actions));
    if (peer != null && keys.takeIntroduced()) {
      exchanges.introduced(peer, now);
    }
    if (peer != null && keys.takeUrge(now)) {
      outbox.call(peer, now);
    }
    keys.plan(now);
    return wanted.isPresent();
  }

  private void plan(long now) {
    long next = NEVER;
    for (PeerKeys keys : all.values()) {
      next = Math.min(next, keys.dueNanos());
    }
    nextReadNanos = next == NEVER ? NEVER : Math.max(next, now + READ_NANOS);
  }

  /** Takes off the device, and the disk, what nobody looks after any more when this agent ends. */
  List<Action> leave() {
    List<Action> actions = new ArrayList<>();
    keeping.leave(changes, actions);
    return actions;
  }

  /** The same on the disk alone, since this host takes another key, or wants to and does not. */
  KeyKeeping keeping() {
    return keeping;
  }

  /** What can be told of the preshared key of a peer. */
  PresharedKeyView viewOf(PeerState state) {
    PeerKeys keys = all.get(state.publicKey());
    long since = keys == null ? Long.MIN_VALUE : keys.introducedNanos();
    Instant at = since == Long.MIN_VALUE ? null : clock.wallAt(since);
    return new PresharedKeyView(state.presharedKey().kind(), at);
  }

  /** When {@link #act} must be called at the latest. */
  long deadlineNanos() {
    long next = Math.min(keeping.deadlineNanos(), exchanges.deadlineNanos());
    return touched.isEmpty() ? Math.min(next, nextReadNanos) : Long.MIN_VALUE;
  }
}
