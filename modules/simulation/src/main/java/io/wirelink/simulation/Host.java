package io.wirelink.simulation;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.Event;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.HostInterface;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A host with clocks, interfaces, one WireGuard device, and a place for an agent. */
public final class Host {

  /** The name of the WireGuard interface on every host. */
  public static final String TUNNEL_INTERFACE = "wg0";

  private final Network network;
  private final String name;
  private PrivateKey privateKey;
  private PublicKey publicKey;
  private final HostClock clock;
  private final WireGuardFlavor flavor;
  private DeviceChange bootConfiguration;
  private final NetworkStack stack;
  private final InnerStack inner;
  private SimulatedWireGuard wireGuard;
  private @Nullable Seat seat;
  private final HostDisk disk = new HostDisk();
  private @Nullable MappingGateway gateway;
  private boolean on;

  /**
   * A host that is switched off, with no interface but the tunnel's.
   *
   * @param bootConfiguration how the WireGuard device is configured at each start of the host
   */
  Host(Network network, HostPlan plan, WireGuardFlavor flavor, DeviceChange bootConfiguration) {
    this.network = network;
    this.name = plan.name();
    this.privateKey = plan.key();
    this.publicKey = privateKey.publicKey();
    this.clock = new HostClock(network.simulation());
    this.flavor = flavor;
    this.bootConfiguration = bootConfiguration;
    this.stack = new NetworkStack(this, network, List.of(plan.tunnelAddress()));
    this.inner = new InnerStack(this, plan.router(), plan.networksBehind());
    this.wireGuard = newDevice();
  }

