package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.RemovalRecord;
import io.wirelink.gossip.RemovalMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes out of the mesh whom the operator has removed, here or on another host that decides on
 * membership, and keeps them out (docs/protocol.md, "Removing").
 *
 * <p>What is said here counts as soon as it is kept for the next start; only then the device is
 * changed, and others are told. To the rest of the agent who is removed is not on the device, even
 * where somebody puts it there again.
 */
public final class Removing {

  private static final Logger log = LoggerFactory.getLogger(Removing.class);

  /** What is said here and not kept yet, with the revision that says so. */
  private record Unkept(KeptRemoval kept, long revision) {}

  private final Mesh mesh;
  private final AgentClock clock;
  private final RemovalExchange exchange;
  private final MemberHistory members;
  private final MeshMemory memory;
  private final Joining joining;
  private final Outbox outbox;
  private final Rejections rejections;
  private final RemovedPeers peers;
  private final ComingBack back;
  private final Map<PublicKey, Unkept> unkept = new LinkedHashMap<>();

  /** Rises with each change of what is to be kept. */
  private long revision;

  private long keptRevision;
  private long askedRevision;
  private boolean keeping;
  private long nextTryNanos = Long.MIN_VALUE;

  /** Whether what those said who are removed is to be judged again, once the device is read. */
  private boolean judge;

  Removing(
      Mesh mesh,
      AgentClock clock,
      RandomGenerator random,
      MemberHistory members,
      MeshMemory memory,
      Joining joining,
      Outbox outbox,
      Rejections rejections,
      DeviceChanges changes) {
    this.mesh = mesh;
    this.clock = clock;
    this.exchange = new RemovalExchange(mesh, outbox, rejections, clock, random);
    this.members = members;
    this.memory = memory;
    this.joining = joining;
    this.outbox = outbox;
    this.rejections = rejections;
    this.peers = new RemovedPeers(mesh, changes);
    this.back = new ComingBack(mesh, joining, peers);
  }

  /**
   * Takes in what was kept when the agent ran before; to be called before its first step, and after
   * the invitations were restored.
   */
  public void restore(List<KeptRemoval> kept) {
    for (KeptRemoval each : kept) {
      PublicKey key = each.record().subject();
      if (!key.equals(mesh.self()) && mesh.removedKeys().put(each) && mesh.isRemoved(key)) {
        memory.forgetIfKnown(key);
        joining.leave(key);
      }
    }
  }

  /**
   * Removes a host from the mesh, as soon as that is kept for the next start.
   *
   * @return whether it was not removed before
   * @throws RemovalRefusedException if this host does not decide on that, or it cannot be
   */
  public boolean remove(PublicKey key) throws RemovalRefusedException {
    if (key.equals(mesh.self())) {
      throw new RemovalRefusedException("this is the host itself");
    }
    if (mesh.isConfigured(key)) {
      throw new RemovalRefusedException(
          mesh.nameOf(key)
              + " is a peer in this host's configuration, which counts more: take it out there"
              + " and run 'wirelink reload' first");
    }
    Peer peer = mesh.peer(key);
    PeerState state = peer == null ? null : peer.state();
    return say(key, true, state == null ? Set.of() : state.allowedIps());
  }

  /**
   * Lets a key back that was removed, as soon as that is kept for the next start.
   *
   * @throws RemovalRefusedException if this host does not decide on that
   */
  public LetBack letBack(PublicKey key) throws RemovalRefusedException {
    return say(key, false, Set.of())
        ? back.outlook(Objects.requireNonNull(latest(key)))
        : LetBack.NO_NEWS;
  }

  /** What counts of a key, or will as soon as it is kept. */
  private @Nullable KeptRemoval latest(PublicKey key) {
    Unkept waiting = unkept.get(key);
    return waiting == null ? mesh.removedKeys().of(key) : waiting.kept();
  }

  private boolean say(PublicKey key, boolean removed, Set<Cidr> networks)
      throws RemovalRefusedException {
    if (!exchange.decides()) {
      throw new RemovalRefusedException(
          "this host does not decide on who belongs to the mesh: say it on a router");
    }
    KeptRemoval before = latest(key);
    if (removed == (before != null && before.record().removed())) {
      return false;
    }
    long seen = before == null ? -1 : before.record().number();
    if (seen == Long.MAX_VALUE) {
      throw new RemovalRefusedException("nothing later can be said of this key any more");
    }
    long number = Math.max(seen + 1, Math.max(0, clock.wall().getEpochSecond()));
    RemovalRecord record = new RemovalRecord(key, number, removed);
    if (!mesh.removedKeys().hasRoomFor(record) || unkept.size() >= RemovedKeys.MAX_RECORDS) {
      throw new RemovalRefusedException("there are too many removals");
    }
    Set<Cidr> routed = new LinkedHashSet<>(networks);
    routed.removeIf(cidr -> cidr.address().isLinkLocal());
    String name = before != null && !removed ? before.name() : nameOf(key);
    Set<Cidr> had = before != null && !removed ? before.networks() : routed;
    unkept.put(key, new Unkept(new KeptRemoval(record, name, clock.wall(), had), ++revision));
    return true;
  }

