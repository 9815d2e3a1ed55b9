package io.wirelink.agent;

import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agrees on preshared keys with the agents of peers, and sets them on the device (docs/protocol.md,
 * "Preshared keys"). One that somebody has set by hand is left alone.
 */
final class PresharedKeys {

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

  /** Those whose agent has said that it does without, since it last said that it does not. */
  private final Set<PublicKey> without = new HashSet<>();

  /** Whether the device was read, and what follows is not done yet. */
  private boolean read;

  private long nextReadNanos = NEVER;

  PresharedKeys(
      Mesh mesh, AgentClock clock, Outbox outbox, RandomGenerator random, DeviceChanges changes) {
    this.mesh = mesh;
    this.clock = clock;
    this.outbox = outbox;
    this.changes = changes;
    this.exchanges = new PresharedExchanges(mesh, outbox, random);
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
      if (exchanges.isTaken(peer) || keys.take(key, now)) {
        exchanges.taken(peer, now);
        read = true;
      }
    } else if (exchanges.confirmed(peer, now)) {
      log.debug("{} and this host have agreed on a preshared key", mesh.nameOf(peer.key()));
      keys.agreed(key, now);
      read = true;
    }
  }

  /** Takes in what was computed for an exchange; empty if it could not be. */
  void computed(PublicKey peer, long id, Optional<KemTask.Answer> answer, long now) {
    exchanges.computed(peer, id, answer, now);
  }

  /** Takes in what the device says now, when the rest of the agent has. */
  void read(long now) {
    if (mesh.device() == null) {
      return;
    }
    read = true;
    nextReadNanos = NEVER;
    for (Peer peer : mesh.peers()) {
      PeerState state = peer.state();
      if (state != null
          && (all.containsKey(peer.key())
              || peer.understands(PresharedMessage.CAPABILITY)
              || state.presharedKey().kind() == PresharedKeyPrint.Kind.AGREED)) {
        read(peer, state, now);
      }
    }
    all.entrySet().removeIf(each -> isForgotten(each.getKey(), each.getValue(), now));
  }

  private boolean isForgotten(PublicKey key, PeerKeys keys, long now) {
    Peer peer = mesh.peer(key);
    if (peer != null && peer.state() != null) {
      return false;
    }
    without.remove(key);
    exchanges.forget(key);
    return !keys.gone(now) || all.size() > MAX_PEERS;
  }

  private void read(Peer peer, PeerState state, long now) {
    boolean leader = exchanges.isLeader(peer);
    PeerKeys keys = all.computeIfAbsent(peer.key(), key -> new PeerKeys(leader));
    boolean steady = peer.isSteady(now);
    PresharedKeyPrint.Kind before = keys.kind();
    keys.read(state, peer.isHealthy(), steady, clock.wall(), now);
    note(peer, before, state.presharedKey().kind());
    boolean understands = peer.understands(PresharedMessage.CAPABILITY);
    if (!isOn()) {
      keys.dropped();
    } else if (understands) {
      without.remove(peer.key());
    } else if (peer.isAlive(now) && without.add(peer.key())) {
      keys.dropped();
    }
    boolean used = peer.session().isUsed(KeyTiming.EVERY_NANOS, now);
    boolean wanted = isOn() && understands && leader && peer.isAlive(now);
    exchanges.want(peer, wanted ? keys.wantedFromNanos(used, now) : NEVER);
  }

  private void note(Peer peer, PresharedKeyPrint.Kind before, PresharedKeyPrint.Kind now) {
    boolean agreed = now == PresharedKeyPrint.Kind.AGREED;
    if (before != now && (agreed || before == PresharedKeyPrint.Kind.AGREED)) {
      log.debug(
          agreed ? "{} has an agreed preshared key" : "{} has no agreed preshared key any more",
          mesh.nameOf(peer.key()));
    }
  }

  /**
   * Does what is due, and adds what is to be done outside.
   *
   * @return whether the device is changed
   */
  boolean act(List<Action> actions) {
    long now = clock.nowNanos();
    boolean changed = false;
    if (read) {
      read = false;
      long next = NEVER;
      for (Map.Entry<PublicKey, PeerKeys> each : all.entrySet()) {
        PeerKeys keys = each.getValue();
        Optional<PresharedKey> key = keys.change(now);
        if (key.isPresent()) {
          changes.configure(PeerChange.update(each.getKey()).withPresharedKey(key.get()), actions);
          changed = true;
        }
        Peer peer = mesh.peer(each.getKey());
        boolean tried = key.isPresent() && key.get() != PresharedKey.NONE && !keys.isHealthy();
        if (peer != null && keys.takeIntroduced()) {
          exchanges.release(peer, now);
        }
        if (peer != null && (keys.takeUrge(now) || tried)) {
          outbox.call(peer, now);
        }
        next = Math.min(next, keys.deadlineNanos(now));
      }
      nextReadNanos = Math.max(next, now + READ_NANOS);
    } else if (now >= nextReadNanos) {
      nextReadNanos = now + READ_NANOS;
      actions.add(new Action.ReadDevice());
    }
    exchanges.due(actions, now);
    return changed;
  }

  /** Takes off the device what nobody looks after any more when this agent ends. */
  List<Action> leave() {
    List<Action> actions = new ArrayList<>();
    agreedPeers().forEach(key -> changes.configure(without(key), actions));
    return actions;
  }

  /** Those who have a key on the device that was agreed upon. */
  List<PublicKey> agreedPeers() {
    return all.entrySet().stream()
        .filter(each -> each.getValue().kind() == PresharedKeyPrint.Kind.AGREED)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static PeerChange without(PublicKey key) {
    return PeerChange.update(key).withPresharedKey(PresharedKey.NONE);
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
    return read ? Long.MIN_VALUE : Math.min(nextReadNanos, exchanges.deadlineNanos());
  }
}
