package io.wirelink.agent;

import io.wirelink.device.DeviceState;
import io.wirelink.device.HostInterface;
import io.wirelink.device.IpAddress;
import io.wirelink.gossip.RotationMessage;
import io.wirelink.gossip.Sealer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives this host another key, and follows others to theirs (docs/protocol.md, "Rotating"). What
 * either takes is kept for the next start before anybody is told or answered.
 */
public final class Rotations {

  /** What comes of a handshake that nobody has noticed yet: a few letters of each host. */
  private static final int MAX_EARLY = 256;

  /** A letter of a host under its new key that came before the device showed its handshake. */
  private record Early(IpAddress source, byte[] packet) {}

  private final Mesh mesh;
  private final AgentClock clock;
  private final Rotating own;
  private final Successors others;
  private final FormerAddresses former;
  private final List<Early> early = new ArrayList<>();

  /** What of each is kept, and what is being kept. */
  private long keptOwn;

  private long keptOthers;
  private long askedOwn;
  private long askedOthers;
  private long revision;
  private boolean keeping;
  private long nextTryNanos = Long.MIN_VALUE;

  Rotations(
      Mesh mesh,
      AgentClock clock,
      Outbox outbox,
      Sealer sealer,
      RandomGenerator random,
      Rejections rejections,
      Joining joining,
      DeviceChanges changes,
      PresharedKeys keys) {
    this.mesh = mesh;
    this.clock = clock;
    this.own = new Rotating(mesh, clock, outbox, sealer, random, keys);
    this.former = new FormerAddresses(mesh);
    this.others = new Successors(mesh, clock, outbox, sealer, random, rejections, joining, changes);
  }

  /**
   * Takes in what was kept when the agent ran before; to be called before its first step, and after
   * the invitations were restored.
   */
  public void restore(KeptRotations kept) {
    own.restore(kept.own());
    others.restore(kept.others());
    keptOthers = others.list().revision();
  }

  /** Makes another key for this host, if none is made yet, and announces it when it is kept. */
  public void begin() {
    own.begin();
  }

  /**
   * Has this host take the key that it has announced, in a moment.
   *
   * @throws RotationRefusedException if there is none, or it is not kept
   */
  public void change() throws RotationRefusedException {
    own.change(keptOwn);
  }

  /**
   * Gives up the key that was made, and tells others that this host stays with the one that it has.
   *
   * @throws RotationRefusedException if there is none, or it is being taken
   */
  public void withdraw() throws RotationRefusedException {
    own.withdraw();
  }

  /** How it stands with this host's own; null if no other key was made. */
  public @Nullable RotationView view() {
    return own.view(keptOwn);
  }

  /** What is known of other hosts' rotations, the latest last. */
  public List<KeptSuccession> all() {
    return others.list().all();
  }

  /** Both. */
  public RotationsView views() {
    return new RotationsView(view(), all());
  }

  /** Takes in a message. */
  void receive(Peer peer, RotationMessage message, long now) {
    if (message instanceof RotationMessage.Answered(long id, boolean accepted)) {
      own.answered(peer, id, accepted);
    }
    others.receive(peer, message, now);
  }

  /** Notes that something came from a peer. */
  void heard(Peer peer, long now) {
    own.heard(peer);
    others.heard(peer, now);
  }

  /**
   * Takes in a packet from the address of a key that somebody is to have: that it comes shows that
   * there was a handshake, and it waits until the device says so.
   *
   * @return whether it is one
   */
  boolean isEarly(IpAddress source, byte[] packet) {
    if (others.isEmpty() || mesh.devicePeerAt(source) != null || !others.isNextAt(source)) {
      return false;
    }
    if (early.size() < MAX_EARLY) {
      early.add(new Early(source, packet));
    }
    return true;
  }

  /** Those packets that wait no more, as events. */
  List<Event> takeEarly() {
    List<Event> taken = new ArrayList<>();
    early.removeIf(
        each -> {
          boolean known = mesh.devicePeerAt(each.source()) != null;
          if (known) {
            taken.add(new Event.PacketArrived(each.source(), each.packet()));
          }
          return known || !others.isNextAt(each.source());
        });
    return taken;
  }

  /** Takes in a reading of the device, and gives the rest of the agent what is for it. */
  DeviceState read(DeviceState state, long now) {
    return others.read(state, now);
  }

  /** Takes in a reading of the host's interfaces. */
  void hostRead(List<HostInterface> interfaces) {
    former.hostRead(interfaces);
  }

  /** Takes note of whether rotations are kept for the next start as they were at a revision. */
  void kept(long at, boolean success) {
    if (at != revision) {
      return;
    }
    keeping = false;
    if (success) {
      keptOwn = askedOwn;
      keptOthers = askedOthers;
    } else {
      nextTryNanos = clock.nowNanos() + Timing.HOUSEKEEPING_NANOS;
    }
  }

  /** Takes note that the device did not take the key that this host is to have. */
  void keyRefused(String why) {
    own.keyRefused(why);
  }

  private boolean isAnythingToKeep() {
    return !keeping && (own.revision() > keptOwn || others.list().revision() > keptOthers);
  }

  /**
   * Does what is due, and adds what is to be done outside: what is to be kept first, the device
   * then, and then what is to be sent.
   */
  void act(List<Action> actions) {
    long now = clock.nowNanos();
    DeviceState device = mesh.device();
    if (device == null) {
      return;
    }
    if (former.isDue()) {
      actions.addAll(former.due(device.name(), others.list().successors()));
    }
    if (isAnythingToKeep() && now >= nextTryNanos) {
      keeping = true;
      askedOwn = own.revision();
      askedOthers = others.list().revision();
      actions.add(
          new Action.KeepRotations(++revision, new KeptRotations(own.own(), others.list().all())));
    }
    others.act(keptOthers, actions, now);
    own.act(keptOwn, actions, now);
  }

  /** When {@link #act} must be called at the latest. */
  long deadlineNanos() {
    long save = isAnythingToKeep() ? nextTryNanos : Long.MAX_VALUE;
    return Math.min(save, Math.min(own.deadlineNanos(), others.deadlineNanos()));
  }
}
