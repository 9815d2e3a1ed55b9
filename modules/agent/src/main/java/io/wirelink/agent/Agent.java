package io.wirelink.agent;

import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.Gossip;
import io.wirelink.gossip.Sealer;
import io.wirelink.path.PathState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The agent of one host: a state machine that is told what happened and says what is to be done.
 *
 * <p>It has no clock, no socket and no thread; whoever runs it calls {@link #step} when something
 * happened, or when {@link #deadlineNanos} has come, and carries out the actions in their order.
 * The first step asks for the device and the host's addresses. The link-local address is expected
 * to be on the interface.
 */
public final class Agent {

  private final AgentClock clock;
  private final Time started;
  private final Mesh mesh;
  private final Outbox outbox;
  private final Rejections rejections = new Rejections();
  private final Nats nats;
  private final MemberHistory members = new MemberHistory();
  private final PathExchange paths;
  private final Looks looks = new Looks();
  private final ReadSchedule reads = new ReadSchedule();
  private final FactPublisher publisher;
  private final Reception reception;
  private final EndpointSearch search;
  private final Removal removal;
  private final Recall recall;
  private final MeshMemory memory;
  private final Touched touched;
  private final DeviceChanges changes;
  private final DeviceReading device;
  private final Roaming roaming;
  private final Housekeeping housekeeping;
  private final Reconsideration reconsideration;
  private final Membership membership;
  private final Intake intake;
  private final Controls controls;
  private final Deadlines deadlines;

  /**
   * An agent that starts now.
   *
   * @param key the device's private key, which is this host's identity
   * @param listener is told what happens; called within {@link #step}
   * @param random for boot ids and nonces; unpredictable, except in a simulation
   * @param remembered what the agent that ran here before had kept ({@link Action.Remember})
   */
  public Agent(
      AgentConfig config,
      PrivateKey key,
      Time start,
      RandomGenerator random,
      AgentListener listener,
      Optional<RememberedMesh> remembered) {
    this(config, key, start, random, listener, remembered, Capabilities.COMMON);
  }

  /**
   * An agent that does without some of what agents of this project say to each other, as those of
   * other projects do.
   *
   * @param capabilities the bits of what it understands beyond the protocol of all
   *     (docs/protocol.md, "Capabilities")
   */
  public Agent(
      AgentConfig config,
      PrivateKey key,
      Time start,
      RandomGenerator random,
      AgentListener listener,
      Optional<RememberedMesh> remembered,
      int capabilities) {
    started = start;
    clock = new AgentClock(start, 2 * Timing.HOUSEKEEPING_NANOS);
    mesh = new Mesh(config, key.publicKey());
    mesh.missedSomething(clock.nowNanos());
    nats = new Nats(mesh);
    Gossip gossip = FactPublisher.gossip(mesh.self(), random.nextLong());
    Sealer sealer = new Sealer(key, random);
    outbox = new Outbox(mesh, nats, gossip, sealer, random, capabilities);
    Notices notices = new Notices(listener, mesh, clock);
    touched = new Touched(mesh);
    paths = new PathExchange(mesh, outbox, sealer, random, touched);
    Authority authority = new Authority(mesh);
    recall = new Recall(mesh, authority, members, remembered);
    memory = new MeshMemory(mesh, authority, recall, remembered, clock.nowNanos());
    publisher = new FactPublisher(mesh, outbox, notices, members, memory, nats);
    search = new EndpointSearch(mesh, random, nats);
    removal = new Removal(mesh, authority, members, clock.nowNanos());
    changes = new DeviceChanges(touched);
    device = new DeviceReading(mesh, clock, touched, changes, members, memory, recall, listener);
    roaming = new Roaming(mesh, outbox, touched, changes);
    RoleChanges roles = new RoleChanges(mesh, authority, outbox, rejections);
    housekeeping =
        new Housekeeping(mesh, touched, changes, roaming, publisher, memory, removal, roles);
    PeerSetup setup = new PeerSetup(mesh, search, clock.nowNanos());
    membership =
        Membership.of(
            mesh, clock, sealer, random, nats, members, memory, outbox, rejections, changes);
    PresharedKeys keys = membership.keys();
    reconsideration =
        new Reconsideration(mesh, outbox, paths, setup, touched, changes, keys, reads);
    reception =
        new Reception(
            mesh, gossip, sealer, rejections, nats, paths, membership, capabilities, notices);
    intake =
        new Intake(
            mesh,
            reception,
            outbox,
            device,
            roaming,
            roles,
            housekeeping,
            touched,
            reads,
            looks,
            membership);
    deadlines =
        new Deadlines(
            mesh, device, touched, housekeeping, reads, looks, roaming, paths, recall, outbox);
    controls =
        new Controls(
            mesh, outbox, rejections, recall, memory, removal, touched, housekeeping, deadlines);
  }

  /** Takes in what happened, and says what is to be done now, in this order. */
  public List<Action> step(Time time, List<Event> events) {
    List<Action> actions = new ArrayList<>();
    boolean jumped = clock.advance(time);
    long now = clock.nowNanos();
    if (jumped) {
      intake.timeJumped(clock.skippedNanos(), now);
    } else if (deadlines.isLookAtMost(now) && !intake.isAnyUrgent(events)) {
      intake.take(events, now);
      looks.due(mesh, actions, now);
      return actions;
    }
    work(events, actions, now);
    deadlines.settle(membership.deadlineNanos());
    return actions;
  }

  private void work(List<Event> events, List<Action> actions, long now) {
    intake.goOn(now);
    intake.take(events, now);
    boolean housekeepingDue = housekeeping.take(now);
    if (device.isOutdated()) {
      if (housekeepingDue) {
        actions.add(new Action.ReadDevice());
      }
      return;
    }
    mesh.store().expire(now);
    if (housekeepingDue) {
      housekeeping.keep(actions, clock);
    }
    roaming.due(actions, now);
    if (paths.tick(now)) {
      reads.soon(now);
    }
    reconsideration.noteChangedPaths(now);
    boolean changed = membership.act(actions);
    changed |= changes.remove(recall.look(now, clock.wall()), actions);
    publisher.publish(touched, now);
    touched.addDueTries(now);
    changed |= changes.remove(removal.forgotten(), actions);
    changed |= reconsideration.setUpPeers(actions, device.takeFresh(), now);
    actions.addAll(paths.take());
    actions.addAll(outbox.due(now));
    if (changed) {
      changes.made();
    }
    looks.due(mesh, actions, now);
    if (reads.takeDue(changed || housekeepingDue, touched, mesh.peers().size(), now)) {
      actions.add(new Action.ReadDevice());
    }
  }

  /** Whether {@link #step} is to be called at once to take in an event, or it may wait for that. */
  public boolean isUrgent(Event event) {
    return intake.isUrgent(event);
  }

  /**
   * When {@link #step} must be called at the latest, in the nanoseconds of the last reading of the
   * monotonic clock.
   */
  public long deadlineNanos() {
    long wait = Math.max(deadlines.nextNanos(), clock.nowNanos()) - clock.nowNanos();
    return clock.monotonicNanos() + Math.min(wait, Timing.HOUSEKEEPING_NANOS);
  }

  /** Lets others in. The next {@link #step} is due at once. */
  public Joining joining() {
    deadlines.hasten();
    return membership.joining();
  }

  /** Removes others from the mesh. The next {@link #step} is due at once. */
  public Removing removing() {
    deadlines.hasten();
    return membership.removing();
  }

  /** Gives this host another key, and follows others. The next {@link #step} is due at once. */
  public Rotations rotations() {
    deadlines.hasten();
    return membership.rotations();
  }

  /** Agrees on preshared keys with others. */
  public PresharedKeys presharedKeys() {
    return membership.keys();
  }

  /** How the direct path to a peer is. */
  PathState pathOf(PublicKey key) {
    Peer peer = mesh.peer(key);
    return peer == null ? new PathState.None(clock.nowNanos()) : peer.pathState();
  }

  /** This host's key. */
  public PublicKey self() {
    return mesh.self();
  }

  /** What is to be kept for the next start when the agent ends; empty if it has learned nothing. */
  public Optional<RememberedMesh> atEnd() {
    return memory.atEnd(clock.nowNanos(), clock.wall());
  }

  /** What the agent knows and does, before which so many packets were dropped. */
  public AgentView view(Time time, long packetsDropped) {
    return new ViewOf(mesh, clock, started, nats, outbox.isDraining(), membership)
        .at(time, Counters.of(reception, outbox, changes, rejections, paths, packetsDropped));
  }

  /** All that bears on whether a host is reached directly; of a key that nobody knows too. */
  public PeerStory story(PublicKey key, Time time) {
    return new PeerStoryBuilder(mesh, clock, started, search, rejections, nats, members)
        .at(time, key);
  }

  /** Everybody whom the agent knows or has known, with their names; empty where none is known. */
  public Map<PublicKey, String> knownNames() {
    return PeerStoryBuilder.names(mesh, rejections, members);
  }

  /** Behaves as configured otherwise, but for the port; the next {@link #step} is due at once. */
  public void reconfigure(AgentConfig config) {
    controls.reconfigure(config, clock.nowNanos());
  }

  /**
   * What is to be done when the agent ends and the host goes on: others are told that it answers no
   * more probes, so that nobody takes that for a broken path.
   */
  public List<Action> leave() {
    outbox.leave(clock.nowNanos());
    List<Action> actions = membership.keys().leave();
    actions.addAll(outbox.due(clock.nowNanos() + Timing.LEAVE_NANOS));
    return actions;
  }

  /**
   * Asks others to leave this host for other routers, since it is about to be maintained, or takes
   * that back.
   *
   * @return whether that is news
   */
  public boolean drain(boolean draining) {
    return controls.drain(draining, clock.nowNanos());
  }

  /** Asks others for all that they know, and begins anew to look for who cannot be reached. */
  public void refresh() {
    controls.refresh(clock.nowNanos());
  }

  /**
   * Forgets all that was learned about a peer. The next {@link #step}, which is due at once, takes
   * a peer from the device that this agent has put there and the configuration does not name, and
   * lets the others tell again what they know.
   */
  public RunnableAgent.Forgotten forget(PublicKey key) {
    return controls.forget(key, clock.nowNanos());
  }
}
