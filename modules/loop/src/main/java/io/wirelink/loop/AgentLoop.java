package io.wirelink.loop;

import io.wirelink.agent.Action;
import io.wirelink.agent.Agent;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.Event;
import io.wirelink.agent.PeerStory;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.agent.StateStore;
import io.wirelink.agent.Time;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceState;
import io.wirelink.device.HostInterface;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.InterfaceCounters;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import io.wirelink.gossip.UdpTransport;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs an {@link Agent} on a host: drains what happened, steps, acts, sleeps until the earliest
 * deadline. One thread does all that; packets, changes of addresses, resolved names and questions
 * come from others through a bounded queue.
 */
public final class AgentLoop implements RunnableAgent {

  private static final Logger log = LoggerFactory.getLogger(AgentLoop.class);

  /** Packets that wait; more than this within one step is a flood, and the rest is dropped. */
  static final int MAX_WAITING_PACKETS = 1024;

  /** Everything else that waits: it is little, and has its own bounds. */
  static final int MAX_WAITING = MAX_WAITING_PACKETS + 512;

  /** Events per step, so that a flood cannot keep deadlines from being met. */
  static final int MAX_EVENTS_PER_STEP = 128;

  /** How long an answer to a question may take. */
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final AgentConfig config;
  private final WireGuard device;
  private final HostNetwork network;
  private final AgentListener listener;
  private final StateStore state;
  private final SocketOpener opener;
  private final long answerNanos;
  private final LinkedBlockingQueue<Input> inputs = new LinkedBlockingQueue<>(MAX_WAITING);
  private final AtomicBoolean hostChanged = new AtomicBoolean();
  private volatile boolean stopped;
  private volatile boolean dead;

  /** What other threads put into the queue. */
  private sealed interface Input {
    record Happened(Event event) implements Input {}

    record Asked<T>(Function<Agent, T> question, CompletableFuture<T> answer) implements Input {
      void answer(Agent agent) {
        try {
          answer.complete(question.apply(agent));
        } catch (RuntimeException e) {
          // The agent's state is not to suffer from a question.
          answer.completeExceptionally(e);
        }
      }
    }

    /** Only to end the sleep. */
    record Wake() implements Input {}
  }

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

  /** The same with a socket of another kind, and questions that may take so long. */
  AgentLoop(
      AgentConfig config,
      WireGuard device,
      HostNetwork network,
      AgentListener listener,
      StateStore state,
      SocketOpener opener,
      long answerNanos) {
    this.state = state;
    this.opener = opener;
    this.answerNanos = answerNanos;
    this.config = config;
    this.device = device;
    this.network = network;
    this.listener = listener;
  }

  @Override
  public void run() throws DeviceException {
    PrivateKey key = device.privateKey();
    int port = portOf(device.read());
    IpAddress address = key.publicKey().linkLocalAddress();
    LinkLocalAddress linkLocal =
        new LinkLocalAddress(network, opener, device.interfaceName(), address);
    try (UdpTransport transport = linkLocal.bind(port, this::packetArrived, () -> stopped);
        NameResolver resolver = new NameResolver(event -> offer(new Input.Happened(event)));
        StateSaver saver = new StateSaver(state)) {
      network.onChange(this::hostHasChanged, this::died);
      Optional<RememberedMesh> remembered = state.load(key.publicKey());
      Agent agent = new Agent(config, key, Time.now(), new SecureRandom(), listener, remembered);
      log.info(
          "wirelink is running on {} ({}) as {}, at {} port {}",
          device.interfaceName(),
          device.backend(),
          key.publicKey(),
          address,
          port);
      listener.started();
      try {
        new Round(agent, transport, resolver, saver, linkLocal).runUntilStopped();
      } finally {
        agent.atEnd().ifPresent(saver::save);
      }
      if (dead) {
        throw new DeviceException(
            DeviceException.Reason.FAILED,
            "what happens to " + device.interfaceName() + " is not heard any more: start again");
      }
      log.info("wirelink on {} has ended; the device stays as it is", device.interfaceName());
    }
  }

  private int portOf(DeviceState state) throws DeviceException {
    Integer configured = config.port();
    if (configured != null) {
      return configured;
    }
    if (state.listenPort() == 0) {
      throw new DeviceException(
          DeviceException.Reason.FAILED,
          device.interfaceName()
              + " has no listen port to derive the agent's port from: set ListenPort, or use"
              + " --port");
    }
    // The port above the highest is the one below.
    return state.listenPort() == 65535 ? 65534 : state.listenPort() + 1;
  }

  @Override
  public void stop() {
    stopped = true;
    offer(new Input.Wake());
  }

  @Override
  public AgentView view() throws InterruptedException, TimeoutException {
    return ask(agent -> agent.view(Time.now()));
  }

  @Override
  public PeerStory story(PublicKey key) throws InterruptedException, TimeoutException {
    return ask(agent -> agent.story(key, Time.now()));
  }

  @Override
  public Map<PublicKey, String> knownNames() throws InterruptedException, TimeoutException {
    return ask(Agent::knownNames);
  }

  @Override
  public void logState() {
    offer(
        new Input.Asked<>(
            agent -> {
              StateLog.write(agent.view(Time.now()));
              return true;
            },
            new CompletableFuture<>()));
  }

  @Override
  public void reconfigure(AgentConfig other) throws InterruptedException, TimeoutException {
    ask(
        agent -> {
          agent.reconfigure(other);
          return true;
        });
  }

  @Override
  public void refresh() throws InterruptedException, TimeoutException {
    ask(
        agent -> {
          agent.refresh();
          return true;
        });
  }

  @Override
  public boolean drain(boolean draining) throws InterruptedException, TimeoutException {
    return ask(agent -> agent.drain(draining));
  }

