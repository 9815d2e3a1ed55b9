package io.wirelink.launcher;

import io.wirelink.agent.Action;
import io.wirelink.agent.Agent;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.Capabilities;
import io.wirelink.agent.Event;
import io.wirelink.agent.Time;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceException;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.UserspaceRehearsal;
import io.wirelink.device.WireGuardInterfaces;
import io.wirelink.gossip.TransportException;
import io.wirelink.gossip.UdpTransport;
import io.wirelink.kem.KemTask;
import io.wirelink.kem.KeyEncapsulation;
import io.wirelink.kem.MlKem;
import io.wirelink.names.NameService;
import io.wirelink.names.NamesConfig;
import io.wirelink.names.NamesRehearsal;
import io.wirelink.portmap.Gateway;
import io.wirelink.portmap.MappingProtocol;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.portmap.PortMapping;
import io.wirelink.portmap.PortWish;
import java.io.IOException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lets a router and two leaves talk in memory, so that the classes of a running agent get into the
 * image's cache too. Most of an agent's memory would otherwise be classes that were read and
 * parsed. It needs no privilege and changes nothing on the host; what the host lacks is left out.
 */
final class AgentRehearsal {

  /** Until those who have met have agreed on preshared keys as well. */
  private static final int ROUNDS = 75;

  private static final long ROUND_NANOS = 1_000_000_000L;

  private final SecureRandom random = new SecureRandom();
  private final Optional<KeyEncapsulation> kem = MlKem.ofJdk();
  private final List<Host> hosts = new ArrayList<>();

  /** One host of the mesh in memory, its agent, and what is on the way to it. */
  private record Host(Agent agent, RehearsedDevice device, Cidr address, List<Event> inbox) {}

  private AgentRehearsal() {}

  /**
   * Runs it, for a second or less.
   *
   * @param folder where a socket is made, and removed again
   * @return what a leaf knows in the end
   */
  static AgentView run(Path folder) {
    touchHost();
    touchUserspace(folder);
    AgentView view = new AgentRehearsal().talk();
    serveNames(view);
    return view;
  }

  private AgentView talk() {
    List<PrivateKey> keys =
        List.of(
            PrivateKey.generate(random), PrivateKey.generate(random), PrivateKey.generate(random));
    Time start = Time.now();
    for (int i = 0; i < keys.size(); i++) {
      hosts.add(
          new Host(
              new Agent(
                  AgentConfig.DEFAULT,
                  keys.get(i),
                  start,
                  random,
                  AgentListener.NONE,
                  Optional.empty(),
                  Capabilities.of(kem.isPresent())),
              device(keys, i),
              address(i),
              new ArrayList<>()));
    }
    Time now = start;
    for (int round = 0; round < ROUNDS; round++) {
      now =
          new Time(
              start.monotonicNanos() + round * ROUND_NANOS,
              start.wall().plusNanos(round * ROUND_NANOS));
      for (Host host : hosts) {
        List<Event> events = List.copyOf(host.inbox());
        host.inbox().clear();
        host.device().setTime(now.wall());
        host.agent().step(now, events).forEach(action -> perform(action, host));
      }
    }
    return hosts.getLast().agent().view(now, 0);
  }

  /**
   * The device of a host: the first is the router, which has the others as peers, as they have it.
   */
  private static RehearsedDevice device(List<PrivateKey> keys, int own) {
    var device = new RehearsedDevice("wg0", keys.get(own));
    for (int i = 0; i < keys.size(); i++) {
      if (i != own && (i == 0 || own == 0)) {
        Cidr allowed = Cidr.parse(i == 0 ? "10.77.0.0/24" : "10.77.0." + i);
        Endpoint endpoint = new Endpoint(address(i).address(), RehearsedDevice.PORT);
        device.add(keys.get(i).publicKey(), endpoint, allowed);
      }
    }
    return device;
  }

  private static Cidr address(int host) {
    return Cidr.parse("192.0.2." + (host + 1) + "/24");
  }

