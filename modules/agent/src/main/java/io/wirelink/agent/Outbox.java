package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.BootId;
import io.wirelink.fact.FactChange;
import io.wirelink.gossip.FactPacket;
import io.wirelink.gossip.Gossip;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.PresharedMessage;
import io.wirelink.gossip.Sealer;
import io.wirelink.gossip.SendLevel;
import io.wirelink.gossip.Stamps;
import io.wirelink.path.Traffic;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes out: to whom this host speaks, of what, and under which boot id (docs/protocol.md,
 * "What is sent, to whom").
 */
final class Outbox {

  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  /**
   * The bit in a boot id of a host that is about to be maintained (docs/protocol.md,
   * "Capabilities").
   */
  static final int DRAINING = 16;

  /** The bit of a host that is a router, and so passes packets on. */
  static final int ROUTER = 128;

  private final Mesh mesh;
  private final Conversation conversation;
  private final Gossip gossip;
  private final Sealer sealer;
  private final RandomGenerator random;
  private final int capabilities;
  private boolean draining;
  private boolean shownAsRouter;
  private boolean leaving;
  private BootId bootId;

  /** What the packets of the last flush hold, as long as they may come back as not sent. */
  private final IdentityHashMap<Action.Send, FactPacket> factPackets = new IdentityHashMap<>();

  /** Of whom others may hear, and of whom they may not any more, as was seen in the last flush. */
  private final Set<PublicKey> tellable = new HashSet<>();

  private final Set<PublicKey> silent = new HashSet<>();

  private long packets;
  private long bytes;
  private long onWire;

  Outbox(
      Mesh mesh,
      Nats nats,
      Gossip gossip,
      Sealer sealer,
      RandomGenerator random,
      int capabilities) {
    this.conversation = new Conversation(mesh, nats);
    this.mesh = mesh;
    this.gossip = gossip;
    this.sealer = sealer;
    this.random = random;
    this.capabilities = capabilities;
    this.bootId = BootId.random(shown(), random);
  }

  /** How many packets went out. */
  long packets() {
    return packets;
  }

  /** How many bytes were in them. */
  long bytes() {
    return bytes;
  }

  /** What this agent calls itself at the moment. */
  BootId bootId() {
    return bootId;
  }

  /** Lets everybody know that this host may have missed something. */
  void newBootId(long nowNanos) {
    bootId = BootId.random(shown(), random);
    gossip.urgeAlive(nowNanos);
  }

  /** Whether others are shown a capability, by its bit. */
  boolean isShowing(int capability) {
    return (shown() & capability) != 0;
  }

  private int shown() {
    boolean agrees = mesh.config().presharedKeys() == PresharedKeyMode.AUTO;
    int understood = agrees ? capabilities : capabilities & ~PresharedMessage.CAPABILITY;
    return understood | (draining ? DRAINING : 0) | (shownAsRouter ? ROUTER : 0);
  }

  /** Shows what this host is and does, if that has changed. */
  private void show(long nowNanos) {
    shownAsRouter = mesh.isSelfRouter() && (capabilities & PathMessage.PASSING) != 0;
    if (!leaving && bootId.capabilities() != shown()) {
      bootId = bootId.withCapabilities(shown());
      gossip.urgeAlive(nowNanos);
    }
  }

  /**
   * Lets others know whether this host is about to be maintained. They need not tell anything
   * again.
   *
   * @return whether that is news
   */
  boolean setDraining(boolean now, long nowNanos) {
    if (draining == now) {
      return false;
    }
    draining = now;
    bootId = bootId.withCapabilities(shown());
    gossip.urgeAlive(nowNanos);
    return true;
  }

  boolean isDraining() {
    return draining;
  }

  /** Lets others know that this agent ends, and answers no more probes; the host goes on. */
  void leave(long nowNanos) {
    leaving = true;
    // Who left a host that is about to be maintained must not come back now.
    bootId = bootId.withCapabilities(shown() & DRAINING);
    gossip.urgeLast(nowNanos);
  }

  /** Takes note of a change of what is believed. */
  void changed(FactChange change, long nowNanos) {
    gossip.changed(change, nowNanos);
  }

  /** Says nothing more to somebody who is no peer, or of it. */
  void forget(PublicKey key) {
    gossip.forget(key);
    silent.add(key);
  }

