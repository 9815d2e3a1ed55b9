package io.wirelink.launcher;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.Backends;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.agent.StateStore;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.InterfaceCounters;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.WireGuard;
import io.wirelink.gossip.UdpTransport;
import io.wirelink.loop.AgentLoop;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A host in memory with one interface of WireGuard, whose peers answer handshakes and say nothing.
 * An agent runs on it as on any host, but that its socket is bound to loopback.
 */
final class RehearsedHost implements Backends, HostNetwork {
  private static final IpAddress LOOPBACK = IpAddress.parse("::1");

  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final InterfaceAddress UNDERLAY =
      new InterfaceAddress(Cidr.parse("192.0.2.2/24"), true);

  private final String interfaceName;
  private final List<InterfaceAddress> addresses = new CopyOnWriteArrayList<>();
  private volatile @Nullable RunnableAgent agent;

  /** A host with an interface of that name. */
  RehearsedHost(String interfaceName) {
    this.interfaceName = interfaceName;
  }

  /** Ends the agent, if one runs. */
  void stop() {
    RunnableAgent running = agent;
    if (running != null) {
      running.stop();
    }
  }

  @Override
  public HostNetwork network() {
    return this;
  }

  @Override
  public WireGuard open(HostNetwork network, String name) {
    SecureRandom random = new SecureRandom();
    RehearsedDevice device = new RehearsedDevice(name, PrivateKey.generate(random));
    device.add(
        PrivateKey.generate(random).publicKey(),
        Endpoint.parse("192.0.2.1:51820"),
        Cidr.parse("10.77.0.0/24"));
    return device;
  }

  @Override
  public RunnableAgent agent(
      AgentConfig config,
      WireGuard device,
      HostNetwork network,
      AgentListener listener,
      StateStore state) {
    RunnableAgent loop =
        new AgentLoop(
            config,
            device,
            network,
            listener,
            state,
            (address, scopeId, port, inbox) -> UdpTransport.open(LOOPBACK, 0, 0, inbox),
            ANSWER_NANOS);
    agent = loop;
    return loop;
  }

  @Override
  public List<HostInterface> interfaces() {
    return List.of(
        new HostInterface(interfaceName, 1, true, addresses),
        new HostInterface("rehearsed", 2, true, List.of(UNDERLAY)));
  }

  @Override
  public InterfaceCounters counters(String name) {
    return new InterfaceCounters(0, 0);
  }

  @Override
  public void addAddress(String name, Cidr address) {
    addresses.add(new InterfaceAddress(address, true));
  }

  @Override
  public void removeAddress(String name, Cidr address) {
    addresses.removeIf(each -> each.cidr().equals(address));
  }

  @Override
  public void onChange(Runnable changed, Consumer<Throwable> failed) {
    // Nothing changes.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
