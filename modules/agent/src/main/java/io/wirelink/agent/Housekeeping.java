package io.wirelink.agent;

import io.wirelink.path.Answers;
import io.wirelink.path.PathState;
import java.util.List;

/** What is looked at now and then, whether anything happened or not, and when. */
final class Housekeeping {

  private final Mesh mesh;
  private final Touched touched;
  private final DeviceChanges changes;
  private final Roaming roaming;
  private final FactPublisher publisher;
  private final MeshMemory memory;
  private final Removal removal;
  private final RoleChanges roles;
  private final NameLookup lookup;

  private long nextNanos = Long.MIN_VALUE;

  /** Counts up to {@link Timing#STEADY_ROUNDS}, and is 0 when those who are steady may begin. */
  private int round;

  /** Whether everybody is reconsidered in the next round. */
  private boolean all;

  private final Sweep steady = new Sweep();
  private final Sweep unreached = new Sweep();

  Housekeeping(
      Mesh mesh,
      Touched touched,
      DeviceChanges changes,
      Roaming roaming,
      FactPublisher publisher,
      MeshMemory memory,
      Removal removal,
      RoleChanges roles) {
    this.mesh = mesh;
    this.touched = touched;
    this.changes = changes;
    this.roaming = roaming;
    this.publisher = publisher;
    this.memory = memory;
    this.removal = removal;
    this.roles = roles;
    this.lookup = new NameLookup(mesh);
  }

  /** Lets it be due now. */
  void hasten(long now) {
    nextNanos = now;
    round = 0;
    all = true;
  }

  /** Whether it is due now; true once each time. */
  boolean take(long now) {
    boolean due = now >= nextNanos;
    nextNanos = due ? now + Timing.HOUSEKEEPING_NANOS : nextNanos;
    return due;
  }

  /** When it is due. */
  long nextNanos() {
    return nextNanos;
  }

  /** Does it. */
  void keep(List<Action> actions, AgentClock clock) {
    long now = clock.nowNanos();
    if (!roaming.isKnown()) {
      actions.add(new Action.ReadHost());
    }
    if (mesh.device() == null) {
      return;
    }
    if (all) {
      // Otherwise with the reading that follows.
      roles.look(now);
    }
    touched.add(mesh.self());
    keepPeers(now);
    actions.addAll(lookup.due(now));
    memory.due(now, clock.wall()).map(Action.Remember::new).ifPresent(actions::add);
    changes.remove(removal.decide(now), actions);
  }

  private void keepPeers(long now) {
    steady.begin(round == 0);
    unreached.begin(true);
    round = (round + 1) % Timing.STEADY_ROUNDS;
    for (Peer peer : List.copyOf(mesh.peers())) {
      peer.track(now);
      if (!peer.isAlive(now) && peer.bootId() != null && !mesh.isBeingRetold(now)) {
        // There is no agent any more that could answer.
        peer.path().setAnswers(Answers.WIREGUARD_ONLY, now);
      }
      publisher.noticeIfLapsed(peer, now);
      if (isTurn(peer, now) || all) {
        touched.add(peer.key());
      }
      if (peer.state() == null && !mesh.isValid(peer.key())) {
        mesh.forgetPeer(peer.key());
      }
    }
    all = false;
    steady.end();
    unreached.end();
  }

  private boolean isTurn(Peer peer, long now) {
    if (isSteady(peer, now)) {
      return steady.isTurn();
    }
    return isUnreached(peer, now) ? unreached.isTurn() : true;
  }

  /**
   * Whether nothing about the peer waits for time to pass. What else happens to it touches it by
   * itself.
   */
  private static boolean isSteady(Peer peer, long now) {
    return peer.state() != null && peer.isSteady(now);
  }

  /**
   * Whether the peer has not been heard for more than a round, and is not on the way to be. Its
   * next try touches it by itself.
   */
  private static boolean isUnreached(Peer peer, long now) {
    return peer.state() != null
        && peer.agent().aliveUntilNanos() < now - 2 * Timing.HOUSEKEEPING_NANOS
        && switch (peer.pathState()) {
          case PathState.None _, PathState.Trying _, PathState.Down _ -> true;
          case PathState.Answering _, PathState.Up _, PathState.InDoubt _ -> false;
        };
  }
}
