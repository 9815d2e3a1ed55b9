package io.wirelink.agent;

import io.wirelink.device.DeviceState;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what happened in the world, and lets those know whom it concerns. */
record Intake(
    Mesh mesh,
    Reception reception,
    Outbox outbox,
    DeviceReading device,
    Roaming roaming,
    RoleChanges roles,
    Housekeeping housekeeping,
    Touched touched,
    ReadSchedule reads,
    Looks looks,
    Membership membership) {

  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  /**
   * Asks for all that was missed, since time has jumped.
   *
   * @param skippedNanos how far the agent's time went ahead
   */
  void timeJumped(long skippedNanos, long now) {
    log.info("Time has jumped, perhaps after a suspend: asking all peers for what was missed");
    outbox.newBootId(now);
    mesh.missedSomething(now);
    mesh.peers().forEach(peer -> peer.missedSomething(skippedNanos));
    mesh.peers().forEach(peer -> peer.path().slept(now));
    mesh.peers().forEach(peer -> peer.tries().beginAnew());
    device.missedSomething();
    housekeeping.hasten(now);
  }

  /** Goes on with what was too much for one step. */
  void goOn(long now) {
    if (device.goOn(now)) {
      housekeeping.hasten(now);
    }
  }

  /** Whether any of these is to be taken in at once. */
  boolean isAnyUrgent(List<Event> events) {
    for (Event event : events) {
      if (isUrgent(event)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an event is to be taken in at once; if not, the next step is soon enough. */
  boolean isUrgent(Event event) {
    return !(event instanceof Event.CountersRead(long received, long sent))
        || looks.isNews(received, sent, reception.bytesOnWire(), outbox.bytesOnWire());
  }

  /** Takes in what happened, in its order. */
  void take(List<Event> events, long now) {
    for (Event event : events) {
      take(event, now);
    }
  }

  private void take(Event event, long now) {
    switch (event) {
      case Event.PacketArrived(var source, var packet) -> receive(source, packet, now);
      case Event.DeviceRead(DeviceState state) -> {
        if (device.read(membership.read(state, now), now)) {
          housekeeping.hasten(now);
        }
        membership.keys().read(now);
        take(membership.rotations().takeEarly(), now);
        if (device.takeRoutesChanged()) {
          roles.look(now);
        }
        roles.lookNowAndThen(now);
      }
      case Event.HostRead(var interfaces) -> {
        roaming.hostRead(interfaces, now);
        membership.rotations().hostRead(interfaces);
      }
      case Event.PortsMapped(var statuses) -> roaming.portsMapped(statuses);
      case Event.HostUnread() -> roaming.hostUnread(now);
      case Event.NameResolved(String host, var addresses) -> {
        mesh.endpoints().setResolved(host, addresses);
        touched.addConfigured();
      }
      case Event.CountersRead(long received, long sent) -> {
        if (looks.looked(received, sent, reception.bytesOnWire(), outbox.bytesOnWire())) {
          reads.soon(now);
        }
      }
      case Event.InvitationsKept(long revision, boolean kept) ->
          membership.joining().kept(revision, kept);
      case Event.RemovalsKept(long revision, boolean kept) ->
          membership.removing().kept(revision, kept);
      case Event.RotationsKept(long revision, boolean kept) ->
          membership.rotations().kept(revision, kept);
      case Event.PresharedKeysKept(long revision, boolean kept) ->
          membership.keys().kept(revision, kept, now);
      case Event.Encapsulated(PublicKey peer, long id, var answer) ->
          membership.keys().computed(peer, id, answer, now);
      case Event.KeyRefused(String why) -> membership.rotations().keyRefused(why);
      case Event.NotSent(Action.Send send) -> outbox.notSent(send, now);
      case Event.ChangeFailed(PublicKey key, String why) -> {
        changeFailed(mesh.peerOrNew(key), why, now);
        reads.soon(now);
      }
    }
  }

  private void changeFailed(Peer peer, String why, long now) {
    peer.history().refused(why, now);
    if (peer.noteFailure(why)) {
      log.warn(
          "{} could not be configured and will be tried again: {}", mesh.nameOf(peer.key()), why);
    }
    boolean all =
        peer.state() != null
            && peer.state().allowedIps().containsAll(mesh.peerNetworks().networksOf(peer));
    if (!all && !mesh.isRouter(peer.key())) {
      // It must not send by a path that this host takes nothing from.
      peer.path().notConfigured(now);
    }
  }

  private void receive(IpAddress source, byte[] packet, long now) {
    Peer peer = mesh.devicePeerAt(source);
    if (membership.rotations().isEarly(source, packet)) {
      reads.soon(now);
      return;
    }
    if (membership.joining().receive(source, packet)
        || (peer != null && mesh.isRemoved(peer.key()))) {
      return;
    }
    boolean wasDraining = peer != null && peer.isDraining();
    boolean didDecide = peer != null && roles.decides(peer);
    Reception.Heard heard = reception.receive(source, packet, now);
    if (heard == Reception.Heard.NEW_HANDSHAKE) {
      reads.soon(now);
    }
    if (peer != null) {
      membership.heard(peer, now);
      if (heard != Reception.Heard.AS_BEFORE) {
        touched.add(peer.key());
      }
      mesh.detours().touchOthers(peer, touched);
      if (didDecide != roles.decides(peer)) {
        roles.look(now);
      }
      if (wasDraining != peer.isDraining()) {
        // What goes by it is taken over by others, or no more.
        touched.addAll();
      }
    }
  }
}
