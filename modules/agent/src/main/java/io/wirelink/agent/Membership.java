package io.wirelink.agent;

import io.wirelink.device.DeviceState;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.gossip.PresharedMessage;
import io.wirelink.gossip.RemovalMessage;
import io.wirelink.gossip.RotationMessage;
import io.wirelink.gossip.Sealer;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What is done about who belongs to the mesh, and under which key.
 *
 * @param joining lets others in
 * @param removing takes others out
 * @param rotations gives this host another key, and follows others to theirs
 * @param keys agrees on preshared keys with those who belong to it
 */
record Membership(Joining joining, Removing removing, Rotations rotations, PresharedKeys keys) {

  /** A message that is about any of that, and well-formed. */
  interface Word {

    /** Takes it in, as its sender's. */
    void take(Peer sender, long now);
  }

  static Membership of(
      Mesh mesh,
      AgentClock clock,
      Sealer sealer,
      RandomGenerator random,
      Nats nats,
      MemberHistory members,
      MeshMemory memory,
      Outbox outbox,
      Rejections rejections,
      DeviceChanges changes) {
    var keys = new PresharedKeys(mesh, clock, outbox, random, changes);
    Joining joining = new Joining(mesh, clock, sealer, random, nats, rejections);
    return new Membership(
        joining,
        new Removing(mesh, clock, random, members, memory, joining, outbox, rejections, changes),
        new Rotations(mesh, clock, outbox, sealer, random, rejections, joining, changes, keys),
        keys);
  }

  /**
   * What a packet says about any of that.
   *
   * @return empty if it is about something else
   */
  Optional<Word> word(byte[] inner) throws MalformedFactException {
    Optional<Word> word =
        RemovalMessage.in(inner).map(each -> (peer, now) -> removing.receive(peer, each, now));
    if (word.isEmpty()) {
      word =
          RotationMessage.in(inner).map(each -> (peer, now) -> rotations.receive(peer, each, now));
    }
    return word.isPresent()
        ? word
        : PresharedMessage.in(inner).map(each -> (peer, now) -> keys.receive(peer, each, now));
  }

  /** Takes in a reading of the device, and gives the rest of the agent what is for it. */
  DeviceState read(DeviceState state, long now) {
    // Who has another key is followed before the old one is taken off.
    return joining.read(removing.read(rotations.read(state, now)));
  }

  /** Notes that something came from a peer. */
  void heard(Peer peer, long now) {
    removing.heard(peer, now);
    rotations.heard(peer, now);
  }

  /**
   * Does what is due, and adds what is to be done outside.
   *
   * @return whether the device is changed
   */
  boolean act(List<Action> actions) {
    actions.addAll(joining.due());
    rotations.act(actions);
    boolean changed = keys.act(actions);
    return removing.act(actions) || changed;
  }

  /** When {@link #act} must be called at the latest. */
  long deadlineNanos() {
    long others = Math.min(removing.deadlineNanos(), rotations.deadlineNanos());
    return Math.min(others, keys.deadlineNanos());
  }
}
