package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.KeyRotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives what the device routes to a peer to the key that the peer is going to have, and takes it
 * back where nobody answers under that (docs/protocol.md, "Rotating").
 *
 * <p>Until there was a handshake under the new key, the rest of the agent sees the peer as it was.
 */
final class SuccessorMoves {

  /** For how long a new key is tried at the announced moment, before the old one is again. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(3).toNanos();

  /** The same where nobody says that it is taken: WireGuard calls twice in it. */
  private static final long TRY_NANOS = Duration.ofSeconds(6).toNanos();

  /** For how long a peer may be away before it is tried under its new key. */
  private static final long AWAY_NANOS = Duration.ofSeconds(10).toNanos();

  /** How soon it is tried again, and twice as long after each time. */
  private static final long RETRY_NANOS = Duration.ofSeconds(20).toNanos();

  private static final long MAX_RETRY_NANOS = Duration.ofMinutes(10).toNanos();

  /** How often the device is read while a handshake is awaited, at first and later. */
  private static final long READ_NANOS = Duration.ofMillis(25).toNanos();

  private static final long LATER_READ_NANOS = Duration.ofMillis(250).toNanos();
  private static final long SOON_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long NEVER = Long.MAX_VALUE;

  /** How far it is with one. */
  private static final class Move {
    private long atNanos = NEVER;
    private long awaySinceNanos = NEVER;
    private long nextTryNanos = Long.MIN_VALUE;
    private int tries;

    /** What the device said of the peer before it was moved; null if it is not. */
    private @Nullable PeerState before;

    private long movedNanos;
    private long untilNanos;
    private long nextReadNanos;

    private long dueNanos() {
      if (before != null) {
        return Math.min(untilNanos, nextReadNanos);
      }
      boolean away = awaySinceNanos != NEVER;
      return Math.min(atNanos, away ? Math.max(awaySinceNanos + AWAY_NANOS, nextTryNanos) : NEVER);
    }
  }

  private final Mesh mesh;
  private final DeviceChanges changes;
  private final Map<PublicKey, Move> moves = new HashMap<>();

  /** What is to be changed on the device for the sake of keys that are worth nothing any more. */
  private final List<PeerChange> takenOver = new ArrayList<>();

  private long dueNanos = NEVER;

  SuccessorMoves(Mesh mesh, DeviceChanges changes) {
    this.mesh = mesh;
    this.changes = changes;
  }

  /** Has a peer moved at that moment, or before if that is said already. */
  void schedule(PublicKey from, long atNanos) {
    Move move = moves.computeIfAbsent(from, key -> new Move());
    move.atNanos = Math.min(move.atNanos, atNanos);
    dueNanos = Math.min(dueNanos, atNanos);
  }

  /** Whether what is routed to a peer is given to its new key at this moment. */
  boolean isMoved(PublicKey from) {
    Move move = moves.get(from);
    return move != null && move.before != null;
  }

  /**
   * Takes in a reading of the device, and gives the rest of the agent what is for it.
   *
   * @param concluded is given those whose peers have answered under the new key
   */
  DeviceState read(
      DeviceState state, List<KeptSuccession> all, List<KeptSuccession> concluded, long now) {
    Map<PublicKey, PeerState> peers = new LinkedHashMap<>(state.peers());
    for (KeptSuccession each : all) {
      KeyRotation rotation = each.rotation();
      PeerState old = state.peers().get(rotation.from());
      PeerState next = state.peers().get(rotation.to());
      if (rotation.isWithdrawal()) {
        continue;
      }
      if (each.over()) {
        if (old != null) {
          peers.put(rotation.to(), takeOver(rotation, old, next));
        }
      } else if (next != null && next.lastHandshake() != null) {
        concluded.add(each);
        if (old != null) {
          peers.put(rotation.to(), takeOver(rotation, old, next));
        }
      } else if (old != null) {
        Move move = moves.computeIfAbsent(rotation.from(), key -> new Move());
        if (next != null && move.before == null) {
          // An agent that ran here before has moved it.
          begin(move, joined(old, next, rotation.to()), TRY_NANOS, now);
        }
        if (move.before != null) {
          peers.remove(rotation.to());
          peers.put(rotation.from(), routed(old, move.before.allowedIps()));
        }
      }
    }
    concluded.forEach(each -> moves.remove(each.rotation().from()));
    return peers.equals(state.peers())
        ? state
        : new DeviceState(
            state.name(), state.publicKey(), state.listenPort(), state.firewallMark(), peers);
  }

