package io.wirelink.loop;

import io.wirelink.agent.Action;
import io.wirelink.agent.Agent;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.Capabilities;
import io.wirelink.agent.Event;
import io.wirelink.agent.KeptRotations;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.agent.StateStore;
import io.wirelink.agent.Time;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceState;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.WireGuard;
import io.wirelink.gossip.UdpTransport;
import io.wirelink.kem.MlKem;
import io.wirelink.portmap.PortMapping;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an {@link Agent} on a host: drains what happened, steps, acts, sleeps until the earliest
 * deadline. One thread does all that; packets, changes of addresses, resolved names and questions
 * come from others through a bounded queue.
 */
public final class AgentLoop extends AgentQuestions {

  private static final Logger log = LoggerFactory.getLogger(AgentLoop.class);

  /** How long an answer to a question may take. */
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final AgentConfig config;
  private final WireGuard device;
  private final HostNetwork network;
  private final AgentListener listener;
  private final StateStore state;
  private final SocketOpener opener;
  private final AtomicBoolean hostChanged = new AtomicBoolean();
  private volatile boolean stopped;
  private volatile boolean dead;
  private volatile boolean keyChanged;

  /**
   * A loop for this device, which it leaves open and configured when it ends.
   *
   * @param listener is told by the loop's thread what the agent does
   * @param state keeps what is known from one run to the next
   */
  public AgentLoop(
      AgentConfig config,
      WireGuard device,
      HostNetwork network,
      AgentListener listener,
      StateStore state) {
    this(config, device, network, listener, state, SocketOpener.SYSTEM, ANSWER_NANOS);
  }

  /** The same with a socket of another kind, and questions that may take so many nanoseconds. */
  public AgentLoop(
      AgentConfig config,
      WireGuard device,
      HostNetwork network,
      AgentListener listener,
      StateStore state,
      SocketOpener opener,
      long answerNanos) {
    super(new InputQueue(answerNanos));
    this.config = config;
    this.device = device;
    this.network = network;
    this.listener = listener;
    this.state = state;
    this.opener = opener;
  }

  @Override
  public void run() throws DeviceException {
    PrivateKey key = device.privateKey();
    int port = portOf(device.read());
    IpAddress address = key.publicKey().linkLocalAddress();
    LinkLocalAddress linkLocal =
        new LinkLocalAddress(network, opener, device.interfaceName(), address);
    // Closed last: others are to hear first that this agent ends.
    try (PortMapping mapping =
            GatewayMapping.open(network, device.interfaceName(), key, inputs::happened);
        UdpTransport transport = linkLocal.bind(port, inputs::packetArrived, () -> stopped);
        NameResolver resolver = new NameResolver(inputs::happened);
        Encapsulation encapsulation = new Encapsulation(MlKem.ofJdk(), inputs::happened);
        StateSaver saver = new StateSaver(state, inputs::happened)) {
      network.onChange(this::hostHasChanged, this::died);
      KeptRotations rotations = StateSaver.handOn(state, key.publicKey());
      Optional<RememberedMesh> remembered = state.load(key.publicKey());
      Agent agent =
          new Agent(
              config,
              key,
              Time.now(),
              new SecureRandom(),
              listener,
              remembered,
              Capabilities.of(encapsulation.isPossible() && state.isKeeping()));
      agent.joining().restore(state.loadInvitations(key.publicKey()));
      agent.removing().restore(state.loadRemovals(key.publicKey()));
      agent.rotations().restore(rotations);
      agent.presharedKeys().restore(state.loadPresharedKeys(key.publicKey()));
      List<Event> events = new ArrayList<>();
      HostActions host =
          new HostActions(
              agent.self(),
              device,
              network,
              transport,
              resolver,
              saver,
              mapping,
              encapsulation,
              linkLocal,
              events::add);
      log.info(
          "wirelink is running on {} ({}) as {}, at {} port {}",
          device.interfaceName(),
          device.backend(),
          agent.self(),
          address,
          port);
      listener.started();
      try {
        runUntilStopped(agent, host, events);
      } finally {
        agent.atEnd().ifPresent(saver::save);
      }
      sayHowItEnded();
    }
  }

  @Override
  public void stop() {
    stopped = true;
    inputs.wake();
  }

  @Override
  public AgentView view() throws InterruptedException, TimeoutException {
    return inputs.ask(this::viewOf);
  }

  private AgentView viewOf(Agent agent) {
    return agent.view(Time.now(), inputs.packetsDropped());
  }

  @Override
  public void logState() {
    inputs.tell(agent -> StateLog.write(viewOf(agent)));
  }

  @Override
  public boolean isKeyChanged() {
    return keyChanged;
  }

  private int portOf(DeviceState state) throws DeviceException {
    if (config.port() == null && state.listenPort() == 0) {
      throw new DeviceException(
          DeviceException.Reason.FAILED,
          device.interfaceName()
              + " has no listen port to derive the agent's port from: set ListenPort, or use"
              + " --port");
    }
    return config.portBeside(state.listenPort());
  }

  /**
   * Ends the run with an error, since a thread that it depends on has ended: an agent that hears
   * nothing any more is worse than none, which the service manager starts again.
   */
  private void died(Throwable failure) {
    log.error("Changes of this host are not heard any more", failure);
    dead = true;
    stop();
  }

  private void sayHowItEnded() throws DeviceException {
    if (dead) {
      throw new DeviceException(
          DeviceException.Reason.FAILED,
          "what happens to " + device.interfaceName() + " is not heard any more: start again");
    }
    log.info("wirelink on {} has ended; the device stays as it is", device.interfaceName());
  }

  private void hostHasChanged() {
    if (!hostChanged.getAndSet(true)) {
      inputs.wake();
    }
  }

  private void runUntilStopped(Agent agent, HostActions host, List<Event> events)
      throws DeviceException {
    while (!stopped) {
      if (hostChanged.getAndSet(false)) {
        host.perform(new Action.ReadHost());
      }
      List<Event> happened = List.copyOf(events);
      events.clear();
      Time begin = Time.now();
      for (Action action : agent.step(begin, happened)) {
        host.perform(action);
      }
      keyChanged = host.isKeyChanged();
      if (keyChanged) {
        return;
      }
      listener.stepped(System.nanoTime() - begin.monotonicNanos());
      await(agent, events);
    }
    for (Action action : agent.leave()) {
      host.perform(action);
    }
  }

  /** Waits for something to happen, but not when something has, and not beyond the deadline. */
  private void await(Agent agent, List<Event> events) {
    try {
      long wait = agent.deadlineNanos() - System.nanoTime();
      for (Event event : events) {
        wait = agent.isUrgent(event) ? 0 : wait;
      }
      inputs.await(wait, agent, events);
    } catch (InterruptedException e) {
      stopped = true;
      Thread.currentThread().interrupt();
    }
  }
}
