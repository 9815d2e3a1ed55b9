package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.Gossip;
import io.wirelink.gossip.Sealer;
import io.wirelink.path.Path;
import io.wirelink.path.PathState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of one host: a state machine that is told what happened and says what is to be done.
 *
 * <p>It has no clock, no socket and no thread; whoever runs it calls {@link #step} when something
 * happened, or when {@link #deadlineNanos} has come, and carries out the actions in their order.
 * The first step asks for the device and the host's addresses. The link-local address is expected
 * to be on the interface.
 */
public final class Agent {

  private static final Logger log = LoggerFactory.getLogger(Agent.class);

  private final AgentClock clock;
  private final Time started;
  private final Mesh mesh;
  private final Outbox outbox;
  private final Rejections rejections = new Rejections();
  private final Sightings sightings = new Sightings();
  private final MemberHistory members = new MemberHistory();
  private final PathExchange paths;
  private final PathLog pathLog;
  private final Looks looks = new Looks();
  private final FactPublisher publisher;
  private final Reception reception;
  private final EndpointSearch search;
  private final PeerSetup setup;
  private final Removal removal;
  private final Recall recall;
  private final MeshMemory memory;
  private final NameLookup lookup;

  private final Set<PublicKey> touched = new LinkedHashSet<>();
  private final ReadSchedule reads = new ReadSchedule();
  private final OwnAddresses ownAddresses = new OwnAddresses();

  /** Whether this host's addresses have changed, which its packets are sent from. */
  private boolean sourcesChanged;

  /** Whether the device was changed by this agent since it was read. */
  private boolean changedHere;

  /** Whether time has jumped since the device was read: what is known of it is not of today. */
  private boolean outdated;

  private long housekeepingNanos = Long.MIN_VALUE;
  private long nextTryNanos = Long.MAX_VALUE;
  private long deviceChanges;

  /** An agent that starts now and knows nothing from before. */
  public Agent(
      AgentConfig config,
      PrivateKey key,
      Time start,
      RandomGenerator random,
      AgentListener listener) {
    this(config, key, start, random, listener, Optional.empty());
  }

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
    this(config, key, start, random, listener, remembered, Outbox.CAPABILITIES);
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
    this.started = start;
    clock = new AgentClock(start, 2 * Timing.HOUSEKEEPING_NANOS);
    mesh = new Mesh(config, key.publicKey());
    mesh.missedSomething(clock.nowNanos());
    Gossip gossip =
        new Gossip(
            mesh.self(),
            Timing.FACT_TTL_SECONDS,
            Timing.ALIVE_SECONDS,
            Timing.HOUSEKEEPING_SECONDS,
            random.nextLong());
    Sealer sealer = new Sealer(key, random);
    outbox = new Outbox(mesh, gossip, sealer, random, capabilities);
    Notices notices = new Notices(listener, mesh, clock);
    paths = new PathExchange(mesh, outbox, sealer, random);
    pathLog = new PathLog(mesh, listener);
    Authority authority = new Authority(mesh);
    recall = new Recall(mesh, authority, members, remembered);
    memory = new MeshMemory(mesh, authority, recall, remembered, clock.nowNanos());
    publisher = new FactPublisher(mesh, outbox, notices, members, memory);
    reception =
        new Reception(mesh, gossip, sealer, rejections, sightings, paths, capabilities, notices);
    search = new EndpointSearch(mesh, random);
    setup = new PeerSetup(mesh, search, clock.nowNanos());
    removal = new Removal(mesh, authority, members, clock.nowNanos());
    lookup = new NameLookup(mesh);
  }

  /** Takes in what happened, and says what is to be done now, in this order. */
  public List<Action> step(Time time, List<Event> events) {
    List<Action> actions = new ArrayList<>();
    if (clock.advance(time)) {
      log.info("Time has jumped, perhaps after a suspend: asking all peers for what was missed");
      outbox.newBootId(clock.nowNanos());
      mesh.missedSomething(clock.nowNanos());
      mesh.peers().forEach(peer -> peer.missedSomething(clock.skippedNanos()));
      mesh.peers().forEach(peer -> peer.path().slept(clock.nowNanos()));
      mesh.peers().forEach(peer -> peer.tries().beginAnew());
      outdated = mesh.device() != null;
      housekeepingNanos = clock.nowNanos();
    }
    long now = clock.nowNanos();
    for (Event event : events) {
      handle(event, now);
    }
    boolean housekeeping = now >= housekeepingNanos;
    if (outdated) {
      if (housekeeping) {
        housekeepingNanos = now + Timing.HOUSEKEEPING_NANOS;
        actions.add(new Action.ReadDevice());
      }
      return actions;
    }
    mesh.store().expire(now);
    if (housekeeping) {
      housekeepingNanos = now + Timing.HOUSEKEEPING_NANOS;
      keepHouse(actions, now);
    }
    if (ownAddresses.takeRetry(now)) {
      actions.add(new Action.ReadHost());
    }
    if (ownAddresses.takeCall(now)) {
      callFromNewAddresses(now);
    }
    if (sourcesChanged) {
      sourcesChanged = false;
      actions.addAll(endpointsAgain());
    }
    paths.tick(now);
    noteChangedPaths(now);
    boolean changed = remove(recall.look(now, clock.wall()), actions);
    publisher.publish(touched, now);
    if (now >= nextTryNanos) {
      touchDueTries(now);
    }
    changed |= remove(removal.forgotten(), actions);
    changed |= setUpPeers(actions, isDeviceRead(events), now);
    actions.addAll(paths.take());
    actions.addAll(outbox.due(now));
    if (looks.isDue(now)) {
      looks.looking(mesh.peers().stream().anyMatch(Peer::isHealthy), now);
      actions.add(new Action.ReadCounters());
    }
    changedHere |= changed;
    if (changed || housekeeping || now >= reads.nextNanos()) {
      reads.reading(now);
      actions.add(new Action.ReadDevice());
    }
    return actions;
  }

  /**
   * When {@link #step} must be called at the latest, in the nanoseconds of the last reading of the
   * monotonic clock.
   */
  public long deadlineNanos() {
    long earliest = outdated ? housekeepingNanos : earliestNanos();
    long wait = Math.max(earliest, clock.nowNanos()) - clock.nowNanos();
    return clock.monotonicNanos() + Math.min(wait, Timing.HOUSEKEEPING_NANOS);
  }

  private long earliestNanos() {
    long own = Math.min(Math.min(housekeepingNanos, reads.nextNanos()), nextTryNanos);
    own = Math.min(own, ownAddresses.deadlineNanos());
    own = Math.min(own, Math.min(paths.deadlineNanos(), looks.nextNanos()));
    own = Math.min(own, recall.deadlineNanos());
    return Math.min(own, Math.min(outbox.deadlineNanos(), mesh.store().nextExpiryNanos()));
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

  /** What the agent knows and does at the moment. */
  public AgentView view(Time time) {
    Counters counters =
        new Counters(
            reception.packets(),
            outbox.packets(),
            reception.bytes(),
            outbox.bytes(),
            deviceChanges,
            rejections.counts(),
            paths.probes(),
            paths.echoes());
    return new ViewOf(mesh, clock, started, outbox.isDraining()).at(time, counters);
  }

  /** All that bears on whether a host is reached directly; of a key that nobody knows too. */
  public PeerStory story(PublicKey key, Time time) {
    return new PeerStoryBuilder(mesh, clock, started, search, rejections, sightings, members)
        .at(time, key);
  }

  /**
   * Everybody whom the agent knows, has heard of, or knew before, with their names, which are empty
   * where none is known.
   */
  public Map<PublicKey, String> knownNames() {
    return PeerStoryBuilder.names(mesh, rejections, members);
  }

  /**
   * Behaves as configured otherwise from the next {@link #step} on, which is due at once. The port
   * is not looked at.
   */
  public void reconfigure(AgentConfig config) {
    long now = clock.nowNanos();
    boolean wasRouter = mesh.isSelfRouter();
    touchAll();
    touched.addAll(mesh.config().peers().keySet());
    touched.addAll(config.peers().keySet());
    if (mesh.setConfig(config)) {
      rejections.forgetRemembered();
      outbox.newBootId(now);
    }
    if (wasRouter != mesh.isSelfRouter()) {
      logRole();
    }
    recall.roleChanged(now);
    // Names that are new are resolved at once, and who is no member any more is looked at.
    housekeepingNanos = now;
  }

  /**
   * What is to be done when the agent ends and the host goes on: others are told that it answers no
   * more probes, so that nobody takes that for a broken path.
   */
  public List<Action> leave() {
    outbox.leave(clock.nowNanos());
    return outbox.due(clock.nowNanos() + Timing.LEAVE_NANOS);
  }

  /**
   * Asks others to leave this host for other routers, since it is about to be maintained, or takes
   * that back.
   *
   * @return whether that is news
   */
  public boolean drain(boolean draining) {
    boolean news = outbox.setDraining(draining, clock.nowNanos());
    if (news) {
      log.info(
          draining
              ? "Asking others to go by other routers, as told"
              : "Taking traffic of others again, as told");
    }
    return news;
  }

  /**
   * Takes a new boot id, so that all others tell again what they know, and begins anew to look for
   * peers that cannot be reached.
   */
  public void refresh() {
    log.info("Asking all peers for everything again, as told");
    outbox.newBootId(clock.nowNanos());
    mesh.peers().forEach(peer -> peer.tries().beginAnew());
    touchAll();
  }

  /**
   * Forgets all that was learned about a peer. The next {@link #step}, which is due at once, takes
   * a peer from the device that this agent has put there and the configuration does not name, and
   * lets the others tell again what they know.
   */
  public RunnableAgent.Forgotten forget(PublicKey key) {
    RunnableAgent.Forgotten result = removal.forget(key, clock.nowNanos());
    memory.forget(key);
    touched.add(key);
    outbox.newBootId(clock.nowNanos());
    return result;
  }

  private void handle(Event event, long now) {
    switch (event) {
      case Event.PacketArrived(var source, var packet) -> {
        Peer peer = mesh.devicePeerAt(source);
        boolean wasDraining = peer != null && peer.isDraining();
        if (reception.receive(source, packet, now)) {
          reads.soon(now);
        }
        if (peer != null) {
          touched.add(peer.key());
          if (wasDraining != peer.isDraining()) {
            // What goes by it is taken over by others, or no more.
            touchAll();
          }
        }
      }
      case Event.DeviceRead(DeviceState state) -> deviceRead(state, now);
      case Event.HostRead(var interfaces) -> hostRead(interfaces, now);
      case Event.HostUnread() -> ownAddresses.unread(now);
      case Event.NameResolved(String host, var addresses) -> {
        mesh.setResolved(host, addresses);
        mesh.config().peers().keySet().forEach(touched::add);
      }
      case Event.CountersRead(long received, long sent) -> {
        if (looks.looked(received, sent, reception.bytesOnWire(), outbox.bytesOnWire())) {
          reads.soon(now);
        }
      }
      case Event.NotSent(Action.Send send) -> outbox.notSent(send, now);
      case Event.ChangeFailed(PublicKey peer, String why) -> {
        mesh.peerOrNew(peer).history().refused(why, now);
        if (mesh.peerOrNew(peer).noteFailure(why)) {
          log.warn(
              "{} could not be configured and will be tried again: {}", mesh.nameOf(peer), why);
        }
        reads.soon(now);
      }
    }
  }

  private void hostRead(List<HostInterface> interfaces, long now) {
    DeviceState device = mesh.device();
    String tunnel = device == null ? "" : device.name();
    List<HostInterface> before = mesh.interfaces();
    mesh.setInterfaces(interfaces, tunnel);
    if (ownAddresses.read(tunnel, before, interfaces, now)) {
      sourcesChanged = true;
      callFromNewAddresses(now);
      mesh.peers().forEach(peer -> peer.path().doubtAfterChange(now));
    }
    touchAll();
  }

  /**
   * Sets the endpoints of all who are reached once more, as they are: WireGuard keeps the address
   * that it last sent to a peer from, in userspace also when that is not there any more.
   */
  private List<Action> endpointsAgain() {
    List<Action> again = new ArrayList<>();
    for (Peer peer : mesh.peers()) {
      PeerState state = peer.state();
      if (state != null && state.endpoint() != null && peer.isHealthy()) {
        again.add(
            new Action.Configure(PeerChange.update(peer.key()).withEndpoint(state.endpoint())));
        deviceChanges++;
      }
    }
    return again;
  }

  /**
   * Lets all who are reached see where this host's packets come from now, and tries the others
   * anew, who may be reached from there.
   */
  private void callFromNewAddresses(long now) {
    for (Peer peer : mesh.peers()) {
      peer.tries().beginAnew();
      touched.add(peer.key());
      if (peer.isHealthy()) {
        outbox.call(peer, now);
      }
    }
  }

  private void logRole() {
    log.info("This host is a {}", mesh.isSelfRouter() ? "router" : "leaf");
  }

  private void deviceRead(DeviceState state, long now) {
    boolean first = mesh.device() == null;
    boolean missed = outdated;
    if (outdated) {
      outdated = false;
      housekeepingNanos = now;
    }
    boolean wasRouter = mesh.isSelfRouter();
    mesh.setDevice(state);
    for (PeerState each : state.peers().values()) {
      update(mesh.peerOrNew(each.publicKey()), each, now);
    }
    for (Peer peer : mesh.peers()) {
      if (peer.state() != null && !state.peers().containsKey(peer.key())) {
        update(peer, null, now);
      }
    }
    changedHere = false;
    for (Peer peer : mesh.peers()) {
      pathLog.read(peer, first, now);
      if (missed) {
        peer.path().doubtAfterChange(now);
      }
    }
    if (first) {
      housekeepingNanos = now;
      mesh.setInterfaces(mesh.interfaces(), state.name());
      mesh.config().peers().keySet().forEach(touched::add);
      recall.begin(now);
    }
    if (first || wasRouter != mesh.isSelfRouter()) {
      recall.roleChanged(now);
      logRole();
      touchAll();
    }
    mesh.peers().stream()
        .filter(peer -> peer.tries().isAwaitingRead())
        .map(Peer::key)
        .forEach(touched::add);
    touched.add(mesh.self());
  }

  private static boolean isDeviceRead(List<Event> events) {
    return events.stream().anyMatch(Event.DeviceRead.class::isInstance);
  }

  private boolean isOnDevice(Cidr cidr) {
    DeviceState device = mesh.device();
    return device != null
        && device.peers().values().stream().anyMatch(each -> each.allowedIps().contains(cidr));
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

  private void update(Peer peer, @Nullable PeerState state, long now) {
    PeerState before = peer.state();
    boolean wasHealthy = peer.isHealthy();
    Set<Cidr> lent = Set.copyOf(peer.lent());
    peer.update(state, clock.wall(), now);
    if (before != null && state != null) {
      boolean left = !peer.pathState().isFit() || peer.isDraining();
      peer.compareNetworks(
          before.allowedIps(),
          state.allowedIps(),
          cidr -> changedHere && (left || isOnDevice(cidr)));
    }
    mesh.noteNetworks(peer, networksOf(before, lent), networksOf(state, Set.of()));
    if (state != null && peer.isHealthy() && state.endpoint() != null) {
      memory.worked(peer.key(), state.endpoint(), now);
    }
    if (state != null) {
      members.arrived(peer.key());
    } else if (before != null) {
      members.departed(peer, PeerStory.Departure.Reason.TAKEN_OFF, now);
    }
    boolean same =
        before != null
            && state != null
            && wasHealthy == peer.isHealthy()
            && Objects.equals(before.endpoint(), state.endpoint())
            && before.allowedIps().equals(state.allowedIps());
    if (!same) {
      touched.add(peer.key());
    }
  }

  /** Does what follows from paths that are not what they were. */
  private void noteChangedPaths(long now) {
    for (Peer peer : mesh.takeChangedPaths()) {
      PathState state = peer.pathState();
      PathState before = peer.toldState();
      peer.setToldState(state);
      touched.add(peer.key());
      boolean wasFit = before != null && before.isFit();
      if (wasFit && state.broken() != null) {
        log.debug("{}: {}", mesh.nameOf(peer.key()), state);
      }
      if (before instanceof PathState.Down && state.isHealthy()) {
        outbox.retell(peer.key(), now);
      }
      if (wasFit != state.isFit() && mesh.isRouter(peer.key())) {
        // Others' traffic may go by it, or may not any more.
        touchAll();
      }
    }
  }

  private void touchAll() {
    touched.add(mesh.self());
    mesh.peers().forEach(peer -> touched.add(peer.key()));
  }

  private void touchDueTries(long now) {
    nextTryNanos = Long.MAX_VALUE;
    for (Peer peer : mesh.peers()) {
      if (peer.tries().nextTryNanos() <= now) {
        touched.add(peer.key());
      } else {
        nextTryNanos = Math.min(nextTryNanos, peer.tries().nextTryNanos());
      }
    }
  }

  private void keepHouse(List<Action> actions, long now) {
    if (!ownAddresses.isKnown()) {
      actions.add(new Action.ReadHost());
    }
    if (mesh.device() == null) {
      return;
    }
    for (Peer peer : List.copyOf(mesh.peers())) {
      peer.track(now);
      if (!peer.isAlive(now) && peer.bootId() != null && !mesh.isBeingRetold(now)) {
        // There is no agent any more that could answer.
        peer.path().setAnswers(Path.Answers.WIREGUARD_ONLY, now);
      }
      publisher.noticeIfLapsed(peer, now);
      touched.add(peer.key());
      if (peer.state() == null && !mesh.isValid(peer.key())) {
        mesh.forgetPeer(peer.key());
      }
    }
    actions.addAll(lookup.due(now));
    memory.due(now, clock.wall()).map(Action.Remember::new).ifPresent(actions::add);
    remove(removal.decide(now), actions);
  }

  /** Takes peers from the device, and says whether there were any. */
  private boolean remove(List<PeerChange> removals, List<Action> actions) {
    for (PeerChange change : removals) {
      actions.add(new Action.Configure(change));
      touched.remove(change.publicKey());
      deviceChanges++;
    }
    return !removals.isEmpty();
  }

  private static void calling(Peer peer, PeerSetup.Decision decision, long now) {
    PeerState state = peer.state();
    Endpoint set = state == null ? null : state.endpoint();
    Endpoint endpoint = decision.change().map(PeerChange::endpoint).orElse(set);
    if (endpoint != null) {
      peer.path().trying(endpoint, now);
    }
  }

  /** Reconsiders all peers that something happened to. */
  private boolean setUpPeers(List<Action> actions, boolean fresh, long now) {
    if (mesh.device() == null) {
      return false;
    }
    boolean changed = false;
    for (PublicKey key : touched) {
      if (key.equals(mesh.self())) {
        continue;
      }
      Peer peer = mesh.isValid(key) ? mesh.peerOrNew(key) : mesh.peer(key);
      if (peer == null) {
        outbox.forget(key);
        continue;
      }
      if (peer.bootId() == null && mesh.isBasic(key)) {
        peer.path().setAnswers(Path.Answers.WIREGUARD_ONLY, now);
      }
      PeerSetup.Decision decision = setup.decide(peer, fresh, now);
      if (decision.change().isPresent()) {
        if (peer.state() == null) {
          peer.setAddedHere();
        }
        actions.add(new Action.Configure(decision.change().get()));
        deviceChanges++;
        changed = true;
      }
      outbox.reconsider(peer, decision.calling(), now);
      if (decision.calling()) {
        calling(peer, decision, now);
        // Whoever answers without an agent is seen on the device only.
        reads.at(now + Timing.ANSWER_NANOS);
      }
      if (peer.tries().isAwaitingRead()) {
        reads.soon(now);
      } else if (peer.tries().nextTryNanos() > now) {
        nextTryNanos = Math.min(nextTryNanos, peer.tries().nextTryNanos());
      }
    }
    touched.clear();
    return changed;
  }
}