  private void perform(Action action, Host host) {
    switch (action) {
      case Action.Send(var recipient, var destination, byte[] packet) -> {
        IpAddress source = host.agent().self().linkLocalAddress();
        hosts.stream()
            .filter(other -> other.agent().self().equals(recipient))
            .forEach(other -> other.inbox().add(new Event.PacketArrived(source, packet)));
      }
      case Action.ReadDevice() -> host.inbox().add(new Event.DeviceRead(host.device().read()));
      case Action.ReadCounters() -> host.inbox().add(new Event.CountersRead(0, 0));
      case Action.ReadHost() -> {
        var address = new InterfaceAddress(host.address(), true);
        host.inbox()
            .add(new Event.HostRead(List.of(new HostInterface("eth0", 2, true, List.of(address)))));
      }
      case Action.Configure(PeerChange change) ->
          host.device().configure(DeviceChange.ofPeers(List.of(change)));
      case Action.Remember remember -> {}
      case Action.KeepInvitations _,
          Action.KeepRemovals _,
          Action.KeepRotations _,
          Action.DropAddress _ -> {}
      case Action.KeepPresharedKeys(long revision, var _) ->
          host.inbox().add(new Event.PresharedKeysKept(revision, true));
      case Action.Encapsulate(var peer, long id, KemTask task) ->
          host.inbox().add(new Event.Encapsulated(peer, id, computed(task)));
      case Action.ChangeKey change -> {}
      case Action.Resolve name -> {}
      case Action.MapPort wish -> {}
    }
  }

  private Optional<KemTask.Answer> computed(KemTask task) {
    try {
      return kem.isEmpty() ? Optional.empty() : Optional.of(task.run(kem.get()));
    } catch (InvalidKeyException e) {
      return Optional.empty();
    }
  }

  /** Tries to answer names where there is no interface, and answers some on loopback. */
  private static void serveNames(AgentView view) {
    CountDownLatch asked = new CountDownLatch(1);
    try (NameService names = new NameService(NamesConfig.DEFAULT, "rehearsal", Map::of)) {
      names.started();
      names.begin(
          () -> {
            asked.countDown();
            return view;
          });
      var _ = asked.await(1, TimeUnit.SECONDS);
      var _ = NamesRehearsal.run();
    } catch (IOException e) {
      // A host without IPv6: it can build the image and not run it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks a gateway that is none, which says so at once. */
  private static void askForPort() {
    IpAddress loopback = IpAddress.parse("127.0.0.1");
    List<Gateway> gateways = List.of(new Gateway(loopback, 0, loopback));
    List<MappingProtocol> protocols = List.of(MappingProtocol.PCP, MappingProtocol.NAT_PMP);
    CountDownLatch decided = new CountDownLatch(1);
    Consumer<List<MappingStatus>> listener =
        statuses -> {
          if (statuses.stream().anyMatch(MappingStatus.Unmapped.class::isInstance)) {
            decided.countDown();
          }
        };
    try (PortMapping mapping = new PortMapping(() -> gateways, new byte[1], listener)) {
      mapping.want(new PortWish(51820, protocols, false));
      var _ = decided.await(1, TimeUnit.SECONDS);
    } catch (IOException e) {
      // Without sockets there is no agent either.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Reads the host's addresses and routes, asks for an interface that is none of WireGuard, looks
   * for a service manager, opens a socket on loopback, and asks there for a port.
   */
  private static void touchHost() {
    try (HostNetwork network =
        ServiceLoader.load(HostNetwork.Provider.class).findFirst().orElseThrow().open()) {
      network.onChange(() -> {});
      var _ = network.defaultRoutes();
      var _ = network.interfaces();
      var _ = network.counters("lo");
      addAddress(network);
      WireGuardInterfaces.of(network).open("lo");
    } catch (DeviceException e) {
      // As expected: loopback is no tunnel.
    }
    askForPort();
    // A service looks for its supervisor; here there is none, and so nothing is told.
    Libsystemd.load().ifPresent(Libsystemd::watchdogNanos);
    IpAddress loopback = IpAddress.parse("::1");
    try (UdpTransport transport = UdpTransport.open(loopback, 0, 0, (source, packet) -> true)) {
      transport.send(loopback, new byte[1]);
    } catch (TransportException e) {
      // A host without IPv6: it can build the image and not run it.
    }
  }

  private static void touchUserspace(Path folder) {
    try {
      var _ = UserspaceRehearsal.run(folder);
    } catch (IOException | DeviceException e) {
      throw new IllegalStateException("no userspace WireGuard can be rehearsed", e);
    }
  }

  /** Tries to give an interface an address that none can have: that of all hosts (RFC 4291). */
  private static void addAddress(HostNetwork network) {
    try {
      network.addAddress("lo", Cidr.parse("ff02::1/128"));
      throw new IllegalStateException("the kernel took an address of many for one of lo");
    } catch (DeviceException e) {
      // As expected.
    }
  }
}