  private SimulatedWireGuard newDevice() {
    return new SimulatedWireGuard(
        new HostUnderlay(name, clock, stack, inner, this::deliver), TUNNEL_INTERFACE, flavor);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its clocks. */
  public HostClock clock() {
    return clock;
  }

  /** Its WireGuard device; another one after it was switched off and on. */
  public SimulatedWireGuard wireGuard() {
    return wireGuard;
  }

  /** The key of the WireGuard device. */
  public PublicKey publicKey() {
    return publicKey;
  }

  PrivateKey privateKey() {
    return privateKey;
  }

  /** Gives the device another key, and the file from which it is configured at each start. */
  void changeKey(PrivateKey key, DeviceChange change) {
    privateKey = key;
    publicKey = key.publicKey();
    bootConfiguration = WgQuick.withKey(bootConfiguration, key);
    wireGuard.apply(change);
  }

  Simulation simulation() {
    return network.simulation();
  }

  Network network() {
    return network;
  }

  /** The address that others ping; the first of the tunnel interface that is not link-local. */
  public IpAddress tunnelAddress() {
    return stack.tunnelAddress();
  }

  // Interfaces and addresses. A running agent is told of every change, as by netlink.

  /** The longest packet that its tunnel carries, in bytes. */
  int tunnelMtu() {
    return inner.mtu();
  }

  /** All interfaces with their addresses, the tunnel's among them. */
  public List<HostInterface> interfaces() {
    return stack.interfaces();
  }

  /** Plugs in an interface. */
  public void addInterface(
      String interfaceName, Segment segment, Cidr address, @Nullable IpAddress gateway) {
    stack.plugIn(interfaceName, segment, address, gateway);
    addressesChanged();
  }

  /** Replaces all addresses of an interface, as a new DHCP lease does. */
  public void setAddress(String interfaceName, Cidr address) {
    stack.nic(interfaceName).addresses().clear();
    addAddress(interfaceName, address);
  }

  /** Adds an address to an interface. */
  public void addAddress(String interfaceName, Cidr address) {
    stack.nic(interfaceName).addresses().add(address);
    addressesChanged();
  }

  /** Takes an address off the WireGuard interface. */
  void dropTunnelAddress(Cidr address) {
    stack.removeTunnelAddress(address);
    addressesChanged();
  }

  /** Takes an interface up or down. */
  public void setLink(String interfaceName, boolean up) {
    stack.nic(interfaceName).setUp(up);
    addressesChanged();
  }

  /** Lets it know a gateway that maps ports. */
  void setGateway(MappingGateway newGateway) {
    gateway = newGateway;
  }

  /** The gateway that maps ports to it; empty if it has none. */
  Optional<MappingGateway> gateway() {
    return Optional.ofNullable(gateway);
  }

  /** Moves an interface to another network, with another address and gateway. */
  public void roam(
      String interfaceName, Segment segment, Cidr address, @Nullable IpAddress gateway) {
    stack.move(stack.nic(interfaceName), segment, gateway);
    setAddress(interfaceName, address);
  }

  private void addressesChanged() {
    if (seat != null) {
      seat.post(new Event.HostRead(interfaces()));
    }
  }

  // The agent

  /** Starts an agent, after its link-local address was put on the tunnel interface. */
  public void startAgent(AgentConfig config, Program.Starter starter) {
    stopAgent();
    stack.addLinkLocal(wireGuard.linkLocalAddress());
    note("starts its agent", "");
    seat = new Seat(this, config, starter);
    seat.start();
  }

  /** Stops the agent at once, if one runs; the WireGuard device stays as it is. */
  public void stopAgent() {
    if (seat != null) {
      note("stops its agent", "");
      seat.stop();
      seat = null;
    }
  }

  /** Ends the agent in good order, if one runs, as a service manager does. */
  public void endAgent() {
    Optional.ofNullable(seat).ifPresent(Seat::leave);
    stopAgent();
  }

  /** Lets the agent ask others to go by other routers, or take that back, if one runs. */
  public void drain(boolean draining) {
    Optional.ofNullable(seat).ifPresent(place -> place.drain(draining));
  }

  /** The program that runs as the agent; empty if none runs. */
  public Optional<Program> program() {
    return Optional.ofNullable(seat).map(Seat::program);
  }

  /** Sends a packet of the agent, and says whether the network took it. */
  boolean sendFromAgent(IpAddress destination, int port, byte[] packet) {
    return inner.send(wireGuard.linkLocalAddress(), destination, new InnerPacket.Udp(port, packet));
  }

  /** What the agent has kept on the disk of this host for its next start; empty if nothing. */
  public Optional<RememberedMesh> remembered() {
    return Optional.ofNullable(disk.remembered);
  }

  /** What survives that power is lost. */
  HostDisk disk() {
    return disk;
  }

  // Power and clocks

  /**
   * Switches the host off: the agent, all sessions and what was configured at run time are gone.
   */
  public void powerOff() {
    stopAgent();
    wireGuard.shutDown();
    stack.removeLinkLocal();
    on = false;
    note("is switched off", "");
  }

  /**
   * Switches the host on again, with its WireGuard device as it was first configured, and no agent.
   */
  public void powerOn() {
    on = true;
    clock.boot();
    note("is switched on", "");
    wireGuard = newDevice();
    wireGuard.apply(bootConfiguration);
  }

  /** Lets the host fall asleep: nothing runs, and what arrives is lost. */
  public void suspend() {
    wireGuard.suspending();
    clock.suspend();
    note("falls asleep", "");
  }

  /** Wakes the host up again. */
  public void resume() {
    clock.resume();
    note("wakes up", "");
  }

  /** Steps the wall clock. */
  public void stepWall(Duration by) {
    clock.stepWall(by);
    note("steps its clock by", by);
  }

  boolean isAwake() {
    return on && !clock.isSuspended();
  }

  // Inside of the tunnel

  /** Sends an ICMP echo through the tunnel; what is returned shows whether it is answered. */
  public Ping ping(IpAddress destination) {
    return inner.ping(tunnelAddress(), destination);
  }

  void sendIntoTunnel(IpAddress destination, InnerPacket.Payload payload) {
    inner.send(tunnelAddress(), destination, payload);
  }

  private boolean deliver(InnerPacket packet) {
    if (seat != null
        && packet.payload() instanceof InnerPacket.Udp(int port, byte[] bytes)
        && seat.port() == port) {
      seat.post(new Event.PacketArrived(packet.source(), bytes));
      return true;
    }
    return false;
  }

  private void note(String what, Object detail) {
    simulation().note(name, what, detail);
  }

  @Override
  public String toString() {
    return name;
  }
}
