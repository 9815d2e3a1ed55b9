package io.wirelink.loop;

import io.wirelink.agent.Action;
import io.wirelink.agent.Event;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceState;
import io.wirelink.device.HostInterface;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.InterfaceCounters;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import io.wirelink.gossip.UdpTransport;
import io.wirelink.portmap.PortMapping;
import io.wirelink.portmap.PortWish;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Carries out on a host what an agent wants. What comes of it goes back as events; an exception is
 * for what the agent cannot live with.
 */
final class HostActions {

  private static final Logger log = LoggerFactory.getLogger(HostActions.class);

  private final PublicKey self;
  private final WireGuard device;
  private final HostNetwork network;
  private final UdpTransport transport;
  private final NameResolver resolver;
  private final StateSaver saver;
  private final PortMapping mapping;
  private final Encapsulation encapsulation;
  private final LinkLocalAddress linkLocal;
  private final Consumer<Event> outcomes;

  /** Whether it was said already that the host's addresses cannot be read. */
  private boolean hostUnread;

  private boolean keyChanged;

  HostActions(
      PublicKey self,
      WireGuard device,
      HostNetwork network,
      UdpTransport transport,
      NameResolver resolver,
      StateSaver saver,
      PortMapping mapping,
      Encapsulation encapsulation,
      LinkLocalAddress linkLocal,
      Consumer<Event> outcomes) {
    this.self = self;
    this.device = device;
    this.network = network;
    this.transport = transport;
    this.resolver = resolver;
    this.saver = saver;
    this.mapping = mapping;
    this.encapsulation = encapsulation;
    this.linkLocal = linkLocal;
    this.outcomes = outcomes;
  }

  /**
   * Carries out one action.
   *
   * @throws DeviceException if the device is gone, or is not this agent's any more
   */
  void perform(Action action) throws DeviceException {
    switch (action) {
      case Action.Send send -> {
        if (!transport.send(send.destination(), send.packet())) {
          outcomes.accept(new Event.NotSent(send));
        }
      }
      case Action.Configure(PeerChange change) -> configure(change);
      case Action.ReadDevice() -> readDevice();
      case Action.ReadCounters() -> readCounters();
      case Action.ReadHost() -> readHost();
      case Action.MapPort(PortWish wish) -> mapping.want(wish);
      case Action.Resolve(String host) -> resolver.resolve(host);
      case Action.Remember(RememberedMesh mesh) -> saver.save(mesh);
      case Action.KeepInvitations keep -> saver.save(self, keep);
      case Action.KeepRemovals keep -> saver.save(self, keep);
      case Action.KeepRotations keep -> saver.save(self, keep);
      case Action.KeepPresharedKeys keep -> saver.save(self, keep);
      case Action.DropAddress(Cidr address) -> dropAddress(address);
      case Action.Encapsulate encapsulate -> encapsulation.compute(encapsulate);
      case Action.ChangeKey change -> changeKey(change);
    }
  }

  private void configure(PeerChange change) throws DeviceException {
    try {
      device.configure(DeviceChange.ofPeers(List.of(change)));
    } catch (DeviceException e) {
      rethrowIfGone(e);
      outcomes.accept(new Event.ChangeFailed(change.publicKey(), String.valueOf(e.getMessage())));
    }
  }

  private void dropAddress(Cidr address) throws DeviceException {
    try {
      network.removeAddress(name(), address);
    } catch (DeviceException e) {
      rethrowIfGone(e);
      log.warn("{} stays on {}: {}", address, name(), e.getMessage());
    }
  }

  private void changeKey(Action.ChangeKey change) throws DeviceException {
    try {
      device.configure(change.change());
      keyChanged = true;
    } catch (DeviceException e) {
      rethrowIfGone(e);
      outcomes.accept(new Event.KeyRefused(String.valueOf(e.getMessage())));
    }
  }

  /** Whether the device has another key than the agent, which is to end. */
  boolean isKeyChanged() {
    return keyChanged;
  }

  private void readDevice() throws DeviceException {
    if (keyChanged) {
      // It is the next agent's.
      return;
    }
    try {
      DeviceState state = device.read();
      if (!self.equals(state.publicKey())) {
        throw new DeviceException(
            DeviceException.Reason.GONE,
            "the private key of " + state.name() + " was changed: start wirelink again");
      }
      outcomes.accept(new Event.DeviceRead(state));
    } catch (DeviceException e) {
      rethrowIfGone(e);
      log.warn("{} cannot be read and will be tried again: {}", name(), e.getMessage());
    }
  }

  private void readCounters() throws DeviceException {
    try {
      InterfaceCounters counters = network.counters(name());
      outcomes.accept(new Event.CountersRead(counters.receivedBytes(), counters.sentBytes()));
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
      mapping.hostChanged();
      outcomes.accept(new Event.HostRead(interfaces));
      hostUnread = false;
    } catch (DeviceException e) {
      rethrowIfGone(e);
      log.atLevel(hostUnread ? Level.DEBUG : Level.WARN)
          .log("The host's addresses cannot be read and will be tried again: {}", e.getMessage());
      hostUnread = true;
      outcomes.accept(new Event.HostUnread());
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
