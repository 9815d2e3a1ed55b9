package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes in readings of the device, and compares each with the one before. */
final class DeviceReading {

  /** How many peers are made known in a step when the device is read for the first time. */
  static final int MAX_NEW_IN_STEP = 256;

  private final Mesh mesh;
  private final AgentClock clock;
  private final Touched touched;
  private final DeviceChanges changes;
  private final MemberHistory members;
  private final MeshMemory memory;
  private final Recall recall;
  private final PathLog pathLog;

  /** Whether time has jumped since the device was read: what is known of it is not of today. */
  private boolean outdated;

  /** The first reading, as long as not all of its peers are known; null if there is none. */
  private @Nullable DeviceState begun;

  /** When all endpoints that work were noted in memory; that of a change is noted at once. */
  private long rememberedNanos = Long.MIN_VALUE;

  /** Whether the device was read, and nobody has asked since. */
  private boolean fresh;

  private boolean routesChanged;

  DeviceReading(
      Mesh mesh,
      AgentClock clock,
      Touched touched,
      DeviceChanges changes,
      MemberHistory members,
      MeshMemory memory,
      Recall recall,
      AgentListener listener) {
    this.mesh = mesh;
    this.clock = clock;
    this.touched = touched;
    this.changes = changes;
    this.members = members;
    this.memory = memory;
    this.recall = recall;
    this.pathLog = new PathLog(mesh, listener);
  }

  /** Takes note that time has jumped. */
  void missedSomething() {
    outdated = mesh.device() != null;
  }

  /** Whether nothing is to be concluded from the device before it is read again. */
  boolean isOutdated() {
    return outdated;
  }

  /** Whether the device was read since this was asked last. */
  boolean takeFresh() {
    boolean taken = fresh;
    fresh = false;
    return taken;
  }

  /** Whether anything was routed otherwise since this was asked last. */
  boolean takeRoutesChanged() {
    boolean taken = routesChanged;
    routesChanged = false;
    return taken;
  }

  /** Whether the first reading is to be gone on with in the next step. */
  boolean isBegun() {
    return begun != null;
  }

  /** Goes on with the first reading if it was begun; says what {@link #read} says. */
  boolean goOn(long now) {
    return begun != null && read(begun, now);
  }

  /**
   * Takes in a reading. The first one counts as soon as all of its peers are known, which takes
   * several steps if they are many.
   *
   * @return whether it is the first one, or the first since time has jumped: then all that is done
   *     now and then is to be done at once
   */
  boolean read(DeviceState state, long now) {
    boolean first = mesh.device() == null;
    begun = first && !introduce(state) ? state : null;
    if (begun != null) {
      return false;
    }
    fresh = true;
    boolean missed = outdated;
    outdated = false;
    boolean wasRouter = mesh.isSelfRouter();
    DeviceState before = mesh.device();
    if (before == null || missed || before.listenPort() != state.listenPort()) {
      touched.add(mesh.self());
    }
    mesh.setDevice(state);
    boolean rememberAll = now - Timing.REMEMBER_NANOS >= rememberedNanos;
    for (PeerState each : state.peers().values()) {
      update(mesh.peerOrNew(each.publicKey()), each, rememberAll, now);
    }
    if (mesh.peers().size() > state.peers().size()) {
      for (Peer peer : mesh.peers()) {
        if (peer.state() != null && !state.peers().containsKey(peer.key())) {
          update(peer, null, rememberAll, now);
        }
      }
    }
    if (rememberAll) {
      rememberedNanos = now;
    }
    changes.seen();
    for (Peer peer : mesh.peers()) {
      pathLog.read(peer, first, now);
      if (peer.tries().isAwaitingRead()) {
        touched.add(peer.key());
      }
      if (missed) {
        peer.path().doubtAfterChange(now);
      }
    }
    if (first) {
      mesh.setInterfaces(mesh.interfaces(), state.name());
      touched.addConfigured();
      recall.begin(now, clock.wall());
    }
    if (first || wasRouter != mesh.isSelfRouter()) {
      recall.roleChanged(now);
      new RoleLog(mesh).changed();
      touched.addAll();
    }
    return first || missed;
  }

  /** Makes peers known, as many as a step has time for, and says whether those were all. */
  private boolean introduce(DeviceState state) {
    int made = 0;
    for (PublicKey key : state.peers().keySet()) {
      if (mesh.peer(key) == null) {
        if (made == MAX_NEW_IN_STEP) {
          return false;
        }
        mesh.peerOrNew(key);
        made++;
      }
    }
    return true;
  }

  private void update(Peer peer, @Nullable PeerState state, boolean rememberAll, long now) {
    PeerState before = peer.state();
    boolean wasHealthy = peer.isHealthy();
    boolean sameNetworks =
        before != null && state != null && before.allowedIps().equals(state.allowedIps());
    Set<Cidr> lent = sameNetworks ? Set.of() : Set.copyOf(peer.lent().all());
    peer.update(state, clock.wall(), now);
    mesh.routers().note(peer);
    if (before != null && state != null && !sameNetworks) {
      boolean left = !peer.pathState().isFit() || peer.isDraining();
      peer.lent()
          .compare(
              before.allowedIps(),
              state.allowedIps(),
              cidr ->
                  changes.isMadeSinceRead()
                      && (left || mesh.isOnDevice(cidr))
                      && !mesh.detours().isDetour(peer, cidr));
    }
    if (!sameNetworks) {
      routesChanged = true;
      touched.add(mesh.self());
      mesh.peerNetworks().noteNetworks(peer, networksOf(before, lent), networksOf(state, Set.of()));
    }
    if (before == null && state != null) {
      touched.arrived();
    }
    if (state != null) {
      members.arrived(peer.key());
    } else if (before != null) {
      members.departed(peer, PeerStory.Departure.Reason.TAKEN_OFF, now);
    }
    boolean sameReach =
        before != null
            && state != null
            && wasHealthy == peer.isHealthy()
            && Objects.equals(before.endpoint(), state.endpoint());
    if ((!sameReach || rememberAll)
        && state != null
        && peer.isHealthy()
        && state.endpoint() != null) {
      memory.worked(peer.key(), state.endpoint(), now);
    }
    if (!sameReach || !sameNetworks) {
      mesh.endpoints().changed(peer);
      touched.add(peer.key());
    } else if (peer.session().isHandshakeNew()) {
      // When it is to be told something at the latest follows from that.
      touched.add(peer.key());
    }
  }

  private static Set<Cidr> networksOf(@Nullable PeerState state, Set<Cidr> lent) {
    Set<Cidr> device = state == null ? Set.of() : state.allowedIps();
    if (lent.isEmpty()) {
      return device;
    }
    Set<Cidr> all = new LinkedHashSet<>(device);
    all.addAll(lent);
    return all;
  }
}