  /**
   * Settles how much a peer is told, and takes up what could not be told of it before.
   *
   * @param calling whether an endpoint of it is tried, so that it is sent something at once
   */
  void reconsider(Peer peer, boolean calling, long nowNanos) {
    noteTellable(peer.key(), mesh.mayTell(peer.key(), nowNanos), nowNanos);
    if (peer.state() == null && !calling) {
      gossip.forget(peer.key());
      return;
    }
    SendLevel level = conversation.level(peer, calling);
    gossip.setLevel(peer.key(), level, nowNanos);
    gossip.setUnderstanding(peer.key(), conversation.understanding(peer), nowNanos);
    gossip.setPace(peer.key(), conversation.pace(peer, level, nowNanos));
    if (calling) {
      gossip.urgeAlive(peer.key(), nowNanos);
    }
  }

  /** Sends a peer something at once. */
  void call(Peer peer, long nowNanos) {
    gossip.urgeAlive(peer.key(), nowNanos);
  }

  /** The packets that are due. */
  List<Action> due(long nowNanos) {
    List<Action> sends = new ArrayList<>();
    factPackets.clear();
    show(nowNanos);
    for (FactPacket packet :
        gossip.flush(bootId, subject -> mayTell(subject, nowNanos), nowNanos)) {
      Peer peer = mesh.peer(packet.recipient());
      if (peer != null) {
        send(peer, inner(packet, peer, nowNanos), nowNanos)
            .ifPresent(
                send -> {
                  sends.add(send);
                  factPackets.put(send, packet);
                });
      }
    }
    silent.forEach(key -> noteTellable(key, mesh.mayTell(key, nowNanos), nowNanos));
    silent.clear();
    return sends;
  }

  /** Notes that a packet of the last step was not sent: what was in it is not known. */
  void notSent(Action.Send send, long nowNanos) {
    FactPacket packet = factPackets.remove(send);
    if (packet != null) {
      gossip.notSent(packet, mesh.store()::find, nowNanos);
    }
  }

  /**
   * Seals a packet for a peer and counts it.
   *
   * @param inner at most {@link Sealer#MAX_LARGE_INNER} bytes
   * @return empty if its key is one that nothing can be sealed for
   */
  Optional<Action.Send> send(Peer peer, byte[] inner, long nowNanos) {
    try {
      byte[] packet = sealer.sealLarge(peer.key(), inner);
      peer.sent(packet.length, nowNanos);
      packets++;
      bytes += packet.length;
      onWire += Traffic.wireBytes(packet.length);
      return Optional.of(new Action.Send(peer.key(), peer.linkLocal(), packet));
    } catch (InvalidKeyException e) {
      log.debug("No packet can be made for {}: {}", mesh.nameOf(peer.key()), e.getMessage());
      return Optional.empty();
    }
  }

  /** How many bytes the packets took in WireGuard's own messages. */
  long bytesOnWire() {
    return onWire;
  }

  /** Tells a peer everything again: what was sent to it lately may have been lost. */
  void retell(PublicKey key, long nowNanos) {
    gossip.knowsNothing(key, nowNanos);
  }

  private byte[] inner(FactPacket packet, Peer peer, long nowNanos) {
    byte[] facts = packet.encoded(mesh.self());
    boolean stamped =
        peer.understands(Stamps.CAPABILITY)
            && !packet.facts().isEmpty()
            && packet.facts().getFirst().fact().attribute() == Attribute.ALIVE
            && facts.length + Stamps.LENGTH <= Sealer.MAX_INNER;
    return stamped ? peer.roundTrip().stamp(nowNanos).before(facts) : facts;
  }

  /** When {@link #due} must be asked at the latest. */
  long deadlineNanos() {
    return gossip.deadlineNanos();
  }

  /** Whether others may hear of the subject; if not, they do as soon as they may. */
  private boolean mayTell(PublicKey subject, long nowNanos) {
    boolean may = mesh.mayTell(subject, nowNanos);
    if (!may && tellable.contains(subject)) {
      silent.add(subject);
    }
    return may;
  }

  private void noteTellable(PublicKey subject, boolean may, long nowNanos) {
    if (may && tellable.add(subject)) {
      gossip.tellable(mesh.store().about(subject), nowNanos);
    } else if (!may && tellable.remove(subject)) {
      gossip.untellable(mesh.store().about(subject), nowNanos);
    }
  }
}
