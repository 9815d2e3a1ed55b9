package io.wirelink.launcher;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.PeerStory;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.agent.StateStore;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceState;
import io.wirelink.device.HostInterface;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.InterfaceCounters;
import io.wirelink.device.PeerState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A host with one interface, wg0, and an agent that does nothing but run until it is stopped. */
final class FakeHost implements Backends {
  /** Counted down when the agent runs. */
  final CountDownLatch running = new CountDownLatch(1);

  /** Counted down when the agent was told to log its state. */
  final CountDownLatch logged = new CountDownLatch(1);

  /** The stories that the agent tells. */
  volatile Function<PublicKey, PeerStory> stories = Stories::of;

  /** How often the agent was told to refresh. */
  final AtomicInteger refreshed = new AtomicInteger();

  /** What ends the agent by itself; null for a stop. */
  volatile @Nullable DeviceException trouble;

  /** Who is told what the agent does. */
  volatile AgentListener listener = AgentListener.NONE;

  /** Where the agent keeps what it knows. */
  volatile StateStore state = StateStore.NONE;

  /** Whether the agent is too busy to be configured otherwise. */
  volatile boolean busy;

  /** How the agent was configured. */
  volatile @Nullable AgentConfig config;

  /** The key of the interface; null for none. */
  volatile @Nullable PublicKey key = Views.SELF;

  /** The mark of the interface, and its peers. */
  volatile int firewallMark;

  volatile Map<PublicKey, PeerState> peers = Map.of();

  /** Why the interface cannot be read; null if it can. */
  volatile @Nullable DeviceException unreadable;

  /** What the host has beside it. */
  volatile List<HostInterface> interfaces = List.of();

  /** How many of network and device are open. */
  final AtomicInteger open = new AtomicInteger();

  @Override
  public HostNetwork network() {
    open.incrementAndGet();
    return new HostNetwork() {
      @Override
      public List<HostInterface> interfaces() {
        return interfaces;
      }

      @Override
      public InterfaceCounters counters(String interfaceName) {
        return new InterfaceCounters(0, 0);
      }

      @Override
      public void addAddress(String interfaceName, Cidr address) {}

      @Override
      public void onChange(Runnable changed, Consumer<Throwable> failed) {}

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  @Override
  public WireGuard open(HostNetwork network, String interfaceName) throws DeviceException {
    if (!interfaceName.equals("wg0")) {
      throw new DeviceException(
          DeviceException.Reason.NO_SUCH_INTERFACE, "there is no interface " + interfaceName);
    }
    open.incrementAndGet();
    return new WireGuard() {
      @Override
      public String interfaceName() {
        return interfaceName;
      }

      @Override
      public String backend() {
        return "fake";
      }

      @Override
      public DeviceState read() throws DeviceException {
        DeviceException obstacle = unreadable;
        if (obstacle != null) {
          throw obstacle;
        }
        return new DeviceState(interfaceName, key, 51820, firewallMark, peers);
      }

      @Override
      public PrivateKey privateKey() {
        throw new AssertionError("no command asks for the private key");
      }

      @Override
      public void configure(DeviceChange change) {
        throw new AssertionError("no command changes the device");
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  @Override
  public RunnableAgent agent(
      AgentConfig config,
      WireGuard device,
      HostNetwork network,
      AgentListener listener,
      StateStore state) {
    this.state = state;
    this.config = config;
    this.listener = listener;
    CountDownLatch stopped = new CountDownLatch(1);
    return new RunnableAgent() {
      @Override
      public void run() throws DeviceException {
        listener.started();
        running.countDown();
        DeviceException end = trouble;
        if (end != null) {
          throw end;
        }
        try {
          stopped.await();
        } catch (InterruptedException e) {
          throw new AssertionError("nobody interrupts an agent", e);
        }
      }

      @Override
      public void stop() {
        stopped.countDown();
      }

      @Override
      public AgentView view() {
        return Views.some();
      }

      @Override
      public PeerStory story(PublicKey key) {
        return stories.apply(key);
      }

      @Override
      public Map<PublicKey, String> acquaintances() {
        return Map.of(Views.SELF, "leaf", Views.ROUTER, "router", Views.STRANGER, "");
      }

      @Override
      public void logState() {
        logged.countDown();
      }

      @Override
      public void reconfigure(AgentConfig other) throws TimeoutException {
        if (busy) {
          throw new TimeoutException("busy");
        }
        FakeHost.this.config = other;
      }

      @Override
      public void refresh() {
        refreshed.incrementAndGet();
      }

      @Override
      public Forgotten forget(PublicKey peer) {
        return new Forgotten(2, true, false);
      }
    };
  }
}
