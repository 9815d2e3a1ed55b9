package io.wirelink.simulation;

import io.wirelink.agent.Action;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.Event;
import io.wirelink.agent.Time;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceException;
import io.wirelink.device.PeerChange;
import io.wirelink.kem.KemTask;
import java.security.InvalidKeyException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The place of one running program on a host: gives it events and time, and does what it says.
 *
 * <p>As the real loop it takes all events that came together in one step, a moment after the first
 * of them.
 */
final class Seat {

  /** From an event to the step that takes it: what a thread needs to wake up. */
  private static final long MIN_WAKE_NANOS = 50_000;

  private static final long MAX_WAKE_NANOS = 500_000;

  /** How long a device or the interfaces take to be read. */
  private static final long READ_NANOS = 300_000;

  /** How long a name takes to be resolved. */
  private static final long RESOLVE_NANOS = 15 * Times.MILLISECOND;

  /** How long something takes to be computed for an exchange of preshared keys. */
  private static final long ENCAPSULATE_NANOS = Times.MILLISECOND;

  /** What a socket's receive buffer holds; more is dropped, as the kernel does. */
  private static final int MAX_PACKETS = 256;

  private final Host host;
  private final AgentConfig config;
  private final Program program;
  private final Program.Starter starter;
  private final RandomGenerator random;
  private final StandInKem kem;
  private final HostTimer wake;
  private final ArrayDeque<Event> inbox = new ArrayDeque<>();
  private boolean running = true;
  private boolean keyChanged;

  Seat(Host host, AgentConfig config, Program.Starter starter) {
    this.host = host;
    this.config = config;
    this.starter = starter;
    host.disk().handOnTo(host.publicKey());
    this.random = host.simulation().newRandom();
    this.kem = new StandInKem(random);
    this.wake = host.clock().newTimer(this::step);
    this.program =
        starter.start(config, host.privateKey(), host.clock().time(), random, host.remembered());
  }

  Program program() {
    return program;
  }

  /** The UDP port that the program listens at and sends to. */
  int port() {
    Integer configured = config.port();
    return configured != null ? configured : host.wireGuard().listenPort() + 1;
  }

  void start() {
    if (program instanceof RealAgent agent) {
      agent.joining().restore(host.disk().invitations);
      agent.removing().restore(host.disk().removals);
      agent.rotations().restore(host.disk().rotations);
      agent.presharedKeys().restore(host.disk().presharedKeys);
    }
    step();
  }

  /** Lets the program ask others to leave this host, or take that back, as a command does. */
  void drain(boolean draining) {
    if (program instanceof RealAgent agent) {
      agent.drain(draining);
      step();
    }
  }

  /** Lets the program say what is to be said before it is stopped. */
  void leave() {
    if (program instanceof RealAgent agent) {
      agent.leave().forEach(this::execute);
    }
  }

  void stop() {
    running = false;
    wake.cancel();
  }

  /** Tells the program something, in a moment. */
  void post(Event event) {
    if (!running || (event instanceof Event.PacketArrived && inbox.size() >= MAX_PACKETS)) {
      return;
    }
    inbox.add(event);
    if (program.isUrgent(event)) {
      wake.setNoLaterThan(
          host.clock().monotonicNanos() + random.nextLong(MIN_WAKE_NANOS, MAX_WAKE_NANOS));
    }
  }

  private void step() {
    List<Event> events = new ArrayList<>(inbox);
    inbox.clear();
    Time now = host.clock().time();
    host.network().observers().forEach(observer -> observer.stepped(host, now, events));
    List<Action> actions = program.step(now, events);
    for (Action action : actions) {
      host.network().observers().forEach(observer -> observer.acted(host, now, action));
      execute(action);
    }
    if (keyChanged) {
      if (program instanceof RealAgent agent) {
        agent.atEnd().ifPresent(host.disk()::save);
      }
      host.startAgent(config, starter);
    } else if (running) {
      long soonest = now.monotonicNanos() + MIN_WAKE_NANOS;
      wake.setNoLaterThan(Math.max(soonest, program.deadlineNanos()));
    }
  }

  private void execute(Action action) {
    switch (action) {
      case Action.Send send -> send(send);
      case Action.Configure configure -> configure(configure.change());
      case Action.ReadDevice read ->
          later(READ_NANOS, () -> post(new Event.DeviceRead(host.wireGuard().read())));
      case Action.ReadCounters read ->
          later(
              READ_NANOS,
              () ->
                  post(
                      new Event.CountersRead(
                          host.wireGuard().receivedBytes(), host.wireGuard().sentBytes())));
      case Action.ReadHost read ->
          later(READ_NANOS, () -> post(new Event.HostRead(host.interfaces())));
      case Action.MapPort map -> host.gateway().ifPresent(gateway -> mapPort(gateway, map));
      case Action.Remember remember -> host.disk().remembered = remember.mesh();
      case Action.KeepInvitations keep -> {
        host.disk().invitations = keep.invitations();
        later(READ_NANOS, () -> post(new Event.InvitationsKept(keep.revision(), true)));
      }
      case Action.KeepRemovals keep -> {
        host.disk().removals = keep.removals();
        later(READ_NANOS, () -> post(new Event.RemovalsKept(keep.revision(), true)));
      }
      case Action.KeepRotations keep -> {
        host.disk().rotations = keep.rotations();
        later(READ_NANOS, () -> post(new Event.RotationsKept(keep.revision(), true)));
      }
      case Action.KeepPresharedKeys keep -> {
        host.disk().presharedKeys = keep.keys();
        later(READ_NANOS, () -> post(new Event.PresharedKeysKept(keep.revision(), true)));
      }
      case Action.DropAddress drop -> host.dropTunnelAddress(drop.address());
      case Action.Encapsulate asked -> later(ENCAPSULATE_NANOS, () -> post(encapsulated(asked)));
      case Action.ChangeKey change -> {
        host.changeKey(change.key(), change.change());
        keyChanged = true;
      }
      case Action.Resolve resolve ->
          later(
              RESOLVE_NANOS,
              () ->
                  post(
                      new Event.NameResolved(
                          resolve.host(), host.network().resolve(resolve.host()))));
    }
  }

  private Event encapsulated(Action.Encapsulate asked) {
    try {
      KemTask.Answer answer = asked.task().run(kem);
      return new Event.Encapsulated(asked.peer(), asked.id(), Optional.of(answer));
    } catch (InvalidKeyException e) {
      return new Event.Encapsulated(asked.peer(), asked.id(), Optional.empty());
    }
  }

  private void mapPort(MappingGateway gateway, Action.MapPort map) {
    long now = host.clock().monotonicNanos();
    later(
        MappingGateway.ANSWER_NANOS,
        () -> post(new Event.PortsMapped(gateway.give(map.wish(), now))));
  }

  private void later(long delayNanos, Runnable what) {
    host.clock()
        .newTimer(
            () -> {
              if (running) {
                what.run();
              }
            })
        .setIn(delayNanos);
  }

  private void send(Action.Send send) {
    if (!host.sendFromAgent(send.destination(), port(), send.packet())) {
      post(new Event.NotSent(send));
    }
  }

  private void configure(PeerChange change) {
    try {
      host.wireGuard().configure(DeviceChange.ofPeers(List.of(change)));
    } catch (DeviceException e) {
      post(new Event.ChangeFailed(change.publicKey(), String.valueOf(e.getMessage())));
    }
  }
}