  /** Has what the old key has given to the new one, and says how the device is then. */
  private PeerState takeOver(KeyRotation rotation, PeerState old, @Nullable PeerState next) {
    PublicKey to = rotation.to();
    Set<Cidr> networks = new LinkedHashSet<>(old.allowedIps());
    networks.remove(Cidr.host(rotation.from().linkLocalAddress()));
    networks.add(Cidr.host(to.linkLocalAddress()));
    if (next == null) {
      takenOver.add(added(to, old, networks));
      return new PeerState(to, old.endpoint(), null, 0, 0, old.keepaliveSeconds(), networks);
    }
    if (!next.allowedIps().containsAll(networks)) {
      takenOver.add(PeerChange.update(to).withAllowedIps(networks));
      networks.addAll(next.allowedIps());
      return routed(next, networks);
    }
    return next;
  }

  private static PeerState joined(PeerState old, PeerState next, PublicKey to) {
    Set<Cidr> networks = new LinkedHashSet<>(old.allowedIps());
    networks.addAll(next.allowedIps());
    networks.remove(Cidr.host(to.linkLocalAddress()));
    return routed(old, networks);
  }

  private static PeerState routed(PeerState state, Set<Cidr> networks) {
    return new PeerState(
        state.publicKey(),
        state.endpoint(),
        state.lastHandshake(),
        state.receivedBytes(),
        state.sentBytes(),
        state.keepaliveSeconds(),
        networks,
        state.presharedKey());
  }

  private static PeerChange added(PublicKey to, PeerState old, Set<Cidr> networks) {
    PeerChange change = PeerChange.add(to).withOnlyAllowedIps(networks);
    if (old.keepaliveSeconds() != 0) {
      change = change.withKeepalive(old.keepaliveSeconds());
    }
    return old.endpoint() == null ? change : change.withEndpoint(old.endpoint());
  }

  /**
   * Adds what is to be changed on the device now.
   *
   * @param open those that are to come about
   * @return the new keys that are to be called, so that there is a handshake
   */
  List<PublicKey> act(List<KeptSuccession> open, List<Action> actions, long now) {
    takenOver.forEach(change -> changes.configure(change, actions));
    if (!takenOver.isEmpty()) {
      actions.add(new Action.ReadDevice());
    }
    takenOver.clear();
    List<PublicKey> called = new ArrayList<>();
    dueNanos = NEVER;
    for (KeptSuccession each : open) {
      KeyRotation rotation = each.rotation();
      Peer peer = mesh.peer(rotation.from());
      if (peer == null || peer.state() == null) {
        moves.remove(rotation.from());
        continue;
      }
      Move move = moves.computeIfAbsent(rotation.from(), key -> new Move());
      move.awaySinceNanos = peer.isHealthy() ? NEVER : Math.min(move.awaySinceNanos, now);
      if (move.dueNanos() <= now) {
        act(move, rotation, peer.state(), actions, now);
        if (move.movedNanos == now && move.before != null) {
          called.add(rotation.to());
        }
      }
      dueNanos = Math.min(dueNanos, move.dueNanos());
    }
    return called;
  }

  private void act(
      Move move, KeyRotation rotation, PeerState state, List<Action> actions, long now) {
    PeerState before = move.before;
    if (before == null) {
      Set<Cidr> networks = new LinkedHashSet<>(state.allowedIps());
      networks.remove(Cidr.host(rotation.from().linkLocalAddress()));
      networks.add(Cidr.host(rotation.to().linkLocalAddress()));
      changes.configure(added(rotation.to(), state, networks), actions);
      begin(move, state, move.atNanos <= now ? PATIENCE_NANOS : TRY_NANOS, now);
    } else if (now >= move.untilNanos) {
      changes.configure(
          PeerChange.update(rotation.from()).withAllowedIps(before.allowedIps()), actions);
      changes.configure(PeerChange.remove(rotation.to()), actions);
      actions.add(new Action.ReadDevice());
      move.before = null;
      move.nextTryNanos = now + Math.min(RETRY_NANOS << move.tries, MAX_RETRY_NANOS);
      move.tries = Math.min(move.tries + 1, 16);
    } else {
      actions.add(new Action.ReadDevice());
      boolean soon = now - move.movedNanos < SOON_NANOS;
      move.nextReadNanos = now + (soon ? READ_NANOS : LATER_READ_NANOS);
    }
  }

  private static void begin(Move move, PeerState before, long patienceNanos, long now) {
    move.before = before;
    move.movedNanos = now;
    move.atNanos = NEVER;
    move.untilNanos = now + patienceNanos;
    move.nextReadNanos = now + READ_NANOS;
  }

  /** When {@link #act} must be called at the latest. */
  long deadlineNanos() {
    return takenOver.isEmpty() ? dueNanos : Long.MIN_VALUE;
  }
}