  private String nameOf(PublicKey key) {
    String name = mesh.nameOf(key);
    return name.equals(key.toString()) ? members.nameOf(key) : name;
  }

  /** All that was ever said of who is removed, the latest last. */
  public List<RemovalView> all() {
    List<RemovalView> views = new ArrayList<>();
    for (RemovedKeys.Entry each : mesh.removedKeys().all()) {
      if (!unkept.containsKey(each.kept().record().subject())) {
        views.add(exchange.viewOf(each, keptRevision == revision, clock.nowNanos()));
      }
    }
    unkept
        .values()
        .forEach(each -> views.add(new RemovalView(each.kept(), false, 0, 0, 0, List.of())));
    return views;
  }

  /** Takes in what a peer says of who is removed. */
  void receive(Peer peer, RemovalMessage message, long now) {
    exchange.receive(peer, message, now);
  }

  /** Notes that something came from a peer. */
  void heard(Peer peer, long now) {
    exchange.heard(peer, now);
  }

  /** Takes in a reading of the device, and gives the rest of the agent what is for it. */
  DeviceState read(DeviceState state) {
    for (PublicKey key : peers.in(state, clock.nowNanos())) {
      if (!mesh.removedKeys().isOutdated(key)) {
        log.info("{} is on the device, and was removed from the mesh: taking it off", nameFor(key));
      }
      peers.takeOff(key);
      forget(key);
    }
    return peers.without(state);
  }

  private String nameFor(PublicKey key) {
    KeptRemoval kept = mesh.removedKeys().of(key);
    return kept == null || kept.name().isEmpty() ? mesh.nameOf(key) : kept.name();
  }

  private void forget(PublicKey key) {
    mesh.store().forget(key);
    mesh.store().assertLocal(key, Set.of());
    memory.forgetIfKnown(key);
    joining.leave(key);
    judge = true;
  }

  /** Takes note of whether removals are kept for the next start as they were at a revision. */
  void kept(long at, boolean success) {
    keeping = false;
    if (!success) {
      askedRevision = keptRevision;
      nextTryNanos = clock.nowNanos() + Timing.HOUSEKEEPING_NANOS;
      return;
    }
    keptRevision = Math.max(keptRevision, at);
    for (Unkept each : List.copyOf(unkept.values())) {
      if (each.revision() <= keptRevision) {
        PublicKey key = each.kept().record().subject();
        unkept.remove(key);
        if (mesh.removedKeys().put(each.kept())) {
          boolean removed = each.kept().record().removed();
          log.info("{} {}, as told", nameFor(key), removed ? "is removed" : "may come back");
          takeEffect(each.kept());
        }
      }
    }
  }

  private void takeEffect(KeptRemoval kept) {
    PublicKey key = kept.record().subject();
    exchange.tellAll(clock.nowNanos());
    if (!kept.record().removed()) {
      back.putBack(kept);
      // What others say of it was not believed, and is to be said again.
      rejections.forgetRemembered();
      outbox.newBootId(clock.nowNanos());
    } else if (mesh.isConfigured(key)) {
      log.warn("{} stays: this host's own configuration names it", mesh.nameOf(key));
    } else {
      Peer peer = mesh.peer(key);
      if (peer != null && peer.state() != null) {
        members.departed(peer, PeerStory.Departure.Reason.REMOVED, clock.nowNanos());
        peers.takeOff(key);
      }
      forget(key);
    }
  }

  /**
   * Does what is due, and adds what is to be done outside: what is to be kept first, the device
   * then, and then what is to be sent.
   *
   * @return whether the device is changed
   */
  boolean act(List<Action> actions) {
    for (KeptRemoval each : exchange.takeLearned()) {
      revision++;
      takeEffect(each);
    }
    if (mesh.device() == null) {
      return false;
    }
    if (revision > askedRevision && !keeping && clock.nowNanos() >= nextTryNanos) {
      keeping = true;
      askedRevision = revision;
      actions.add(new Action.KeepRemovals(revision, toKeep()));
    }
    boolean changed = peers.act(actions, clock.nowNanos());
    if (judge && peers.isSettled()) {
      judge = false;
      mesh.judgeAgain();
    }
    actions.addAll(exchange.due(clock.nowNanos()));
    return changed;
  }

  private List<KeptRemoval> toKeep() {
    Map<PublicKey, KeptRemoval> all = new LinkedHashMap<>();
    mesh.removedKeys().all().forEach(each -> all.put(each.kept().record().subject(), each.kept()));
    unkept.forEach((key, each) -> all.put(key, each.kept()));
    return List.copyOf(all.values());
  }

  /** When {@link #act} must be called at the latest. */
  long deadlineNanos() {
    long save = revision > askedRevision && !keeping ? nextTryNanos : Long.MAX_VALUE;
    return peers.isDue() ? Long.MIN_VALUE : Math.min(save, exchange.deadlineNanos());
  }
}
