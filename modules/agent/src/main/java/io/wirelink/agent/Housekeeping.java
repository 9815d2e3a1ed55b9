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
  private final Nats nats;
  private final NameLookup lookup;

  private long nextNanos = Long.MIN_VALUE;

  /** Counts up to {@link Timing#STEADY_ROUNDS}, and is 0 when everybody is reconsidered. */
  private int round;

  Housekeeping(
      Mesh mesh,
      Touched touched,
      DeviceChanges changes,
      Roaming roaming,
      FactPublisher publisher,
      MeshMemory memory,
      Removal removal,
      RoleChanges roles,
      Nats nats) {
    this.mesh = mesh;
    this.touched = touched;
    this.changes = changes;
    this.roaming = roaming;
    this.publisher = publisher;
    this.memory = memory;
    this.removal = removal;
    this.roles = roles;
    this.nats = nats;
    this.lookup = new NameLookup(mesh);
  }

  /** Lets it be due now. */
  void hasten(long now) {
    nextNanos = now;
    round = 0;
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
    roles.look(now);
    if (nats.look(now)) {
      touched.add(mesh.self());
    }
    boolean all = round == 0;
    round = (round + 1) % Timing.STEADY_ROUNDS;
    for (Peer peer : List.copyOf(mesh.peers())) {
      peer.track(now);
      if (!peer.isAlive(now) && peer.bootId() != null && !mesh.isBeingRetold(now)) {
        // There is no agent any more that could answer.
        peer.path().setAnswers(Answers.WIREGUARD_ONLY, now);
      }
      publisher.noticeIfLapsed(peer, now);
      if (all || !isSteady(peer, now)) {
        touched.add(peer.key());
      }
      if (peer.state() == null && !mesh.isValid(peer.key())) {
        mesh.forgetPeer(peer.key());
      }
    }
    actions.addAll(lookup.due(now));
    memory.due(now, clock.wall()).map(Action.Remember::new).ifPresent(actions::add);
    changes.remove(removal.decide(now), actions);
  }

  /**
   * Whether nothing about the peer waits for time to pass. What else happens to it touches it by
   * itself.
   */
  private static boolean isSteady(Peer peer, long now) {
    return peer.pathState() instanceof PathState.Up
        && peer.state() != null
        && peer.agent().aliveUntilNanos() > now + Timing.ALIVE_MARGIN_NANOS;
  }
}