  @Override
  public Forgotten forget(PublicKey peer) throws InterruptedException, TimeoutException {
    return ask(agent -> agent.forget(peer));
  }

  private <T> T ask(Function<Agent, T> question) throws InterruptedException, TimeoutException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!offer(new Input.Asked<>(question, answer))) {
      throw new TimeoutException("the agent has too much to do");
    }
    try {
      return answer.get(answerNanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the agent cannot answer", e.getCause());
    }
  }

  private boolean offer(Input input) {
    return inputs.offer(input);
  }

  private boolean packetArrived(IpAddress source, byte[] packet) {
    // A flood may fill its share of the queue, and no more.
    boolean room = inputs.size() < MAX_WAITING_PACKETS;
    return room && offer(new Input.Happened(new Event.PacketArrived(source, packet)));
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

  private void hostHasChanged() {
    if (!hostChanged.getAndSet(true)) {
      offer(new Input.Wake());
    }
  }

  /** The loop itself, with all that it needs. */
  private final class Round {

    private final Agent agent;
    private final UdpTransport transport;
    private final NameResolver resolver;
    private final StateSaver saver;
    private final LinkLocalAddress linkLocal;
    private final List<Event> events = new ArrayList<>();

    /** Whether it was said already that the host's addresses cannot be read. */
    private boolean hostUnread;

    Round(
        Agent agent,
        UdpTransport transport,
        NameResolver resolver,
        StateSaver saver,
        LinkLocalAddress linkLocal) {
      this.saver = saver;
      this.agent = agent;
      this.transport = transport;
      this.resolver = resolver;
      this.linkLocal = linkLocal;
    }

    void runUntilStopped() throws DeviceException {
      while (!stopped) {
        if (hostChanged.getAndSet(false)) {
          readHost();
        }
        List<Event> happened = List.copyOf(events);
        events.clear();
        Time begin = Time.now();
        for (Action action : agent.step(begin, happened)) {
          perform(action);
        }
        listener.stepped(System.nanoTime() - begin.monotonicNanos());
        await();
      }
      for (Action action : agent.leave()) {
        perform(action);
      }
    }

    /** Waits for something to happen, but not when something has, and not beyond the deadline. */
    private void await() {
      try {
        long wait = events.isEmpty() ? agent.deadlineNanos() - System.nanoTime() : 0;
        Input input = inputs.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
        while (input != null) {
          take(input);
          input = events.size() < MAX_EVENTS_PER_STEP ? inputs.poll() : null;
        }
      } catch (InterruptedException e) {
        stopped = true;
        Thread.currentThread().interrupt();
      }
    }

    private void take(Input input) {
      switch (input) {
        case Input.Happened(Event event) -> events.add(event);
        case Input.Asked<?> asked -> asked.answer(agent);
        case Input.Wake() -> {}
      }
    }

    private void perform(Action action) throws DeviceException {
      switch (action) {
        case Action.Send send -> {
          if (!transport.send(send.destination(), send.packet())) {
            events.add(new Event.NotSent(send));
          }
        }
        case Action.Configure(PeerChange change) -> configure(change);
        case Action.ReadDevice() -> readDevice();
        case Action.ReadCounters() -> readCounters();
        case Action.ReadHost() -> readHost();
        case Action.Resolve(String host) -> resolver.resolve(host);
        case Action.Remember(RememberedMesh mesh) -> saver.save(mesh);
      }
    }

    private void configure(PeerChange change) throws DeviceException {
      try {
        device.configure(DeviceChange.ofPeers(List.of(change)));
      } catch (DeviceException e) {
        rethrowIfGone(e);
        events.add(new Event.ChangeFailed(change.publicKey(), String.valueOf(e.getMessage())));
      }
    }

    private void readDevice() throws DeviceException {
      try {
        DeviceState state = device.read();
        if (!agent.self().equals(state.publicKey())) {
          throw new DeviceException(
              DeviceException.Reason.GONE,
              "the private key of " + state.name() + " was changed: start wirelink again");
        }
        events.add(new Event.DeviceRead(state));
      } catch (DeviceException e) {
        rethrowIfGone(e);
        log.warn("{} cannot be read and will be tried again: {}", name(), e.getMessage());
      }
    }

    private void readCounters() throws DeviceException {
      try {
        InterfaceCounters counters = network.counters(name());
        events.add(new Event.CountersRead(counters.receivedBytes(), counters.sentBytes()));
      } catch (DeviceException e) {
        rethrowIfGone(e);
        log.debug("The counters of {} cannot be read: {}", name(), e.getMessage());
      }
    }

    private void readHost() throws DeviceException {
      try {
        List<HostInterface> interfaces = network.interfaces();
        if (interfaces.stream().noneMatch(each -> each.name().equals(name()))) {
          // The device itself would say so only when it is read the next time.
          throw new DeviceException(
              DeviceException.Reason.GONE,
              "the interface " + name() + " is gone: bring it up and start again");
        }
        linkLocal.putBackIfMissing(interfaces);
        events.add(new Event.HostRead(interfaces));
        hostUnread = false;
      } catch (DeviceException e) {
        rethrowIfGone(e);
        log.atLevel(hostUnread ? Level.DEBUG : Level.WARN)
            .log("The host's addresses cannot be read and will be tried again: {}", e.getMessage());
        hostUnread = true;
        events.add(new Event.HostUnread());
      }
    }

    private String name() {
      return device.interfaceName();
    }

    private static void rethrowIfGone(DeviceException e) throws DeviceException {
      switch (e.reason()) {
        case GONE, NO_SUCH_INTERFACE, NOT_WIREGUARD, NO_WIREGUARD_HERE -> throw e;
        case NO_PERMISSION, MISSING_LIBRARY, FAILED -> {}
      }
    }
  }
}
